"""Complaints of families: the prison's own here; those about its staff for superiors alone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import record
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.visits.acting import CannotAct
from mulakat.visits.answering_complaints import LONGEST, answer
from mulakat.visits.complaining import CAUSES
from mulakat.visits.models import Complaint

SHOWN = 100
ROLES = (Role.APPROVER, Role.ADMIN, Role.SUPERIOR)


@for_roles(*ROLES)
def complaints(request: StaffRequest) -> HttpResponse:
    """Those that wait first, the nearest promise on top; then the answered."""
    now, zone = clock.now(), request.staff.prison.zone
    found = _mine(request).defer("text", "answer").order_by("-at", "-pk")[:SHOWN]
    rows = [
        {
            "pk": one.pk,
            "number": one.number,
            "cause": CAUSES.get(one.cause, one.cause),
            "at": words.moment(one.at, zone),
            "deadline": None if one.answered_at else words.deadline(one.answer_by, now, zone),
            "answered": words.moment(one.answered_at, zone) if one.answered_at else "",
            "past": one.past_the_prison,
            "order": (one.answered_at is not None, one.answer_by),
        }
        for one in found
    ]
    rows.sort(key=lambda row: row["order"])
    return page(request, "complaints/list", "review", {"rows": rows})


@for_roles(*ROLES)
def complaint(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """One complaint; reading it leaves an event."""
    one = get_object_or_404(_mine(request).select_related("answered_by"), pk=complaint_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            answer(
                complaint_id=one.pk, prison=request.staff.prison, by=request.staff.user,
                text=request.POST.get("answer", ""), now=clock.now(),
            )  # fmt: skip
        except CannotAct as cannot:
            errors["answer"] = words.obstacles(cannot.reasons, request.staff.prison)[0]
        else:
            return redirect("staff:complaints")
    record(
        "complaint.viewed", actor=request.staff.user.actor, subject=f"complaint:{one.pk}",
        visit=one.visit_id,
    )  # fmt: skip
    context = _context(one, request) | {"errors": errors}
    return page(request, "complaints/one", "review", context, status=409 if errors else 200)


def _mine(request: StaffRequest) -> Any:
    """Of this prison; those past it only for a superior, so that nobody judges himself."""
    found = Complaint.objects.filter(prison=request.staff.prison)
    return found if request.staff.is_superior else found.filter(past_the_prison=False)


def _context(one: Complaint, request: StaffRequest) -> dict[str, Any]:
    zone = request.staff.prison.zone
    return {
        "complaint": one,
        "cause": CAUSES.get(one.cause, one.cause),
        "text": (one.text or {}).get("text", ""),
        "answer_given": (one.answer or {}).get("text", ""),
        "at": words.moment(one.at, zone),
        "by": words.moment(one.answer_by, zone),
        "answered": words.moment(one.answered_at, zone) if one.answered_at else "",
        "draft": request.POST.get("answer", "")[:LONGEST],
        "longest": LONGEST,
        "may_open_visit": request.staff.looks_again and one.visit_id is not None,
    }
