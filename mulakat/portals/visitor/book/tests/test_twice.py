"""Pressed twice at the same moment, by many hands: one visit, one number."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from mulakat.audit.models import Event
from mulakat.notifications.models import Notification
from mulakat.portals.visitor.book import where
from mulakat.portals.visitor.book.tests.walking import CONSENT, Walk
from mulakat.portals.visitor.models import Captcha
from mulakat.prisons.models import Prison, State
from mulakat.visits.models import SerialCounter, Status, Visit
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)

HANDS = 8


@pytest.fixture
def prison() -> Prison:
    prison = world.a_prison(world.a_state("open"))
    world.all_day_rules(prison)
    return prison


def at_once(act: Callable[[], Any]) -> list[Any]:
    """What `act` returns in each of several threads that begin together."""
    barrier = Barrier(HANDS)

    def one() -> Any:
        try:
            barrier.wait(10)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        return [future.result() for future in [hands.submit(one) for _ in range(HANDS)]]


def copy_of(client: Client) -> Client:
    other = Client()
    other.cookies = client.cookies
    return other


def test_submit_pressed_by_eight_hands_is_one_visit(walk: Walk) -> None:
    State.objects.update(overrides={"booking_captcha": "always"})
    where.forget()
    walk.to("check").get("check")
    captcha = Captcha.objects.latest("pk")
    data = {**CONSENT, "picture": str(captcha.uid), "captcha": captcha.answer["digits"]}
    answers = at_once(lambda: copy_of(walk.client).post("/book/check/", data))
    assert [answer.get("Location") for answer in answers] == ["/book/otp/"] * HANDS
    assert Visit.objects.count() == 1
    assert Notification.objects.filter(channel="sms").count() == 1


def test_the_right_otp_pressed_by_eight_hands_is_one_request(walk: Walk) -> None:
    otp = walk.to("otp").otp()
    answers = at_once(lambda: copy_of(walk.client).post("/book/otp/", {"otp": otp}))
    assert [answer.get("Location") for answer in answers] == ["/book/sent/"] * HANDS
    visit = Visit.objects.get()
    assert visit.status == Status.REQUESTED
    assert SerialCounter.objects.get().given == 1
    assert Event.objects.filter(name="request.sent").count() == 1
    assert Notification.objects.filter(message="S02").count() == 1


def test_pages_pressed_twice_keep_all_answers(walk: Walk) -> None:
    walk.to("id")
    at_once(lambda: copy_of(walk.client).post("/book/id/", walk.answers["id"]).status_code)
    assert {"jail", "kind", "you", "id"} <= set(walk.draft.answers)
