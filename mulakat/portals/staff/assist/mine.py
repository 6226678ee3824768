"""What this operator has made today, and how to go on: the number, the slip, the SMS again.

Whether the prison has answered, and what, is not shown: it could tell that a person is held.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mulakat import clock
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.assist.booking import WRITERS
from mulakat.portals.staff.pages import page
from mulakat.schedule.timetable import day_bounds
from mulakat.visits import assisting, wording
from mulakat.visits.models import Status, Visit


@dataclass(frozen=True)
class Row:
    pk: int
    at: str
    name: SafeString
    reference: str
    is_sent: bool


@for_roles(*WRITERS)
def mine(request: StaffRequest) -> HttpResponse:
    now, prison = clock.now(), request.staff.prison
    since, _end = day_bounds(prison, now.astimezone(prison.zone).date())
    visits = assisting.of_operator(by=request.staff.user, since=since).filter(prison=prison)
    rows = [
        Row(
            visit.pk,
            words.clock(visit.created_at, prison.zone),
            words.named(visit.visitor.name),
            visit.reference,
            visit.status != Status.UNCONFIRMED,
        )
        for visit in visits[:200]
    ]
    return page(request, "assist/mine", "assist", {"rows": rows})


@for_roles(*WRITERS)
def assisted(request: StaffRequest, visit_id: int) -> HttpResponse:
    """One of them: what to read out, the slip to print. POST: the SMS once more."""
    prison, notice = request.staff.prison, ""
    visit = get_object_or_404(
        Visit.objects.prefetch_related("persons"),
        pk=visit_id,
        prison=prison,
        assisted_by=request.staff.user,
    )
    visit.prison = prison
    if request.method == "POST":
        wait = assisting.send_again(visit=visit, by=request.staff.user, now=clock.now())
        if wait is None:
            return redirect("staff:assisted", visit.pk)
        until = {"time": words.clock(wait.until, prison.zone)}
        notice = _("The SMS has gone out often enough. Try again after %(time)s") % until
    context = {
        "visit": visit,
        "visitor": words.named(visit.visitor.name),
        "parts": visit.reference.split("/"),
        "is_sent": visit.status != Status.UNCONFIRMED,
        "is_urgent": visit.details.get("walk_in") == "urgent",
        "phone": words.masked(str(visit.contact.get("phone", ""))),
        "by": words.moment(visit.answer_by, prison.zone) if visit.answer_by else "",
        "wishes": [_spoken(wish, visit) for wish in visit.wishes],
        "notice": notice,
    }
    return page(request, "assist/assisted", "assist", context)


def _spoken(wish: str, visit: Visit) -> str:
    at, zone = datetime.fromisoformat(wish), visit.prison.zone
    return f"{wording.day(at, zone)}, {wording.time(at, zone)}"
