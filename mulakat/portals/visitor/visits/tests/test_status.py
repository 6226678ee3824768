"""How a visit stands: shown after an OTP or to the holder of a mail's link."""

from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.portals.visitor.join.tests.walk import Browser, delivered
from mulakat.visits.models import Status
from tests.world import a_prison, a_request, a_state, an_approved_visit

pytestmark = pytest.mark.django_db


def test_number_mobile_and_otp_open_the_visit() -> None:
    visit = a_request(a_prison(a_state("wb-2021")))
    browser = Browser().send("/visits/", reference=visit.reference, mobile="9830012345")
    assert browser.path == "/visits/otp/" and "If these match, we have sent an OTP" in browser.page
    browser.send("/visits/otp/", otp=delivered()[0]["otp"])
    assert browser.path == "/visits/visit/"
    assert "Sent to the jail. Not approved yet." in browser.page and "Rahim" in browser.page


def test_a_stranger_gets_the_same_page_and_nothing_is_sent() -> None:
    visit = a_request(a_prison(a_state("open")))
    stranger = Browser().send("/visits/", reference=visit.reference, mobile="9123456789")
    assert delivered() == []
    known = Browser().send("/visits/", reference=visit.reference, mobile="9830012345")
    nowhere = Browser().send("/visits/", reference="9/9/9/2021", mobile="9830012345")
    assert known.page == stranger.page
    assert len(nowhere.page) and nowhere.path == "/visits/otp/"
    assert {message["to"] for message in delivered()} == {"+919830012345", "sabina@example.com"}


def test_the_otp_of_looking_does_not_open_the_room() -> None:
    visit = an_approved_visit(a_prison(a_state("open")))
    browser = Browser().send("/visits/", reference=visit.reference, mobile="9830012345")
    browser.send("/visits/otp/", otp=delivered()[0]["otp"])
    assert "You can join now." in browser.page
    assert browser.open("/join/").path == "/join/" and "Mobile number" in browser.page


def test_the_link_of_the_mail_opens_the_visit_and_the_reason_comes_at_its_hour() -> None:
    later = clock.now() + timedelta(minutes=30)
    visit = a_request(a_prison(a_state("open")), status=Status.REFUSED, answer_shown_at=later)
    browser = Browser().open_link(visit).open("/visits/")
    assert browser.path == "/visits/visit/" and "Not approved yet" in browser.page
    visit.answer_shown_at = clock.now()
    visit.save()
    assert "The reason" in browser.open("/visits/").page
