"""Who else comes along, and what help is needed.

The fields of the first further person are name-0, age-0, ...; `rows` says how many there
are. People call that one "person 2", for they themselves are the first.
"""

from typing import Any

from django.utils.translation import gettext as _

from mulakat.visits.form.fields import Raw, Reader, Reading
from mulakat.visits.form.place import Place
from mulakat.visits.form.visitor import ADULT
from mulakat.visits.words.choices import HELP, ID_TYPES, RELATIONS

OF_A_PERSON = ("name", "age", "relation", "id_type")
ROWS = 9  # no policy lets more come

Row = dict[str, str]
FIELDS = ("rows", "help_text", *(f"{key}-{at}" for at in range(ROWS) for key in OF_A_PERSON))


def read(raw: Raw, place: Place) -> Reading:
    reader = Reader(raw)
    people = [row for row in rows(raw) if any(row.values())]  # an empty row is nobody
    put(raw, people)
    most = place.policy.persons_max - 1  # beside the one who asks
    if len(people) > most:
        reader.wrong(
            "others",
            _("You can bring up to %(most)s people. Remove %(over)s")
            % {"most": most, "over": len(people) - most},
        )
    read_people = [_read_person(reader, row, at) for at, row in enumerate(people)]
    reader.reading.values["others"] = read_people
    ages = [person["age"] for person in read_people]
    children = [age for age in ages if age is not None and age < place.policy.adult_age]
    if len(children) > place.policy.children_max:
        reader.wrong(
            "others",
            _("At most so many children may come: %(most)s") % {"most": place.policy.children_max},
        )
    _read_help(reader)
    return reader.reading


def _read_person(reader: Reader, row: Row, at: int) -> dict[str, Any]:
    number = {"number": at + 2}
    own = Reader(row)
    own.name("name", _("Enter the name of person %(number)s") % number)
    age = own.number("age")
    if age is None or age > 120:
        own.wrong("age", _("Enter the age of person %(number)s") % number)
    own.choice("relation", RELATIONS, _("Choose how person %(number)s is related") % number)
    if age is not None and age >= ADULT:
        own.choice("id_type", ID_TYPES, _("Choose the ID person %(number)s will show") % number)
    for key, text in own.errors.items():
        reader.wrong(f"{key}-{at}", text)
    return own.reading.values


def _read_help(reader: Reader) -> None:
    chosen = [one for one in reader.raw.get("help", []) if one in HELP]
    if not chosen or ("none" in chosen and len(chosen) > 1):
        reader.wrong("help", _("Choose the help you need, or “No help needed”"))
    text = reader.text("help_text")
    if len(text) > 200:
        reader.wrong("help_text", _("The description must be 200 characters or less"))
    reader.reading.values["help"] = [one for one in chosen if one != "none"]


def rows(raw: Raw) -> list[Row]:
    count = str(raw.get("rows", ""))
    shown = min(int(count), ROWS) if count.isdecimal() else 0
    return [{key: raw.get(f"{key}-{at}", "") for key in OF_A_PERSON} for at in range(shown)]


def put(raw: Raw, people: list[Row]) -> None:
    """These people and no others, numbered from 0."""
    for at in range(ROWS):
        for key in OF_A_PERSON:
            raw.pop(f"{key}-{at}", None)
    for at, row in enumerate(people):
        raw.update({f"{key}-{at}": text for key, text in row.items()})
    raw["rows"] = str(len(people))


def tidy(raw: Raw) -> None:
    put(raw, rows(raw))
