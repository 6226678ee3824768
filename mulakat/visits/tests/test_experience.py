"""A phone's check and a family's word about a visit are kept in our own coarse words only."""

import pytest

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.visits import experience
from mulakat.visits.models import Feedback, PhoneCheck, Visit
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit() -> Visit:
    return world.an_approved_visit(world.a_prison())


def test_the_last_check_of_a_phone_stands(visit: Visit) -> None:
    for result in ("video", "voice"):
        found = {"camera": "ok", "network": "weak"}
        assert experience.phone_checked(visit=visit, result=result, found=found, now=clock.now())
    check = PhoneCheck.objects.get(visit=visit)
    assert (check.result, check.found) == ("voice", {"camera": "ok", "network": "weak"})
    assert Event.objects.filter(name="visit.phone_checked", actor="visitor").count() == 2


def test_words_that_are_not_ours_are_left_out(visit: Visit) -> None:
    now = clock.now()
    found = {"camera": "Rahim's phone", "address": "ok", "sound": "no"}
    assert experience.phone_checked(visit=visit, result="phone", found=found, now=now)
    assert PhoneCheck.objects.get(visit=visit).found == {"sound": "no"}
    assert not experience.phone_checked(visit=visit, result="terrible", found={}, now=now)
    assert PhoneCheck.objects.get(visit=visit).result == "phone"


def test_a_face_and_what_broke_are_kept_once(visit: Visit) -> None:
    now = clock.now()
    assert experience.say_how_it_was(visit=visit, face="good", broke=[], now=now)
    assert experience.say_how_it_was(visit=visit, face="bad", broke=["late", "x", "cut"], now=now)
    assert not experience.say_how_it_was(visit=visit, face="", broke=["cut"], now=now)
    said = Feedback.objects.get(visit=visit)
    assert (said.face, said.broke) == ("bad", ["cut", "late"])
