"""The answers as the last page shows them, each with the page that changes it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from mulakat.portals.visitor.book.pages import Place
from mulakat.visits.form import times
from mulakat.visits.form.fields import Reading
from mulakat.visits.words.choices import (
    COUNTRIES,
    GENDERS,
    GENDERS_OR_UNKNOWN,
    HELP,
    ID_TYPES,
    KINDS,
    PHONE_OWNERS,
    RELATIONS,
)

Readings = dict[str, Reading]


@dataclass(frozen=True)
class Row:
    """One answer: what was asked, what was said (a line each), where to change it."""

    label: str
    lines: list[str]
    href: str


def rows(readings: Readings, place: Place) -> list[Row]:
    return [
        *_whom(readings["jail"], place),
        *_when(readings["kind"], place),
        *_who(readings["you"]),
        *_reached(readings["id"]),
        *_with(readings["others"]),
    ]


def _whom(read: Reading, place: Place) -> list[Row]:
    told = read.values
    person = [told["name"]]
    if told["guardian"]:
        person.append(_("Father, mother or husband: %(name)s") % {"name": told["guardian"]})
    person.append(
        _("About %(age)s years, %(gender)s")
        % {"age": told["age"], "gender": GENDERS_OR_UNKNOWN[told["gender"]]}
    )
    if told["number"]:
        person.append(_("Prisoner number %(number)s") % {"number": told["number"]})
    return [
        Row(_("The person you want to meet"), person, "/book/jail/#name"),
        Row(_("Where"), [place.chosen.name()], "/book/jail/"),
    ]


def _when(read: Reading, place: Place) -> list[Row]:
    wishes = [datetime.fromisoformat(wish) for wish in read.values["wishes"]]
    return [
        Row(_("How"), [str(KINDS[read.values["kind"]])], "/book/kind/"),
        Row(_("Times"), [times.words(at, place.chosen) for at in wishes], "/book/kind/#wish"),
    ]


def _who(read: Reading) -> list[Row]:
    told = read.values
    relation = told["relation_other"] or str(RELATIONS[told["relation"]])
    lines = [
        told["name"],
        _("Father, mother or husband: %(name)s") % {"name": told["guardian"]},
        _("%(age)s years, %(gender)s") % {"age": told["age"], "gender": GENDERS[told["gender"]]},
    ]
    return [
        Row(_("You"), lines, "/book/you/"),
        Row(_("Relationship"), [relation], "/book/you/#relation"),
    ]


def _reached(read: Reading) -> list[Row]:
    told, address = read.values, read.values["address"]
    place = [address["line"], " ".join(filter(None, [address["district"], address["pin"]]))]
    if address["country"] != "IN":
        place.append(str(COUNTRIES[address["country"]]))
    mobile = f"{told['phone'][3:]}, {PHONE_OWNERS[told['phone_owner']]}"
    shown = [
        Row(_("ID"), [_id(read)], "/book/id/"),
        Row(_("Address"), place, "/book/id/#line"),
        Row(_("Mobile number"), [mobile], "/book/id/#phone"),
    ]
    if told["email"]:
        shown.append(Row(_("E-mail"), [told["email"]], "/book/id/#email"))
    return shown


def _id(read: Reading) -> str:
    """The type and the last four characters; the rest is for the officer's eyes."""
    told = read.values
    number = (told["id_number"] or {}).get("number", "")
    words = (told["id_number"] or {}).get("document") or str(ID_TYPES[told["id_type"]])
    return f"{words}, ••••{number[-4:]}" if number else words


def _with(read: Reading) -> list[Row]:
    others = [
        _("%(name)s, %(age)s years, %(relation)s")
        % {"name": one["name"], "age": one["age"], "relation": RELATIONS[one["relation"]]}
        for one in read.values["others"]
    ]
    help_wanted = [str(HELP[one]) for one in read.values["help"]]
    if read.values["help_text"]:
        help_wanted.append(read.values["help_text"])
    return [
        Row(_("Who else comes"), others or [_("Nobody else")], "/book/others/"),
        Row(_("Help"), help_wanted or [str(HELP["none"])], "/book/others/#help"),
    ]
