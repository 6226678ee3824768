"""The public rules: those of the chosen prison, in its words, and nothing about any person."""

import pytest
from django.test import Client

from mulakat.portals.visitor.book import where
from tests.world import a_prison, a_state, an_inmate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten_prisons():
    where.forget()


def read(of=None, language="en", **asked):
    if of:
        asked |= {"state": of.state.number, "prison": of.number}
    answer = Client().get("/info/rules/", asked, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_prison_shows_its_own_rules():
    prison = a_prison(
        a_state("maharashtra"), overrides={"quotas": [["*", 3, "month"]], "persons_max": 2}
    )
    page = read(prison)
    assert "By video, each person can have 3 visits in a month." in page
    assert "Up to 2 people may take part." in page
    assert "You must be on the list of visitors" in page


def test_a_state_shows_its_rules_and_offers_its_prisons():
    prison = a_prison(a_state("kerala"))
    page = read(state=prison.state.slug)
    assert "Each person can have 1 visit in 14 days." in page
    assert prison.name("en") in page


def test_without_a_state_our_own_rules_are_shown():
    a_state(), a_state()
    assert "The number of visits is not limited." in read()


def test_what_a_prison_has_not_is_not_spoken_of():
    page = read(a_prison(has_video=False))
    assert "A visit at the jail lasts 20 minutes." in page
    assert "A video visit lasts" not in page


@pytest.mark.parametrize("asked", [{"state": "x", "prison": "y"}, {"prison": "99999999999"}])
def test_what_does_not_exist_counts_as_not_chosen(asked):
    a_state(), a_state()
    assert "Rules of the visit" in read(**asked)


@pytest.mark.parametrize("language", ["hi", "bn"])
def test_it_reads_in_other_languages(language):
    page = read(a_prison(a_state("delhi")), language)
    assert "%(" not in page
    assert "visits in a week" not in page


def test_the_rules_are_the_same_whoever_is_held():
    prison = a_prison()
    before = read(prison)
    an_inmate(prison)
    assert read(prison) == before
