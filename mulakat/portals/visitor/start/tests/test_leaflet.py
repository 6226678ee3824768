"""The leaflet says what the state's policy will ask: compared with the two printed sources."""

import pytest
from django.test import Client
from django.utils import translation

from mulakat.portals.visitor.start import leaflet
from mulakat.prisons.policy import policy
from mulakat.prisons.terms import terms_of
from tests.world import a_state


def text_of(preset: str, **overrides: object) -> str:
    with translation.override("en"):
        steps = leaflet.steps(policy(preset, overrides), "visit.example", terms_of(None))
    return "\n".join(f"{step.text} {step.more}" for step in steps)


def in_order(text: str, *parts: str) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_west_bengal_follows_its_leaflet_word_by_word() -> None:
    text = text_of("wb-2021")
    assert in_order(
        text,
        "New Visit Registration",
        "Video conferencing",
        "CAPTCHA",
        "Submit",
        "OTP comes by SMS and by e-mail",
        "Visit Reference Number",
        "OK",
        "approves, an e-mail brings the date, the time and a link",
        "not by SMS",
        "Type the Visit Reference Number and press “Next”",
        "A new OTP and a Room PIN come by e-mail only, not by SMS",
        "Type both and press “Next”",
    )
    assert "Join the meeting" not in text


def test_bihar_follows_the_article() -> None:
    text = text_of("bihar-2021")
    assert in_order(
        text,
        "Submit",
        "An OTP comes by SMS. Type it",
        "approves, an e-mail brings",
        "VC PIN",
        "Type the Visit Reference Number and press “Next”",
        "Type the VC PIN from the e-mail and press “Next”",
        "A new OTP comes by SMS.",
        "Join the meeting",
    )
    assert "CAPTCHA" not in text and "Room PIN" not in text


def test_open_needs_no_email_and_no_number_to_type() -> None:
    text = text_of("open")
    assert "E-mail is not needed" in text
    assert "Send me the OTP" in text
    assert "e-mail brings" not in text and "Type the Visit Reference Number" not in text


def test_an_override_changes_the_sentence_too() -> None:
    assert "20 minutes" in text_of("open", visit_minutes=20)


@pytest.mark.django_db
def test_the_sheet_holds_square_address_helpline_and_free() -> None:
    a_state(preset="wb-2021", slug="bengal", helpline="9073945590")
    html = Client().get("/leaflet/?state=bengal").content.decode()
    assert '<svg class="qr"' in html or 'class="qr"' in html
    assert "localhost" in html
    assert "9073945590" in html
    assert "This service is free" in html
