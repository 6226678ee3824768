"""Acts on what the visitor has not answered: an offer is taken back, a wish to change left."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests import loading
from mulakat.visits import changing, offering
from mulakat.visits.acting import CannotAct, stop_if
from mulakat.visits.models import Visit
from mulakat.visits.rules import Obstacle


@require_POST
@for_roles(Role.APPROVER, Role.SUPERIOR)
def withdraw(request: StaffRequest, visit_id: int) -> HttpResponse:
    """`act`: "offer" takes the open offer back, "change" leaves the visit where it is."""
    visit = loading.the_request(request, visit_id)
    try:
        if request.POST.get("act") == "offer":
            _take_back(visit, request)
        else:
            changing.leave_as_it_is(visit_id=visit.pk, by=request.staff.user, now=clock.now())
    except CannotAct as cannot:
        why = words.obstacles(cannot.reasons, visit.prison)
        context = {"visit": visit, "why": why}
        return page(request, "requests/stands", "requests", context, status=409)
    return redirect("staff:request", visit.pk)


def _take_back(visit: Visit, request: StaffRequest) -> None:
    offer = offering.open_offer(visit)
    if offer is None:
        stop_if([Obstacle("offer_over")])
    assert offer is not None
    offering.withdraw(offer=offer, by=request.staff.user, now=clock.now())
