"""Who the visitor is, and what they are to the person."""

from datetime import datetime

from django.utils.translation import gettext as _

from mulakat.prisons.policy import Policy
from mulakat.visits.form.fields import Raw, Reader, Reading
from mulakat.visits.form.place import Place
from mulakat.visits.words.choices import GENDERS, RELATIONS, Words

ADULT = 18


def read(raw: Raw, place: Place) -> Reading:
    reader = Reader(raw)
    reader.name("name", _("Enter your name"))
    reader.name("guardian", _("Enter the name of your father, mother or husband"))
    read_age(reader, place.now, place.policy.adult_age)
    reader.choice("gender", GENDERS, _("Choose your gender"))
    relation = reader.choice("relation", relations(place.policy), _("Choose how you are related"))
    if relation == "relative":
        reader.long("relation_other", _("Enter how you are related"), most=40)
    else:
        reader.reading.values["relation_other"] = ""
    return reader.reading


def relations(policy: Policy) -> Words:
    """Who may ask at this prison: a public rule."""
    allowed = policy.relations_allowed
    return {code: text for code, text in RELATIONS.items() if not allowed or code in allowed}


def read_age(reader: Reader, now: datetime, adult: int = ADULT) -> None:
    """Years of age, or the year of birth."""
    age = reader.number("age")
    if age is not None and 1900 <= age <= now.year:
        age = reader.reading.values["age"] = now.year - age
    if not reader.raw.get("age"):
        reader.wrong("age", _("Enter your age"))
    elif age is None or not 1 <= age <= 120:
        reader.wrong("age", _("Age must be a number between 1 and 120"))
    elif age < adult:
        reader.reading.stop = "minor"
