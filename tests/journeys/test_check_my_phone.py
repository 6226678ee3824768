"""Check my phone, with real devices of a browser: it ends in what will work, never in how bad."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mulakat.visits.models import PhoneCheck
from tests import world
from tests.axe import assert_accessible, assert_fits
from tests.chromium import chromium
from tests.journeys import media
from tests.served import served

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
KEPT = "localStorage.getItem('mulakat-check')"


@pytest.fixture
def origin() -> Iterator[str]:
    world.a_prison()
    with served() as origin:
        yield origin


def _begin(page: Page, origin: str) -> None:
    page.add_init_script("Math.random = () => 0")  # the first sound is the bell
    page.goto(f"{origin}/check/")
    page.click('[data-to="browser"]')
    page.click('[data-to="microphone"]')


def _hear_and_measure(page: Page) -> None:
    page.click('[data-do="play"]')
    page.click('[data-sound-name="dog"]')
    expect(page.get_by_text("It was another one.")).to_be_visible()
    page.click('[data-do="play"]')  # now the dog
    page.click('[data-sound-name="dog"]')
    page.click('[data-screen="sound"] [data-to="network"]:visible')
    page.click('[data-do="network"]')


def test_a_phone_with_everything_is_told_that_video_will_work(tmp_path: Path, origin: str) -> None:
    flags = media.flags(tmp_path, "visitor", (200, 60, 40), 440)
    with chromium(*flags, media.AUTOPLAY) as browser:
        page = browser.new_page(viewport={"width": 320, "height": 640})
        _begin(page, origin)
        page.click('[data-do="microphone"]:visible')
        expect(page.get_by_text("We hear you.")).to_be_visible()
        page.click('[data-to="camera"]:visible')
        page.click('[data-do="camera"]:visible')
        page.click('[data-screen="camera"] [data-to="sound"]:visible')
        _hear_and_measure(page)
        expect(page.get_by_role("heading", name="Video will work")).to_be_visible()
        assert_accessible(page)
        assert_fits(page)
        assert page.evaluate(KEPT) == "video"
    assert not PhoneCheck.objects.exists(), "nothing leaves a phone without a visit"


def test_a_denied_phone_is_shown_how_to_allow_and_told_that_voice_will_work(
    tmp_path: Path, origin: str
) -> None:
    flags = media.flags(tmp_path, "visitor", (200, 60, 40), 440)
    flags.remove(media.GRANTS)
    with chromium(*flags, media.AUTOPLAY) as browser:
        page = browser.new_page(viewport={"width": 320, "height": 640})
        _begin(page, origin)
        page.context.grant_permissions([])
        page.click('[data-do="microphone"]:visible')
        help_ = page.locator('[data-screen="microphone"] .allow')
        expect(help_).to_be_visible()
        assert_accessible(page)
        assert_fits(page)
        page.context.grant_permissions(["microphone"])
        page.click('[data-do="microphone"]:visible')
        expect(page.get_by_text("We hear you.")).to_be_visible()
        page.click('[data-to="camera"]:visible')
        page.click('[data-do="camera"]:visible')
        page.click('[data-skip="camera"]')
        _hear_and_measure(page)
        voice = "Voice will work, video may stop"
        expect(page.get_by_role("heading", name=voice)).to_be_visible()
        expect(page.get_by_text("Without a camera you can still talk")).to_be_visible()
        assert page.evaluate(KEPT) == "voice"
