"""Queue, answers, review, sheets and complaints in real Chromium: open to everybody at two
widths. SHOTS=/a/directory keeps a picture of every page.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mulakat import clock
from mulakat.portals.staff.tests.office import Office
from mulakat.prisons.models import Prison
from mulakat.visits.models import Change, Visit
from tests.axe import assert_accessible, assert_fits
from tests.chromium import chromium, screen
from tests.live import until
from tests.served import served
from tests.test_few_queries import populated
from tests.world import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _rows_beside_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright keeps an event loop in this thread; Django asks to be told that it may go on."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def origin() -> Iterator[str]:
    with served() as address:
        yield address


# A page waits for no promise by itself: each look asks anew
KEPT = (
    "caches.open('mulakat-sheets').then((cache) => cache.keys())"
    ".then((keys) => keys.filter((one) => one.url.includes('/sheets/')).length)"
)


def sign_in(page: Page, origin: str, office: Office) -> None:
    page.goto(f"{origin}/staff/sign-in/")
    page.fill("#staff_id", office.officer.staff_id)
    page.fill("#password", PASSWORD)
    page.click("main .btn")
    page.wait_for_url(f"{origin}/staff/")


def is_good(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=width < 600)
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize(("width", "language"), [(1366, "en"), (320, "hi"), (320, "bn")])
def test_every_page_of_answers_is_accessible_and_fits(origin, width, language):
    office, ids = populated()
    request, complaint = ids["visit_id"], ids["complaint_id"]
    change = Change.objects.order_by("pk")[0]
    look = Visit.objects.get(second_look__isnull=False).pk
    lapsed = Visit.objects.get(status="lapsed").pk
    paths = {
        "today": "", "queue": "requests/", "search": "requests/search/", "review": "review/",
        "request": f"requests/{request}/", "look": f"requests/{look}/",
        "lapsed": f"requests/{lapsed}/", "ask": f"requests/{request}/ask/?person="
        f"{office.inmate.pk}", "approve": f"requests/{request}/approve/",
        "visitor": f"requests/{request}/visitor/", "approved": f"requests/{change.visit_id}/",
        "move": f"requests/{change.visit_id}/move/",
        "cancel": f"requests/{change.visit_id}/cancel/?cause=power",
        "complaints": "complaints/", "complaint": f"complaints/{complaint}/",
        "sheet": "sheets/", "slips": "sheets/slips/",
    }  # fmt: skip
    with chromium() as browser, screen(browser, width=width) as context:
        page = context.new_page()
        sign_in(page, origin, office)
        for name, path in paths.items():
            page.goto(f"{origin}/staff/{path}{'&' if '?' in path else '?'}lang={language}")
            is_good(page, f"{name}-{language}")
        page.goto(f"{origin}/staff/requests/?lang={language}")
        page.locator("button[form=choose]").first.click()
        is_good(page, f"clear-{language}")


def test_the_seconds_of_undo_are_counted_down_and_the_button_takes_the_answer_back(origin):
    office, _ids = populated()
    Prison.objects.filter(pk=office.prison.pk).update(
        overrides={"notice_hours": 0, "undo_seconds": 600}
    )
    visit = office.request(phone="+919830077777")
    with chromium() as browser, screen(browser, width=1366) as context:
        page = context.new_page()
        sign_in(page, origin, office)
        page.goto(f"{origin}/staff/requests/{visit.pk}/refuse/?reason=R-32")
        page.locator(".s-foot .s-stop").click()
        page.wait_for_url(f"{origin}/staff/requests/{visit.pk}/")
        is_good(page, "toast-en")
        left = page.locator("[data-left]").inner_text()
        assert left.endswith(" s left")
        page.wait_for_function("before => document.querySelector('[data-left]').textContent"
                               " !== before", arg=left)  # fmt: skip
        page.goto(f"{origin}/staff/requests/")
        page.locator(".s-toast button").click()
        page.wait_for_url(f"{origin}/staff/requests/{visit.pk}/")
        assert page.locator(".s-toast").count() == 0
    visit.refresh_from_db()
    assert visit.status == "requested"


def test_one_key_answers_and_another_shows_all_keys(origin):
    office, _ids = populated()
    visit = office.request(phone="+919830066666")
    with chromium() as browser, screen(browser, width=1366) as context:
        page = context.new_page()
        sign_in(page, origin, office)
        page.goto(f"{origin}/staff/requests/{visit.pk}/?person={office.inmate.pk}")
        page.locator("[data-keys] button").click()
        page.locator("body").press("?")
        listed = page.locator(".s-keys-list").inner_text().split()
        assert {"1", "2", "3", "a", "o", "q", "r"} <= set(listed)
        is_good(page, "keys-en")
        page.locator("body").press("?")
        assert page.locator(".s-keys-list").count() == 0
        for key, path in (("q", "/ask/"), ("Escape", f"/{visit.pk}/"), ("r", "/refuse/")):
            page.locator("body").press(key)
            page.wait_for_url(f"**{path}*")


def test_the_day_sheet_is_there_when_the_network_is_not(origin):
    office, _ids = populated()
    with chromium() as browser, screen(browser, width=1366) as context:
        page = context.new_page()
        sign_in(page, origin, office)
        today = clock.now().astimezone(office.prison.zone).date()
        page.goto(f"{origin}/staff/sheets/?day={today}")  # in the evening tomorrow's comes first
        until(lambda: page.evaluate(KEPT) == 4, "sheets and slips of two days are kept")
        name = page.locator(".ds-name").first.inner_text()
        assert page.locator("[data-copy]").is_hidden()
        context.set_offline(True)
        page.reload()
        assert page.locator("[data-copy]").inner_text().startswith("No network. This is the copy")
        assert page.locator(".ds-name").first.inner_text() == name
        is_good(page, "offline-en")
        context.set_offline(False)
        page.locator(".s-mine summary").click()
        page.locator(".s-mine form[action='/staff/sign-out/'] button").click()
        page.wait_for_url("**/sign-in/")
        until(lambda: not page.evaluate("caches.has('mulakat-sheets')"), "the copies are gone")


def test_a_sheet_prints_black_on_white_without_the_frame(origin):
    office, _ids = populated()
    now = clock.now()
    with chromium() as browser, screen(browser, width=1366) as context:
        page = context.new_page()
        sign_in(page, origin, office)
        page.goto(f"{origin}/staff/sheets/?day={now.astimezone(office.prison.zone).date()}")
        page.emulate_media(media="print")
        assert page.locator(".s-top").is_hidden()
        assert page.locator(".ds-bar").is_hidden()
        colour = "getComputedStyle(document.querySelector('.ds-name')).color"
        assert page.evaluate(colour) == "rgb(0, 0, 0)"
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=Path(folder) / "print.png")
