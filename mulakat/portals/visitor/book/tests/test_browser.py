"""The booking in real Chromium: without JavaScript, in three languages, at two widths.

SHOTS=/a/directory keeps a picture of every page.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mulakat.notifications.models import Notification
from mulakat.portals.visitor.models import Captcha
from mulakat.prisons.models import Prison
from mulakat.visits.models import Status, Visit
from tests import world
from tests.axe import assert_accessible, assert_fits
from tests.chromium import chromium, screen
from tests.served import served

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WIDTHS = (1366, 320)  # of each page; the walk goes on at the last
WORDS = {
    "en": {"name": "Sabina Khatun", "inmate": "Md. Rahim Sheikh"},
    "hi": {"name": "सबीना ख़ातून", "inmate": "मो. रहीम शेख"},
    "bn": {"name": "সাবিনা খাতুন", "inmate": "মো. রহিম শেখ"},
}


@pytest.fixture(autouse=True)
def _rows_beside_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright keeps an event loop in this thread; Django asks to be told that it may go on."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def prison() -> Prison:
    state = world.a_state(
        "wb-2021",
        timezone=world.zone_at_noon(),  # late in the evening the first day has few times left
        names={"en": "West Bengal", "hi": "पश्चिम बंगाल", "bn": "পশ্চিমবঙ্গ"},
        department={
            "en": "West Bengal Correctional Services",
            "hi": "पश्चिम बंगाल सुधार सेवा",
            "bn": "পশ্চিমবঙ্গ সংশোধন পরিষেবা",
        },
    )
    prison = world.a_prison(state)
    world.a_prison()  # another state, so that one is chosen
    world.all_day_rules(prison)
    return prison


class Walker:
    """Walks the pages as a person would, looking at each with axe and for what sticks out."""

    def __init__(self, page: Page, origin: str, language: str) -> None:
        self.page, self.origin = page, origin
        self.words = WORDS[language]
        self.shots = os.environ.get("SHOTS")
        self.name = f"{{}}-{language}-{{}}.png"
        self.devtools = page.context.new_cdp_session(page)
        self.scripts_run(False)

    def scripts_run(self, they_do: bool) -> None:
        self.devtools.send("Emulation.setScriptExecutionDisabled", {"value": not they_do})

    def look(self, name: str) -> None:
        """axe needs scripts; the page itself has loaded and goes on without."""
        self.scripts_run(True)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 640 if width < 600 else 768})
            assert_accessible(self.page)
            assert_fits(self.page)
            if self.shots:
                path = Path(self.shots) / self.name.format(name, width)
                self.page.screenshot(path=path, full_page=True)
        self.scripts_run(False)

    def go_on(self) -> None:
        self.page.locator("main form .btn:not(.alt)").first.click()

    def press(self, name: str) -> None:
        self.page.locator(f"button[name={name}]").first.click()

    def tick(self, name: str, value: str) -> None:
        self.page.locator(f'input[name={name}][value="{value}"]').check()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"input[name={name}]").fill(value)


def book(walker: Walker, prison: Prison) -> None:
    walker.page.goto(walker.origin + "/book/")
    choose_prison(walker, prison)
    name_person(walker, prison)
    wish_times(walker)
    introduce(walker)
    show_id(walker)
    bring(walker)
    submit(walker)
    confirm(walker)


def choose_prison(walker: Walker, prison: Prison) -> None:
    walker.look("1-jail-empty")
    walker.page.select_option("#state", str(prison.state.number))
    walker.press("show")
    walker.go_on()
    walker.look("1-jail-errors")


def name_person(walker: Walker, prison: Prison) -> None:
    walker.page.select_option("#prison", str(prison.number))
    walker.fill(name=walker.words["inmate"], guardian="Abdul", age="३५", number="UT-12/4")
    walker.tick("gender", "man")
    walker.look("1-jail")
    walker.go_on()


def wish_times(walker: Walker) -> None:
    page = walker.page
    walker.look("2-kind-empty")
    walker.tick("kind", "video")
    walker.press("show")
    page.locator("input[name=time]").nth(3).check()
    page.locator("input[name=time]").nth(5).check()
    page.select_option("#day", index=2)
    walker.press("show")
    page.locator("input[name=time]").nth(7).check()
    walker.look("2-kind")
    walker.go_on()


def introduce(walker: Walker) -> None:
    walker.fill(name=walker.words["name"], guardian="Abdul", age="৩২")
    walker.tick("gender", "woman")
    walker.tick("relation", "spouse")
    walker.look("3-you")
    walker.go_on()


def show_id(walker: Walker) -> None:
    walker.tick("id_type", "aadhaar")
    walker.fill(number="2345 6789 0124", line="12 Pukurpar", district="Nadia", pin="741101")
    walker.fill(phone="098300-12345", email="sabina@example.com")
    walker.tick("phone_owner", "family")
    walker.go_on()
    walker.look("4-id-errors")
    walker.fill(number="0124")
    walker.go_on()


def bring(walker: Walker) -> None:
    walker.press("add")
    walker.fill(**{"name-0": "Amina", "age-0": "9"})
    walker.page.select_option("#relation-0", "child")
    walker.tick("help", "wheelchair")
    walker.look("5-others")
    walker.go_on()


def submit(walker: Walker) -> None:
    send = walker.page.locator("button[name=send]")
    walker.look("6-check")
    walker.tick("watch", "1")
    walker.tick("agree", "1")
    send.click()
    walker.look("6-check-errors")
    walker.fill(captcha=Captcha.objects.filter(used_at=None).latest("pk").answer["digits"])
    send.click()


def confirm(walker: Walker) -> None:
    walker.look("7-otp")
    otp = Notification.objects.latest("pk").payload["context"]["otp"]
    walker.fill(otp="000000" if otp != "000000" else "111111")
    walker.go_on()
    walker.look("7-otp-error")
    walker.fill(otp=f"{otp[:3]} {otp[3:]}")
    walker.go_on()
    walker.look("8-sent")


@pytest.mark.parametrize("language", ["en", "hi", "bn"])
def test_a_family_books_without_javascript(prison: Prison, language: str) -> None:
    with served() as origin, chromium() as browser:
        walker = Walker(screen(browser, language=language).new_page(), origin, language)
        book(walker, prison)
        visit = Visit.objects.get()
        assert visit.status == Status.REQUESTED
        assert visit.reference in walker.page.locator("#vrn").inner_text()
        walker.scripts_run(True)
        for width in WIDTHS:
            walker.page.set_viewport_size({"width": width, "height": 640})
            size = "e => parseFloat(getComputedStyle(e).fontSize)"
            assert walker.page.locator(".vrn").evaluate(size) >= 32
        assert visit.language == language
        assert visit.asked["name"] == WORDS[language]["inmate"]
        assert visit.visitor.name == WORDS[language]["name"]
        assert visit.visitor.id_number["number"] == "0124"
        assert len(visit.wishes) == 3


def test_pages_instead_of_errors_are_open_to_everybody(prison: Prison) -> None:
    with served() as origin, chromium() as browser:
        walker = Walker(screen(browser).new_page(), origin, "en")
        page = walker.page
        page.goto(origin + "/book/jail/")
        page.select_option("#state", str(prison.state.number))
        walker.press("show")
        name_person(walker, prison)
        page.goto(origin + "/book/jail/")
        walker.fill(age="12")
        walker.go_on()
        walker.look("stop-child")
        page.goto(origin + "/book/jail/")
        walker.fill(age="40")
        walker.go_on()
        wish_times(walker)
        walker.fill(name="Ali", guardian="Abdul", age="15")
        walker.tick("gender", "man")
        walker.tick("relation", "child")
        walker.go_on()
        walker.look("stop-minor")
        page.goto(origin + "/book/")
        walker.look("begin")


def test_scripts_keep_typed_answers_over_a_change_of_language(prison: Prison) -> None:
    with served() as origin, chromium() as browser:
        page = screen(browser).new_page()
        page.goto(origin + "/book/jail/")
        page.locator("#name").fill("Rahim")
        page.locator(".langs a[lang=bn]").click()
        page.wait_for_selector("html[lang=bn]")
        assert page.locator("#name").input_value() == "Rahim"
        assert page.locator(".errors").count() == 0


def test_scripts_play_the_numbers_on_the_page(prison: Prison) -> None:
    with served() as origin, chromium("--autoplay-policy=no-user-gesture-required") as browser:
        walker = Walker(screen(browser).new_page(), origin, "en")
        walker.page.goto(origin + "/book/jail/")
        walker.page.select_option("#state", str(prison.state.number))
        walker.press("show")
        name_person(walker, prison)
        wish_times(walker)
        introduce(walker)
        show_id(walker)
        bring(walker)
        walker.scripts_run(True)
        walker.page.reload()
        with walker.page.expect_response("**/*.wav") as heard:
            walker.page.locator("a[data-sound]").click()
        assert heard.value.status in (200, 206)
        assert walker.page.url.endswith("/book/check/")
