"""The four digits: once, for their draft, ten minutes; no way around them."""

import io
import wave
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mulakat import clock
from mulakat.portals.visitor.book import risk, where
from mulakat.portals.visitor.book.tests.walking import CONSENT, Walk, assert_complains, text
from mulakat.portals.visitor.models import Captcha
from mulakat.prisons.models import State
from mulakat.visits.models import Visit

pytestmark = pytest.mark.django_db

WRONG = "The numbers do not match. Type the numbers in the new picture, or listen to them"


@pytest.fixture
def walk(walk: Walk) -> Walk:
    State.objects.update(overrides={"booking_captcha": "always"})
    where.forget()
    walk.to("check").get("check")
    return walk


def solved(shown: Captcha, **changes: str) -> dict[str, str]:
    given = {"picture": str(shown.uid), "captcha": shown.answer["digits"]}
    return {**CONSENT, **given, **changes}


def latest() -> Captcha:
    return Captcha.objects.latest("pk")


def refused(walk: Walk, data: dict[str, str], **headers: Any) -> bool:
    answer = walk.client.post("/book/check/", data, **headers)
    return answer.status_code == 200 and not Visit.objects.exists()


def test_the_right_digits_pass(walk: Walk) -> None:
    answer = walk.client.post("/book/check/", solved(latest()))
    assert answer["Location"] == "/book/otp/"


def test_wrong_digits_bring_a_new_picture_and_lose_nothing(walk: Walk) -> None:
    old = latest()
    wrong = str((int(old.answer["digits"]) + 1) % 10000).zfill(4)
    answer = walk.client.post("/book/check/", solved(old, captcha=wrong))
    assert_complains(answer, "captcha", WRONG)
    assert text(answer).count(" checked") == 2 and str(old.uid) not in text(answer)
    assert refused(walk, solved(old))  # used up by the wrong answer
    assert walk.client.post("/book/check/", solved(latest())).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [
        {"captcha": ""},
        {"picture": ""},
        {"picture": "x", "captcha": "x"},
        {"picture": "00000000-0000-0000-0000-000000000000"},
        {"captcha": "٠"},
        {"captcha": "0000 0000"},
    ],
)
def test_no_value_gets_past_it(walk: Walk, changes: dict[str, str]) -> None:
    assert refused(walk, solved(latest(), **changes))


def test_no_header_or_extra_field_gets_past_it(walk: Walk) -> None:
    for extra in ("passed_at", "captcha_ok", "test", "debug"):
        assert refused(walk, {**CONSENT, extra: clock.now().isoformat()})
    for header in ("HTTP_X_TEST", "HTTP_X_FORWARDED_FOR", "HTTP_X_CAPTCHA"):
        assert refused(walk, CONSENT, **{header: "127.0.0.1"})


def test_digits_of_any_script_are_read(walk: Walk) -> None:
    digits = "".join("০১২৩৪৫৬৭৮৯"[int(digit)] for digit in latest().answer["digits"])
    answer = walk.client.post("/book/check/", solved(latest(), captcha=" ".join(digits)))
    assert answer.status_code == 302


def test_a_picture_is_good_once(walk: Walk) -> None:
    captcha = latest()
    walk.client.post("/book/check/", solved(captcha))
    Visit.objects.all().delete()
    walk.get("check")
    assert refused(walk, solved(captcha))


def test_a_picture_is_good_for_ten_minutes(walk: Walk) -> None:
    captcha = latest()
    Captcha.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert refused(walk, solved(captcha))


def test_a_picture_of_another_draft_is_worth_nothing(walk: Walk) -> None:
    other = Walk(walk.prison, Client()).to("check")
    other.get("check")
    theirs = latest()
    assert refused(walk, solved(theirs))
    theirs.refresh_from_db()
    assert theirs.used_at is None  # and they can still use it


def test_guessing_ends_with_each_picture(walk: Walk) -> None:
    """A thousand guesses are a thousand pictures: one in ten thousand each."""
    seen = set()
    for guess in range(5):
        seen.add(latest().uid)
        refused(walk, solved(latest(), captcha=f"{guess:04}x"))
    assert len(seen) == 5


def test_an_empty_box_does_not_let_one_guess_on(walk: Walk) -> None:
    captcha = latest()
    wrong = str((int(captcha.answer["digits"]) + 1) % 10000).zfill(4)
    assert refused(walk, solved(captcha, captcha=wrong, watch=""))
    assert refused(walk, solved(captcha))


def test_a_forgotten_box_does_not_ask_for_the_digits_again(walk: Walk) -> None:
    answer = walk.client.post("/book/check/", solved(latest(), watch=""))
    assert 'name="captcha"' not in text(answer)
    assert walk.client.post("/book/check/", CONSENT)["Location"] == "/book/otp/"


def test_new_numbers_keep_the_ticks(walk: Walk) -> None:
    old = latest()
    answer = walk.client.post("/book/check/", {**CONSENT, "new": "1"})
    assert text(answer).count(" checked") == 2 and latest().pk != old.pk
    assert refused(walk, solved(old))


def test_the_picture_is_a_picture_for_its_own_browser_only(walk: Walk) -> None:
    path = f"/book/captcha/{latest().uid}"
    answer = walk.client.get(path + ".png")
    assert answer["Content-Type"] == "image/png" and answer.content[:4] == b"\x89PNG"
    assert answer["Cache-Control"] == "no-store"
    for ending in (".png", ".wav"):
        assert Client().get(path + ending).status_code == 404


@pytest.mark.parametrize("language", ["en", "hi", "bn"])
def test_the_numbers_are_spoken_in_the_language_of_the_page(walk: Walk, language: str) -> None:
    path = f"/book/captcha/{latest().uid}.wav?lang={language}"
    spoken = [walk.client.get(path).content for _twice in range(2)]
    assert spoken[0] != spoken[1]  # pauses and speed differ
    with wave.open(io.BytesIO(spoken[0])) as file:
        assert (file.getframerate(), file.getnchannels()) == (8000, 1)
        assert 2 < file.getnframes() / 8000 < 8


def test_off_asks_nothing(walk: Walk) -> None:
    State.objects.update(overrides={"booking_captcha": "off"})
    where.forget()
    assert 'name="captcha"' not in text(walk.get("check"))
    assert walk.client.post("/book/check/", CONSENT).status_code == 302


def test_by_risk_it_is_asked_when_others_named_the_phone(walk: Walk) -> None:
    State.objects.update(overrides={"booking_captcha": "risk"})
    where.forget()
    for _other in range(2):
        Walk(walk.prison, Client()).to("otp")
    assert 'name="captcha"' in text(walk.get("check"))
    assert refused_while_others(walk)


def refused_while_others(walk: Walk) -> bool:
    before = Visit.objects.count()
    walk.client.post("/book/check/", CONSENT)
    return Visit.objects.count() == before


def test_by_risk_it_is_asked_of_a_busy_block_of_addresses(walk: Walk) -> None:
    State.objects.update(overrides={"booking_captcha": "risk"})
    where.forget()
    assert 'name="captcha"' not in text(walk.get("check"))
    now = clock.now()
    request = walk.get("check").wsgi_request
    for _sent in range(risk.BLOCK):
        risk.count(request, now)
    assert 'name="captcha"' in text(walk.get("check"))
