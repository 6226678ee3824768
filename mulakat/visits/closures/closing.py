"""Closing a time: first whom it hits, then the closure and what becomes of them, in one act.

    found = impact(extent=extent, now=now)       14 approved, 6 asked
    close_and(extent=extent, seen=found.seen, approved=Choice("move", …), …)

Whoever is approved between the look and the press is caught: all that could become approved
is locked before it is counted, and the act asks for another look if the visits are no longer
those that were seen. A later approval waits for us and then reads the closure.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mulakat.accounts.models import Role, User
from mulakat.prisons.models import Prison, Terminal, Window
from mulakat.schedule import closing, furnishing
from mulakat.schedule.models import Closure
from mulakat.schedule.obstacles import CannotPlan
from mulakat.visits import cancelling
from mulakat.visits.acting import CannotAct
from mulakat.visits.closures import resettling
from mulakat.visits.closures.impact import Extent, Impact, hold_fast, impact
from mulakat.visits.closures.resettling import Choice, Settled
from mulakat.visits.models import Visit
from mulakat.visits.rules import Obstacle

__all__ = [
    "CannotClose",
    "Choice",
    "Closed",
    "Extent",
    "Impact",
    "ImpactChanged",
    "close_and",
    "extent_of",
    "impact",
    "may_close",
    "stop_today",
    "take_out",
]


class CannotClose(Exception):
    """Everything that stands in the way, all at once."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__(", ".join(obstacle.key for obstacle in obstacles))
        self.reasons = obstacles


class ImpactChanged(Exception):
    """Others are hit than those that were seen: look again. `impact` is how it is now."""

    def __init__(self, found: Impact) -> None:
        super().__init__(f"{len(found.approved)} approved, {len(found.asked)} asked")
        self.impact = found


@dataclass(frozen=True)
class Closed:
    """What was done: the closure, and what became of both groups."""

    closure: Closure | None
    approved: Settled
    asked: Settled


@transaction.atomic
def close_and(
    *,
    extent: Extent,
    cause: str,
    public_text: dict[str, str],
    seen: str,
    approved: Choice,
    asked: Choice,
    by: User,
    now: datetime,
) -> Closed:
    """Close it, and do with the visits what was chosen, or nothing at all.

    `CannotClose`: a choice is missing, too few places are free, the closure itself is wrong.
    `ImpactChanged`: not the visits of `seen`.
    """
    hold_fast(extent)
    if wrong := [*_not_yours(extent, by), *_already_closed(extent, now)]:
        raise CannotClose(wrong)
    found = look_again(extent=extent, seen=seen, now=now)
    closure = _close(extent, cause, public_text, by, now)
    return settle(
        found, approved=approved, asked=asked, cause=cause, by=by, now=now, closure=closure
    )


@transaction.atomic
def stop_today(
    *, extent: Extent, cause: str, public_text: dict[str, str], by: User, now: datetime
) -> Closed:
    """Nothing more takes place today: close it, and tell everybody who was to come.

    Their visits do not count; each may choose new times and goes first. Who asked for today
    and other days waits on. `extent` is from now to midnight.
    """
    hold_fast(extent)
    if wrong := [*_not_yours(extent, by), *_already_closed(extent, now)]:
        raise CannotClose(wrong)
    found = impact(extent=extent, now=now)
    closure = _close(extent, cause, public_text, by, now)
    ids = tuple(visit.pk for visit in found.approved)
    for pk in ids:
        cancelling.cancel_by_prison(visit_id=pk, by=by, cause=cause, is_stopped=True, now=now)
    return Closed(closure, Settled(cancelled=ids), Settled())


@transaction.atomic
def take_out(
    *,
    place: Terminal | Window,
    seen: str,
    approved: Choice,
    for_good: bool,
    by: User,
    now: datetime,
) -> Closed:
    """Mark a terminal or window out of order, or remove it, and do with its visits as chosen.

    `CannotClose` besides: still_booked, if something is left at a place that is removed.
    """
    found = look_again(extent=extent_of(place, now), seen=seen, now=now)
    furnishing.mark_broken(place=place, by=by, now=now)  # first: nothing is moved to it
    done = settle(found, approved=approved, asked=Choice(), cause="repair", by=by, now=now)
    if for_good:
        try:
            furnishing.remove(place=place, by=by, now=now)
        except CannotPlan as cannot:
            raise CannotClose(_as_ours(cannot)) from cannot
    return done


