"""A journey's three people in their browsers: the visitor, the officer, and the inmate.

Everything is done in pages, as people do it; only the numbers of the CAPTCHA come from the
server's own record. `look` asks of each page whether it is open to everybody.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from playwright.sync_api import CDPSession, Locator, Page, Playwright, sync_playwright

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.portals.visitor.models import Captcha
from mulakat.visits.models import Visit
from tests import chromium, walks, world
from tests.axe import assert_accessible, assert_fits
from tests.journeys import media, trio
from tests.journeys.site import Post, Site
from tests.journeys.trio import INMATE, INMATE_HZ, VISITOR, VISITOR_HZ, until

WIDTHS = (320, 1366)
LOCALES = {"en": "en-IN", "hi": "hi-IN", "bn": "bn-IN"}
FILLED = "main form .btn:not(.alt)"  # the page's one filled button
_plain: dict[Page, CDPSession] = {}  # pages whose scripts do not run


class Company(trio.Trio):
    """The people of one visit; `language` is the visitor's and the inmate's."""

    visit: Visit
    looks_at_staff = False  # one journey does: the pages of staff are the same in all

    def __init__(self, playwright: Playwright, site: Site, language: str) -> None:
        self.site, self.language = site, language
        super().__init__(playwright, site.folder, site.server, Visit())

    def sit_at(self, name: str, rgb: tuple[int, int, int], hz: int, width: int) -> Page:
        """A page of a new browser with this colour and tone."""
        browser = self._browser(name, rgb, hz)
        locale = LOCALES["en" if name == "desk" else self.language]
        height = 740 if width < 600 else 768
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=locale, reduced_motion="reduce"
        )
        page = context.new_page()
        page.set_default_timeout(chromium.PATIENCE)
        page.on("pageerror", lambda wrong: print(f"pageerror at {page.url}: {wrong}"))
        page.on("console", lambda said: said.type == "error" and print(said.text))
        return page

    def come_as_visitor(self, *, scripts: bool = True) -> Page:
        self.visitor = self.sit_at("visitor", VISITOR, VISITOR_HZ, 360)
        self.scripts_run(self.visitor, scripts)
        return self.visitor

    def scripts_run(self, page: Page, they_do: bool) -> None:
        """Without JavaScript the pages' own scripts do not run; `look` still looks."""
        _plain[page] = _plain.get(page) or page.context.new_cdp_session(page)
        _allow_scripts(page, they_do)
        if they_do:
            del _plain[page]

    def look_at_staff(self) -> None:
        if self.looks_at_staff:
            look(self.desk)

    def come_as_officer(self, officer: User) -> Page:
        """Signs in."""
        self.desk = self.sit_at("desk", (0, 0, 0), 100, 1366)
        self.desk.goto(f"{self.site.origin}/staff/sign-in/")
        self.look_at_staff()
        walks.fill(self.desk, {"staff_id": officer.staff_id, "password": world.PASSWORD})
        go_on(self.desk.locator(FILLED).last)
        return self.desk

    def enrol_terminal(self) -> None:
        """The officer makes the code in his browser; it is typed at the terminal."""
        self.desk.goto(f"{self.site.origin}/staff/terminals/")
        go_on(self.desk.locator("table form button").first)
        self.look_at_staff()
        code = self.desk.locator(".s-code .s-big").inner_text()
        self.terminal = self.sit_at("terminal", INMATE, INMATE_HZ, 1366)
        self.terminal.goto(f"{self.site.origin}/kiosk/")
        look(self.terminal)
        self.terminal.fill("[data-code]", code)
        self.terminal.click("form button")

    def inmate_sits_down(self) -> None:
        """Through the steps of the terminal, in the inmate's language."""
        page = self.terminal
        for screen, press in (
            ("language", f'[data-do="language"][lang="{self.language}"]'),
            ("you", '[data-do="yes"]'),
            ("rule_watched", '[data-to="rule_minutes"]'),
            ("rule_minutes", '[data-to="rule_stop"]'),
            ("rule_stop", '[data-to="rule_headphones"]'),
            ("rule_headphones", '[data-to="rule_hand"]'),
            ("rule_hand", '[data-to="sound"]'),
            ("sound", '[data-to="wait"]'),
        ):
            button = page.locator(f'[data-screen="{screen}"] {press}')
            button.wait_for()
            look(page)
            button.click()
        page.locator('[data-screen="wait"]').wait_for()
        look(page)

    def approve(self, *, asked_by: str = "Head warder Das") -> str:
        """Queue, request, inmate, ground, preview, Approve; returns what the preview says."""
        page = self.desk
        page.goto(f"{self.site.origin}/staff/requests/")
        self.look_at_staff()
        go_on(page.locator("th[scope=row] a").first)
        self.look_at_staff()
        go_on(page.locator('a[href="who/"]'))
        self.look_at_staff()
        page.locator('input[name="person"]').first.check()
        go_on(page.locator(".s-foot .btn:not(.alt)"))
        go_on(page.locator("#answer .btn:not(.alt)"))
        self.give_ground(asked_by)
        self.look_at_staff()
        preview = page.locator(".s-tell").inner_text()
        go_on(page.locator(".s-foot .btn:not(.alt)"))
        self.visit.refresh_from_db()
        assert self.visit.status == "approved", page.locator("main").inner_text()
        self.look_at_staff()
        return preview

    def give_ground(self, asked_by: str) -> None:
        """The inmate agrees: asked by whom, a minute ago by the prison's clock."""
        wall = (clock.now() - timedelta(minutes=1)).astimezone(self.visit.prison.zone)
        answers = {"basis": "consent", "consent_asked_by": asked_by}
        walks.fill(self.desk, {**answers, "consent_asked_at": wall.strftime("%Y-%m-%dT%H:%M")})

    def open_board(self) -> None:
        self.desk.goto(f"{self.site.origin}/staff/desk/")
        self.desk.locator(f'.s-tl[data-visit="{self.visit.uid}"]').wait_for()
        self.look_at_staff()

    def end(self) -> None:
        """The officer presses End twice; everybody reads that it has finished."""
        page = self.desk
        page.locator("[data-reason]").select_option("finished")
        page.click('[data-do="end"]')
        page.click('[data-do="end"]')
        for one in (self.visitor, self.terminal):
            one.locator('[data-screen="finished"]').wait_for()
            look(one)
        page.locator('[data-part="over"]').first.wait_for()
        self.look_at_staff()
        self.visit.refresh_from_db()
        assert self.visit.status == "ended"


