"""The frame over the wire: headers, weight, and what a strict policy forbids."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page

from mulakat.web.icons import ICONS
from mulakat.web.tags import icon, thread, verdict
from tests.axe import assert_accessible, assert_fits
from tests.chromium import chromium, screen
from tests.glyphs import missing_glyphs
from tests.served import served
from tests.world import a_state

FIRST_PAGE = 30_000  # bytes over the wire, everything counted
PAGES = ("/", "/leaflet/", "/info/privacy/", "/info/rules/", "/info/complaints/", "/nothing/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_nothing_inline_and_a_policy_that_forbids_it(path: str) -> None:
    answer = Client().get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    html = answer.content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", html)


def test_every_icon_draws_and_hides_from_screen_readers() -> None:
    for name in ICONS:
        drawn = icon(name)
        assert 'aria-hidden="true"' in drawn and drawn.endswith("</svg>")
    assert "flip" in icon("back") and "flip" not in icon("call")


def test_a_verdict_has_shape_word_and_colour() -> None:
    drawn = verdict("look", "Quota full")
    assert "<svg" in drawn and "Quota full" in drawn and "s-st-wait" in drawn


def test_the_thread_has_a_stitch_for_every_step() -> None:
    drawn = thread(3, 6)
    assert drawn.count("<i") == 6 and drawn.count('class="d"') == 2 and drawn.count('"n"') == 1


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_the_first_page_weighs_at_most_thirty_kilobytes() -> None:
    a_state(department={"en": "West Bengal Correctional Services"})
    with served() as origin, chromium() as browser:
        page = screen(browser, language="bn").new_page()
        weight = _weight(page, f"{origin}/")
    assert 5_000 < weight <= FIRST_PAGE, weight


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_pages_are_open_to_everybody_and_fit_a_phone() -> None:
    a_state(slug="here")
    a_state(slug="there")
    with served() as origin, chromium() as browser:
        for language in ("en", "hi", "bn"):
            page = screen(browser, language=language).new_page()
            for path in PAGES:
                page.goto(origin + path)
                assert missing_glyphs(page) == {}
                for width in (320, 1366):
                    page.set_viewport_size({"width": width, "height": 768})
                    assert_accessible(page)
                    assert_fits(page)
            page.context.close()


@pytest.mark.journey
def test_a_character_without_a_glyph_is_found() -> None:
    with chromium() as browser:
        page = screen(browser).new_page()
        page.set_content("<p>Well</p><p>Box: \u0378</p>")
        assert list(missing_glyphs(page)) == ["\u0378"]


def _weight(page: Page, url: str) -> int:
    """All bytes the browser received for a page: headers and compressed bodies."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(url, wait_until="networkidle")
    return int(sum(received))
