"""Which person is it? What the visitor wrote beside those of the register who may be meant."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import record
from mulakat.people.finding import Candidate
from mulakat.people.models import Contact, Inmate
from mulakat.people.names import verdict
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests import loading
from mulakat.visits.models import Visit
from mulakat.visits.proofs.proving import is_proven

ICONS = {"same": "same", "near": "near", "not": "differs"}


@dataclass(frozen=True)
class Cell:
    """One fact of one candidate. `icon` is "" where nothing can be compared."""

    text: SafeString | str
    verdict: str = ""
    is_name: bool = False

    @property
    def icon(self) -> str:
        return ICONS.get(self.verdict, "")


@dataclass(frozen=True)
class Row:
    label: str
    written: SafeString | str
    cells: list[Cell]


@for_roles(Role.APPROVER, Role.SUPERIOR)
def who(request: StaffRequest, visit_id: int) -> HttpResponse:
    visit = loading.the_request(request, visit_id)
    if not loading.is_decidable(visit):
        return redirect("staff:request", visit.pk)
    now = clock.now()
    found = loading.candidates(visit, now)
    errors = {}
    if request.method == "POST":
        answer = request.POST.get("person", "")
        if answer == "none":
            return redirect(f"{reverse('staff:refuse', args=[visit.pk])}?reason=R-10")
        if any(str(candidate.inmate.pk) == answer for candidate in found):
            return redirect(f"{reverse('staff:request', args=[visit.pk])}?person={answer}")
        errors["person"] = _("Choose the person, or “None of these”")
    people = [candidate.inmate.pk for candidate in found]
    actor = request.staff.user.actor
    record("inmate.searched", actor=actor, subject=visit.subject, inmates=people)
    return page(request, "who", "requests", _context(visit, found) | {"errors": errors})


def _context(visit: Visit, found: list[Candidate]) -> dict[str, Any]:
    asked, lead = visit.asked, visit.visitor
    return {
        "visit": visit,
        "written": words.named(str(asked.get("name", ""))),
        "visitor": words.named(lead.name),
        "relation": words.relation(lead),
        "people": [(c, words.named(c.inmate.name), _in_all(c)) for c in found],
        "rows": _rows(visit, found),
    }


def _rows(visit: Visit, found: list[Candidate]) -> list[Row]:
    asked, lead = visit.asked, visit.visitor
    not_given = _("not given")

    def row(label: str, written: str, fact: str, cell: Any) -> Row:
        cells = [Cell(cell(c.inmate) or _("not in the register"), c.verdicts[fact]) for c in found]
        return Row(label, written or not_given, cells)

    guardian = str(asked.get("guardian") or "")
    return [
        Row(
            _("Name"),
            words.named(str(asked.get("name", ""))),
            [Cell(_spellings(c.inmate), c.verdicts["name"], is_name=True) for c in found],
        ),
        row(
            _("Father or husband"),
            words.named(guardian) if guardian else "",
            "guardian",
            lambda inmate: words.named(inmate.guardian) if inmate.guardian else "",
        ),
        Row(
            _("Age"),
            str(asked.get("age") or "") or not_given,
            [Cell(str(c.age or _("not in the register")), c.verdicts["age"]) for c in found],
        ),
        row(
            pgettext("column", "Gender"),
            words.gender(str(asked.get("gender", ""))),
            "gender",
            lambda inmate: words.gender(inmate.gender),
        ),
        row(_("Number"), str(asked.get("number") or ""), "number", lambda inmate: inmate.number),
        Row(_("Place"), "", [Cell(_place(c.inmate)) for c in found]),
        Row(_("Visitor list"), words.named(lead.name), _listed(visit, found)),
    ]


def _spellings(inmate: Inmate) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((name,) for name in words.spellings(inmate)))


def _place(inmate: Inmate) -> str:
    if inmate.left_at:
        return _("no longer here")
    return _("ward %(ward)s, here") % {"ward": inmate.ward} if inmate.ward else _("here")


def _listed(visit: Visit, found: list[Candidate]) -> list[Cell]:
    """Is the visitor on the list? By phone, else by name. One query for all."""
    people = [candidate.inmate.pk for candidate in found]
    listed = list(Contact.objects.filter(inmate__in=people, removed_at=None))
    return [_entry(visit, [c for c in listed if c.inmate_id == pk]) for pk in people]


def _entry(visit: Visit, listed: list[Contact]) -> Cell:
    if not listed:
        return Cell(_("no list yet"))
    for contact in listed if is_proven(visit) else []:
        if contact.phone_index == visit.phone_index:
            return Cell(words.named(contact.name), "same")
    for contact in listed:
        likeness = verdict(contact.name, visit.visitor.name)
        if likeness != "not":
            return Cell(words.named(contact.name), "near")
    return Cell(_("no such name"), "not")


def _in_all(candidate: Candidate) -> dict[str, Any]:
    same, near, differs = (candidate.count(kind) for kind in ("same", "near", "not"))
    text = _("%(same)s same, %(near)s near, %(not)s not") % {
        "same": same,
        "near": near,
        "not": differs,
    }
    kind = "fine" if candidate.is_clear else "stop" if differs > same else "look"
    return {"kind": kind, "text": text}
