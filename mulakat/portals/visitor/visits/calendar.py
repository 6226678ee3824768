"""The visit as a calendar file; opened again after a change, it replaces the old entry."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mulakat.notifications import calendar
from mulakat.portals.visitor.visits import seen
from mulakat.schedule.models import Kind
from mulakat.visits.models import Status, Visit
from mulakat.visits.told import facts

SHOWN = frozenset({Status.APPROVED, Status.CANCELLED})


@require_safe
@seen.seen
def file(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """RFC 5545; a cancelled visit takes its entry out. No name stands in it."""
    if visit.status_shown(now) not in SHOWN or visit.starts_at is None:
        return seen.back()
    is_off = visit.status == Status.CANCELLED
    event = facts.calendar_event(visit, now)
    event["method"] = calendar.CANCEL if is_off else calendar.PUBLISH
    summary = _("Video visit") if visit.kind == Kind.VIDEO else _("Visit")
    text = calendar.appointment(event, summary, now)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return response
