"""How staff read what stands about an inmate, and what stands in the way of writing it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from mulakat.people.models import Absence, InmateClass
from mulakat.people.obstacles import CannotWrite, Obstacle
from mulakat.portals.staff import words
from mulakat.prisons.models import State
from mulakat.prisons.terms import terms_of

Words = Mapping[str, Any]

CATEGORIES: Words = {
    InmateClass.UNDERTRIAL.value: _("Undertrial"),
    InmateClass.CONVICT.value: _("Convict"),
    InmateClass.DETENUE.value: _("Detenue"),
    InmateClass.CIVIL.value: _("Civil prisoner"),
    InmateClass.HIGH_SECURITY.value: _("High security"),
}
LEFT_FOR: Words = {
    "transfer": _("Moved elsewhere"),
    "release": _("Released"),
    "leave": _("On leave"),
    "death": _("Has died"),
}
ABSENCES: Words = {
    Absence.Cause.COURT.value: _("In court"),
    Absence.Cause.HOSPITAL.value: _("In hospital"),
    Absence.Cause.LEAVE.value: _("On leave"),
    Absence.Cause.OTHER.value: _("Away for another cause"),
}
CAUSES: Words = {
    "conduct": _("Conduct at a visit"),
    "court_order": _("Order of a court"),
    "child_protection": _("Protection of a child"),
    "security": _("Security"),
}
KINDS: Words = {
    "": _("Both"),
    "video": _("Only by video"),
    "physical": _("Only at the %(at_jail)s"),
}


def kinds(state: State) -> dict[str, str]:
    """Which visits a bar may stop."""
    terms = terms_of(state)
    return {code: text % terms for code, text in KINDS.items()}


OBSTACLES: Words = {
    "no_number": _("Enter the number of the register"),
    "number_long": _("The number must be %(most)s letters or less"),
    "number_taken": _("%(number)s is in the register already"),
    "no_name": _("Enter the name"),
    "name_long": _("The name must be %(most)s letters or less"),
    "no_gender": _("Choose the gender"),
    "no_category": _("Choose the class"),
    "birth_year": _("The year of birth must be between %(first)s and %(last)s"),
    "has_left": _("This person has left. Nothing can be added"),
    "no_cause": _("Choose the cause"),
    "in_future": _("The day must not be in the future"),
    "already_left": _("This person was marked as gone on %(at)s"),
    "is_here": _("This person is here"),
    "no_relation": _("Choose the relationship"),
    "no_phone": _("Enter a mobile number of 10 digits"),
    "on_list": _("This number is on the list already: %(name)s"),
    "list_full": _("The list has %(most)s people. Remove one to add another"),
    "no_whom": _("Enter for whom the code is, as the person inside says it"),
    "whom_long": _("Write it in %(most)s letters or less"),
    "has_code": _("%(name)s has a code already. Revoke it to make another"),
    "no_start": _("Enter from when, with day and time"),
    "no_end": _("Enter until when, with day and time"),
    "ends_before_start": _("The end must be later than the start"),
    "absence_past": _("This time is over already"),
    "absence_long": _("The time must be %(days)s days or less"),
    "absence_noted": _("The same time is written down already"),
    "not_allowed": _("You may not bar anybody here"),
    "no_visitor": _("Enter the mobile number of the visitor"),
    "no_kind": _("Choose which visits are barred"),
    "note_long": _("The note must be %(most)s letters or less"),
    "no_end_or_review": _("Enter an end, or a day to look at it again"),
    "until_past": _("The end must be in the future"),
    "review_past": _("The day to look again must be in the future"),
    "review_late": _("Look at it again within %(days)s days"),
    "review_after_end": _("The day to look again must be before the end"),
    "barred_already": _("The same bar stands already or waits for a second officer"),
    "same_officer": _("Another officer than the one who proposed it must agree"),
    "already_agreed": _("Another officer has agreed on %(at)s"),
    "already_lifted": _("This bar was ended already"),
    "needs_no_second": _("This bar counts already"),
}


def sentence(obstacle: Obstacle, zone: ZoneInfo) -> str:
    facts: dict[str, Any] = dict(obstacle.facts)
    if isinstance(facts.get("at"), datetime):
        facts["at"] = words.moment(facts["at"], zone)
    return str(OBSTACLES[obstacle.key]) % facts


def errors(cannot: CannotWrite, fields: Mapping[str, str], zone: ZoneInfo) -> dict[str, str]:
    """What stands in the way, beside the field it is about; `fields` maps keys to fields, ""
    names the field of all others. The first of a field is shown."""
    found: dict[str, str] = {}
    for obstacle in cannot.obstacles:
        found.setdefault(fields.get(obstacle.key, fields[""]), sentence(obstacle, zone))
    return found
