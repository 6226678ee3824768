"""Which questions stand on which page of the assisted request, in the family's words."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mulakat.portals.staff.assist.asking import Field, Section, asked, select
from mulakat.portals.staff.assist.parts import Here
from mulakat.visits import wording
from mulakat.visits.form import times
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

LANGUAGES = (("bn", "বাংলা"), ("hi", "हिन्दी"), ("en", "English"))
PLACES = (
    ("helpline", gettext_lazy("On the phone")),
    ("counter", gettext_lazy("Here, in front of me")),
)
EMPTY: tuple[tuple[str, str | Promise], ...] = (("", gettext_lazy("Choose")),)


def first(here: Here, typed: dict[str, Any], errors: dict[str, str], caller: str) -> list[Section]:
    """Page 1: the call, whom, how and when."""
    call = [
        select("call-place", gettext_lazy("Where is the caller?"), PLACES),
        select("call-language", gettext_lazy("Language of the caller"), LANGUAGES),
    ]
    return [
        Section(_("The call"), asked(call, typed, errors, caller="")),
        Section(_("Who do you want to meet?"), asked(_inside(), typed, errors, caller)),
        Section(_("How and when"), asked(_when(here, typed), typed, errors, caller)),
    ]


def _inside() -> list[Field]:
    return [
        Field("in-name", gettext_lazy("Full name of the person")),
        Field("in-guardian", gettext_lazy("Name of their father, mother or husband")),
        Field("in-unknown", gettext_lazy("I do not know"), "tick"),
        Field("in-age", gettext_lazy("About how old are they?"), width="w3", inputmode="numeric"),
        select("in-gender", gettext_lazy("Gender"), [*EMPTY, *GENDERS_OR_UNKNOWN.items()]),
        Field("in-number", gettext_lazy("Prisoner number (optional)"), width="w6"),
    ]


def _when(here: Here, typed: dict[str, Any]) -> Iterable[Field]:
    prison, zone = here.chosen, here.chosen.zone
    kinds = [kind for kind in prison.kinds() if typed.get("when-kind") in ("", kind, None)]
    days: times.Days = {}
    for kind in kinds:
        for day, slots in times.days(prison, kind, here.now).items():
            days[day] = [*days.get(day, []), *slots]
    clocks = {
        f"{slot.starts_at.astimezone(zone):%H:%M}" for slots in days.values() for slot in slots
    }
    on = [
        (day.isoformat(), wording.short_day(days[day][0].starts_at, zone)) for day in sorted(days)
    ]
    yield select(
        "when-kind",
        gettext_lazy("How do you want to meet?"),
        [*EMPTY, *((kind, KINDS[kind]) for kind in prison.kinds())],
    )
    for at, label in enumerate(WISHES[: here.policy.wishes]):
        yield select(f"when-day-{at}", label, [*EMPTY, *on])
        at_clock = [(clock, clock) for clock in sorted(clocks)]
        yield select(f"when-time-{at}", gettext_lazy("At what time?"), [*EMPTY, *at_clock])


WISHES = (
    gettext_lazy("When can you come?"),
    gettext_lazy("If that is not free: which other day?"),
    gettext_lazy("And a third day?"),
)


def second(here: Here, typed: dict[str, Any], errors: dict[str, str], caller: str) -> list[Section]:
    """Page 2: who, how reached, who else."""
    inmate = (("inmate", str(typed.get("in-name", ""))),)
    you = [
        Field("you-name", gettext_lazy("Your full name")),
        Field("you-guardian", gettext_lazy("Name of your father, mother or husband")),
        Field("you-age", gettext_lazy("Your age"), width="w3", inputmode="numeric"),
        select("you-gender", gettext_lazy("Gender"), [*EMPTY, *GENDERS.items()]),
        select(
            "you-relation",
            gettext_lazy("How are you related to %(inmate)s?"),
            [*EMPTY, *RELATIONS.items()],
            facts=inmate,
        ),
        Field("you-relation_other", gettext_lazy("If other relative: how?")),
    ]
    return [
        Section(_("Your name and age"), asked(you, typed, errors, caller)),
        Section(
            _("Your ID, address and phone"), asked(_reached(here, typed), typed, errors, caller)
        ),
        Section(_("Who else will be with you?"), asked(_others(here), typed, errors, caller)),
    ]


def _reached(here: Here, typed: dict[str, Any]) -> list[Field]:
    email = (
        gettext_lazy("E-mail address")
        if here.policy.booking_email == "required"
        else gettext_lazy("E-mail address (optional)")
    )
    fields = [
        select("id-id_type", gettext_lazy("Which ID will you show?"), [*EMPTY, *ID_TYPES.items()]),
        Field("id-number", gettext_lazy("Number on the ID"), width="w12"),
        Field("id-line", gettext_lazy("House, village or street")),
        Field("id-district", gettext_lazy("District and state")),
        Field("id-pin", gettext_lazy("Postal PIN code"), width="w6", inputmode="numeric"),
        select("id-country", gettext_lazy("Country"), COUNTRIES),
        Field("id-phone", gettext_lazy("Mobile number"), width="w12", inputmode="tel"),
        select(
            "id-phone_owner", gettext_lazy("Whose phone is it?"), [*EMPTY, *PHONE_OWNERS.items()]
        ),
        Field("id-email", email),
    ]
    if typed.get("id-id_type") == "other":
        fields.insert(2, Field("id-document", gettext_lazy("What document is it?")))
    if typed.get("id-id_type") == "foreign_passport":
        country = gettext_lazy("Country of your passport")
        abroad = [(code, text) for code, text in COUNTRIES.items() if code != "IN"]
        fields.insert(2, select("id-passport_country", country, [*EMPTY, *abroad]))
    return fields


def _others(here: Here) -> Iterable[Field]:
    for at in range(here.policy.persons_max - 1):
        yield Field(f"with-name-{at}", gettext_lazy("Full name"))
        yield Field(f"with-age-{at}", gettext_lazy("Age"), width="w3", inputmode="numeric")
        yield select(
            f"with-relation-{at}",
            gettext_lazy("Relationship to the person you meet"),
            [*EMPTY, *RELATIONS.items()],
        )
        yield select(
            f"with-id_type-{at}", gettext_lazy("ID, if 18 or over"), [*EMPTY, *ID_TYPES.items()]
        )
    boxes = [(code, text) for code, text in HELP.items() if code != "none"]
    yield Field("with-help", gettext_lazy("Do you need any help for the visit?"), "boxes", boxes)
