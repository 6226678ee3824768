"""All that a page of one request rests on, read in three questions: who may be meant, what the
timetable and the bookings say, what has passed between visitor and prison.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from mulakat.people.finding import Candidate
from mulakat.people.models import Contact, Inmate
from mulakat.portals.staff.requests.loading import Wish, candidates, the_person, wish
from mulakat.portals.staff.together import together
from mulakat.prisons.changing import changes_after, rules_at
from mulakat.prisons.models import Prison, Terminal, Window
from mulakat.schedule import closures, openings, places
from mulakat.schedule.models import Cell, Closure, ExtraTime, Hold, Kind, SlotRule
from mulakat.schedule.timetable import Facts, FreeSlot, day_bounds, free_slots
from mulakat.visits import audience
from mulakat.visits.judging import dossier
from mulakat.visits.judging.dossier import Dossier, Held, Place
from mulakat.visits.models import Change, Decision, Offer, Proposal, Question, Visit

MINUTE, LONGEST = timedelta(minutes=1), timedelta(hours=3)
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Passed:
    """What stands between visitor and prison; each None or empty if there is none."""

    questions: list[Question]
    proposal: Proposal | None
    offer: Offer | None
    change: Change | None
    decision: Decision | None  # that stands: of a refusal which is looked at again


@dataclass(frozen=True)
class Scene:
    """One request as an officer sees it at `now`; `person` is whom he chose, or the clear one."""

    visit: Visit
    now: datetime
    found: list[Candidate]
    person: Candidate | None
    facts: Facts
    all_places: list[Terminal] | list[Window]
    rules: Any
    passed: Passed

    @property
    def inmate(self) -> Inmate | None:
        return self.person.inmate if self.person else None

    @property
    def prison(self) -> Prison:
        return self.visit.prison

    def free(self, start: datetime, end: datetime) -> list[FreeSlot]:
        """The slots for such a visit that begin in [start, end), with their free places."""
        return free_slots(
            prison=self.prison, kind=self.visit.kind, start=start, end=end, now=self.now,
            facts=self.facts, **audience.of(self.visit, self.inmate),
        )  # fmt: skip

    def slot_at(self, at: datetime | None) -> FreeSlot | None:
        """The slot that begins at this very moment."""
        if at is None:
            return None
        return next((s for s in self.free(at, at + MINUTE) if s.starts_at == at), None)

    @cached_property
    def wishes(self) -> list[Wish]:
        """The wished times with what is free at each."""
        times = [datetime.fromisoformat(text) for text in self.visit.wishes]
        return [wish(self.visit, at, self.slot_at(at), self.now) for at in times]

    def dossier(
        self, at: datetime | None, place: Place | None, *, minutes: int | None = None,
        listed: Contact | None = None,
    ) -> Dossier:  # fmt: skip
        """For the checks of that time and place. Two queries."""
        lasts = timedelta(minutes=minutes or 60)
        return dossier.read(
            visit=self.visit, inmate=self.inmate, starts_at=at, minutes=minutes, place=place,
            listed=listed, now=self.now, rules=self.rules,
            held=self._held(at, place, minutes),
            closed=self._closed(at, at + lasts, place) if at else [],
        )  # fmt: skip

    def _held(self, at: datetime | None, place: Place | None, minutes: int | None) -> list[Held]:
        if at is None:
            return []
        turnover = self.prison.policy.turnover_minutes
        times = set(places.cells(at, (minutes or 60) + turnover))
        inmate, here = self.inmate, place.pk if place else None
        found = [
            Held(
                cell.at, cell.holder, inmate is not None and cell.inmate_id == inmate.pk,
                here is not None and here in {cell.terminal_id, cell.window_id}, cell.seat,
            )
            for cell in self.facts.cells if cell.at in times
        ]  # fmt: skip
        return [held for held in found if held.is_inmates or held.is_here]

    def _closed(self, start: datetime, end: datetime, place: Place | None) -> list[Closure]:
        here = [
            closure
            for closure in self.facts.closures
            if closure.starts_at < end
            and closure.ends_at > start
            and closures.is_at(closure, place)
        ]
        zone = self.prison.zone
        givers = [one for one in self.facts.openings if openings.gives(one, start, zone)]
        return closures.stopping(here, givers) if any(c.rule_id for c in here) else here


def read(
    visit: Visit, *, chosen: str, now: datetime, at: datetime | None = None,
    days: Iterable[date] = (),
) -> Scene:  # fmt: skip
    """`chosen` is the key of the inmate an officer chose; `at` and `days` are looked at besides
    the wishes. Two queries."""
    found = candidates(visit, now)
    person = the_person(visit, chosen, found, now)
    prison, kind = visit.prison, visit.kind
    times = [*map(datetime.fromisoformat, visit.wishes), *([at] if at else [])]
    spans = [(time - LONGEST, time + LONGEST) for time in times]
    spans += [day_bounds(prison, day) for day in days]
    rooms: QuerySet[Any] = prison.terminals if kind == Kind.VIDEO else prison.windows  # type: ignore[assignment]
    questions = [
        SlotRule.objects.filter(prison=prison, kind=kind),
        ExtraTime.objects.filter(prison=prison, kind=kind, removed_at=None, **_days(prison, spans)),
        closures.in_force(prison, kind, *_around(spans, now)),
        rooms.filter(removed_at=None),
        _cells(prison, kind, person.inmate if person else None, spans),
        Hold.objects.filter(prison=prison, expires_at__lte=now),
        changes_after(prison, visit.requested_at or now),
        Question.objects.filter(visit=visit),
        Proposal.objects.filter(visit=visit, answered_at=None),
        Offer.objects.filter(visit=visit, answered_at=None),
        Change.objects.filter(visit=visit, answered_at=None),
        Decision.objects.filter(visit=visit, superseded_at=None),
    ]
    rules, extras, shut, rows, cells, holds, changes, asked, *single = together(*questions)
    over = {hold.subject for hold in holds}
    facts = Facts(
        openings=[*rules, *extras],
        closures=sorted(shut, key=lambda closure: (closure.starts_at, closure.pk)),
        places=[place for place in sorted(rows, key=_number) if not place.broken_since],
        cells=[cell for cell in cells if cell.holder not in over],
    )
    return Scene(
        visit=visit, now=now, found=found, person=person, facts=facts,
        all_places=sorted(rows, key=_number),
        rules=rules_at(prison, visit.requested_at or now, changes),
        passed=Passed(asked, *(next(iter(one), None) for one in single)),
    )  # fmt: skip


def _number(place: Terminal | Window) -> int:
    return int(place.number)


def _around(spans: list[Span], now: datetime) -> Span:
    """From the first to the last moment looked at; now, if there is none."""
    if not spans:
        return now, now
    return min(start for start, _end in spans), max(end for _start, end in spans)


def _days(prison: Prison, spans: list[Span]) -> dict[str, Any]:
    if not spans:
        return {"pk": None}
    zone = prison.zone
    first, last = (at.astimezone(zone).date() for at in _around(spans, spans[0][0]))
    return {"day__range": (first, last)}


def _cells(prison: Prison, kind: str, inmate: Inmate | None, spans: list[Span]) -> QuerySet[Cell]:
    """Who holds a place of the prison, or this inmate, in these spans."""
    rooms = prison.terminals if kind == Kind.VIDEO else prison.windows
    place = "terminal__in" if kind == Kind.VIDEO else "window__in"
    whose = Q(**{place: rooms.values("pk")})
    if inmate is not None:
        whose |= Q(inmate=inmate)
    times = Q(pk=None)
    for start, end in spans:
        times |= Q(at__gte=start, at__lt=end)
    return Cell.objects.filter(whose, times)
