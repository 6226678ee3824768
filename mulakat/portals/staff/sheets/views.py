"""The day sheet and the movement slips, made for paper and for a day without a network.

A small service worker, and no caching header, keeps the last copy: a header would show an old
page while the network is there, or none when it is reloaded without one. The worker always asks
the server first, and answers from the copy only when nothing comes.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mulakat import clock
from mulakat.audit.models import record
from mulakat.portals.staff import words
from mulakat.portals.staff.access import SHEETS, StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.sheets import lines as made
from mulakat.schedule.timetable import day_bounds
from mulakat.visits import wording

EVENING = 15  # o'clock, from when tomorrow's sheet is shown
DAYS = 30


@require_safe
@for_roles(*SHEETS)
def sheet(request: StaffRequest) -> HttpResponse:
    """Who to bring, by ward, each with boxes to tick by pen."""
    context = _context(request)
    context["wards"] = made.wards(context["lines"])
    context["broken"] = list(
        request.staff.prison.terminals.filter(
            broken_since__isnull=False, removed_at=None
        ).values_list("number", flat=True)
    )
    return _paper(request, "sheets/sheet", context)


@require_safe
@for_roles(*SHEETS)
def slips(request: StaffRequest) -> HttpResponse:
    """One slip a person, eight on a sheet of A4."""
    return _paper(request, "sheets/slips", _context(request))


@require_safe
@for_roles(*SHEETS)
def worker(request: StaffRequest) -> HttpResponse:
    """The service worker: served here, so that it can answer for these pages alone."""
    found = finders.find("js/staff/sheets-worker.js")
    source = Path(str(found)).read_text(encoding="utf-8")
    return HttpResponse(source, content_type="text/javascript; charset=utf-8")


def _paper(request: StaffRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page, with the day it belongs to: the worker throws the copy away after it."""
    response = page(request, template, "sheets", context)
    response["X-Sheet-Day"] = context["day"]
    return response


def _context(request: StaffRequest) -> dict[str, Any]:
    now, prison = clock.now(), request.staff.prison
    day = _day(request.GET.get("day", ""), now, request)
    found = made.lines(prison, day, now)
    record(
        "sheet.viewed",
        actor=request.staff.user.actor,
        subject=f"prison:{prison.pk}",
        day=day.isoformat(),
    )
    start, _end = day_bounds(prison, day)
    today = now.astimezone(prison.zone).date()
    return {
        "day": day.isoformat(),
        "title": wording.day(start, prison.zone),
        "lines": found,
        "made_at": words.moment(now, prison.zone),
        "days": [(today.isoformat(), today), ((today + timedelta(days=1)).isoformat(), None)],
        "last_day": (today + timedelta(days=DAYS)).isoformat(),
    }


def _day(text: str, now: datetime, request: StaffRequest) -> date:
    """The day asked for; else today, and from the afternoon on tomorrow."""
    here = now.astimezone(request.staff.prison.zone)
    today = here.date()
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return today + timedelta(days=1) if here.hour >= EVENING else today
    return min(max(asked, today - timedelta(days=DAYS)), today + timedelta(days=DAYS))
