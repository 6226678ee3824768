"""What becomes of visits whose time or place is taken away: another time, an end, or neither.

move     the next free places from a chosen moment on, place by place, in order of time
cancel   with the prison's reason; it does not count, and the family goes first next time
keep     an approved visit stands, with a reason; a request waits in the queue
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.models import prefetch_related_objects

from mulakat.accounts.models import User
from mulakat.prisons.models import Terminal, Window
from mulakat.schedule.models import Cell
from mulakat.schedule.places import cells
from mulakat.schedule.timetable import FreeSlot, free_slots
from mulakat.visits import audience, cancelling, findings, moving, offering
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Basis, Offer, Visit

What = Literal["", "move", "cancel", "keep"]
Span = tuple[datetime, datetime]
ANSWERED = ("closed", "place_broken")  # findings that keeping a visit answers


@dataclass(frozen=True)
class Choice:
    """What an officer chose for a group: to move `to` [start, end) by kind, or why to keep."""

    what: What = ""
    to: Mapping[str, Span] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Settled:
    moved: tuple[int, ...] = ()
    cancelled: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()


class TooFewPlaces(Exception):
    """`facts`: how many visits need a place there, and how many found none."""

    def __init__(self, needed: int, without: int) -> None:
        super().__init__(f"{without} of {needed}")
        self.facts: dict[str, Any] = {"needed": needed, "without": without}


@dataclass(frozen=True)
class Place:
    """A free place at a time; `seat` counts within the window."""

    starts_at: datetime
    minutes: int
    terminal: Terminal | None = None
    window: Window | None = None
    seat: int | None = None


def allot(visits: Iterable[Visit], to: Mapping[str, Span]) -> list[tuple[Visit, Place]]:
    """A free place in the time of its kind for each visit, in order; nobody twice at once.

    `TooFewPlaces` if one finds none. Nothing is written.
    """
    wanted = sorted(visits, key=lambda visit: (visit.starts_at or visit.created_at, visit.pk))
    prefetch_related_objects(wanted, "persons")
    search = _Search(to, _busy(wanted, to))
    found = [(visit, search.next_for(visit)) for visit in wanted]
    without = sum(place is None for _visit, place in found)
    if without:
        raise TooFewPlaces(len(found), without)
    return [(visit, place) for visit, place in found if place is not None]


def settle_approved(
    visits: tuple[Visit, ...], choice: Choice, *, cause: str, by: User, now: datetime
) -> Settled:
    """Move, cancel or keep approved visits; each is told, or stands with the reason."""
    ids = tuple(visit.pk for visit in visits)
    if choice.what == "move":
        for visit, place in allot(visits, choice.to):
            moving.move(
                visit_id=visit.pk,
                by=by,
                starts_at=place.starts_at,
                minutes=place.minutes,
                terminal=place.terminal,
                window=place.window,
                reason=cause,
                now=now,
            )
        return Settled(moved=ids)
    if choice.what == "cancel":
        for pk in ids:
            cancelling.cancel_by_prison(visit_id=pk, by=by, cause=cause, now=now)
        return Settled(cancelled=ids)
    _keep(visits, choice.reason.strip(), by, now)
    return Settled(kept=ids)


def settle_asked(
    visits: tuple[Visit, ...], choice: Choice, *, cause: str, by: User, now: datetime
) -> Settled:
    """Offer other times to requests, end them, or let them wait for an officer's answer."""
    if choice.what == "move":
        offered = _offer(visits, choice, by, now)
        return Settled(
            moved=offered, kept=tuple(visit.pk for visit in visits if visit.pk not in offered)
        )
    ids = tuple(visit.pk for visit in visits)
    if choice.what == "cancel":
        for pk in ids:
            cancelling.cancel_by_prison(visit_id=pk, by=by, cause=cause, now=now)
        return Settled(cancelled=ids)
    return Settled(kept=ids)


