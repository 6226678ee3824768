"""The three printed ways into a visit, page by page."""

from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.portals.visitor.join.tests.walk import Browser, delivered
from mulakat.visits.models import JoinSession, Purpose, Visit
from mulakat.visits.proofs import codes
from tests.world import a_prison, a_state, an_approved_visit

pytestmark = pytest.mark.django_db
WORDS = {
    "en": {"Next": "Next", "meeting": "Join the meeting", "send": "Send me the OTP"},
    "hi": {"Next": "Next", "meeting": "Join the meeting", "send": "मुझे OTP भेजें"},
    "bn": {"Next": "Next", "meeting": "Join the meeting", "send": "আমাকে OTP পাঠান"},
}


def visit_under(preset: str, language: str = "en") -> Visit:
    return an_approved_visit(a_prison(a_state(preset)), language=language)


def in_the_room(browser: Browser) -> bool:
    return browser.path.startswith("/join/room/")


@pytest.mark.parametrize("language", ["en", "hi", "bn"])
def test_the_leaflet_number_then_pin_and_otp_of_one_mail_on_one_page(language: str) -> None:
    visit, browser = visit_under("wb-2021", language), Browser(language)
    browser.open_link(visit)
    assert browser.path == "/join/number/" and WORDS[language]["Next"] in browser.page
    assert delivered() == []
    browser.send("/join/number/", reference=visit.reference)
    assert browser.path == "/join/codes/" and "s•••@example.com" in browser.page
    (mail,) = delivered()
    assert mail["channel"] == "email" and len(mail["pin"]) == 4 and len(mail["otp"]) == 6
    browser.send("/join/codes/", pin=mail["pin"], otp=mail["otp"])
    assert in_the_room(browser)


@pytest.mark.parametrize("language", ["en", "hi", "bn"])
def test_the_article_number_vc_pin_otp_by_sms_and_join_the_meeting(language: str) -> None:
    visit, browser = visit_under("bihar-2021", language), Browser(language)
    now = clock.now()
    pin = codes.issue(
        visit=visit, purpose=Purpose.PIN, now=now, digits=4, lifetime=timedelta(days=1)
    )
    browser.open_link(visit).send("/join/number/", reference=visit.reference)
    assert browser.path == "/join/pin/" and delivered() == []
    browser.send("/join/pin/", pin=pin or "")
    assert browser.path == "/join/otp/"
    (sms,) = delivered()
    assert sms["channel"] == "sms" and "pin" not in sms
    browser.send("/join/otp/", otp=sms["otp"])
    assert browser.path == "/join/meeting/" and WORDS[language]["meeting"] in browser.page
    assert 'href="/join/room/"' in browser.page


@pytest.mark.parametrize("language", ["en", "hi", "bn"])
@pytest.mark.parametrize("channel", ["sms", "email"])
def test_our_own_way_link_otp_room(language: str, channel: str) -> None:
    visit, browser = visit_under("open", language), Browser(language)
    browser.open_link(visit, channel)
    assert browser.path == "/join/send/" and WORDS[language]["send"] in browser.page
    assert delivered() == []
    assert browser.send("/join/send/").path == "/join/otp/"
    browser.send("/join/otp/", otp=delivered()[0]["otp"])
    assert in_the_room(browser)


@pytest.mark.parametrize("preset", ["open", "wb-2021"])
def test_without_a_link_number_and_mobile_lead_to_the_same_room(preset: str) -> None:
    visit, browser = visit_under(preset), Browser()
    browser.send("/join/", reference=visit.reference, mobile="98300 12345")
    message = delivered()[0]
    page = "/join/otp/" if preset == "open" else "/join/codes/"
    assert browser.path == page
    assert "98300" not in browser.page and "example.com" not in browser.page
    browser.send(page, otp=message["otp"], pin=message.get("pin", ""))
    assert in_the_room(browser)


def test_a_return_by_the_link_needs_no_new_otp() -> None:
    visit, browser = visit_under("open"), Browser()
    browser.open_link(visit, "sms").send("/join/send/")
    browser.send("/join/otp/", otp=delivered()[0]["otp"])
    assert in_the_room(browser.open_link(visit, "sms"))
    assert in_the_room(browser.open("/join/"))
    assert JoinSession.objects.count() == 1


def test_digits_of_any_script_and_any_separator_are_understood() -> None:
    visit, browser = visit_under("wb-2021"), Browser()
    number = visit.reference.replace("/", " - ").translate(
        str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
    )
    browser.open_link(visit).send("/join/number/", reference=f" {number} ")
    assert browser.path == "/join/codes/"
    mail = delivered()[0]
    devanagari = str.maketrans("0123456789", "०१२३४५६७८९")
    otp = f"{mail['otp'][:3]} {mail['otp'][3:]}".translate(devanagari)
    browser.send("/join/codes/", pin=mail["pin"], otp=otp)
    assert in_the_room(browser)


def test_a_right_code_stays_right_while_the_other_is_corrected() -> None:
    visit, browser = visit_under("wb-2021"), Browser()
    browser.open_link(visit).send("/join/number/", reference=visit.reference)
    mail = delivered()[0]
    browser.send("/join/codes/", pin="", otp=mail["otp"])
    assert "Enter the room PIN. It has 4 digits" in browser.page
    assert "The OTP is right" in browser.page
    browser.send("/join/codes/", pin=mail["otp"], otp="")
    assert "You typed the OTP in the room PIN box" in browser.page
    wrong = "0000" if mail["pin"] != "0000" else "1111"
    browser.send("/join/codes/", pin=wrong)
    assert "That room PIN is not right. It is in the email of" in browser.page
    assert in_the_room(browser.send("/join/codes/", pin=mail["pin"]))
