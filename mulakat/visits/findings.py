"""What has changed after an approval: facts that ask an officer to look at the visit again.

Derived from the facts each time, never stored. An officer keeps the visit with a reason, moves
it (visits/moving.py) or cancels it (visits/cancelling.py). What he kept names the very fact, so
that another of the same kind asks again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from mulakat.accounts.models import Role, User
from mulakat.audit.models import record
from mulakat.people.models import Absence, Restriction
from mulakat.schedule import closures, openings
from mulakat.schedule.models import Closure, Hearing, SlotRule
from mulakat.visits.acting import stop_if
from mulakat.visits.models import Kept, Status, Visit
from mulakat.visits.rules import Obstacle

LONGEST_REASON = 300


@dataclass(frozen=True)
class Finding:
    """One fact against one visit. `fact` names it ("absence:5"), `facts` fill its sentence.

    key           facts
    inmate_left   {"for": transfer, release, leave or death, "at"}
    absent        {"cause", "since", "until"}
    restricted    {"cause", "since", "until"}
    closed        {"cause", "since", "until"}
    place_broken  {"number", "since"}
    place_removed {"number", "since"}
    hearing       {"court", "since", "minutes"}
    """

    visit: Visit
    key: str
    fact: str
    facts: dict[str, Any] = field(default_factory=dict)


def findings(visits: Iterable[Visit], now: datetime, facts: "Facts | None" = None) -> list[Finding]:
    """What speaks against these approved visits to come, kept findings left out; by time.

    Five queries however many there are; two more for each kind of visit of a prison where a
    weekly rule is closed. `visits` come with prison, state, inmate, terminal and window.
    A page that has read the `facts` by itself asks nothing again.
    """
    ahead = [v for v in visits if v.status == Status.APPROVED and v.starts_at and v.ends_at > now]
    if not ahead:
        return []
    facts = facts or Facts.read(ahead)
    kept = {(one.visit_id, one.finding, one.fact) for one in facts.kept}
    found = [finding for visit in ahead for find in _FINDERS for finding in find(visit, facts)]
    return sorted(
        (one for one in found if (one.visit.pk, one.key, one.fact) not in kept),
        key=lambda one: (one.visit.starts_at, one.visit.pk, one.key),
    )


@transaction.atomic
def keep(
    *, finding: Finding, reason: str, by: User, now: datetime, visit: Visit | None = None
) -> Kept:
    """The visit stands all the same; why is written down. Once for each fact.

    Raises `CannotAct`: not_your_prison, no_reason, text_too_long.
    """
    whose = visit or finding.visit
    reason = reason.strip()
    reasons = []
    if not by.has_role(whose.prison, Role.APPROVER, Role.ADMIN, Role.SUPERIOR):
        reasons.append(Obstacle("not_your_prison"))
    if not reason:
        reasons.append(Obstacle("no_reason"))
    if len(reason) > LONGEST_REASON:
        reasons.append(Obstacle("text_too_long", {"most": LONGEST_REASON}))
    stop_if(reasons)
    kept, is_new = Kept.objects.get_or_create(
        visit=whose, finding=finding.key, fact=finding.fact,
        defaults={"reason": reason, "at": now, "by": by},
    )  # fmt: skip
    if is_new:
        record(
            "visit.kept", actor=by.actor, subject=whose.subject, finding=finding.key,
            fact=finding.fact,
        )  # fmt: skip
    return kept


@dataclass(frozen=True)
class Facts:
    """Everything the finders look at, for all visits at once."""

    absences: list[Absence]
    restrictions: list[Restriction]
    hearings: list[Hearing]
    closures: list[Closure]
    kept: list[Kept]
    givers: dict[int, list[openings.Opening]]  # by visit; read only where a rule is closed

    @classmethod
    def read(cls, visits: list[Visit]) -> "Facts":
        starts = min(v.starts_at for v in visits if v.starts_at)
        ends = max(v.ends_at for v in visits)
        inmates = {v.inmate_id for v in visits}
        prisons = {v.prison_id for v in visits}
        states = {v.prison.state_id for v in visits}
        closed = list(
            Closure.objects.filter(
                state__in=states, lifted_at=None, starts_at__lt=ends, ends_at__gt=starts
            ).order_by("starts_at", "pk")
        )
        return cls(
            absences=list(
                Absence.objects.filter(
                    inmate__in=inmates, removed_at=None, starts_at__lt=ends, ends_at__gt=starts
                )
            ),
            restrictions=list(
                Restriction.objects.filter(
                    prison__in=prisons, lifted_at=None, starts_at__lt=ends
                ).exclude(until__lte=starts)
            ),
            hearings=list(
                Hearing.objects.filter(
                    inmate__in=inmates, cancelled_at=None, starts_at__lt=ends
                ).filter(starts_at__gt=starts - timedelta(days=1))
            ),
            closures=closed,
            kept=list(Kept.objects.filter(visit__in=visits)),
            givers=_givers(visits, closed),
        )


def _givers(visits: list[Visit], closed: list[Closure]) -> dict[int, list[openings.Opening]]:
    """What gives each visit its time, where a weekly rule of its prison is closed. Two queries
    for each prison and kind of which that is true."""
    of_rules = {closure.prison_id for closure in closed if closure.rule_id}
    hit: dict[tuple[int, str], list[Visit]] = {}
    for visit in visits:
        if visit.prison_id in of_rules:
            hit.setdefault((visit.prison_id, visit.kind), []).append(visit)
    found: dict[int, list[openings.Opening]] = {}
    for (_prison, kind), group in hit.items():
        prison = group[0].prison
        days = [v.starts_at.astimezone(prison.zone).date() for v in group if v.starts_at]
        there = openings.read(prison, kind, min(days), max(days))
        for v in group:
            assert v.starts_at is not None
            found[v.pk] = [o for o in there if openings.gives(o, v.starts_at, prison.zone)]
    return found


def _inmate_left(visit: Visit, facts: Facts) -> Iterator[Finding]:
    inmate = visit.inmate
    if inmate and inmate.left_at:
        fact = f"inmate:{inmate.pk}:{inmate.left_at.isoformat()}"
        yield Finding(visit, "inmate_left", fact, {"for": inmate.left_for, "at": inmate.left_at})


def _absent(visit: Visit, facts: Facts) -> Iterator[Finding]:
    for away in facts.absences:
        if away.inmate_id == visit.inmate_id and _meets(visit, away.starts_at, away.ends_at):
            told = {"cause": away.cause, "since": away.starts_at, "until": away.ends_at}
            yield Finding(visit, "absent", f"absence:{away.pk}", told)


def _restricted(visit: Visit, facts: Facts) -> Iterator[Finding]:
    for bar in facts.restrictions:
        if _is_of(bar, visit) and _meets(visit, bar.starts_at, bar.until):
            told = {"cause": bar.cause, "since": bar.starts_at, "until": bar.until}
            yield Finding(visit, "restricted", f"restriction:{bar.pk}", told)


def _is_of(bar: Restriction, visit: Visit) -> bool:
    """A bar of a visitor counts when a second officer has agreed; of an inmate at once."""
    return (
        bar.prison_id == visit.prison_id
        and bar.inmate_id in {None, visit.inmate_id}
        and bar.phone_index in {"", visit.phone_index}
        and bar.kind in {"", visit.kind}
        and (bar.agreed_at is not None or not bar.phone_index)
        and bool(bar.inmate_id or bar.phone_index)
    )


def _closed(visit: Visit, facts: Facts) -> Iterator[Finding]:
    for closure in facts.closures:
        if _stops(closure, visit, facts) and _meets(visit, closure.starts_at, closure.ends_at):
            told = {"cause": closure.cause, "since": closure.starts_at, "until": closure.ends_at}
            yield Finding(visit, "closed", f"closure:{closure.pk}", told)


def _stops(closure: Closure, visit: Visit, facts: Facts) -> bool:
    """Is the visit's time and place what was closed? (schedule/closures.py)"""
    is_here = closure.state_id == visit.prison.state_id and closure.prison_id in {
        None,
        visit.prison_id,
    }
    if not is_here or closure.kind not in {"", visit.kind}:
        return False
    if not closures.is_at(closure, visit.place):
        return False
    if not closure.rule_id:
        return True
    shut = {other.rule_id for other in facts.closures if other.rule_id}
    givers = facts.givers.get(visit.pk, [])
    return any(
        giver.pk == closure.rule_id and isinstance(giver, SlotRule) for giver in givers
    ) and (all(isinstance(giver, SlotRule) and giver.pk in shut for giver in givers))