def _offer(visits: tuple[Visit, ...], choice: Choice, by: User, now: datetime) -> tuple[int, ...]:
    """Another time for each that can be offered one. The rest waits for an officer: who has a
    question or an offer open, and whom the rules of that day stop."""
    offered = []
    able = [visit for visit in visits if visit.status in offering.OFFERABLE]
    for visit, place in allot(able, choice.to):
        try:
            offering.offer(
                visit_id=visit.pk,
                by=by,
                cause=Offer.Cause.MOVED,
                starts_at=place.starts_at,
                minutes=place.minutes,
                terminal=place.terminal,
                window=place.window,
                now=now,
            )
        except CannotAct:
            continue
        offered.append(visit.pk)
    return tuple(offered)


@dataclass
class _Search:
    """Gives away free places one by one; what is given is taken for all who come after."""

    to: Mapping[str, Span]
    busy: set[tuple[int, datetime]]  # (inmate, cell)
    given: set[tuple[object, ...]] = field(default_factory=set)  # (place, cell)
    begun: Counter[tuple[object, ...]] = field(default_factory=Counter)  # by slot
    _free: dict[object, list[FreeSlot]] = field(default_factory=dict)

    def next_for(self, visit: Visit) -> Place | None:
        """The earliest free place that suits, or None; it is marked as given."""
        for left, place in self._places(visit):
            times = cells(place.starts_at, place.minutes + visit.prison.policy.turnover_minutes)
            where = (place.terminal, place.window, place.seat)
            is_given = any((*where, at) in self.given for at in times)
            slot = (visit.prison_id, visit.kind, place.starts_at)
            is_full = self.begun[slot] >= left
            if is_full or is_given or any((visit.inmate_id, at) in self.busy for at in times):
                continue
            self.begun[slot] += 1
            self.given.update((*where, at) for at in times)
            if visit.inmate_id:
                self.busy.update((visit.inmate_id, at) for at in times)
            return place
        return None

    def _places(self, visit: Visit) -> Iterator[tuple[int, Place]]:
        """Each free place, with how many visits may yet begin at its slot."""
        slots = self._slots(visit)
        needed = visit.minutes or 0
        long_enough = [slot for slot in slots if slot.minutes >= needed]
        for slot in long_enough or slots:
            minutes = min(slot.minutes, needed or slot.minutes)
            for terminal in slot.terminals:
                yield slot.left, Place(slot.starts_at, minutes, terminal=terminal)
            for seat in slot.seats:
                yield (
                    slot.left,
                    Place(slot.starts_at, minutes, window=seat.window, seat=seat.number),
                )

    def _slots(self, visit: Visit) -> list[FreeSlot]:
        """The timetable is read once for all visits that want the same."""
        wants = _wants(visit)
        key = (visit.prison_id, *wants.values())
        if key not in self._free:
            start, end = self.to[visit.kind]
            self._free[key] = free_slots(prison=visit.prison, start=start, end=end, **wants)
        return self._free[key]


def _wants(visit: Visit) -> dict[str, Any]:
    """What a place must be for this visit, as `free_slots` asks and as the move claims it."""
    wants = audience.of(visit, visit.inmate)
    if visit.basis == Basis.LEGAL:
        wants["needs"] |= {"legal"}
    return {"kind": visit.kind, **wants}


def _keep(visits: tuple[Visit, ...], reason: str, by: User, now: datetime) -> None:
    """They stand although it is closed: what would ask an officer to look again is answered.
    Anything else against them (the inmate has left) still asks."""
    related = ("prison__state", "inmate", "terminal", "window")
    again = Visit.objects.filter(pk__in=[visit.pk for visit in visits]).select_related(*related)
    for found in findings.findings(list(again), now):
        if found.key in ANSWERED:
            findings.keep(finding=found, reason=reason, by=by, now=now)


def _busy(visits: list[Visit], to: Mapping[str, Span]) -> set[tuple[int, datetime]]:
    """When the inmates of these visits are somewhere else in those times."""
    if not to:
        return set()
    theirs = Cell.objects.filter(
        inmate__in={visit.inmate_id for visit in visits if visit.inmate_id},
        at__gte=min(start for start, _end in to.values()) - timedelta(hours=1),
        at__lt=max(end for _start, end in to.values()) + timedelta(days=1),
    ).exclude(holder__in=[visit.subject for visit in visits])
    return set(theirs.values_list("inmate_id", "at"))
