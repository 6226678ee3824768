"""Families read the word of their state: a correctional home in West Bengal, a jail in Bihar."""

import pytest
from django.test import Client

from mulakat import clock
from mulakat.portals.demo.world import STATES
from mulakat.portals.visitor.book.tests.walking import Walk
from mulakat.portals.visitor.visits import standing
from mulakat.prisons.models import Prison
from mulakat.visits.words import reasons
from tests.world import a_prison, a_request, a_state, all_day_rules

pytestmark = pytest.mark.django_db
BENGAL, BIHAR = STATES[0], STATES[1]
WORDS = {
    ("west-bengal", "en"): ("correctional home", " jail"),
    ("west-bengal", "hi"): ("सुधार गृह", "जेल"),
    ("west-bengal", "bn"): ("সংশোধনাগার", "জেল"),
    ("bihar", "en"): (" jail", "correctional home"),
    ("bihar", "hi"): ("जेल", "सुधार गृह"),
    ("bihar", "bn"): ("জেলে", "সংশোধনাগার"),
}


@pytest.fixture
def prisons() -> dict[str, Prison]:
    found = {}
    for demo in (BENGAL, BIHAR):
        state = a_state(demo.preset, slug=demo.slug, terms=demo.terms)
        found[demo.slug] = a_prison(state)
        all_day_rules(found[demo.slug])
    return found


@pytest.mark.parametrize(("slug", "language"), WORDS)
def test_the_first_page_and_the_leaflet_say_it(
    prisons: dict[str, Prison], slug: str, language: str
) -> None:
    says, other = WORDS[slug, language]
    for path in ("/", "/leaflet/"):
        html = Client().get(f"{path}?state={slug}&lang={language}").content.decode()
        heading = html.split("<h1>")[1].split("</h1>")[0]
        assert says in heading and other not in heading


@pytest.mark.parametrize("language", ["en", "hi", "bn"])
@pytest.mark.parametrize("slug", ["west-bengal", "bihar"])
def test_the_booking_says_it_once_the_prison_is_known(
    prisons: dict[str, Prison], slug: str, language: str
) -> None:
    walk = Walk(prisons[slug])
    walk.to("kind")
    says, other = WORDS[slug, language]
    html = walk.client.get(f"/book/kind/?lang={language}").content.decode()
    side = html.split('class="side')[1].split("</div>")[0]
    assert says.strip().removesuffix("ে") in side and other not in side


def test_status_and_refusal_say_it(prisons: dict[str, Prison]) -> None:
    visit = a_request(prisons["west-bengal"])
    shown = standing.of(visit, clock.now())
    assert shown["word"] == "Sent to the correctional home. Not approved yet."
    assert "The jail" in reasons.sentence(reasons.NEUTRAL)
    assert "The correctional home" in reasons.sentence(reasons.NEUTRAL, visit.prison.state)
