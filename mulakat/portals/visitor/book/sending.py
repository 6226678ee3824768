"""From the pages' answers to one request: read again as a whole, compared, asked once."""

import json
from typing import Any

from mulakat.portals.visitor.book import identity, jail, kind, others, you
from mulakat.portals.visitor.book.pages import Page, Place
from mulakat.sealed import digest
from mulakat.visits.form.fields import Reading
from mulakat.visits.requesting import RequestAnswers

FORMS: tuple[Page, ...] = (jail.PAGE, kind.PAGE, you.PAGE, identity.PAGE, others.PAGE)

Readings = dict[str, Reading]


def read_all(place: Place) -> Readings:
    """Every page's answers, read as they would be now."""
    return {page.name: page.read(place.answers.get(page.name, {}), place) for page in FORMS}


def stale(readings: Readings) -> str:
    """The first page whose answers no longer hold (a time went by, a rule changed), or ""."""
    return next((name for name, read in readings.items() if read.errors or read.stop), "")


def fingerprint(answers: RequestAnswers) -> str:
    """Equal for equal answers, whenever they are sent: tells a second press from a change."""
    told: list[Any] = [
        answers.prison.pk, answers.kind, answers.language, answers.asked, answers.wishes,
        answers.contact, [vars(person) for person in answers.persons],
        {k: v for k, v in answers.details.items() if k != "consented_at"},
    ]  # fmt: skip
    return digest(json.dumps(told, sort_keys=True), "request")
