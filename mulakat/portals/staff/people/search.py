"""Find an inmate by number or by name, in whatever script. What was typed is never kept."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import record
from mulakat.people import barring, finding
from mulakat.people.models import Inmate
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.people.words import CATEGORIES
from mulakat.visits.form.fields import clean

MOST = 20
KEEPERS = (Role.APPROVER, Role.ADMIN)


@dataclass(frozen=True)
class Row:
    pk: int
    name: SafeString
    local: SafeString | str
    number: str
    guardian: str
    age: str
    category: str
    ward: str
    is_here: bool


@for_roles(*KEEPERS)
def search(request: StaffRequest) -> HttpResponse:
    now, prison = clock.now(), request.staff.prison
    text = clean(request.POST.get("wanted", ""))[:80] if request.method == "POST" else ""
    context: dict[str, Any] = {"wanted": text, "errors": {}}
    if request.method == "POST" and not text:
        context["errors"] = {"wanted": _("Enter a number or a name")}
    elif text:
        year = now.astimezone(prison.zone).year
        found = finding.search(prison=prison, text=text, most=MOST)
        keys = [one.pk for one in found]
        record(
            "inmate.searched", actor=request.staff.user.actor, subject=f"prison:{prison.pk}",
            inmates=keys,
        )  # fmt: skip
        context |= {"rows": [_row(one, year) for one in found], "is_searched": True}
    bars = barring.standing(prison, now)
    context["waiting_bars"] = sum(not barring.counts(row) for row in bars)
    return page(request, "people/search", "people", context)


def _row(inmate: Inmate, year: int) -> Row:
    return Row(
        pk=inmate.pk,
        name=words.named(inmate.name),
        local=words.named(inmate.name_local) if inmate.name_local != inmate.name else "",
        number=inmate.number,
        guardian=inmate.guardian,
        age=str(year - inmate.birth_year) if inmate.birth_year else "",
        category=str(CATEGORIES.get(inmate.category, "")),
        ward=inmate.ward,
        is_here=inmate.left_at is None,
    )
