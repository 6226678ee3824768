"""The visitor's whole phone number: shown when asked for, and the asking is written down."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from mulakat.accounts.models import Role
from mulakat.audit.models import record
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.requests import loading
from mulakat.portals.staff.requests.request import shown


@require_POST
@for_roles(Role.APPROVER, Role.SUPERIOR)
def show(request: StaffRequest, visit_id: int) -> HttpResponse:
    visit = loading.the_request(request, visit_id)
    record("phone.viewed", actor=request.staff.user.actor, subject=visit.subject)
    return shown(request, visit_id, is_phone_open=True)
