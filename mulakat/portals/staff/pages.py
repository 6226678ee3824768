"""What every staff page after the prison is known has in its frame."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from mulakat import clock
from mulakat.portals.staff import toast, words
from mulakat.portals.staff.access import StaffRequest
from mulakat.prisons.terms import terms_of
from mulakat.visits import wording


def page(
    request: StaffRequest,
    template: str,
    at: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Draw `staff/<template>.html`; `at` is the key of the navigation entry."""
    now, zone = clock.now(), request.staff.prison.zone
    frame = {
        "at": at,
        "staff": request.staff,
        "here": terms_of(request.staff.prison.state),
        "prison": request.staff.prison,
        "waiting": request.staff.waiting,
        "toast": toast.shown(request, now),
        "today": wording.day(now, zone),
        "time": words.clock(now, zone),
    }
    return render(request, f"staff/{template}.html", frame | (context or {}), status=status)