def _place_gone(visit: Visit, facts: Facts) -> Iterator[Finding]:
    place = visit.place
    if place is None:
        return
    what = "terminal" if visit.terminal_id else "window"
    for key, since in (("place_removed", place.removed_at), ("place_broken", place.broken_since)):
        if since:
            fact = f"{what}:{place.pk}:{since.isoformat()}"
            yield Finding(visit, key, fact, {"number": place.number, "since": since})
            return


def _hearing(visit: Visit, facts: Facts) -> Iterator[Finding]:
    for hearing in facts.hearings:
        ends = hearing.starts_at + timedelta(minutes=hearing.minutes)
        if hearing.inmate_id == visit.inmate_id and _meets(visit, hearing.starts_at, ends):
            told = {
                "court": hearing.court, "since": hearing.starts_at, "minutes": hearing.minutes,
            }  # fmt: skip
            yield Finding(visit, "hearing", f"hearing:{hearing.pk}", told)


def _meets(visit: Visit, starts_at: datetime, ends_at: datetime | None) -> bool:
    assert visit.starts_at is not None
    return starts_at < visit.ends_at and (ends_at is None or ends_at > visit.starts_at)


_FINDERS: tuple[Callable[[Visit, Facts], Iterator[Finding]], ...] = (
    _inmate_left,
    _absent,
    _restricted,
    _closed,
    _place_gone,
    _hearing,
)
