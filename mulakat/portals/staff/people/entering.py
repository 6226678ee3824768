"""Enter one person by hand, as the register has it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.people import registering
from mulakat.people.obstacles import CannotWrite
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.people import words
from mulakat.visits.form.fields import collect
from mulakat.visits.reading import western_digits
from mulakat.visits.words.choices import GENDERS

TEXTS = (
    "number", "name", "name_local", "guardian", "birth_year", "gender", "category", "ward",
    "language",
)  # fmt: skip
FIELDS = {
    "no_number": "number", "number_long": "number", "number_taken": "number",
    "no_gender": "gender", "no_category": "category", "birth_year": "birth_year", "": "name",
}  # fmt: skip
LANGUAGES = {"hi": "हिन्दी", "bn": "বাংলা", "en": "English"}


@for_roles(Role.ADMIN)
def enter(request: StaffRequest) -> HttpResponse:
    prison = request.staff.prison
    typed: dict[str, Any] = {"category": "undertrial", "language": prison.state.language}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = collect(request.POST, TEXTS, ())
        try:
            inmate = registering.enter(
                prison=prison, facts=_facts(typed), by=request.staff.user, now=clock.now()
            )
        except CannotWrite as cannot:
            errors = words.errors(cannot, FIELDS, prison.zone)
        else:
            return redirect("staff:inmate", inmate.pk)
    context = {
        "typed": typed,
        "errors": errors,
        "genders": GENDERS,
        "categories": words.CATEGORIES,
        "spoken": LANGUAGES,
    }
    return page(request, "people/enter", "people", context)


def _facts(typed: dict[str, Any]) -> dict[str, Any]:
    year = western_digits(typed["birth_year"])
    facts: dict[str, Any] = typed | {"birth_year": None}
    if year:  # what is no number is out of every range
        facts["birth_year"] = int(year) if year.isdecimal() and len(year) <= 4 else 0
    facts["guardian"], facts["ward"] = typed["guardian"][:80], typed["ward"][:30]
    if facts["language"] not in LANGUAGES:
        facts["language"] = ""
    return facts
