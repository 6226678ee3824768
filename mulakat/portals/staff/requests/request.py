"""One request with all its facts on one screen; answered, it is read-only with its history."""

from typing import Any

from django.http import HttpResponse

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests import answered, loading, scene, times
from mulakat.portals.staff.requests.checks import FINE, LOOK, STOP, checks
from mulakat.portals.staff.requests.facts import facts, phone_owner
from mulakat.portals.staff.requests.passed import questions
from mulakat.visits import wanted
from mulakat.visits.models import Decision, Proposal, Status, Visit
from mulakat.visits.words.reasons import REASONS

MAY_LOOK = (Role.APPROVER, Role.SUPERIOR)


@for_roles(*MAY_LOOK)
def show(request: StaffRequest, visit_id: int) -> HttpResponse:
    return shown(request, visit_id, is_phone_open=False)


def shown(
    request: StaffRequest, visit_id: int, *, is_phone_open: bool, is_conflict: bool = False
) -> HttpResponse:
    """The page; every look leaves an event. Eight queries at most."""
    visit = loading.the_request(request, visit_id)
    loading.note_look(request, visit)
    phone = str(visit.contact.get("phone", ""))
    context: dict[str, Any] = {
        "visit": visit,
        "inside": words.named(str(visit.asked.get("name", ""))),
        "visitor": words.named(visit.visitor.name),
        "phone": phone if is_phone_open else words.masked(phone),
        "is_phone_open": is_phone_open,
        "phone_owner": phone_owner(visit),
    }
    if loading.is_decidable(visit) and not is_conflict:
        return page(request, "request", "requests", context | _open(request, visit))
    context |= answered.answered(visit) | {"is_conflict": is_conflict}
    return page(request, "answered", "requests", context, status=409 if is_conflict else 200)


def _open(request: StaffRequest, visit: Visit) -> dict[str, Any]:
    assert visit.requested_at is not None
    now, zone = clock.now(), visit.prison.zone
    seen = scene.read(visit, chosen=request.GET.get("person", ""), now=now)
    free = next((wish for wish in seen.wishes if wish.state == "free"), None)
    later = next((wish for wish in seen.wishes if wish.state != "past"), None)
    looked = free or later
    slot = free.slot if free else None
    place = times.chosen_place(slot, "")
    dossier = seen.dossier(
        looked.at if looked else None, place, minutes=slot.minutes if slot else None
    )
    found = checks(seen, dossier)
    answer_by = visit.answer_by or now
    return {
        "deadline": words.deadline(answer_by, now, zone, since=visit.requested_at),
        "sent": words.moment(visit.requested_at, zone),
        "facts": facts(visit, seen.person),
        "person": seen.inmate.pk if seen.inmate else "",
        "wishes": seen.wishes,
        "chosen": free.value if free else "",
        "checks": found,
        "counts": {kind: sum(c.kind == kind for c in found) for kind in (FINE, LOOK, STOP)},
        "quiet": sum(check.is_quiet for check in found),
        "questions": questions(seen.passed.questions, visit),
        "may_ask": len(seen.passed.questions) < visit.prison.policy.questions_max
        and visit.status != Status.QUESTION,
        "proposal": _proposal(seen.passed.proposal, request, seen),
        "look": _look(visit, seen.passed.decision, request),
        "is_late": visit.status == Status.LAPSED,
        "is_asked": visit.status == Status.QUESTION,
        "is_in_list": visit.status == Status.WAITLISTED,
        "needs_second": any(check.key == "second" for check in found),
    }


def _look(visit: Visit, refused: Decision | None, request: StaffRequest) -> dict[str, Any] | None:
    """Who refused and why, what the family writes, and whether this officer may answer."""
    look = loading.open_look(visit)
    if look is None:
        return None
    return {
        "text": str((look.text or {}).get("text", "")),
        "by": look.refused_by.name if look.refused_by else "",
        "at": words.moment(refused.at, visit.prison.zone) if refused else "",
        "reason": REASONS.get(refused.reason) if refused else None,
        "is_mine": look.refused_by_id == request.staff.user.pk,
    }


def _proposal(
    proposal: Proposal | None, request: StaffRequest, seen: scene.Scene
) -> dict[str, Any] | None:
    """What another officer would approve; whoever proposed it cannot agree."""
    if proposal is None:
        return None
    zone, given = seen.prison.zone, proposal.wanted
    starts_at = wanted.read({"starts_at": given["starts_at"]})["starts_at"]
    place = next(
        (p for p in seen.all_places if p.pk in {given.get("terminal"), given.get("window")}), None
    )
    return {
        "at": words.moment(proposal.at, zone),
        "starts": words.moment(starts_at, zone),
        "minutes": given.get("minutes", ""),
        "place": place.number if place else "",
        "note": given.get("note", ""),
        "is_mine": proposal.by_id == request.staff.user.pk,
    }
