"""Whom a closure hits, before it is made: approved visits, and requests for closed times."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from mulakat.prisons.models import Prison, State, Terminal, Window
from mulakat.schedule import openings
from mulakat.schedule.models import Kind, SlotRule
from mulakat.schedule.openings import Opening
from mulakat.schedule.turns import take_turn, take_turns
from mulakat.visits.models import Offer, Status, Visit

LONGEST = timedelta(hours=12)  # no visit is longer: how far before the closure one may begin
FAR = datetime(2200, 1, 1, tzinfo=UTC)
ASKED = (Status.REQUESTED, Status.QUESTION, Status.OFFERED, Status.WAITLISTED)


@dataclass(frozen=True)
class Extent:
    """What is to be closed, and when: [starts_at, ends_at). Each field that is set narrows it;
    without a prison it is the whole state."""

    state: State
    starts_at: datetime
    ends_at: datetime = FAR
    prison: Prison | None = None
    kind: str = ""
    rule: SlotRule | None = None
    terminal: Terminal | None = None
    window: Window | None = None


@dataclass(frozen=True)
class Impact:
    """The visits a closure hits, in order of time.

    `asked` have no other time left than closed ones; `asked_besides` asked for others, too,
    and wait on for those.
    """

    approved: tuple[Visit, ...]
    asked: tuple[Visit, ...]
    asked_besides: tuple[Visit, ...] = ()

    @property
    def seen(self) -> str:
        """Names exactly these visits at these times: what an officer has looked at."""
        rows = [f"{v.pk}@{v.starts_at}" for v in self.approved] + [f"{v.pk}" for v in self.asked]
        return sha256(" ".join(rows).encode()).hexdigest()[:32]


def impact(*, extent: Extent, now: datetime) -> Impact:
    """Which approved and asked visits the closure would hit. One query; two more for a rule."""
    starts = max(extent.starts_at, now)
    approved = Q(
        status=Status.APPROVED, starts_at__gt=starts - LONGEST, starts_at__lt=extent.ends_at
    )
    for place in ("terminal", "window"):
        if chosen := getattr(extent, place):
            approved &= Q(**{place: chosen})
    has_place = bool(extent.terminal or extent.window)  # who asks has no place yet
    waiting = Q() if has_place else Q(status__in=ASKED)
    visits = Visit.objects.filter(approved | waiting if waiting else approved, prisons_of(extent))
    if kind := extent.kind or (extent.rule.kind if extent.rule else ""):
        visits = visits.filter(kind=kind)
    offers = Offer.objects.filter(visit=OuterRef("pk"), answered_at=None).values("starts_at")[:1]
    visits = visits.select_related("prison__state", "inmate").defer("contact")
    found = list(visits.annotate(offered_at=Subquery(offers)).order_by("starts_at", "pk"))
    return _sorted_out(extent, found, starts, now)


def _sorted_out(extent: Extent, found: list[Visit], starts: datetime, now: datetime) -> Impact:
    times = {
        visit: [at for at in _times(visit) if at > now]
        for visit in found
        if visit.status != Status.APPROVED
    }
    within = {v: [at for at in wished if _covers(extent, v, at)] for v, wished in times.items()}
    running = [v for v in found if v.status == Status.APPROVED and v.ends_at > starts]
    all_times = [at for wished in within.values() for at in wished]
    begun = [visit.starts_at for visit in running if visit.starts_at]
    given_by = _givers(extent, all_times + begun)
    closed = {
        visit: sum(_is_of_rule(extent, given_by, at) for at in wished)
        for visit, wished in within.items()
    }
    return Impact(
        approved=tuple(v for v in running if _is_of_rule(extent, given_by, v.starts_at)),
        asked=tuple(v for v, n in closed.items() if n and n == len(times[v])),
        asked_besides=tuple(v for v, n in closed.items() if 0 < n < len(times[v])),
    )


def _times(visit: Any) -> list[datetime]:
    """The times a visit waits for: its wishes, and one that is offered to it."""
    wished = [datetime.fromisoformat(wish) for wish in visit.wishes]
    return [*wished, visit.offered_at] if visit.offered_at else wished


def _covers(extent: Extent, visit: Visit, at: datetime) -> bool:
    policy = visit.prison.policy
    minutes = policy.visit_minutes if visit.kind == Kind.VIDEO else policy.physical_minutes
    return at < extent.ends_at and at + timedelta(minutes=minutes) > extent.starts_at


def _givers(extent: Extent, times: list[datetime]) -> list[Opening]:
    """The openings that may give these times, where a single rule is closed. Two queries."""
    if extent.rule is None or not times:
        return []
    prison = extent.rule.prison
    days = [at.astimezone(prison.zone).date() for at in times]
    return openings.read(prison, extent.rule.kind, min(days), max(days))


def _is_of_rule(extent: Extent, given_by: list[Opening], at: datetime | None) -> bool:
    """Closing a rule takes a time away that no other opening gives (schedule/closures.py)."""
    if extent.rule is None or at is None:
        return True
    zone = extent.rule.prison.zone
    givers = [opening for opening in given_by if openings.gives(opening, at, zone)]
    return bool(givers) and all(opening == extent.rule for opening in givers)


def prisons_of(extent: Extent) -> Q:
    """The visits of its prison, or of every prison of its state."""
    return Q(prison=extent.prison) if extent.prison else Q(prison__state=extent.state)


def hold_fast(extent: Extent) -> None:
    """Lock what the closure hits or could come to hit, until the transaction ends.

    Whoever approves, moves or accepts locks the visit first and takes the prison's turn after
    it (schedule/turns.py); in this order we wait for him, or he for us, and the second sees
    what the first has done. All in one question, so that no status changes between two.
    SQLite has one writer and needs no lock.
    """
    may_come = Q(status__in=(Status.UNCONFIRMED, *ASKED))
    will_come = Q(
        status=Status.APPROVED,
        starts_at__gt=extent.starts_at - LONGEST,
        starts_at__lt=extent.ends_at,
    )
    hit = Visit.objects.filter(prisons_of(extent), may_come | will_come)
    list(hit.order_by("pk").select_for_update().values_list("pk"))
    if extent.prison:
        take_turn(extent.prison)
    else:
        take_turns(extent.state)
