"""Whom the visitor wants to meet, as the visitor knows the person. Read, never matched."""

import re

from django.utils.translation import gettext as _

from mulakat.visits.form.fields import Reader
from mulakat.visits.reading import western_digits
from mulakat.visits.words.choices import GENDERS_OR_UNKNOWN

FIELDS = ("name", "guardian", "unknown", "age", "gender", "number")
NUMBER = re.compile(r"[\w/\-]{1,20}")  # letters of any script, numbers, / and -


def read(reader: Reader) -> None:
    reader.name("name", _("Enter the person's name"))
    if reader.raw.get("unknown"):
        reader.reading.values["guardian"] = ""
    else:
        reader.name(
            "guardian",
            _("Enter the name of their father, mother or husband, or tick “I do not know”"),
        )
    _read_age(reader)
    reader.choice("gender", GENDERS_OR_UNKNOWN, _("Choose the person's gender, or “I do not know”"))
    number = western_digits(reader.text("number"))
    reader.reading.values["number"] = number
    if number and not NUMBER.fullmatch(number.replace(" ", "")):
        reader.wrong(
            "number",
            _(
                "The prisoner number must be 20 characters or less, "
                "with only letters, numbers, / and -"
            ),
        )


def _read_age(reader: Reader) -> None:
    age = reader.number("age")
    if age is None or not 1 <= age <= 120:
        reader.wrong("age", _("Age must be a number between 18 and 120"))
    elif age < 18:
        reader.reading.stop = "child"
