"""What every page of the times has besides the frame of staff: its place in the tabs, words."""

from typing import Any

from django.http import HttpResponse

from mulakat.accounts.models import Role
from mulakat.portals.staff.access import StaffRequest
from mulakat.portals.staff.pages import page
from mulakat.prisons.terms import terms_of

PLANS = (Role.ADMIN,)
CLOSES = (Role.ADMIN, Role.SUPERIOR)


def draw(
    request: StaffRequest,
    template: str,
    section: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Draw `staff/times/<template>.html`; `section` is the key of its tab."""
    frame = {
        "section": section,
        "terms": terms_of(request.staff.prison.state),
        "plans": Role.ADMIN in request.staff.roles,
    }
    return page(request, f"times/{template}", "times", frame | (context or {}), status=status)
