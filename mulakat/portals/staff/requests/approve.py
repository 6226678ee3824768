"""Approve a request: whom, why, when, where, and what the visitor will be told.

The same form proposes it to a second officer, offers the time before it is given, or puts the
request in the waiting list: each needs the same person and the same ground.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.people.models import Contact
from mulakat.portals.staff import toast, words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.requests import approve_form, conflict, loading, scene, times
from mulakat.portals.staff.requests.answers import Answers
from mulakat.portals.staff.requests.scene import Scene
from mulakat.prisons.models import Terminal, Window
from mulakat.schedule.models import Kind
from mulakat.visits import deciding, offering, proposing, waiting, wanted
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Basis, Offer, Visit
from mulakat.visits.rules import Obstacle

FIELDS = {  # which field an obstacle belongs to; any other stands at the time
    "no_basis": "basis",
    "no_consent_asked_by": "consent_asked_by",
    "no_consent_asked_at": "consent_asked_at",
    "consent_in_future": "consent_asked_at",
    "would_disclose": "basis",
    "not_on_list": "contact",
    "no_case_number": "case_number",
    "no_place": "place",
    "terminal_broken": "place",
    "place_removed": "place",
    "fit": "place",
    "no_overrule_note": "note",
}
Verb = Callable[[StaffRequest, Scene, Answers], None]


@for_roles(Role.APPROVER, Role.SUPERIOR)
def approve(request: StaffRequest, visit_id: int) -> HttpResponse:
    visit = loading.the_request(request, visit_id)
    if not loading.is_decidable(visit):
        return conflict.answered(request, visit_id)
    now = clock.now()
    given = request.POST if request.method == "POST" else request.GET
    answers = Answers.read(given)
    days = times.days_to_read(visit, answers, now)
    seen = scene.read(visit, chosen=given.get("person", ""), now=now, at=answers.at, days=days)
    if seen.person is None:
        return redirect("staff:who", visit.pk)
    errors: dict[str, str] = {}
    verb = VERBS.get(request.POST.get("act", "")) if "pick" not in request.POST else None
    if verb and _is_unseen(request, visit):
        errors["place"] = _("The window has changed. Look at the message, then approve")
    elif verb:
        try:
            verb(request, seen, answers)
        except (deciding.CannotDecide, CannotAct) as cannot:
            if conflict.is_answered(cannot):
                return conflict.answered(request, visit_id)
            errors = _errors(cannot.reasons, visit)
        else:
            return toast.after(request, visit, redirect("staff:request", visit.pk), now)
    return approve_form.drawn(request, seen, answers, errors)


def _is_unseen(request: StaffRequest, visit: Visit) -> bool:
    """The message of a visit at the jail names the window: it is shown before it leaves."""
    given = request.POST
    is_sent = given.get("act") == "approve" and "seen" in given
    return visit.kind == Kind.PHYSICAL and is_sent and given["seen"] != given.get("place")


def _approve(request: StaffRequest, seen: Scene, answers: Answers) -> None:
    deciding.approve(
        visit_id=seen.visit.pk, by=request.staff.user, **_place(seen, answers),
        **_ground(seen, answers), **_reasons(answers), now=seen.now,
    )  # fmt: skip


def _propose(request: StaffRequest, seen: Scene, answers: Answers) -> None:
    proposing.propose(
        visit_id=seen.visit.pk, by=request.staff.user, **_place(seen, answers),
        **_ground(seen, answers), **_reasons(answers), now=seen.now,
    )  # fmt: skip


def _offer(request: StaffRequest, seen: Scene, answers: Answers) -> None:
    offering.offer(
        visit_id=seen.visit.pk, by=request.staff.user, cause=Offer.Cause.OFFICER,
        **_place(seen, answers), wanted=wanted.write(**_ground(seen, answers)), now=seen.now,
    )  # fmt: skip


def _wait(request: StaffRequest, seen: Scene, answers: Answers) -> None:
    waiting.join(
        visit_id=seen.visit.pk, by=request.staff.user,
        wanted=wanted.write(**_ground(seen, answers)), now=seen.now,
    )  # fmt: skip


VERBS: dict[str, Verb] = {
    "approve": _approve, "propose": _propose, "offer": _offer, "wait": _wait,
}  # fmt: skip


def _place(seen: Scene, answers: Answers) -> dict[str, Any]:
    """When and where; a time that the timetable does not have is none."""
    slot = seen.slot_at(answers.at)
    if slot is None:
        raise deciding.CannotDecide([Obstacle("no_time")])
    place = answers.place_of(seen.all_places)
    return {
        "starts_at": slot.starts_at,
        "minutes": slot.minutes,
        "terminal": place if isinstance(place, Terminal) else None,
        "window": place if isinstance(place, Window) else None,
    }


def _ground(seen: Scene, answers: Answers) -> dict[str, Any]:
    """Whom, and why it may be told that he is held."""
    assert seen.inmate is not None
    is_consent = answers.basis == Basis.CONSENT
    return {
        "inmate": seen.inmate,
        "basis": answers.basis,
        "consent_asked_by": answers.consent_asked_by if is_consent else "",
        "consent_asked_at": answers.consent_moment(seen.prison) if is_consent else None,
        "contact": _entry(seen, answers),
        "case_number": answers.case_number if answers.is_legal else "",
    }


def _entry(seen: Scene, answers: Answers) -> Contact | None:
    """The entry of the visitor list the officer points at."""
    if not answers.contact.isdecimal() or len(answers.contact) > 18:
        return None
    listed = Contact.objects.filter(inmate=seen.inmate, removed_at=None)
    return listed.filter(pk=int(answers.contact)).first()


def _reasons(answers: Answers) -> dict[str, Any]:
    return {"note": answers.note, "overruled": answers.overruled}


def _errors(reasons: list[Obstacle], visit: Visit) -> dict[str, str]:
    found: dict[str, str] = {}
    for obstacle in reversed(reasons):
        field = FIELDS.get(obstacle.key, "time")
        found[field] = words.obstacle(obstacle, visit.prison.zone, visit.prison.state)
    return found
