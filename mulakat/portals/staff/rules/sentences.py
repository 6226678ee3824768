"""What a check found, as an officer reads it: a title, one sentence, and who says so."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mulakat.portals.staff import words
from mulakat.prisons.models import Prison, State
from mulakat.prisons.terms import Forms, terms_of
from mulakat.visits import wording
from mulakat.visits.judging.table import Check
from mulakat.visits.rulebook.lists import class_or_relation, used
from mulakat.visits.rules import Obstacle
from mulakat.visits.words import causes

TITLES: Mapping[str, Promise] = {
    "in_prison": gettext_lazy("In this %(jail)s"),
    "absence": gettext_lazy("Court, hospital, leave"),
    "quota": gettext_lazy("Visits used"),
    "list": gettext_lazy("On the visitor list"),
    "list_relation": gettext_lazy("Relationship"),
    "relation": gettext_lazy("Who may visit"),
    "restriction": gettext_lazy("Barred"),
    "video_class": gettext_lazy("Video for this class"),
    "second": gettext_lazy("Second officer"),
    "clash": gettext_lazy("Another visit then"),
    "same_visitor": gettext_lazy("Same two people"),
    "asked_twice": gettext_lazy("Asked twice"),
    "open_requests": gettext_lazy("Open requests"),
    "same_phone": gettext_lazy("Same phone"),
    "persons": gettext_lazy("Persons"),
    "children": gettext_lazy("Children"),
    "adult": gettext_lazy("Adult"),
    "lawyer": gettext_lazy("Lawyer's time"),
    "time": gettext_lazy("Time"),
    "notice": gettext_lazy("Notice"),
    "horizon": gettext_lazy("How far ahead"),
    "closed": gettext_lazy("Closed"),
    "place": gettext_lazy("Place free"),
    "fit": gettext_lazy("Place fit"),
}

# By key and what was found: the mark, or what _case() makes of the facts
SENTENCES: Mapping[str, Promise] = {
    "in_prison look": gettext_lazy("Not known yet"),
    "in_prison ok": gettext_lazy("Yes, ward %(ward)s"),
    "in_prison elsewhere": gettext_lazy("Not in the register of this %(jail)s"),
    "in_prison transfer": gettext_lazy("Moved to another %(jail)s"),
    "in_prison release": gettext_lazy("Released"),
    "in_prison death": gettext_lazy("Has died"),
    "in_prison stop": gettext_lazy("No longer here"),
    "absence ok": gettext_lazy("Nothing noted"),
    "absence court": gettext_lazy("In court until %(until)s"),
    "absence hospital": gettext_lazy("In hospital until %(until)s"),
    "absence leave": gettext_lazy("On leave until %(until)s"),
    "absence stop": gettext_lazy("Not to be visited until %(until)s"),
    "quota none": gettext_lazy("No limit"),
    "quota look": gettext_lazy("%(so_many)s, next from %(next_from)s"),
    "quota stop": gettext_lazy("%(so_many)s, next from %(next_from)s"),
    "list phone": gettext_lazy("Yes, with this phone"),
    "list code": gettext_lazy("Gave the visitor code of this %(inmate)s"),
    "list chosen": gettext_lazy("Yes: %(name)s, chosen by you"),
    "list name": gettext_lazy("Name is near: %(name)s. Phone differs"),
    "list none": gettext_lazy("No. Ask the person inside"),
    "list none required": gettext_lazy("No, and the rules want it"),
    "list name required": gettext_lazy("Name is near: %(name)s. Phone differs, choose the entry"),
    "list_relation ok": gettext_lazy("%(says)s, as on the list"),
    "list_relation look": gettext_lazy("Says: %(says)s. The list says: %(list)s"),
    "relation ok": gettext_lazy("%(relation)s: allowed"),
    "relation stop": gettext_lazy("%(relation)s: not allowed by the rules"),
    "restriction ok": gettext_lazy("No bar"),
    "restriction look": gettext_lazy("A bar waits for a second officer: %(cause)s"),
    "restriction visitor": gettext_lazy("Visitor barred %(until)s: %(cause)s"),
    "restriction inmate": gettext_lazy("No visits to this person %(until)s: %(cause)s"),
    "video_class ok": gettext_lazy("Allowed: %(class)s"),
    "video_class stop": gettext_lazy("No video visits for: %(class)s"),
    "second look": gettext_lazy("Must agree: %(why)s"),
    "clash ok": gettext_lazy("None"),
    "clash stop": gettext_lazy("The person is taken at %(at)s"),
    "same_visitor ok": gettext_lazy("Not on these days"),
    "same_visitor stop": gettext_lazy("These two meet on %(on)s already"),
    "asked_twice ok": gettext_lazy("No"),
    "asked_twice look": gettext_lazy("Also %(reference)s"),
    "open_requests ok": gettext_lazy("%(n)s of at most %(most)s"),
    "open_requests look": gettext_lazy("%(n)s, the rule is %(most)s"),
    "persons ok": gettext_lazy("%(n)s of at most %(most)s"),
    "persons stop": gettext_lazy("%(n)s, the rule is %(most)s"),
    "children ok": gettext_lazy("%(n)s of at most %(most)s"),
    "children stop": gettext_lazy("%(n)s, the rule is %(most)s"),
    "adult ok": gettext_lazy("Yes, %(age)s or older"),
    "adult stop": gettext_lazy("Nobody of %(age)s or older"),
    "lawyer ok": gettext_lazy("%(given)s minutes"),
    "lawyer look": gettext_lazy("%(given)s minutes, lawyers have %(minutes)s"),
    "time stop": gettext_lazy("This time is over"),
    "notice ok": gettext_lazy("Early enough"),
    "notice stop": gettext_lazy("Too late: by the rules not before %(first)s"),
    "horizon ok": gettext_lazy("Near enough"),
    "horizon stop": gettext_lazy("Too far ahead: by the rules until %(last)s"),
    "closed ok": gettext_lazy("Open"),
    "closed stop": gettext_lazy("Closed until %(until)s: %(cause)s"),
    "place terminal": gettext_lazy("Terminal %(number)s: %(at)s"),
    "place window": gettext_lazy("Window %(number)s: %(at)s"),
    "place taken": gettext_lazy("Number %(number)s is taken at %(at)s"),
    "place broken": gettext_lazy("Number %(number)s is out of order"),
    "place removed": gettext_lazy("Number %(number)s is not there any more"),
    "place elsewhere": gettext_lazy("That place is in another %(jail)s"),
    "fit ok": gettext_lazy("Yes"),
    "fit stop": gettext_lazy("Number %(number)s is not made for: %(lacking)s"),
}

NEEDS: Mapping[str, Promise] = {
    "video": gettext_lazy("video"),
    "voice": gettext_lazy("voice alone"),
    "legal": gettext_lazy("lawyers"),
    "wheelchair": gettext_lazy("a wheelchair"),
}
BAR_CAUSES: Mapping[str, Promise] = {  # people/barring.py
    "conduct": gettext_lazy("conduct"),
    "court_order": gettext_lazy("order of a court"),
    "child_protection": gettext_lazy("protection of a child"),
    "security": gettext_lazy("security"),
}
SOURCES: Mapping[str, Promise] = {
    "prison": gettext_lazy("Rules of this %(jail)s"),
    "state": gettext_lazy("Rules of the state"),
    "preset": gettext_lazy("Rules of the state"),
    "inmate": gettext_lazy("Register"),
    "contact": gettext_lazy("Visitor list"),
    "bar": gettext_lazy("Bars"),
    "absence": gettext_lazy("Absences"),
    "closure": gettext_lazy("Timetable"),
    "terminal": gettext_lazy("Timetable"),
    "window": gettext_lazy("Timetable"),
}


def title(check: Check, prison: Prison) -> str:
    return str(TITLES[check.key]) % terms_of(prison.state)


def sentence(check: Check, prison: Prison) -> str:
    """What was found, in one sentence without a full stop."""
    return _said(check, prison.zone, terms_of(prison.state))


def source(check: Check, prison: Prison) -> str:
    """Who says so: the rules of prison or state, the register, the bookings."""
    kind = check.source.partition(":")[0]
    return str(SOURCES.get(kind) or _("Bookings")) % terms_of(prison.state)


def obstacle(found: Obstacle, zone: ZoneInfo, state: State | None = None) -> str:
    """A stop of the rules that keeps an approval back, as a sentence."""
    terms = terms_of(state)
    if found.key == "second_needed":
        why = _said(Check("second", "look", found.facts), zone, terms)
        return _("A second officer must agree. %(why)s") % {"why": why}
    if found.key == "no_overrule_note":
        return _("Write why you approve although a rule says no")
    check = Check("place" if found.key == "place_removed" else found.key, "stop", found.facts)
    return f"{str(TITLES[check.key]) % terms}: {_said(check, zone, terms)}"


def _said(check: Check, zone: ZoneInfo, terms: Forms) -> str:
    facts = {**terms, **_worded(check.facts, zone)}
    if check.key == "same_phone":
        n = check.facts["n"]
        text = ngettext("Used for %(n)s person in 30 days", "Used for %(n)s people in 30 days", n)
        return text % facts
    if check.key == "quota" and check.mark == "ok" and check.facts["total"] is not None:
        return str(facts["so_many"])
    case = f"{check.key} {_case(check)}"
    return str(SENTENCES.get(case) or SENTENCES[f"{check.key} {check.mark}"]) % facts


def _case(check: Check) -> str:
    facts = check.facts
    if check.key == "list":
        case = str(facts["how"])
        return f"{case} required" if check.mark == "stop" else case
    if check.key == "quota" and facts["total"] is None:
        return "none"
    if check.key == "place" and check.mark == "ok":
        return "window" if facts["is_window"] else "terminal"
    if check.key == "restriction" and check.mark == "stop":
        return str(facts["whom"])
    named = {"in_prison": "why", "absence": "cause", "place": "why"}.get(check.key)
    return str(facts.get(named, "")) if named else check.mark


def _worded(facts: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """The facts as words: moments and days of the prison's wall, codes by their tables."""
    worded = {name: _value(name, value, zone) for name, value in facts.items()}
    if facts.get("period"):
        worded["so_many"] = used(facts["used"], facts["total"], facts["period"])
    if "until" in facts:
        end = worded["until"] if facts["until"] else ""
        worded["until"] = _until(end) if "whom" in facts else end
    return worded


def _until(end: str) -> str:
    return _("until %(day)s") % {"day": end} if end else _("without an end")


def _value(name: str, value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, datetime):
        return words.moment(value, zone)
    if isinstance(value, date):
        return wording.short_day(datetime.combine(value, time(12), zone), zone)
    if isinstance(value, list | tuple):
        return ", ".join(str(NEEDS.get(code) or class_or_relation(code)) for code in value)
    if value and name in CODES:
        return CODES[name](value)
    return value if value not in {"", None} else "–"


def _cause(code: str) -> str:
    return str(BAR_CAUSES[code]) if code in BAR_CAUSES else causes.brief(code)


CODES: Mapping[str, Callable[[str], str]] = {
    "relation": words.relation_of,
    "says": words.relation_of,
    "list": words.relation_of,
    "class": class_or_relation,
    "cause": _cause,
}
