"""Refuse a request: choose the reason, see what the visitor will be told and when, confirm."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.people.models import Inmate
from mulakat.portals.staff import toast, words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests import conflict, loading
from mulakat.visits import deciding, telling
from mulakat.visits.models import Visit
from mulakat.visits.words import reasons


@for_roles(Role.APPROVER, Role.SUPERIOR)
def refuse(request: StaffRequest, visit_id: int) -> HttpResponse:
    visit = loading.the_request(request, visit_id)
    if not loading.is_decidable(visit):
        return conflict.answered(request, visit_id)
    now = clock.now()
    given = request.POST if request.method == "POST" else request.GET
    reason = given.get("reason", "")
    inmate = _inmate(visit, reason, given.get("person", ""))
    # What is confirmed is what was seen: another reason is shown again first
    is_seen = request.POST.get("act") == "refuse" and request.POST.get("seen") == reason
    errors: dict[str, str] = {}
    if request.method == "POST" and reasons.known(reason) is None:
        errors["reason"] = _("Choose the reason")
    elif is_seen:
        try:
            _refuse(request, visit, reason, inmate, now)
        except deciding.CannotDecide as cannot:
            if conflict.is_answered(cannot):
                return conflict.answered(request, visit_id)
            errors["reason"] = words.obstacle(
                cannot.reasons[0], visit.prison.zone, visit.prison.state
            )
        else:
            return toast.after(request, visit, redirect("staff:request", visit.pk), now)
    loading.note_look(request, visit)
    return page(
        request,
        "refuse",
        "requests",
        _context(visit, reason, inmate, now)
        | {"note": given.get("note", "")[:300], "errors": errors},
    )


def _refuse(
    request: StaffRequest, visit: Visit, reason: str, inmate: Inmate | None, now: datetime
) -> None:
    deciding.refuse(
        visit_id=visit.pk,
        by=request.staff.user,
        reason=reason,
        note=request.POST.get("note", "").strip()[:300],
        inmate=inmate,
        now=now,
    )


def _inmate(visit: Visit, reason: str, chosen: str) -> Inmate | None:
    """The person the officer found; none if the reason is that there is none."""
    return None if reason == "R-10" else loading.the_inmate(visit, chosen)


def _context(visit: Visit, reason: str, inmate: Inmate | None, now: datetime) -> dict[str, Any]:
    known = reasons.known(reason)
    context: dict[str, Any] = {
        "visit": visit,
        "inside": words.named(str(visit.asked.get("name", ""))),
        "visitor": words.named(visit.visitor.name),
        "person": inmate.pk if inmate else "",
        "register": inmate,
        "own": [r for r in reasons.all_reasons() if r.is_visitors_own],
        "other": [r for r in reasons.all_reasons() if not r.is_visitors_own],
        "reason": reason if known else "",
    }
    if known is None:
        return context
    told = deciding.told_of(visit=visit, reason=reason, inmate=inmate)
    shown_at = deciding.shown_at(visit=visit, told=told, now=now)
    return context | {
        "known": known,
        "is_neutral": told == reasons.NEUTRAL and reason != reasons.NEUTRAL,
        "leaves_together": told == reasons.NEUTRAL and visit.prison.policy.refusals_released_hourly,
        "leaves_at": words.moment(shown_at, visit.prison.zone) if shown_at > now else "",
        "told": telling.preview_refused(visit=visit, reason=told, now=now),
    }
