"""The family's form on two pages: each part read by the very code that reads the family's.

A field's name is its part's, a hyphen, and the name it has on the family's page: you-name.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from mulakat.prisons.models import Prison
from mulakat.prisons.policy import Policy
from mulakat.schedule.timetable import from_wall
from mulakat.visits.form import inside, others, reached, times, visitor, wishes
from mulakat.visits.form.fields import Errors, Raw, Reader, Reading, collect
from mulakat.visits.words.choices import KINDS

FIRST, SECOND = ("in", "when"), ("you", "id", "with")
TEXTS = {
    "in": inside.FIELDS,
    "when": ("kind", *(f"{what}-{at}" for at in range(3) for what in ("day", "time"))),
    "you": ("name", "guardian", "age", "gender", "relation", "relation_other"),
    "id": (
        "id_type", "number", "document", "passport_country", "line", "district", "pin",
        "country", "phone", "phone_owner", "email",
    ),
    "with": others.FIELDS,
}  # fmt: skip
LISTS = {"with": ("help",)}
NAMES_OF_PAGES = {"in": "jail", "when": "kind", "you": "you", "id": "id", "with": "others"}


@dataclass(frozen=True)
class Here:
    """What an answer may rest on (visits/form/place.py)."""

    chosen: Prison
    now: datetime

    @property
    def policy(self) -> Policy:
        return self.chosen.policy


def collected(post: QueryDict) -> dict[str, Any]:
    """Every field of both pages as typed, flat, by its name in the form. A full Aadhaar number
    is taken out before anything keeps or shows it."""
    texts = tuple(f"{part}-{name}" for part, names in TEXTS.items() for name in names)
    lists = tuple(f"{part}-{name}" for part, names in LISTS.items() for name in names)
    typed = collect(post, texts, lists)
    own = raw("id", typed)
    reached.tidy(own)
    typed["id-number"], typed["id-was_full"] = own["number"], own["was_full"]
    return typed


def raw(part: str, typed: dict[str, Any]) -> Raw:
    """One part's fields under the names the family's page has for them."""
    return {
        name.partition("-")[2]: value
        for name, value in typed.items()
        if name.startswith(part + "-")
    }


def read(parts: tuple[str, ...], typed: dict[str, Any], here: Here) -> dict[str, Reading]:
    """Readings of these parts by the names of the family's pages."""
    return {NAMES_OF_PAGES[part]: READ[part](raw(part, typed), here) for part in parts}


def errors(parts: tuple[str, ...], readings: dict[str, Reading]) -> Errors:
    """What is wrong, by the names of the fields here."""
    found: Errors = {}
    for part in parts:
        reading = readings[NAMES_OF_PAGES[part]]
        for name, text in reading.errors.items():
            found[f"{part}-{_beside(name)}"] = text
        if reading.stop:
            found.setdefault(*_stop(part, reading.stop))
    return found


def _beside(name: str) -> str:
    return {"wish": "day-0", "others": "name-0"}.get(name, name)


def _stop(part: str, stop: str) -> tuple[str, str]:
    """Where the family is shown a page of its own, the operator reads a sentence."""
    if stop == "child":
        return f"{part}-age", _("Children are not held there. Say whom to call: the helpline knows")
    if stop == "minor":
        return f"{part}-age", _("Only a person of 18 or over can book")
    return f"{part}-kind", _("There are no such visits here. Choose the other kind")


def _inside(given: Raw, here: Here) -> Reading:
    reader = Reader(given)
    inside.read(reader)
    return reader.reading


def _when(given: Raw, here: Here) -> Reading:
    reader = Reader(given)
    kind = reader.choice("kind", KINDS, _("Choose a video visit or a visit at the jail"))
    if kind not in here.chosen.kinds():
        reader.reading.stop = "" if "kind" in reader.errors else "no-" + kind
        return reader.reading
    days = times.days(here.chosen, kind, here.now)
    if not days:
        reader.reading.stop = "no-times"
        return reader.reading
    given["wish"] = _wished(given, here, reader)
    if not any(name.startswith("day-") for name in reader.errors):
        wishes.read(reader, here, days)
    return reader.reading


def _wished(given: Raw, here: Here, reader: Reader) -> list[str]:
    """A day and a time of the clock make one wish; empty pairs are none."""
    found = []
    for at in range(3):
        day, time = given.get(f"day-{at}", ""), given.get(f"time-{at}", "")
        if not day and not time:
            continue
        try:
            wall = datetime.strptime(f"{day} {time}", "%Y-%m-%d %H:%M")
        except ValueError:
            reader.wrong(f"day-{at}", _("Choose the day and the time"))
        else:
            found.append(times.value(from_wall(here.chosen, wall)))
    return found


def _with(given: Raw, here: Here) -> Reading:
    given["rows"] = str(here.policy.persons_max - 1)
    if not given.get("help"):
        given["help"] = ["none"]
    return others.read(given, here)


READ: dict[str, Any] = {
    "in": _inside,
    "when": _when,
    "you": visitor.read,
    "id": reached.read,
    "with": _with,
}
