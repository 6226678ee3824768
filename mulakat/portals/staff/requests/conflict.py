"""Somebody else answered first: who, when and what, on the page of the answered request."""

from django.http import HttpResponse

from mulakat.portals.staff.access import StaffRequest
from mulakat.portals.staff.requests.request import shown
from mulakat.visits.acting import CannotAct
from mulakat.visits.deciding import CannotDecide

KEYS = {"already_approved", "already_refused", "not_waiting"}


def is_answered(cannot: CannotDecide | CannotAct) -> bool:
    return any(obstacle.key in KEYS for obstacle in cannot.reasons)


def answered(request: StaffRequest, visit_id: int) -> HttpResponse:
    """The answered request, status 409; its first line says who decided."""
    return shown(request, visit_id, is_phone_open=False, is_conflict=True)
