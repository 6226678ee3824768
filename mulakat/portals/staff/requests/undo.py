"""Taking an answer back while nobody has read it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff import toast, words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests import loading
from mulakat.visits import deciding


@require_POST
@for_roles(Role.APPROVER, Role.SUPERIOR)
def undo(request: StaffRequest, visit_id: int) -> HttpResponse:
    """Take the answer back; if it is too late, say why."""
    visit = loading.the_request(request, visit_id)
    try:
        deciding.undo(visit_id=visit.pk, by=request.staff.user, now=clock.now())
    except deciding.CannotUndo as cannot:
        why = words.obstacles(cannot.reasons, visit.prison)
        context = {"visit": visit, "why": why}
        response = page(request, "requests/stands", "requests", context, status=409)
    else:
        response = redirect("staff:request", visit.pk)
    response.delete_cookie(toast.COOKIE, path="/staff/")
    return response