class Family:
    """The visitor at the booking and joining pages."""

    def __init__(self, page: Page, site: Site, post: Post) -> None:
        self.page, self.site, self.post = page, site, post

    def book(self, state: int, prison: str, inmate: str, me: str, kind: str = "video") -> None:
        """Six pages, up to Submit; the page of the jail is open."""
        self._jail(state, prison, inmate)
        self._kind(kind)
        self._answer("you", {**walks.ANSWERS["you"], "name": me})
        contact = {"phone": self.post.phone, "email": self.post.address}
        self._answer("id", {**walks.ANSWERS["id"], **contact})
        self._answer("others", {"help": "none"})
        walks.fill(self.page, {"watch": "1", "agree": "1"})

    def solve_captcha(self) -> None:
        """As the server itself has noted it, of the picture that stands in the page."""
        picture = self.page.locator('input[name="picture"]').input_value()
        answer = Captcha.objects.get(uid=picture).answer["digits"]
        self.page.fill('input[name="captcha"]', answer)

    def submit(self, word: str) -> None:
        """Presses the printed button."""
        look(self.page)
        button = self.page.locator('button[name="send"]')
        assert button.inner_text() == word
        go_on(button)
        assert "/book/otp/" in self.page.url, self.page.locator("main").inner_text()
        look(self.page)

    def confirm(self, otp: str) -> Visit:
        """Types the OTP and reads the Visit Reference Number."""
        self.page.fill('input[name="otp"]', otp)
        go_on(self.page.locator(FILLED).first)
        shown = self.page.locator("#vrn").inner_text()
        look(self.page)
        visit = Visit.objects.get()
        assert shown == visit.reference
        return visit

    def press_ok(self, word: str) -> None:
        button = self.page.locator('main form[action="/visits/mine/"] .btn')
        assert button.inner_text() == word
        go_on(button)
        look(self.page)

    def press_next(self, word: str, **typed: str) -> None:
        """Types into the page's fields and presses the printed "Next"."""
        look(self.page)
        walks.fill(self.page, typed)
        button = self.page.locator(FILLED).first
        assert button.inner_text() == word
        go_on(button)

    def _jail(self, state: int, prison: str, inmate: str) -> None:
        look(self.page)
        walks.fill(self.page, {"state": str(state)})
        go_on(self.page.locator('button[name="show"]'))
        self.page.locator('select[name="prison"]').select_option(label=prison)
        self._answer("jail", {**walks.ANSWERS["jail"], "name": inmate})

    def _kind(self, kind: str) -> None:
        walks.fill(self.page, {"kind": kind})
        go_on(self.page.locator('button[name="show"]').first)
        self._time_ahead().check()
        self._answer("kind", {})

    def _time_ahead(self) -> Locator:
        """The first time that will not have begun before the officer comes to it."""
        times = self.page.locator('input[name="time"]').all()
        soon = clock.now() + timedelta(minutes=15)
        ahead = (t for t in times if datetime.fromisoformat(str(t.get_attribute("value"))) > soon)
        return next(ahead, times[-1])

    def _answer(self, name: str, answers: dict[str, str]) -> None:
        assert f"/book/{name}/" in self.page.url, self.page.url
        walks.fill(self.page, answers)
        look(self.page)
        go_on(self.page.locator(FILLED).last)


