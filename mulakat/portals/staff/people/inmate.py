"""One inmate: who it is, the list of visitors, the visitor codes, whether the person has left.

Each form of the page posts here; `act` says which button was pressed, with the row it is about.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from mulakat import clock
from mulakat.people import listing, registering, visitor_codes
from mulakat.people.models import Contact, Inmate, VisitorCode
from mulakat.people.obstacles import CannotWrite
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.people import dates, loading
from mulakat.portals.staff.people import words as own
from mulakat.portals.staff.people.search import KEEPERS
from mulakat.visits import reading
from mulakat.visits.form.fields import collect
from mulakat.visits.words.choices import RELATIONS

TEXTS = ("contact_name", "relation", "phone", "for_whom", "left_for", "left_at")
CONTACT = {"no_relation": "relation", "no_phone": "phone", "on_list": "phone", "": "contact_name"}
LEAVE = {"no_cause": "left_for", "": "left_at"}
CODE = {"": "for_whom"}


@dataclass
class Shown:
    """What a press has led to: errors beside their fields, or something shown this once."""

    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    code: str = ""  # spoken form of a visitor code
    for_whom: str = ""
    added: str = ""  # the masked phone of who was put on the list


@for_roles(*KEEPERS)
def inmate(request: StaffRequest, inmate_id: int) -> HttpResponse:
    now, person = clock.now(), loading.the_inmate(request, inmate_id)
    shown = Shown()
    if request.method == "POST":
        shown.typed = collect(request.POST, TEXTS, ())
        act, _sep, row = request.POST.get("act", "").partition(":")
        verb, fields = ACTS.get(act, (_nothing, CODE))
        try:
            verb(request, person, row, shown, now)
        except CannotWrite as cannot:
            shown.errors = own.errors(cannot, fields, person.prison.zone)
        else:
            if not (shown.code or shown.added):
                return redirect("staff:inmate", person.pk)
            shown.typed = {}
    return _page(request, person, shown, now)


def _add(r: StaffRequest, person: Inmate, row: str, shown: Shown, now: datetime) -> None:
    typed = shown.typed
    try:
        phone = reading.mobile(typed["phone"])
    except reading.Unreadable:
        phone = ""
    relation = typed["relation"] if typed["relation"] in RELATIONS else ""
    listing.add(
        inmate=person, name=typed["contact_name"], relation=relation, phone=phone,
        by=r.staff.user, now=now,
    )  # fmt: skip
    shown.added = words.masked(phone)


def _remove(r: StaffRequest, person: Inmate, row: str, shown: Shown, now: datetime) -> None:
    contact = get_object_or_404(Contact.objects.filter(inmate=person), pk=_key(row))
    listing.remove(contact=contact, by=r.staff.user, now=now)


def _make(r: StaffRequest, person: Inmate, row: str, shown: Shown, now: datetime) -> None:
    made, shown.code = visitor_codes.make(
        inmate=person, for_whom=shown.typed["for_whom"], by=r.staff.user, now=now
    )
    shown.for_whom = made.for_whom


def _revoke(r: StaffRequest, person: Inmate, row: str, shown: Shown, now: datetime) -> None:
    code = get_object_or_404(VisitorCode.objects.filter(inmate=person), pk=_key(row))
    visitor_codes.revoke(code=code, by=r.staff.user, now=now)


def _leave(r: StaffRequest, person: Inmate, row: str, shown: Shown, now: datetime) -> None:
    at = dates.moment(shown.typed["left_at"], person.prison) or now
    left_for = shown.typed["left_for"]
    registering.leave(inmate=person, left_for=left_for, at=at, by=r.staff.user, now=now)


def _back(r: StaffRequest, person: Inmate, row: str, shown: Shown, now: datetime) -> None:
    registering.come_back(inmate=person, by=r.staff.user, now=now)


def _nothing(r: StaffRequest, person: Inmate, row: str, shown: Shown, now: datetime) -> None:
    """No button of ours."""


Verb = Callable[[StaffRequest, Inmate, str, Shown, datetime], None]
ACTS: dict[str, tuple[Verb, dict[str, str]]] = {
    "add": (_add, CONTACT),
    "remove": (_remove, CONTACT),
    "make": (_make, CODE),
    "revoke": (_revoke, CODE),
    "leave": (_leave, LEAVE),
    "back": (_back, LEAVE),
}


def _key(row: str) -> int:
    return int(row) if row.isdecimal() and len(row) < 18 else 0


def _page(request: StaffRequest, person: Inmate, shown: Shown, now: datetime) -> HttpResponse:
    zone = person.prison.zone
    loading.note_look(request, person, "list")
    listed = list(person.contacts.filter(removed_at=None).order_by("name", "pk"))
    codes = list(person.visitor_codes.order_by("revoked_at", "-made_at")[:30])
    by = loading.names_of({c.added_by for c in listed} | {c.made_by for c in codes})
    context: dict[str, Any] = head(person, now) | {
        "tab": "list",
        "shown": shown,
        "errors": shown.errors,
        "contacts": [
            (c.pk, words.named(c.name), words.relation_of(c.relation),
             words.moment(c.added_at, zone), by.get(c.added_by, c.added_by))
            for c in listed
        ],
        "codes": [
            (c.pk, c.for_whom, words.moment(c.made_at, zone), by.get(c.made_by, c.made_by),
             _state(c))
            for c in codes
        ],
        "relations": RELATIONS,
        "left_for": own.LEFT_FOR,
        "now_typed": dates.typed(now, person.prison),
    }  # fmt: skip
    return page(request, "people/inmate", "people", context)


def head(person: Inmate, now: datetime) -> dict[str, Any]:
    """What stands above all pages of one inmate."""
    zone = person.prison.zone
    return {
        "inmate": person,
        "name": words.named(person.name),
        "local": words.named(person.name_local) if person.name_local != person.name else "",
        "category": own.CATEGORIES.get(person.category, person.category),
        "age": now.astimezone(zone).year - person.birth_year if person.birth_year else "",
        "gender": words.gender(person.gender),
        "gone": _gone(person, zone),
    }


def _gone(person: Inmate, zone: ZoneInfo) -> str:
    if person.left_at is None:
        return ""
    return f"{own.LEFT_FOR.get(person.left_for, '')}, {words.moment(person.left_at, zone)}"


def _state(code: VisitorCode) -> str:
    if code.revoked_at:
        return "revoked"
    return "used" if code.phone_index else "new"
