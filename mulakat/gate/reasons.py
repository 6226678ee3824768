"""Why somebody is not let in, or let in without the gate code: coded, with a way out.

The guard chooses a code; the family reads the sentence and what it can do now. A day on which
one was turned back uses up no visit.
"""

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mulakat.prisons.models import State
from mulakat.prisons.terms import terms_of


@dataclass(frozen=True)
class Refusal:
    """`guard` stands in the list of the gate; `sentence` and `way_out` reach the family."""

    guard: Promise
    sentence: Promise
    way_out: Promise


REFUSALS: dict[str, Refusal] = {
    "no_id": Refusal(
        _("No person has an ID"),
        _("Nobody of you could show an ID at the gate."),
        _("Come back today with an ID and ask at the gate. Or ask for another time."),
    ),
    "other_person": Refusal(
        _("The ID is of another person"),
        _("The ID shown at the gate was not of the person on the pass."),
        _("Ask for a new visit with the name as it stands on the ID."),
    ),
    "too_late": Refusal(
        _("Too late for this visit"),
        _("You came after the time of your visit."),
        _("Ask the officer at the gate for a later place today. Or ask for another time."),
    ),
    "belongings": Refusal(
        _("Does not leave behind what is not allowed"),
        _("Something you had with you may not be taken inside."),
        _("Leave it in a locker or at home, and come to the gate again today."),
    ),
    "conduct": Refusal(
        _("Threatens or hurts others, or is drunk"),
        _("The officer at the gate could not let you in because of your conduct."),
        _("You can ask for another day. If this is not right, tell us what happened."),
    ),
    "away": Refusal(
        _("The person inside is not here or cannot come"),
        _("The visit could not take place today. This is not your fault."),
        _("Ask for another time. Your request goes first."),
    ),
    "closed": Refusal(
        _("Visits have stopped today"),
        _("The %(jail)s had to stop its visits today. This is not your fault."),
        _("Ask for another time. Your request goes first."),
    ),
    "other": Refusal(
        _("Another reason"),
        _("You could not enter today. The %(jail)s has written down why."),
        _("Call the helpline and ask why. You can ask for another time."),
    ),
}
NOT_THEIR_FAULT = frozenset({"away", "closed"})

# Let in without the code that stands on the pass
WITHOUT_CODE: dict[str, Promise] = {
    "no_phone": _("The phone is lost, empty or at home"),
    "cannot_read": _("Cannot read or say the number"),
    "known": _("The officer on duty knows the family"),
    "tries": _("The code was wrong, the ID is right"),
}

# A person of the pass whose ID was not seen
WITHOUT_ID: dict[str, Promise] = {
    "child": _("Child, no ID needed"),
    "not_here": _("Did not come"),
    "stays_out": _("No ID: waits outside"),
    "duty": _("No ID: the officer on duty agreed"),
}


def told(code: str, state: State, language: str) -> tuple[str, str]:
    """What happened and what to do now, in the visitor's language."""
    refusal = REFUSALS.get(code, REFUSALS["other"])
    with translation.override(language):
        words = terms_of(state, language)
        return str(refusal.sentence) % words, str(refusal.way_out) % words
