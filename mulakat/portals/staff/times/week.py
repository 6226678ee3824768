"""The week: what is taken, what is free, what is closed."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.utils.translation import gettext as _

from mulakat import clock
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.times import picture, wording
from mulakat.portals.staff.times.frame import CLOSES, draw
from mulakat.prisons.models import Prison
from mulakat.schedule import closures, openings
from mulakat.schedule.models import Kind
from mulakat.schedule.timetable import day_bounds
from mulakat.visits import wording as days
from mulakat.visits.models import Status, Visit

WEEK, DAY = timedelta(days=7), timedelta(days=1)
FURTHEST = timedelta(days=366)


@for_roles(*CLOSES)
def week(request: StaffRequest) -> HttpResponse:
    prison = request.staff.prison
    kinds = prison.kinds()
    asked = request.GET.get("kind", "")
    kind = asked if asked in kinds else next(iter(kinds), Kind.VIDEO.value)
    monday = _monday(request.GET.get("from", ""), clock.now().astimezone(prison.zone).date())
    start, end = day_bounds(prison, monday)[0], day_bounds(prison, monday + WEEK)[0]
    begin = Visit.objects.filter(
        prison=prison, kind=kind, status=Status.APPROVED, starts_at__gte=start, starts_at__lt=end
    )
    shut = [c for c in closures.in_force(prison, kind, start, end) if _is_of_all(c)]
    drawn = picture.week(
        prison,
        openings.read(prison, kind, monday, monday + WEEK - DAY),
        monday=monday,
        places=picture.places_of(prison, kind),
        closures=[(c.starts_at, c.ends_at, str(wording.CAUSES.get(c.cause, ""))) for c in shut],
        taken=[at for at in begin.values_list("starts_at", flat=True) if at],
    )
    context = {
        "kind": kind,
        "kinds": wording.kinds_of(prison),
        "weeks": [_link(prison, monday + step * WEEK) for step in (-1, 0, 1)],
        "week": drawn,
        "tones": [("taken", _("taken")), ("free", _("free"))],
    }
    return draw(request, "week", "week", context)


def _is_of_all(closure: object) -> bool:
    """A closed place or rule is no closed part of the picture; its squares are fewer."""
    parts = ("rule_id", "terminal_id", "window_id")
    return not any(getattr(closure, part) for part in parts)


def _monday(text: str, today: date) -> date:
    """The asked week's Monday; nonsense and far away is this week."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = today
    return openings.week_of(asked if abs(asked - today) < FURTHEST else today)


def _link(prison: Prison, monday: date) -> tuple[str, str]:
    """("2026-11-23", "Mon 23 Nov – Sun 29 Nov")."""
    names = [
        days.short_day(day_bounds(prison, d)[0], prison.zone) for d in (monday, monday + 6 * DAY)
    ]
    return monday.isoformat(), " – ".join(names)
