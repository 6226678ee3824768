"""Whoever comes in a browser that cannot hold a call gets a way out before typing a code."""

import pytest
from django.test import Client

from mulakat.visits.models import JoinSession
from tests import world

pytestmark = pytest.mark.django_db
WHATSAPP = "Mozilla/5.0 (Linux; Android 10; wv) Chrome/130.0.0.0 Mobile Safari/537.36 WhatsApp/2.2"
OLD = "Mozilla/5.0 (Linux; Android 6) Chrome/70.0.3538.110 Mobile Safari/537.36"
NEW = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0.0.0 Mobile Safari/537.36"


def test_a_link_inside_another_app_leads_to_chrome_whatever_it_is(client: Client) -> None:
    world.a_prison()
    page = client.get("/j/whatever", headers={"user-agent": WHATSAPP})
    assert "intent://testserver/j/whatever#Intent;" in page.content.decode()
    assert not client.cookies, "nothing was exchanged: Chrome opens the link anew"
    assert not JoinSession.objects.exists()


def test_one_may_go_on_inside_the_app(client: Client) -> None:
    answer = client.get("/j/whatever?here=1", headers={"user-agent": WHATSAPP})
    assert answer.headers["Location"] == "/join/no-link/"


@pytest.mark.parametrize(
    ("name", "words"),
    [(WHATSAPP, "stands inside another app"), (OLD, "too old for a video visit")],
)
def test_the_way_in_says_so_above_the_fields(client: Client, name: str, words: str) -> None:
    world.a_prison()
    page = client.get("/join/", headers={"user-agent": name}).content.decode()
    assert page.index(words) < page.index('name="reference"')


def test_a_browser_of_today_is_told_nothing(client: Client) -> None:
    page = client.get("/join/", headers={"user-agent": NEW}).content.decode()
    assert "intent:" not in page
    assert "too old" not in page
