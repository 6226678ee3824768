"""`make screenshots`: every page of tests/pages.py as a picture, in `var/screenshots/`.

Starts a demo of its own. Ends with an error when a page cannot be reached, holds a character
without a glyph (an empty box), or scrolls sideways on a phone. `python -m tests.screenshots
reading booking` draws only the pages of these walks.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

from tests.axe import assert_fits
from tests.chromium import chromium, screen
from tests.demo import demo
from tests.glyphs import missing_glyphs
from tests.pages import WALKS, Walk

LANGUAGES = tuple(os.environ.get("LANGUAGES", "en hi bn").split())
WIDTHS = (320, 1366)
OUT = Path(__file__).parent.parent / "var" / "screenshots"


def main(*names: str) -> int:
    chosen = [walk for walk in WALKS if not names or walk.__name__ in names]
    OUT.mkdir(parents=True, exist_ok=True)
    data = Path(tempfile.mkdtemp(prefix="mulakat-screenshots-"))
    faults: list[str] = []
    try:
        with demo(data, int(os.environ.get("PORT", "8090"))) as origin, chromium() as browser:
            for walk in chosen:
                faults += _draw(browser, origin, walk)
    finally:
        shutil.copy(data / "demo.log", OUT / "demo.log")
        shutil.rmtree(data, ignore_errors=True)
    print("\n".join([*faults, f"{len(chosen)} walks, {len(faults)} faults, in {OUT}"]))
    return 1 if faults else 0


def _draw(browser: Browser, origin: str, walk: Walk) -> Iterator[str]:
    context = screen(browser)
    page = context.new_page()
    try:
        for name in walk(page, origin):
            for language in LANGUAGES:
                for width in WIDTHS:
                    switch(page, origin, language, width)
                    yield from _faults(page, f"{name}-{language}-{width}")
    except (Error, AssertionError) as wrong:
        page.screenshot(path=OUT / f"FAILED-{walk.__name__}.png", full_page=True)
        yield f"{walk.__name__}, at {page.url}: {str(wrong).splitlines()[0]}"
    finally:
        context.close()


def switch(page: Page, origin: str, language: str, width: int) -> None:
    """The same page in another language and on another screen."""
    page.context.add_cookies([{"name": "mulakat_language", "value": language, "url": origin}])
    page.set_viewport_size({"width": width, "height": 640 if width < 600 else 768})
    page.reload()


def _faults(page: Page, name: str) -> Iterator[str]:
    page.screenshot(path=OUT / f"{name}.png", full_page=True)
    if missing := missing_glyphs(page):
        yield f"{name}: no glyph for {missing}"
    try:
        assert_fits(page)
    except AssertionError as wrong:
        yield f"{name}: {wrong}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
