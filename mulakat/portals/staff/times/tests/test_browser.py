"""The live picture in real Chromium: it follows what is typed, and waits for a button without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mulakat.accounts.models import Role, User
from mulakat.schedule.models import SlotRule
from tests.axe import assert_accessible, assert_fits
from tests.chromium import chromium, screen, without_scripts
from tests.served import served
from tests.world import PASSWORD, a_prison, a_terminal, an_officer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _rows_beside_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright keeps an event loop in this thread; Django asks to be told that it may go on."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def admin() -> User:
    prison = a_prison()
    a_terminal(prison)
    return an_officer(prison, Role.ADMIN)


@pytest.fixture
def origin() -> Iterator[str]:
    with served() as address:
        yield address


def the_form(page: Page, origin: str, admin: User) -> None:
    page.goto(f"{origin}/staff/sign-in/")
    page.fill("#staff_id", admin.staff_id)
    page.fill("#password", PASSWORD)
    page.click("main .btn")
    page.wait_for_url(f"{origin}/staff/")
    page.goto(f"{origin}/staff/times/rules/add/?kind=video")
    page.check('[name="weekday"][value="2"]')
    page.fill('[name="starts"]', "10:00")
    page.fill('[name="ends"]', "12:00")


@pytest.mark.parametrize("width", [320, 1366])
def test_the_picture_follows_what_is_typed(origin: str, admin: User, width: int) -> None:
    said: list[str] = []
    with chromium() as browser:
        page = screen(browser, width=width).new_page()
        page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        the_form(page, origin, admin)
        finding = page.locator(".t-week h2")
        expect(finding).to_contain_text("At most 6 visits in this week")
        page.fill('[name="minutes"]', "25")
        expect(finding).to_contain_text("At most 4 visits in this week")
        page.check('[name="weekday"][value="4"]')
        expect(finding).to_contain_text("At most 8 visits in this week")
        assert page.locator(".t-week rect.t-draft").count() == 3
        page.fill('[name="ends"]', "1")  # half a time: the old picture without the draft, no error
        expect(finding).to_contain_text("No visits in this week")
        assert page.locator(".errors").count() == 0
        assert_accessible(page)
        assert_fits(page)
    assert said == []  # the policy of content forbids nothing of ours
    assert not SlotRule.objects.exists()


def test_without_scripts_a_button_draws_it(origin: str, admin: User) -> None:
    with chromium() as browser:
        context = without_scripts(browser)
        page = context.new_page()
        the_form(page, origin, admin)
        assert "No visits in this week" in page.locator(".t-week h2").inner_text()
        page.click('button[value="show"]')
        page.wait_for_load_state()
        assert "At most 6 visits in this week" in page.locator(".t-week h2").inner_text()
        assert page.locator('[name="ends"]').input_value() == "12:00"
        page.click('button[value="save"]:not(.vh)')
        page.wait_for_url(f"{origin}/staff/times/rules/?kind=video")
    assert SlotRule.objects.get().weekday == 2
