"""Search by Visit Reference Number, phone or name: by POST alone, so that no address, history
or log holds what was looked for; each search of a person is written down.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import record
from mulakat.people import finding
from mulakat.people.names import verdict
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests.answered import STANDS
from mulakat.sealed import blind_index
from mulakat.visits import reading
from mulakat.visits.models import Status, Visit

SHOWN, COMPARED = 50, 500
LONGEST = 80


@for_roles(Role.APPROVER, Role.SUPERIOR)
def search(request: StaffRequest) -> HttpResponse:
    wanted = request.POST.get("wanted", "").strip()[:LONGEST]
    if request.method != "POST":
        return page(request, "requests/search", "requests", {"wanted": ""})
    if not wanted:
        errors = {"wanted": _("Enter a number, a phone or a name")}
        return page(request, "requests/search", "requests", {"wanted": "", "errors": errors})
    number = reading.reference(wanted)
    if number is not None:
        visit = _sent(request).filter(serial=number.serial, year=number.year).first()
        _note(request, "reference", [visit.pk] if visit else [])
        if visit is not None:
            return redirect("staff:request", visit.pk)
        return _found(request, wanted, [])
    phone = _phone(wanted)
    visits = _by_phone(request, phone) if phone else _by_name(request, wanted)
    _note(request, "phone" if phone else "name", [visit.pk for visit in visits])
    return _found(request, wanted, visits)


def _note(request: StaffRequest, what: str, visits: list[int]) -> None:
    """What kind of search, and which visits it showed; never what was typed."""
    record(
        "visits.searched", actor=request.staff.user.actor,
        subject=f"prison:{request.staff.prison.pk}", by=what, visits=visits,
    )  # fmt: skip


def _sent(request: StaffRequest) -> Any:
    visits = Visit.objects.filter(prison=request.staff.prison)
    return visits.exclude(status=Status.UNCONFIRMED).defer("contact")


def _phone(text: str) -> str:
    try:
        return reading.mobile(text)
    except reading.Unreadable:
        return ""


def _by_phone(request: StaffRequest, phone: str) -> list[Visit]:
    same = _sent(request).filter(phone_index=blind_index(phone, "phone"))
    return list(same.prefetch_related("persons").order_by("-requested_at")[:SHOWN])


def _by_name(request: StaffRequest, name: str) -> list[Visit]:
    """Visits of people of the register who sound like it, and requests that wait for one."""
    prison, year = request.staff.prison, clock.now().year
    people = finding.find(prison=prison, asked={"name": name}, year=year)
    keys = [candidate.inmate.pk for candidate in people]
    of_people = _sent(request).filter(inmate__in=keys)
    found = list(of_people.prefetch_related("persons").order_by("-requested_at")[:SHOWN])
    waiting = Visit.objects.queue(prison).defer("contact").prefetch_related("persons")
    for visit in waiting[:COMPARED]:
        names = [str(visit.asked.get("name", "")), visit.visitor.name]
        if any(verdict(name, one) != "not" for one in names):
            found.append(visit)
    return found[:SHOWN]


def _found(request: StaffRequest, wanted: str, visits: list[Visit]) -> HttpResponse:
    zone = request.staff.prison.zone
    rows = []
    for visit in visits:
        visit.prison = request.staff.prison
        rows.append({
            "pk": visit.pk,
            "reference": visit.reference,
            "inside": words.named(str(visit.asked.get("name", ""))),
            "visitor": words.named(visit.visitor.name),
            "asked": words.moment(visit.requested_at, zone) if visit.requested_at else "",
            "stands": STANDS.get(Status(visit.status)) or _("Waits for an answer"),
        })  # fmt: skip
    context = {"wanted": wanted, "rows": rows, "is_searched": True}
    return page(request, "requests/search", "requests", context)
