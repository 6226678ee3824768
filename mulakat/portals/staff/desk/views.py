"""The desk: one document for board, ID check and call, so that moving about drops nothing."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mulakat.accounts.models import Role
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.desk import labels
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests.call_lines import OUTCOMES
from mulakat.visits.words.choices import GENDERS, ID_TYPES, RELATIONS


@require_safe
@for_roles(Role.SUPERVISOR)
def desk(request: StaffRequest) -> HttpResponse:
    """Names and faces come over /staff/live, to this person's desk alone."""
    context = {
        "is_demo": settings.CONFIG.is_demo,
        "zone": request.staff.prison.state.timezone,
        "relations": RELATIONS,
        "id_types": ID_TYPES,
        "genders": GENDERS,
        "warnings": labels.named(labels.WARN),
        "pauses": labels.named(labels.PAUSE),
        "incidents": labels.named(labels.INCIDENT),
        "because": labels.named((*labels.PAUSE, "test_message")),
        "outcomes": [(str(code), str(text)) for code, text in OUTCOMES.items()],
    }
    return page(request, "desk", "desk", context)
