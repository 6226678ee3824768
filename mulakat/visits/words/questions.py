"""The ready questions of an officer, in every language; anything else he writes himself.

Which questions a prison asks a visitor must not tell whether the person is held. What is about
the visitor alone (his ID, his address) may be asked of anybody: the officer chooses it by the
form, held or not. What rests on the person inside, and everything in an officer's own words, is
asked only of a visitor known to the inmate (docs/adr/0007-answers.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mulakat.prisons.models import State
from mulakat.prisons.terms import terms_of

OWN = "own"


@dataclass(frozen=True)
class Ready:
    """One ready question; `for_strangers` if it is about the visitor's own matters."""

    key: str
    text: Promise
    for_strangers: bool = True


_ALL = (
    Ready("id", _("Your ID is not clear to us. Which ID is it, and what is its number?")),
    Ready("relation", _("How are you related? Name a paper that shows it.")),
    Ready("address", _("What is your full address, with the district and the PIN code?")),
    Ready("phone", _("Whose phone is this, and at what time can we reach you?")),
    Ready("who_comes", _("Who comes with you? Write the name and age of each person.")),
    Ready("lawyer", _("What is the case number, and your number at the Bar Council?")),
    Ready(
        "which_person",
        _("Which person do you want to meet? Write the father's or husband's name and village."),
        for_strangers=False,
    ),
    Ready(
        "other_day",
        _("The times you asked for are not possible. Which other days can you come?"),
        for_strangers=False,
    ),
)
READY = {question.key: question for question in _ALL}


def ready(*, is_known: bool) -> Iterator[Ready]:
    """What may be asked of this visitor, in the order in which an officer chooses."""
    return (question for question in _ALL if question.for_strangers or is_known)


def may_be_asked(key: str, *, is_known: bool) -> bool:
    """May this question go to this visitor? A free one only to a known visitor."""
    if key == OWN:
        return is_known
    return key in READY and (is_known or READY[key].for_strangers)


def sentence(key: str, state: State | None = None) -> str:
    """A ready question in the reader's language; "" for an officer's own."""
    question = READY.get(key)
    return str(question.text) % terms_of(state) if question else ""
