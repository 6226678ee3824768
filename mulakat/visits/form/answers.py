"""From readings without errors to one request, as `visits.requesting` takes it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from mulakat.prisons.models import Prison
from mulakat.visits.form.fields import Reading
from mulakat.visits.requesting import PersonAnswers, RequestAnswers
from mulakat.visits.words.consent import PRIVACY_VERSION


def request_answers(
    readings: Mapping[str, Reading], prison: Prison, now: datetime
) -> RequestAnswers:
    """The request of readings without errors: "jail", "kind", "you", "id" and "others"."""
    person, contact = readings["jail"].values, readings["id"].values
    language = get_language() or "en"
    return RequestAnswers(
        prison=prison,
        kind=readings["kind"].values["kind"],
        language=language.split("-")[0],
        asked={key: person[key] for key in ("name", "guardian", "age", "gender", "number")},
        wishes=readings["kind"].values["wishes"],
        contact={
            "phone": contact["phone"],
            "email": contact.get("email", ""),
            "phone_owner": contact["phone_owner"],
            "address": contact["address"],
        },
        persons=[_visitor(readings), *(_other(one) for one in readings["others"].values["others"])],
        details={
            "help": readings["others"].values["help"],
            "help_text": readings["others"].values["help_text"],
            "privacy_version": PRIVACY_VERSION,
            "consented_at": now.isoformat(),
            "officers_watch": True,
        },
    )


def _visitor(readings: Mapping[str, Reading]) -> PersonAnswers:
    you_are, shown = readings["you"].values, readings["id"].values
    return PersonAnswers(
        name=you_are["name"],
        guardian=you_are["guardian"],
        age=you_are["age"],
        gender=you_are["gender"],
        relation=you_are["relation"],
        relation_other=you_are["relation_other"],
        id_type=shown["id_type"],
        id_number=shown["id_number"],
    )


def _other(one: dict[str, Any]) -> PersonAnswers:
    return PersonAnswers(
        name=one["name"],
        age=one["age"],
        relation=one["relation"],
        id_type=one.get("id_type", ""),
    )
