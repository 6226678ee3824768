"""Debian's Chromium, as tests and screenshots start it: no sandbox, no traffic of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

PATH = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PATIENCE = 60_000  # milliseconds that a page may take on a busy machine; promises have their own
expect.set_options(timeout=PATIENCE)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """One browser, closed at the end; `more` are further flags (fake media, autoplay, ...)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=[*FLAGS, *more])
        try:
            yield browser
        finally:
            browser.close()


def screen(browser: Browser, *, language: str = "en", width: int = 320) -> BrowserContext:
    """A new visitor (no cookies) whose browser asks for `language`, on a screen `width` wide."""
    height = 640 if width < 600 else 768
    context = browser.new_context(
        locale={"en": "en-IN", "hi": "hi-IN", "bn": "bn-IN"}[language],
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    return context


def without_scripts(browser: Browser, *, width: int = 1366) -> BrowserContext:
    """A new visitor, in English, whose browser runs no JavaScript."""
    context = browser.new_context(
        java_script_enabled=False, locale="en-IN", viewport={"width": width, "height": 768}
    )
    context.set_default_timeout(PATIENCE)
    return context
