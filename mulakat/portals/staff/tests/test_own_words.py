"""The office and the helpline read what a family's phone can do, and how the visit was."""

import pytest

from mulakat import clock
from mulakat.portals.staff.requests.history import history
from mulakat.visits import experience
from tests import world

pytestmark = pytest.mark.django_db


def test_the_history_says_it_in_words() -> None:
    visit, now = world.an_approved_visit(world.a_prison()), clock.now()
    experience.phone_checked(visit=visit, result="voice", found={}, now=now)
    experience.say_how_it_was(visit=visit, face="bad", broke=["late"], now=now)
    texts = [(line.text, line.by) for line in history(visit)[0]]
    assert ("Phone checked, Voice will work, video may stop", "Visitor") in texts
    assert ("How the visit was, as the family says, Bad, It began late", "Visitor") in texts
