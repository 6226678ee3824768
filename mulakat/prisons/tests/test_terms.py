"""A state's own words, and the usual ones."""

import pytest

from mulakat.portals.demo.world import STATES
from mulakat.prisons.models import State
from mulakat.prisons.terms import KEYS, term, terms_of

NOTHING = State()
SUB_JAIL = State(terms={"jail": {"en": "sub-jail", "hi": "उप-कारा"}})
LANGUAGES = ("en", "hi", "bn")


def test_without_a_state_or_its_words_it_is_a_jail() -> None:
    for state in (None, NOTHING):
        assert terms_of(state, "en") == {
            "jail": "jail", "at_jail": "jail", "in_jail": "in jail", "inmate": "inmate"
        }  # fmt: skip
        assert term(state, "in_jail", "hi") == "जेल में"
        assert term(state, "at_jail", "bn") == "সংশোধনাগারে"


def test_forms_that_a_state_does_not_name_are_made_from_its_noun() -> None:
    assert term(SUB_JAIL, "in_jail", "en") == "in a sub-jail"
    assert term(SUB_JAIL, "at_jail", "hi") == "उप-कारा"
    assert term(SUB_JAIL, "in_jail", "hi") == "उप-कारा में"


def test_a_language_without_a_word_of_the_state_gets_the_usual_one() -> None:
    assert terms_of(SUB_JAIL, "bn") == terms_of(None, "bn")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_the_demo_says_each_word_in_each_language(language: str) -> None:
    for demo in STATES:
        assert all(demo.terms[key] for key in ("jail", "inmate"))
        assert all(term(State(terms=demo.terms), key, language) for key in KEYS)
    bengal = State(terms=STATES[0].terms)
    assert term(bengal, "in_jail", language) == {
        "en": "in a correctional home", "hi": "सुधार गृह में", "bn": "সংশোধনাগারে"
    }[language]  # fmt: skip
