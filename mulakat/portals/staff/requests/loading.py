"""One request of the prison one works at, with all that its pages show."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404

from mulakat.audit.models import record
from mulakat.people import finding
from mulakat.people.finding import Candidate
from mulakat.people.models import Inmate
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest
from mulakat.schedule.timetable import FreeSlot
from mulakat.visits.models import SecondLook, Status, Visit, VisitPerson
from mulakat.visits.rules import OPEN


@dataclass(frozen=True)
class Wish:
    """One time the visitor wished for. `state`: free, taken, past or gone (no such slot)."""

    at: datetime
    value: str  # as forms carry it
    text: str
    state: str
    slot: FreeSlot | None


def the_request(request: StaffRequest, visit_id: int) -> Visit:
    """The visit with its persons, if it is of this prison and was sent; otherwise 404, whatever
    it is. One query: the persons bring the visit with them."""
    prison = request.staff.prison
    rows = VisitPerson.objects.filter(visit=visit_id, visit__prison=prison)
    rows = rows.exclude(visit__status=Status.UNCONFIRMED).select_related(
        "visit__inmate", "visit__terminal", "visit__window", "visit__visitor_code",
        "visit__second_look__refused_by", "visit__assisted_by",
    )  # fmt: skip
    persons = list(rows.order_by("position"))
    if not persons:
        raise Http404
    visit = persons[0].visit
    visit.prison = prison
    remember_persons(visit, persons)
    return visit


def remember_persons(visit: Visit, persons: list[VisitPerson]) -> None:
    """As if they had been prefetched: `visit.persons.all()` asks nobody any more."""
    known = visit.persons.all()
    known._result_cache = persons
    visit._prefetched_objects_cache = {"persons": known}  # type: ignore[attr-defined]
    for person in persons:
        person.visit = visit


def open_look(visit: Visit) -> SecondLook | None:
    """What the visitor of a refused visit asked for and nobody has answered yet. No query."""
    look: SecondLook | None = getattr(visit, "second_look", None)
    is_open = visit.status == Status.REFUSED and look is not None and look.answered_at is None
    return look if is_open else None


def is_decidable(visit: Visit) -> bool:
    """Whether an officer may answer it: it waits, has lapsed, or is looked at again."""
    return visit.status in OPEN or open_look(visit) is not None


def note_look(request: StaffRequest, visit: Visit) -> None:
    """Whoever sees a request's facts leaves an event."""
    record("request.viewed", actor=request.staff.user.actor, subject=visit.subject)


def candidates(visit: Visit, now: datetime) -> list[Candidate]:
    """Whom the visitor may mean."""
    year = now.astimezone(visit.prison.zone).year
    found = finding.find(prison=visit.prison, asked=visit.asked, year=year)
    for candidate in found:
        candidate.inmate.prison = visit.prison
    return found


def the_person(
    visit: Visit, chosen: str, found: list[Candidate], now: datetime
) -> Candidate | None:
    """The candidate an officer chose (`chosen` is his id), or the one that is clear."""
    if not chosen:
        return finding.clear_one(found)
    for candidate in found:
        if str(candidate.inmate.pk) == chosen:
            return candidate
    if not chosen.isdecimal() or len(chosen) > 18:
        raise Http404
    inmate = get_object_or_404(Inmate, pk=int(chosen), prison=visit.prison)
    inmate.prison = visit.prison
    return finding.compare(inmate, visit.asked, now.astimezone(visit.prison.zone).year)


def the_inmate(visit: Visit, chosen: str) -> Inmate | None:
    """The person of this prison's register an officer chose; 404 for nonsense."""
    if not chosen:
        return None
    if not chosen.isdecimal() or len(chosen) > 18:
        raise Http404
    return Inmate.objects.filter(pk=int(chosen), prison=visit.prison).first()


def wish(visit: Visit, at: datetime, slot: FreeSlot | None, now: datetime) -> Wish:
    if at <= now:
        state = "past"
    elif slot is None:
        state = "gone"
    else:
        state = "free" if slot.is_free else "taken"
    return Wish(at, at.isoformat(), words.moment(at, visit.prison.zone), state, slot)
