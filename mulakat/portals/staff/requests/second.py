"""The second officer: agrees with a proposed approval, or does not."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff import toast, words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests import loading
from mulakat.visits import proposing
from mulakat.visits.acting import CannotAct
from mulakat.visits.deciding import CannotDecide


@require_POST
@for_roles(Role.APPROVER, Role.SUPERIOR)
def second(request: StaffRequest, visit_id: int) -> HttpResponse:
    visit, now = loading.the_request(request, visit_id), clock.now()
    try:
        if request.POST.get("act") == "agree":
            proposing.agree(visit_id=visit.pk, by=request.staff.user, now=now)
        else:
            note = request.POST.get("note", "").strip()[:300]
            proposing.disagree(visit_id=visit.pk, by=request.staff.user, note=note, now=now)
    except (CannotAct, CannotDecide) as cannot:
        why = words.obstacles(cannot.reasons, visit.prison)
        context = {"visit": visit, "why": why}
        return page(request, "requests/stands", "requests", context, status=409)
    return toast.after(request, visit, redirect("staff:request", visit.pk), now)
