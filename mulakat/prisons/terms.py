"""The words of a state: jail or correctional home, inmate or resident (`State.terms`).

A sentence takes one of these as a placeholder of its own name:

    jail     the noun:                    "The %(jail)s decides"
    at_jail  after "at the", "to the":    "Sent to the %(at_jail)s"; only Bengali bends it
    in_jail  with its own "in":           "Meet someone %(in_jail)s"; English says "in jail"
    inmate   a person held

Sentences are worded so that any noun fits: in Hindi no verb or adjective agrees with it.
"""

from django.utils.translation import get_language

from mulakat.prisons.models import State

Forms = dict[str, str]
KEYS = ("jail", "at_jail", "in_jail", "inmate")
USUAL: dict[str, Forms] = {
    "jail": {"en": "jail", "hi": "जेल", "bn": "সংশোধনাগার"},
    "at_jail": {"bn": "সংশোধনাগারে"},
    "in_jail": {"en": "in jail", "bn": "সংশোধনাগারে"},
    "inmate": {"en": "inmate", "hi": "बंदी", "bn": "আবাসিক"},
}
# Forms that a state's words do not name are made from its noun
_MADE = {
    "at_jail": {"en": "{}", "hi": "{}", "bn": "{}-এ"},
    "in_jail": {"en": "in a {}", "hi": "{} में", "bn": "{}-এ"},
}


def term(state: State | None, key: str, language: str | None = None) -> str:
    """One of KEYS in a language; without a state, or without a word of its own, as usual."""
    language = (language or get_language() or "en").split("-")[0]
    own = state.terms if state else {}
    noun = "jail" if key in _MADE else key
    terms: dict[str, Forms] = own if language in own.get(noun, {}) else USUAL
    word = terms.get(key, {}).get(language)
    if word is None and key in _MADE and language in terms[noun]:
        word = _MADE[key][language].format(terms[noun][language])
    return word or USUAL[key].get("en") or USUAL["jail"]["en"]


def terms_of(state: State | None, language: str | None = None) -> Forms:
    """All of KEYS: `_("Sent to the %(at_jail)s") % terms_of(state)`."""
    return {key: term(state, key, language) for key in KEYS}