def extent_of(place: Terminal | Window, now: datetime) -> Extent:
    """One place, from now on."""
    prison = place.prison
    if isinstance(place, Terminal):
        return Extent(prison.state, now, prison=prison, terminal=place)
    return Extent(prison.state, now, prison=prison, window=place)


def look_again(*, extent: Extent, seen: str, now: datetime) -> Impact:
    """The impact as it is now, held fast until the transaction ends."""
    hold_fast(extent)
    found = impact(extent=extent, now=now)
    if found.seen != seen:
        raise ImpactChanged(found)
    return found


def settle(
    found: Impact,
    *,
    approved: Choice,
    asked: Choice,
    cause: str,
    by: User,
    now: datetime,
    closure: Closure | None = None,
) -> Closed:
    """What becomes of the visits that were hit, after the choice for each group."""
    wrong = [
        *_not_chosen("approved", approved, found.approved),
        *_not_chosen("asked", asked, found.asked),
    ]
    if wrong:
        raise CannotClose(wrong)
    try:
        return Closed(
            closure,
            resettling.settle_approved(found.approved, approved, cause=cause, by=by, now=now),
            resettling.settle_asked(found.asked, asked, cause=cause, by=by, now=now),
        )
    except resettling.TooFewPlaces as few:
        raise CannotClose([Obstacle("too_few_places", few.facts)]) from few
    except CannotAct as cannot:
        raise CannotClose(cannot.reasons) from cannot


def _close(
    extent: Extent, cause: str, public_text: dict[str, str], by: User, now: datetime
) -> Closure:
    try:
        return closing.close(
            state=extent.state,
            prison=extent.prison,
            kind=extent.kind,
            rule=extent.rule,
            terminal=extent.terminal,
            window=extent.window,
            starts_at=extent.starts_at,
            ends_at=extent.ends_at,
            cause=cause,
            public_text=public_text,
            by=by,
            now=now,
        )
    except CannotPlan as cannot:
        raise CannotClose(_as_ours(cannot)) from cannot


def may_close(extent: Extent, by: User) -> bool:
    """The administrator of the prison and its superiors; a state's all-round superior: one
    who is superior at every prison of it."""
    if extent.prison:
        return by.has_role(extent.prison, Role.ADMIN, Role.SUPERIOR)
    own = by.memberships.filter(role=Role.SUPERIOR).values("prison")
    return not Prison.objects.filter(state=extent.state).exclude(pk__in=own).exists()


def _not_yours(extent: Extent, by: User) -> list[Obstacle]:
    return [] if may_close(extent, by) else [Obstacle("not_yours_to_close")]


def _already_closed(extent: Extent, now: datetime) -> list[Obstacle]:
    """Another officer has closed the very same, for that time or a longer one."""
    of = {
        name: getattr(extent, name)
        for name in ("state", "prison", "kind", "rule", "terminal", "window")
    }
    starts_at = max(extent.starts_at, now)
    within = {"starts_at__lte": starts_at, "ends_at__gte": extent.ends_at}
    other = Closure.objects.filter(**of, **within, lifted_at=None).first()
    return [Obstacle("already_closed", {"at": other.made_at})] if other else []


def _as_ours(cannot: CannotPlan) -> list[Obstacle]:
    return [Obstacle(one.key, one.facts) for one in cannot.obstacles]


def _not_chosen(group: str, choice: Choice, visits: tuple[Visit, ...]) -> list[Obstacle]:
    if not visits:
        return []
    if not choice.what:
        return [Obstacle(f"no_choice_{group}", {"number": len(visits)})]
    if choice.what == "move" and {visit.kind for visit in visits} - set(choice.to):
        return [Obstacle("no_day")]
    if choice.what == "keep" and group == "approved" and not choice.reason.strip():
        return [Obstacle("no_reason_to_keep")]
    return []
