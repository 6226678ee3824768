"""Every page of tests/pages.py is open to everybody, fits a phone, and has all its letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.axe import assert_accessible, assert_fits
from tests.chromium import chromium, screen
from tests.demo import demo
from tests.glyphs import missing_glyphs
from tests.pages import WALKS, Walk
from tests.screenshots import WIDTHS, switch
from tests.served import free_port

pytestmark = pytest.mark.journey
LANGUAGE = {320: "bn", 1366: "hi"}  # English is seen while walking


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with demo(Path(tmp_path_factory.mktemp("demo")), free_port()) as origin:
        yield origin


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_every_page_of_the_walk_is_open_to_everybody(
    walk: Walk, origin: str, browser: Browser
) -> None:
    context = screen(browser, width=WIDTHS[0])
    page = context.new_page()
    for name in walk(page, origin):
        for width in WIDTHS:
            switch(page, origin, LANGUAGE[width], width)
            assert_accessible(page)
            assert_fits(page)
            missing = missing_glyphs(page)
            assert not missing, f"{name}: no glyph for {missing}"
            assert page.locator("h1").count() == 1, f"{name} needs one h1"
    context.close()
