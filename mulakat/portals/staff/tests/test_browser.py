"""The staff pages in real Chromium: open to everybody, at two widths, with keys and without
JavaScript. SHOTS=/a/directory keeps a picture of every page.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mulakat.portals.staff.tests.office import Office, an_office, on_list
from mulakat.visits.models import Status, Visit
from tests.axe import assert_accessible, assert_fits
from tests.chromium import chromium, screen, without_scripts
from tests.served import served
from tests.world import (
    PASSWORD,
    a_prison,
    a_state,
    an_approved_visit,
    an_inmate,
    zone_at_noon,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _rows_beside_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright keeps an event loop in this thread; Django asks to be told that it may go on."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def office() -> Office:
    """It is noon there, so that nothing of a day ends while it is looked at."""
    return an_office(a_prison(a_state(timezone=zone_at_noon())))


@pytest.fixture
def origin() -> Iterator[str]:
    with served() as address:
        yield address


def sign_in(page: Page, origin: str, office: Office) -> None:
    page.goto(f"{origin}/staff/sign-in/")
    page.fill("#staff_id", office.officer.staff_id)
    page.fill("#password", PASSWORD)
    page.click("main .btn")
    page.wait_for_url(f"{origin}/staff/")


def is_good(page: Page, name: str) -> None:
    assert_accessible(page)
    assert_fits(page)
    if folder := os.environ.get("SHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=width < 600)


@pytest.mark.parametrize(("width", "language"), [(1366, "en"), (320, "hi"), (320, "bn")])
def test_every_page_is_accessible_and_fits(office, origin, width, language):
    visit, twin = office.request(), office.request()
    an_inmate(office.prison, guardian="Other Sheikh")
    refused = office.request(status=Status.REFUSED)
    an_approved_visit(office.prison, inmate=office.inmate, terminal=office.terminal)
    on_list(office.inmate, visit)
    one = f"requests/{visit.pk}/"
    pages = {
        "today": "",
        "queue": "requests/",
        "request": one,
        "who": f"{one}who/",
        "approve": f"{one}approve/?person={office.inmate.pk}",
        "refuse": f"requests/{twin.pk}/refuse/?reason=R-10",
        "answered": f"requests/{refused.pk}/",
        "terminals": "terminals/",
        "prison": "prison/",
    }
    with chromium() as browser, screen(browser, language=language, width=width) as context:
        page = context.new_page()
        page.goto(f"{origin}/staff/sign-in/")
        is_good(page, "sign-in")
        page.click("main .btn")
        is_good(page, "sign-in-errors")
        sign_in(page, origin, office)
        for name, path in pages.items():
            page.goto(f"{origin}/staff/{path}")
            is_good(page, name)
        page.goto(f"{origin}/staff/{pages['approve']}")
        page.locator('[name="basis"][value="consent"]').check()
        page.locator(".s-foot .btn").first.click()
        assert page.locator(".errors").is_visible()
        is_good(page, "approve-errors")


def test_a_clear_request_is_approved_with_four_keys(office, origin):
    visit = office.request()
    on_list(office.inmate, visit)
    with chromium() as browser, screen(browser, width=1366) as context:
        page = context.new_page()
        sign_in(page, origin, office)
        page.goto(f"{origin}/staff/requests/")
        page.keyboard.press("Enter")
        assert page.url.endswith("/requests/"), "keys are off until a person turns them on"
        page.get_by_role("button", name="Use keys").click()
        page.locator("h1").click()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/requests/{visit.pk}/")
        page.keyboard.press("2")
        page.keyboard.press("a")
        page.wait_for_url("**/approve/?**")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/requests/{visit.pk}/")
    visit = Visit.objects.get(pk=visit.pk)
    assert visit.status == Status.APPROVED
    assert visit.starts_at and visit.starts_at.isoformat() == visit.wishes[1]


def test_a_key_that_is_typed_into_a_field_is_a_letter(office, origin):
    visit = office.request()
    with chromium() as browser, screen(browser, width=1366) as context:
        page = context.new_page()
        sign_in(page, origin, office)
        page.goto(f"{origin}/staff/requests/{visit.pk}/approve/")
        page.get_by_role("button", name="Use keys").click()
        page.fill("#note", "")
        page.locator("#note").press_sequentially("1 clog")
        assert page.input_value("#note") == "1 clog"
        assert "/approve/" in page.url


def test_everything_works_without_javascript(office, origin):
    an_inmate(office.prison, guardian="Other Sheikh", birth_year=1960)
    an_inmate(office.prison)
    visit, second = office.request(), office.request()
    with chromium() as browser:
        context = without_scripts(browser)
        page = context.new_page()
        sign_in(page, origin, office)
        page.goto(f"{origin}/staff/requests/{visit.pk}/")
        page.get_by_role("link", name="Which person is it?").click()
        page.locator(f'[name="person"][value="{office.inmate.pk}"]').check()
        page.get_by_role("button", name="This is the person").click()
        page.get_by_role("button", name="Approve").click()
        page.locator('[name="basis"][value="consent"]').check()
        page.fill("#consent_asked_by", "Warder Das")
        page.locator(f'[name="pick"][value="{visit.wishes[1]}"]').first.click()
        assert page.input_value("#consent_asked_by") == "Warder Das"
        page.get_by_role("button", name="Approve and tell the visitor").click()
        assert page.get_by_text("asked by Warder Das").is_visible()
        page.goto(f"{origin}/staff/requests/{second.pk}/refuse/")
        page.locator('[name="reason"][value="R-32"]').check()
        page.get_by_role("button", name="Next: what we will tell").click()
        page.get_by_role("button", name="Refuse and tell the visitor").click()
        assert page.get_by_text("Not approved").first.is_visible()
        context.close()
    assert set(Visit.objects.values_list("status", flat=True)) == {"approved", "refused"}


def test_a_request_fits_on_one_screen_with_its_checks_and_buttons(office, origin):
    visit = office.request()
    on_list(office.inmate, visit)
    with chromium() as browser, screen(browser, width=1366) as context:
        page = context.new_page()
        sign_in(page, origin, office)
        page.goto(f"{origin}/staff/requests/{visit.pk}/")
        height = page.evaluate("document.documentElement.scrollHeight")
        assert height <= 768