def go_on(button: Locator) -> None:
    """Presses what leads to another page, and waits for it."""
    with button.page.expect_navigation():
        button.click()


def look(page: Page) -> None:
    """No violation and nothing that sticks out, on a small phone and at a desk."""
    before = page.viewport_size
    if page in _plain:  # axe needs scripts; the page itself has loaded and goes on without
        _allow_scripts(page, True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740 if width < 600 else 768})
        assert_accessible(page)
        assert_fits(page)
    if before:
        page.set_viewport_size(before)
    if page in _plain:
        _allow_scripts(page, False)


def _allow_scripts(page: Page, they_run: bool) -> None:
    _plain[page].send("Emulation.setScriptExecutionDisabled", {"value": not they_run})


@contextmanager
def company(site: Site, language: str) -> Iterator[Company]:
    """Playwright keeps an event loop in this thread; Django must not mind."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            people = Company(playwright, site, language)
            try:
                yield people
            finally:
                people.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def meet(people: Company) -> None:
    """From the waiting room to a running call; nothing flows before the officer lets in."""
    people.choose()
    desk = trio.DESK
    try:
        until(lambda: people.sees(people.desk, desk["inmate"], INMATE), "the desk sees the inmate")
        until(lambda: people.sees(people.desk, desk["visitor"], VISITOR), "and the visitor")
    except AssertionError as wrong:
        pages = (people.desk, people.visitor, people.terminal)
        said = [f"{page.url}: {page.locator('main, body').last.inner_text()}" for page in pages]
        raise AssertionError("\n".join([str(wrong), *said])) from None
    assert people.moving(1.5) == (0, 0)
    for page in (people.visitor, people.terminal):
        assert media.page_tone(page, "[data-sound]").energy == 0
    people.look_at_staff()
    people.let_in()
    until(people.is_live, "picture and sound both ways")
    people.desk.click('[data-do="sound"]')
    heard = {"[data-visitor-sound]": VISITOR_HZ, "[data-inmate-sound]": INMATE_HZ}
    for selector, hz in heard.items():
        until(lambda s=selector, h=hz: people.hears(people.desk, s, h), selector)  # type: ignore[misc]


def talk(people: Company, minutes_left: str) -> None:
    """From the permission question to a running call; `minutes_left` in the family's words."""
    people.enter()
    people.inmate_sits_down()
    people.open_board()
    meet(people)
    for one in (people.visitor, people.terminal):
        timer = one.locator('[role="timer"]').inner_text()
        assert re.search(rf"[0-9]+\s*{minutes_left}", timer), timer
        look(one)
    until(lambda: people.is_live() and people.is_moving(), "the call goes on")
