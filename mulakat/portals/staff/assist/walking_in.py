"""Somebody came without a visit booked: one page, a minute, and a slip in the hand."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mulakat import clock, ids
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.assist.asking import Field, Section, asked, select
from mulakat.portals.staff.assist.booking import WRITERS, once, spared
from mulakat.portals.staff.assist.parts import Here
from mulakat.portals.staff.assist.questions import EMPTY, LANGUAGES
from mulakat.portals.staff.pages import page
from mulakat.schedule.models import Kind
from mulakat.visits import assisting, wording
from mulakat.visits.form import reached, visitor
from mulakat.visits.form.fields import Reader, Reading, collect
from mulakat.visits.reading import western_digits
from mulakat.visits.requesting import PersonAnswers, RequestAnswers, TooManyOtps
from mulakat.visits.words.choices import ID_TYPES, RELATIONS
from mulakat.visits.words.consent import PRIVACY_VERSION

TEXTS = ("phone", "name", "age", "relation", "id_type", "digits", "whom", "agree", "language")
ENDING = re.compile(r"\w{4}")  # the last signs of any ID
ASKED = (
    Field("phone", gettext_lazy("Mobile number"), inputmode="tel"),
    Field("name", gettext_lazy("Your full name")),
    Field("age", gettext_lazy("Your age"), width="w3", inputmode="numeric"),
    select("relation", gettext_lazy("How are you related?"), [*EMPTY, *RELATIONS.items()]),
    select("id_type", gettext_lazy("Which ID will you show?"), [*EMPTY, *ID_TYPES.items()]),
    Field("digits", gettext_lazy("Last 4 digits of the ID"), width="w3"),
    Field("whom", gettext_lazy("Full name or number of the person")),
)


@for_roles(*WRITERS)
def walk_in(request: StaffRequest) -> HttpResponse:
    here = Here(request.staff.prison, clock.now())
    if not here.chosen.has_physical:
        return page(request, "assist/no_walk_in", "assist")
    typed: dict[str, Any] = {"language": here.chosen.state.language, "once": str(ids.uid())}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = collect(request.POST, TEXTS, ()) | {"once": once(request.POST.get("once", ""))}
        reading = _read(typed, here)
        errors = reading.errors
        if not errors:
            try:
                visit = assisting.walk_in(
                    answers=_answers(reading.values, typed, here),
                    by=request.staff.user,
                    at="gate",
                    uid=UUID(typed["once"]),
                    now=here.now,
                )
            except TooManyOtps as wait:
                errors = {"phone": spared(wait, here)}
            else:
                return redirect("staff:assisted", visit.pk)
    return page(request, "assist/walk_in", "assist", _context(typed, errors, here))


def _context(typed: dict[str, Any], errors: dict[str, str], here: Here) -> dict[str, Any]:
    free = assisting.next_free(here.chosen, Kind.PHYSICAL, here.now)
    return {
        "sections": [Section("", asked(ASKED, typed, errors, caller=_language(typed)))],
        "errors": errors,
        "typed": typed,
        "spoken": LANGUAGES,
        "next": wording_of(free[0], here) if free else "",
        "is_now": assisting.is_soon(free, here.now),
    }


def wording_of(at: str, here: Here) -> str:
    moment, zone = datetime.fromisoformat(at), here.chosen.zone
    return f"{wording.day(moment, zone)}, {wording.time(moment, zone)}"


def _language(typed: dict[str, Any]) -> str:
    return typed["language"] if typed["language"] in dict(LANGUAGES) else "en"


def _read(typed: dict[str, Any], here: Here) -> Reading:
    reader = Reader(typed)
    reached.read_phone(reader)
    reader.name("name", _("Enter your name"))
    visitor.read_age(reader, here.now)
    if reader.reading.stop:
        reader.wrong("age", _("Only a person of 18 or over can book"))
    reader.choice("relation", RELATIONS, _("Choose how you are related"))
    kind = reader.choice("id_type", ID_TYPES, _("Choose the ID you will show"))
    digits = western_digits(reader.text("digits"))
    if kind != "none" and not ENDING.fullmatch(digits):
        reader.wrong("digits", _("Enter the last 4 digits, no more"))
    reader.reading.values["digits"] = digits
    reader.long("whom", _("Enter the person's name"), most=80)
    if not typed["agree"]:
        reader.wrong("agree", _("Read it aloud, and tick when the caller has agreed"))
    return reader.reading


def _answers(read: dict[str, Any], typed: dict[str, Any], here: Here) -> RequestAnswers:
    whom = read["whom"]
    is_number = any(letter.isdecimal() for letter in whom)
    number = {"number": read["digits"]} if read["digits"] else None
    asked_for = {"name": whom, "guardian": "", "age": "", "gender": "unknown"}
    return RequestAnswers(
        prison=here.chosen,
        kind=Kind.PHYSICAL,
        language=_language(typed),
        asked=asked_for | {"number": whom if is_number else ""},
        wishes=[],
        contact={"phone": read["phone"], "email": "", "phone_owner": "mine", "address": {}},
        persons=[
            PersonAnswers(
                name=read["name"], age=read["age"], relation=read["relation"],
                id_type=read["id_type"], id_number=number,
            )
        ],
        details={
            "help": [],
            "privacy_version": PRIVACY_VERSION,
            "consented_at": here.now.isoformat(),
            "officers_watch": True,
        },
    )  # fmt: skip
