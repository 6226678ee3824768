"""Requests that need no thought: everything is known, nothing speaks against, a place is free.

Two use it: an officer who approves many at once, and the rules alone where the policy confirms
known visitors at once (`known_confirmed_at_once`, mode hold).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from mulakat.accounts.models import User
from mulakat.people import finding
from mulakat.people.models import Contact, Inmate
from mulakat.prisons.models import Terminal, Window
from mulakat.schedule.models import Cell
from mulakat.schedule.timetable import free_slots
from mulakat.visits import audience, known
from mulakat.visits import wanted as wanting
from mulakat.visits.checks import checks
from mulakat.visits.models import Mode, Status, Visit
from mulakat.visits.placing import CannotDecide
from mulakat.visits.proofs.proving import is_proven
from mulakat.visits.rules import Obstacle

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """A time and a place that could be given now."""

    starts_at: datetime
    minutes: int
    terminal: Terminal | None = None
    window: Window | None = None


def approve(*, visit_id: int, by: User, now: datetime) -> list[Obstacle]:
    """Approve one clear request; why not, if it is not clear or somebody was faster."""
    visit = _visit(visit_id)
    inmate = person_of(visit)
    if visit.status != Status.REQUESTED:
        return [Obstacle("not_waiting", {"status": visit.status})]
    if inmate is None:
        return [Obstacle("not_clear")]
    return _try(visit, inmate, by, now)


@transaction.atomic
def confirm(*, visit_id: int, now: datetime) -> list[Obstacle]:
    """Approve a held time by the rules alone; why it was left to an officer, or nothing."""
    visit = _visit(visit_id)
    if not visit.prison.policy.known_confirmed_at_once:
        return [Obstacle("not_wanted")]
    if visit.mode != Mode.HOLD or visit.status != Status.REQUESTED:
        return [Obstacle("not_waiting", {"status": visit.status})]
    inmate = person_of(visit)
    if inmate is None:
        return [Obstacle("not_clear")]
    return _try(visit, inmate, None, now)


def person_of(visit: Visit) -> Inmate | None:
    """Whom the visitor is surely known to: by his code, or as the one contact who fits.

    Nobody else of the register is looked at: this runs while the visitor waits for his page,
    and how long it takes must not tell whether the person he named is held.
    """
    if visit.visitor_code and known.gave_code(visit, visit.visitor_code.inmate):
        inmate = visit.visitor_code.inmate
        return inmate if known.asks_for(visit, inmate) else None
    if not is_proven(visit):
        return None
    year = (visit.requested_at or visit.created_at).astimezone(visit.prison.zone).year
    listing = Contact.objects.filter(phone_index=visit.phone_index, removed_at=None)
    knowing = Inmate.objects.filter(pk__in=listing.values("inmate"), prison=visit.prison)
    one = finding.clear_one(finding.compare(inmate, visit.asked, year) for inmate in knowing)
    return one.inmate if one else None


def place_of(visit: Visit, inmate: Inmate, now: datetime) -> Place | None:
    """The time that is kept for the visit, else the first wish that is free."""
    kept = Cell.objects.filter(holder=visit.subject).select_related("terminal", "window")
    first = kept.order_by("at").first()
    if first is not None:
        return Place(_held_from(visit, first), _minutes(visit), first.terminal, first.window)
    return next(_free_wishes(visit, inmate, now), None)


def _try(visit: Visit, inmate: Inmate, by: User | None, now: datetime) -> list[Obstacle]:
    from mulakat.visits import deciding

    place = place_of(visit, inmate, now)
    basis = wanting.of_known(visit, inmate)
    if place is None or basis is None:
        return [Obstacle("no_time" if basis else "not_clear")]
    found = checks(
        visit=visit, inmate=inmate, starts_at=place.starts_at, minutes=place.minutes,
        place=place.terminal or place.window, now=now,
    )  # fmt: skip
    against = [check for check in found if check.mark != "ok"]
    if against:
        return [Obstacle(check.key, dict(check.facts)) for check in against]
    try:
        deciding.approve(
            visit_id=visit.pk, by=by, starts_at=place.starts_at, minutes=place.minutes,
            terminal=place.terminal, window=place.window, now=now, **wanting.read(basis),
        )  # fmt: skip
    except CannotDecide as cannot:
        return cannot.reasons
    return []


def _visit(visit_id: int) -> Visit:
    visits = Visit.objects.select_related("prison__state", "visitor_code__inmate__prison__state")
    visit: Visit = visits.prefetch_related("persons").get(pk=visit_id)
    return visit


def _minutes(visit: Visit) -> int:
    policy = visit.prison.policy
    if visit.visitor.relation == "lawyer":
        return policy.legal_minutes
    return policy.visit_minutes if visit.kind == "video" else policy.physical_minutes


def _held_from(visit: Visit, first: Cell) -> datetime:
    """The wish that the held cells begin with; cells are rounded to five minutes."""
    for wish in visit.wishes:
        at = datetime.fromisoformat(wish)
        if first.at <= at < first.at + timedelta(minutes=5):
            return at.astimezone(UTC)
    return first.at


def _free_wishes(visit: Visit, inmate: Inmate, now: datetime) -> Iterator[Place]:
    wanted: dict[str, Any] = audience.of(visit, inmate)
    for wish in visit.wishes:
        at = datetime.fromisoformat(wish)
        if at <= now:
            continue
        for slot in free_slots(
            prison=visit.prison, kind=visit.kind, start=at, end=at + INSTANT, now=now, **wanted
        ):
            for terminal in slot.terminals[:1]:
                yield Place(slot.starts_at, slot.minutes, terminal=terminal)
            for window in slot.windows[:1]:
                yield Place(slot.starts_at, slot.minutes, window=window)
