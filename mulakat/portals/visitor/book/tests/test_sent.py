"""The Visit Reference Number, and the door of the booking."""

from datetime import timedelta

import pytest

from mulakat.portals.visitor.book.tests.walking import Walk, text
from mulakat.portals.visitor.models import Draft
from mulakat.visits.models import Visit

pytestmark = pytest.mark.django_db


def test_it_shows_the_number_what_it_means_and_ok(walk: Walk) -> None:
    walk.to("otp").confirm()
    visit, shown = Visit.objects.get(), text(walk.get("sent"))
    assert visit.reference.replace("/", "/<wbr>") in shown
    assert "Your visit is <b>not approved yet</b>." in shown
    assert "Request sent to Nadipur Central" in shown and ">OK</button>" in shown
    assert "Rahim" not in shown


def test_every_page_leads_back_to_it_and_a_new_request_can_begin(walk: Walk) -> None:
    walk.to("otp").confirm()
    for page in ("kind", "you", "id", "others", "check", "otp"):
        assert walk.get(page)["Location"] == "/book/sent/"
        assert walk.client.post(f"/book/{page}/", {})["Location"] == "/book/sent/"
    assert "Rahim" not in text(walk.get("jail"))
    walk.post("jail")
    assert Draft.objects.count() == 2 and walk.get("sent")["Location"] == "/book/check/"


def test_the_number_stands_there_half_an_hour(walk: Walk) -> None:
    walk.to("otp").confirm()
    visit = Visit.objects.get()
    assert visit.requested_at is not None
    Visit.objects.update(requested_at=visit.requested_at - timedelta(minutes=31))
    assert walk.get("sent")["Location"] == "/visits/"


def test_the_door_offers_to_go_on_or_to_erase(walk: Walk) -> None:
    assert walk.client.get("/book/")["Location"] == "/book/jail/"
    walk.to("you")
    shown = text(walk.client.get("/book/"))
    assert "Welcome back. Your answers are saved." in shown and 'href="/book/you/"' in shown
    assert "Rahim" not in shown
    assert walk.client.post("/book/")["Location"] == "/book/jail/"
    assert not Draft.objects.exists() and "Rahim" not in text(walk.get("jail"))
