"""Behind the link of the SMS: opening does nothing, Yes sends, No erases, others see nothing."""

import re

import pytest
from django.test import Client

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.notifications.models import Notification
from mulakat.visits import wording
from mulakat.visits.models import Status, Visit
from mulakat.visits.proofs import links
from mulakat.visits.proofs.proving import is_proven
from mulakat.visits.tests.test_assisting import booked, link_of
from tests.world import a_prison

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit() -> Visit:
    return booked(a_prison())


def opened(visit) -> Client:
    client = Client()
    answer = client.get(f"/a/{link_of(visit)}")
    assert answer.headers["Location"] == "/a/"
    assert client.cookies["mulakat_asked"]["path"] == "/a/"
    return client


def test_opening_the_link_shows_the_request_and_does_nothing(visit):
    before = Event.objects.count(), Notification.objects.count()
    client = opened(visit)
    page = client.get("/a/").content.decode()
    assert "Rahim Sheikh" in page and "Sabina Khatun" in page and visit.reference in page
    assert "9830012345" not in page
    visit.refresh_from_db()
    assert visit.status == Status.UNCONFIRMED
    assert (Event.objects.count(), Notification.objects.count()) == before


def test_after_yes_the_page_says_by_when_the_answer_comes(visit):
    client = opened(visit)
    assert "You hear from us by" not in client.get("/a/?lang=en").content.decode()
    client.post("/a/", {"act": "yes"})
    visit.refresh_from_db()
    by = wording.day(visit.answer_by, visit.prison.zone)
    assert f"You hear from us by <b>{by}</b>" in client.get("/a/?lang=en").content.decode()


def test_yes_sends_it_and_pressed_twice_it_is_one_request(visit):
    client = opened(visit)
    for _press in range(2):
        assert client.post("/a/", {"act": "yes"}).status_code == 302
    visit.refresh_from_db()
    assert visit.status == Status.REQUESTED
    assert Event.objects.filter(name="request.sent").count() == 1
    page = client.get("/a/").content.decode()
    assert 'value="yes"' not in page and 'value="no"' in page


def test_no_erases_it(visit):
    client = opened(visit)
    assert client.post("/a/", {"act": "no"}).headers["Location"] == "/a/erased/"
    assert not Visit.objects.exists()
    assert client.get("/a/").status_code == 200  # the link is not good any more
    assert b'name="act"' not in client.get("/a/").content


def test_yes_proves_the_phone_of_what_was_sent_from_the_counter():
    visit = booked(a_prison(), at="counter")
    client = opened(visit)
    assert b'value="yes"' in client.get("/a/").content
    client.post("/a/", {"act": "yes"})
    visit.refresh_from_db()
    assert is_proven(visit) and visit.status == Status.REQUESTED
    assert b'value="yes"' not in client.get("/a/").content


def test_no_stops_what_was_sent_from_the_counter():
    visit = booked(a_prison(), at="counter")
    opened(visit).post("/a/", {"act": "no"})
    visit.refresh_from_db()
    assert visit.status == Status.WITHDRAWN


def test_a_forged_press_does_nothing(visit):
    token = link_of(visit)
    client = Client(enforce_csrf_checks=True)
    client.get(f"/a/{token}")
    for act in ("yes", "no"):
        assert b'name="act"' in client.post("/a/", {"act": act}).content
    visit.refresh_from_db()
    assert visit.status == Status.UNCONFIRMED


def test_other_links_and_none_show_the_same_page(visit):
    mail = links.make(visit=visit, channel="email", now=clock.now()).rpartition("/")[2]
    pages = set()
    for token in (mail, "KKKKKKKKKK", "x" * 200):
        client = Client()
        client.get(f"/a/{token}/")
        html = client.get("/a/").content.decode()
        pages.add(re.sub(r'nonce="[^"]*"|value="[^"]*"', "", html))
        assert "Rahim" not in html
    pages.add(re.sub(r'nonce="[^"]*"|value="[^"]*"', "", Client().get("/a/").content.decode()))
    assert len(pages) == 1


def test_the_page_is_in_the_callers_language(visit):
    client = opened(visit)
    assert 'lang="bn"' in client.get("/a/").content.decode()
