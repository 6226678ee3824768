"""The form of an approval as it is drawn: times, places, ground, checks and the message."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse

from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests import loading, times
from mulakat.portals.staff.requests.answers import Answers
from mulakat.portals.staff.requests.checks import STOP, checks, overrulable
from mulakat.portals.staff.requests.facts import phone_owner
from mulakat.portals.staff.requests.scene import Scene
from mulakat.visits import telling
from mulakat.visits.judging.dossier import Dossier, Entry
from mulakat.visits.models import Basis, Status
from mulakat.visits.proofs.proving import is_proven


def drawn(
    request: StaffRequest, seen: Scene, answers: Answers, errors: dict[str, str]
) -> HttpResponse:
    visit, now = seen.visit, seen.now
    loading.note_look(request, visit)
    at = answers.at or next((wish.at for wish in seen.wishes if wish.state == "free"), None)
    slot = seen.slot_at(at)
    day = times.the_day(seen, at, answers.day)
    place = times.chosen_place(slot, answers.place)
    dossier = seen.dossier(at, place, minutes=slot.minutes if slot else None)
    found = checks(seen, dossier)
    assert seen.inmate is not None
    context: dict[str, Any] = {
        "visit": visit,
        "person": seen.inmate,
        "inside": words.named(seen.inmate.name),
        "visitor": words.named(visit.visitor.name),
        "answers": answers,
        "chosen": at.isoformat() if at else "",
        "when": words.moment(at, visit.prison.zone) if at else "",
        "wishes": seen.wishes,
        "is_wished": any(wish.at == at for wish in seen.wishes),
        "is_day_asked": request.POST.get("act") == "day",
        "days": times.days(visit, now),
        "day": day,
        "times": times.buttons(visit, day.free(now)),
        "places": times.places(visit, slot),
        "place": str(place.pk) if place else "",
        "slot": slot,
        "rail": times.picture(seen, slot, place),
        "told": _told(seen, slot, place),
        "phone": words.masked(str(visit.contact.get("phone", ""))),
        "phone_owner": phone_owner(visit),
        "stops": [check for check in found if check.kind == STOP],
        "overrulable": overrulable(found),
        "needs_second": any(check.key == "second" for check in found),
        "may_wait": visit.status == Status.REQUESTED and visit.prison.policy.waiting_list,
        "may_offer": visit.status in {Status.REQUESTED, Status.WAITLISTED, Status.LAPSED},
        "errors": errors,
    }
    context |= _basis(seen, answers, dossier, now)
    return page(request, "approve", "requests", context, status=409 if "time" in errors else 200)


def _basis(seen: Scene, answers: Answers, dossier: Dossier, now: datetime) -> dict[str, Any]:
    """What stands in the fields of the ground: as typed, else what is likely."""
    visit, listed = seen.visit, dossier.entries("contact")
    phone = visit.phone_index if is_proven(visit) else None
    mine = next((entry for entry in listed if entry.phone_index == phone), None)
    local_now = now.astimezone(visit.prison.zone)
    return {
        "listed": [(str(entry.row), _entry(entry)) for entry in listed],
        "basis": answers.basis or (Basis.CONTACT_LIST if mine else ""),
        "contact": answers.contact or (str(mine.row) if mine else ""),
        "asked_at": answers.consent_asked_at or f"{local_now:%Y-%m-%dT%H:%M}",
    }


def _entry(entry: Entry) -> str:
    return f"{entry.name}, {words.relation_of(entry.word)}"


def _told(seen: Scene, slot: Any, place: Any) -> list[telling.Told]:
    if slot is None or place is None:
        return []
    return telling.preview_approved(
        visit=seen.visit, starts_at=slot.starts_at, minutes=slot.minutes, place=place, now=seen.now
    )
