"""Cancel a visit, take a request back, leave the waiting list: asked once, then done."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mulakat.portals.visitor import here
from mulakat.portals.visitor.visits import acts, seen, standing
from mulakat.visits import cancelling, waiting
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Status, Visit

WHY = {
    "plan": gettext_lazy("My plan has changed"),
    "phone": gettext_lazy("My phone or internet does not work"),
    "ill": gettext_lazy("Someone is ill"),
    "work": gettext_lazy("I have to work"),
    "other": gettext_lazy("Something else"),
}
Errors = dict[str, str]


@seen.proven
def cancel(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """Yes or no; why need not be said."""
    is_approved = visit.status_shown(now) == Status.APPROVED
    reasons = (
        cancelling.reasons_not_to_cancel(visit, now)
        if is_approved
        else cancelling.reasons_not_to_withdraw(visit, now)
    )
    if reasons:
        return seen.back("changed-meanwhile" if request.method == "POST" else "")
    answer = request.POST.get("answer", "")
    if request.method != "POST" or answer not in {"yes", "no"}:
        errors = {"answer": _("Choose yes or no")} if request.method == "POST" else {}
        return render(request, "visits/cancel.html", _asked(request, visit, errors, now))
    if answer == "no":
        return seen.back()
    why = request.POST.get("why", "")
    try:
        if is_approved:
            cancelling.cancel_by_visitor(visit=visit, why=why, now=now)
        else:
            cancelling.withdraw(visit=visit, why=why, now=now)
    except CannotAct:
        return seen.back("changed-meanwhile")
    return seen.back("cancelled" if is_approved else "withdrawn")


@seen.proven
def leave_waiting(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """Leave the waiting list; the request itself stays with the prison."""
    if visit.status_shown(now) != Status.WAITLISTED:
        return seen.back()
    answer = request.POST.get("answer", "")
    if request.method != "POST" or answer not in {"yes", "no"}:
        errors = {"answer": _("Choose yes or no")} if request.method == "POST" else {}
        return render(request, "visits/waiting.html", _asked(request, visit, errors, now))
    if answer == "no":
        return seen.back()
    try:
        waiting.leave(visit=visit, now=now)
    except CannotAct:
        return seen.back("changed-meanwhile")
    return seen.back("left")


@seen.proven
def join_waiting(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """Wait for a place that becomes free, after all were taken or nobody answered."""
    if not acts.can_join_list(visit, now):
        return seen.back("changed-meanwhile" if request.method == "POST" else "")
    if request.method != "POST":
        return render(request, "visits/join_waiting.html", _asked(request, visit, {}, now))
    try:
        waiting.join(visit_id=visit.pk, by=None, now=now)
    except CannotAct:
        return seen.back("changed-meanwhile")
    return seen.back("joined-list")


def _asked(request: HttpRequest, visit: Visit, errors: Errors, now: datetime) -> dict[str, Any]:
    is_approved = visit.status_shown(now) == Status.APPROVED and visit.starts_at is not None
    in_time = cancelling.in_time_until(visit) if is_approved else None
    return {
        "visit": visit,
        "errors": errors,
        "whys": [(code, text) for code, text in WHY.items()],
        "why": request.POST.get("why", ""),
        "answer": request.POST.get("answer", ""),
        "is_approved": is_approved,
        "when": standing.moment(visit, visit.starts_at) if is_approved and visit.starts_at else "",
        "until": standing.moment(visit, in_time) if in_time else "",
        "is_late": in_time is not None and now > in_time,
        "here": here.here_in(visit.prison.state),
    }
