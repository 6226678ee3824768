"""The assisted request on two dense pages; what was typed travels with the form, and nothing
of it is kept on the way."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mulakat import clock, ids
from mulakat.accounts.models import Role
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.assist import parts, questions
from mulakat.portals.staff.assist.parts import FIRST, SECOND, Here
from mulakat.portals.staff.pages import page
from mulakat.prisons.models import in_language
from mulakat.prisons.terms import terms_of
from mulakat.visits import assisting
from mulakat.visits.form.answers import request_answers
from mulakat.visits.form.fields import Errors, clean
from mulakat.visits.models import Visit
from mulakat.visits.requesting import TooManyOtps

WRITERS = (Role.ASSISTANT, Role.APPROVER, Role.GATE)
TICKS = ("watch", "agree")
CALL = ("call-place", "call-language", "once")


@for_roles(*WRITERS)
def book(request: StaffRequest) -> HttpResponse:
    here = Here(request.staff.prison, clock.now())
    if request.method != "POST":
        return _draw(request, here, 1, _fresh(here), {})
    typed = _typed(request, here)
    at_first, act = request.POST.get("page") != "2", request.POST.get("act", "")
    if act == "back" or (at_first and act != "next"):  # also: read it in another language
        return _draw(request, here, 1, typed, {})
    faults = parts.errors(FIRST, parts.read(FIRST, typed, here))
    if faults:
        return _draw(request, here, 1, typed, faults)
    if at_first:
        return _draw(request, here, 2, typed, {})
    return _send(request, here, typed)


def _send(request: StaffRequest, here: Here, typed: dict[str, Any]) -> HttpResponse:
    readings = parts.read(FIRST + SECOND, typed, here)
    faults = parts.errors(SECOND, readings) | _not_ticked(request)
    if faults:
        return _draw(request, here, 2, typed, faults)
    answers = request_answers(readings, here.chosen, here.now)
    answers = replace(answers, language=typed["call-language"])
    try:
        visit: Visit = assisting.book(
            answers=answers,
            by=request.staff.user,
            at=typed["call-place"],
            uid=UUID(typed["once"]),
            now=here.now,
        )
    except TooManyOtps as wait:
        return _draw(request, here, 2, typed, {"id-phone": spared(wait, here)})
    return redirect("staff:assisted", visit.pk)


def spared(wait: TooManyOtps, here: Here) -> str:
    return _("This phone has had all the messages of this hour. Try again after %(time)s") % {
        "time": words.clock(wait.until, here.chosen.zone)
    }


def _fresh(here: Here) -> dict[str, Any]:
    return {
        "call-place": "helpline",
        "call-language": _language(here.chosen.state.language),
        "once": str(ids.uid()),
        "id-country": "IN",
    }


def _typed(request: StaffRequest, here: Here) -> dict[str, Any]:
    typed = parts.collected(request.POST)
    for name in CALL:
        typed[name] = clean(request.POST.get(name, ""))
    typed["call-language"] = _language(typed["call-language"])
    if typed["call-place"] not in dict(questions.PLACES):
        typed["call-place"] = "helpline"
    typed["once"] = once(typed["once"])
    typed["id-country"] = typed["id-country"] or "IN"
    return typed


def once(text: str) -> str:
    """The form's own UUID, so that it is sent once however often it is pressed."""
    try:
        return str(UUID(text))
    except ValueError:
        return str(ids.uid())


def _language(code: str) -> str:
    return code if code in dict(questions.LANGUAGES) else "en"


def _not_ticked(request: StaffRequest) -> Errors:
    missing = _("Read it aloud, and tick when the caller has agreed")
    return {name: missing for name in TICKS if not request.POST.get(name)}


def _draw(
    request: StaffRequest, here: Here, number: int, typed: dict[str, Any], errors: Errors
) -> HttpResponse:
    caller = typed["call-language"]
    make = questions.first if number == 1 else questions.second
    sections = make(here, typed, errors, caller)
    shown = {field.name for section in sections for field in section.fields}
    state = here.chosen.state
    context = {
        "number": number,
        "sections": sections,
        "hidden": _hidden(typed, shown),
        "errors": errors,
        "caller": caller,
        "kind": typed.get("when-kind", ""),
        "policy": here.policy,
        "ticked": {name: request.POST.get(name, "") for name in TICKS},
        "here": terms_of(state, caller),
        "department": in_language(state.department, caller),
    }
    return page(request, "assist/book", "assist", context)


def _hidden(typed: dict[str, Any], shown: set[str]) -> list[tuple[str, str]]:
    """What stands on the other page goes along unseen."""
    found = []
    for name, value in typed.items():
        if name not in shown and name != "id-was_full":
            values = value if isinstance(value, list) else [value]
            found += [(name, one) for one in values if one]
    return found
