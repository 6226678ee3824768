"""Three real browsers at one visit: the visitor, the terminal and the officer's desk.

Each is a Chromium of its own, with its own colour and tone. The rows are made directly, so that
a test is at the call in seconds.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from mulakat import clock, ids
from mulakat.accounts import enrolling
from mulakat.sealed import digest
from mulakat.visits.models import Basis, JoinSession, Visit
from tests import chromium, world
from tests.journeys import media, processes
from tests.live import LiveServer

VISITOR, INMATE = (200, 60, 40), (40, 60, 200)
VISITOR_HZ, INMATE_HZ = 440, 880
SEAT = '[data-do="begin"]:visible, [data-do="language"]:visible'
RULES = ("rule_minutes", "rule_stop", "rule_headphones", "rule_hand", "sound")  # after the first
DESK = {"inmate": "[data-inmate]", "visitor": "[data-visitor]"}


class Trio:
    """The three pages, and what a person does in them."""

    def __init__(self, playwright: Playwright, folder: Path, server: LiveServer, visit: Visit):
        self.playwright, self.folder, self.server, self.visit = playwright, folder, server, visit
        self.browsers: list[Browser] = []
        self._first: dict[str, set[int]] = {}  # processes right after the start, by name
        self.autoplay = True  # sound may play before a press
        self.has_camera = True
        self.asks = False  # the browser asks before it opens a camera, and nobody answers

    def _browser(self, name: str, rgb: media.RGB, hz: int, *more: str) -> Browser:
        flags = media.flags(self.folder, name, rgb, hz)
        if self.asks:
            flags.remove(media.GRANTS)
        if not self.has_camera:
            flags = [media.LOOPBACK]
        autoplay = [media.AUTOPLAY if self.autoplay else media.NO_AUTOPLAY]
        before = processes.below(os.getpid())
        browser = self.playwright.chromium.launch(
            executable_path=chromium.PATH, args=[*chromium.FLAGS, *flags, *autoplay, *more]
        )
        self.browsers.append(browser)
        self._first[name] = processes.below(os.getpid()) - before
        return browser

    def _page(self, browser: Browser, width: int, height: int, cookie: dict[str, Any]) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="en-IN", reduced_motion="reduce"
        )
        if cookie:
            context.add_cookies([{**cookie, "url": self.server.origin}])  # type: ignore[list-item]
        context.set_default_timeout(chromium.PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda wrong: print(f"pageerror at {page.url}: {wrong}"))
        page.on("console", lambda said: said.type in {"error"} and print(said.text))
        return page

    def open_visitor(self) -> Page:
        """A browser that has passed every code stands before the permission question."""
        secret, now = ids.secret(), clock.now()
        JoinSession.objects.create(
            digest=digest(secret, "join"),
            visit=self.visit,
            prison=self.visit.prison,
            came_by="typed",
            created_at=now,
            expires_at=now + timedelta(hours=2),
            vrn_ok_at=now,
            pin_ok_at=now,
            otp_ok_at=now,
        )
        browser = self._browser("visitor", VISITOR, VISITOR_HZ)
        cookie = {"name": "mulakat_join", "value": secret}
        self.visitor = self._page(browser, 360, 740, cookie)
        self.visitor.goto(f"{self.server.origin}/join/room/")
        return self.visitor

    def open_terminal(self) -> Page:
        """A browser that has just been enrolled with a staff code."""
        assert self.visit.terminal
        code = enrolling.make_code(terminal=self.visit.terminal, by="staff:0", now=clock.now())
        browser = self._browser("terminal", INMATE, INMATE_HZ)
        self.terminal = self._page(browser, 1366, 768, {})
        self.terminal.goto(f"{self.server.origin}/kiosk/")
        self.terminal.fill("[data-code]", code)
        self.terminal.click("form button")
        return self.terminal

    def open_desk(self) -> Page:
        """A signed-in officer's desk, on the board."""
        officer = world.an_officer(self.visit.prison)
        client = Client()
        client.force_login(officer)
        name = settings.SESSION_COOKIE_NAME
        browser = self._browser("desk", (0, 0, 0), 100)
        cookie = {"name": name, "value": client.cookies[name].value}
        self.desk = self._page(browser, 1366, 768, cookie)
        self.desk.goto(f"{self.server.origin}/staff/desk/")
        return self.desk

    def enter(self, choice: str = "video") -> None:
        """The visitor presses "See and talk", says who is there, and is in the waiting room."""
        first = self._screen()
        self.visitor.click(f'[data-do="open"][data-choice="{choice}"]:visible')
        until(lambda: self._screen() not in {first, "ask", "opening"}, "it opened")
        if self.visitor.is_visible('[data-screen="company"]'):
            self.visitor.click("[data-company] button")

    def _screen(self) -> str | None:
        """Where the visitor stands now."""
        return self.visitor.locator("[data-screen]:not([hidden])").first.get_attribute(
            "data-screen"
        )

    def sit_down(self) -> None:
        """The inmate passes the steps of the terminal."""
        self.terminal.locator(SEAT).first.wait_for()  # the terminal has found out what is next
        if self.terminal.is_visible('[data-do="begin"]'):
            self.terminal.click('[data-do="begin"]')
        self.terminal.click('[data-do="language"][lang="en"]')
        self.terminal.click('[data-screen="you"] [data-do="yes"]')
        if self.visit.basis == Basis.LEGAL:
            self.terminal.click('[data-screen="consent"] [data-to="rule_watched"]')
        for step in RULES:
            self.terminal.click(f'[data-to="{step}"]:visible')
        self.terminal.click('[data-to="wait"]')

    def choose(self) -> None:
        self.desk.click(f'.s-tl[data-visit="{self.visit.uid}"]')

    def let_in(self) -> None:
        until(lambda: self.sees(self.desk, DESK["visitor"], VISITOR), "the desk sees the visitor")
        self.press_let_in()

    def press_let_in(self) -> None:
        ready = self.desk.locator('[data-slot="why-now"]')
        until(lambda: not ready.inner_text(), "nothing keeps the officer from letting in")
        for tick in self.desk.locator("[data-tick]:visible").all():
            tick.check()
        self.desk.click('[data-do="admit"]')

    def meet_until_admitted(self) -> None:
        """Everybody comes, and the officer presses Let in."""
        self.open_terminal()
        self.open_visitor()
        self.open_desk()
        self.enter()
        self.sit_down()
        self.choose()
        self.let_in()

    def meet(self) -> None:
        """From nothing to a running call."""
        self.meet_until_admitted()
        until(self.is_live, "picture and sound both ways")

    def sees(self, page: Page, selector: str, rgb: media.RGB) -> bool:
        return media.is_like(media.page_color(page, selector), rgb)

    def hears(self, page: Page, selector: str, hz: int) -> bool:
        return media.is_tone(media.page_tone(page, selector), hz)

    def is_live(self) -> bool:
        """Each side sees the other's colour move, and hears the other's tone."""
        return (
            self.sees(self.visitor, "[data-remote]", INMATE)
            and self.sees(self.terminal, "[data-remote]", VISITOR)
            and self.hears(self.visitor, "[data-sound]", INMATE_HZ)
            and self.hears(self.terminal, "[data-sound]", VISITOR_HZ)
        )

    def pids(self, name: str) -> set[int]:
        """All processes of the browser "visitor", "terminal" or "desk"."""
        first = self._first[name]
        return first.union(*(processes.below(pid) for pid in first))

    def last_shown(self) -> float:
        """When visitor or terminal last rendered a frame of the other, as time.time()."""
        pages = (self.visitor, self.terminal)
        return max(media.last_frame_at(page, "[data-remote]") for page in pages)

    def moving(self, seconds: float = 1.0) -> tuple[int, int]:
        """Frames newly rendered at the visitor and at the terminal within so many seconds."""
        pages = (self.visitor, self.terminal)
        before = [media.frames(page, "[data-remote]") for page in pages]
        time.sleep(seconds)
        after = [media.frames(page, "[data-remote]") for page in pages]
        return after[0] - before[0], after[1] - before[1]

    def is_still(self) -> bool:
        return self.moving() == (0, 0)

    def is_moving(self) -> bool:
        return all(count > 0 for count in self.moving())

    def close(self) -> None:
        for browser in self.browsers:
            browser.close()


def until(is_so: Callable[[], Any], what: str, seconds: float = 90) -> float:
    """Waits until it is so and returns how many seconds that took; 90 are no promise."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, f"not within {seconds} s: {what}"
        time.sleep(0.1)
    return time.monotonic() - began


@contextmanager
def trio(folder: Path, server: LiveServer, visit: Visit) -> Iterator[Trio]:
    """Playwright keeps an event loop in this thread; Django must not mind."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            group = Trio(playwright, folder, server, visit)
            try:
                yield group
            finally:
                group.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
