"""Every page of the product, in the order in which people come to it, in a running demo.

A walk is one fresh browser: a generator that yields the name of each page it stands on.
`make screenshots` draws every such page in three languages and two widths, and a test asks
whether it is open to everybody. Whoever adds a page adds a yield, or a walk to WALKS. Between
two yields the page has been reloaded: type after the yield, not before it.
"""

import re
from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from tests import walks
from tests.walks import BENGAL, BIHAR

Walk = Callable[[Page, str], Iterator[str]]


def reading(page: Page, origin: str) -> Iterator[str]:
    page.goto(f"{origin}/")
    yield "start"
    page.goto(f"{origin}/leaflet/")
    yield "leaflet"
    for state in ("samudra-pradesh", "bihar", "west-bengal"):
        page.goto(f"{origin}/leaflet/?state={state}")
        yield f"leaflet-{state}"
    page.goto(f"{origin}/")
    yield "start-west-bengal"
    for name in ("privacy", "accessibility", "rules", "name", "message", "complaints"):
        page.goto(f"{origin}/info/{name}/")
        yield f"info-{name}"
    page.goto(f"{origin}/no-such-page/")
    yield "not-found"


def booking(page: Page, origin: str) -> Iterator[str]:
    walk = walks.Booking(page, origin, BIHAR)
    walk.begin()
    for name in walks.ORDER[:-1]:
        yield f"book-{name}"
        if name in ("jail", "id"):
            walks.go_on(page)
            yield f"book-{name}-errors"
        walk.answer(name)
    yield "book-sent"


def booking_with_captcha(page: Page, origin: str) -> Iterator[str]:
    walk = walks.Booking(page, origin, BENGAL)
    walk.begin()
    for name in ("jail", "kind", "you", "id", "others"):
        walk.answer(name)
    yield "book-check-captcha"
    walks.go_on(page)
    yield "book-check-errors"


def officer(page: Page, origin: str) -> Iterator[str]:
    page.goto(f"{origin}/staff/sign-in/")
    yield "staff-sign-in"
    walks.sign_in(page, origin, "gangapur")
    yield "staff-today"
    page.goto(f"{origin}/staff/requests/")
    yield "staff-requests"
    request = walks.open_request(page, origin, "Md. Hanif Ansari")
    yield "staff-request"
    page.goto(f"{request}who/")
    yield "staff-who"
    page.goto(request)
    with page.expect_navigation():
        page.locator("#answer .btn:not(.alt)").click()
    yield "staff-approve"
    page.goto(f"{request}refuse/")
    yield "staff-refuse"
    page.goto(f"{request}refuse/?reason=R-32")
    yield "staff-refuse-told"
    for name in ("ask", "visitor"):
        page.goto(f"{request}{name}/")
        yield f"staff-{name}"
    page.goto(f"{origin}/staff/requests/search/")
    yield "staff-search"
    for name in ("review", "complaints", "sheets", "sheets/slips", "desk", "terminals"):
        page.goto(f"{origin}/staff/{name}/")
        yield f"staff-{name.replace('/', '-')}"


def doors(page: Page, origin: str) -> Iterator[str]:
    for name, path in (
        ("check", "/check/"),
        ("join", "/join/"),
        ("visits", "/visits/"),
        ("kiosk", "/kiosk/"),
        ("demo", "/demo/"),
        ("demo-phone", "/demo/phone"),
    ):
        page.goto(origin + path)
        yield name


def joining_as_bihar_printed(page: Page, origin: str) -> Iterator[str]:
    mail = walks.approve(page, origin, "gangapur", "सरिता देवी")
    page.goto(mail.link)
    yield "join-number"
    walks.fill(page, {"reference": mail.reference})
    walks.go_on(page)
    yield "join-pin"
    walks.fill(page, {"pin": mail.pin})
    after = walks.newest(page, origin)
    walks.go_on(page)
    yield "join-otp"
    walks.fill(page, {"otp": walks.code(page, origin, after, "9830012001")})
    walks.go_on(page)
    yield "join-meeting"
    page.locator("main .btn").click()
    page.wait_for_url("**/join/room/")
    yield "room"


def joining_as_bengal_printed(page: Page, origin: str) -> Iterator[str]:
    mail = walks.approve(page, origin, "nadipur", "মিনা দাস")
    page.goto(mail.link)
    walks.fill(page, {"reference": mail.reference})
    walks.go_on(page)
    yield "join-codes"
    walks.fill(page, {"otp": "000000", "pin": "0000"})
    walks.go_on(page)
    yield "join-codes-errors"


def joining_by_link(page: Page, origin: str) -> Iterator[str]:
    mail = walks.approve(page, origin, "tarapur", "Peter Fernandes")
    page.goto(mail.link)
    yield "join-send"
    walks.go_on(page)
    yield "join-sent"


def standing(page: Page, origin: str) -> Iterator[str]:
    """How a request stands, seen by number, mobile and OTP."""
    walk = walks.Booking(page, origin, BIHAR)
    walk.begin()
    for name in walks.ORDER[:-1]:
        walk.answer(name)
    reference = page.locator(".vrn").first.inner_text()
    after = walks.newest(page, origin)
    page.goto(f"{origin}/visits/")
    walks.go_on(page)
    yield "visits-errors"
    walks.fill(page, {"reference": reference, "mobile": walk.phone})
    walks.go_on(page)
    yield "visits-otp"
    walks.fill(page, {"otp": walks.code(page, origin, after, walk.phone)})
    walks.go_on(page)
    yield "visits-visit"


def acting(page: Page, origin: str) -> Iterator[str]:
    """What a family does about its visit: from OK on, then all visits of the phone."""
    walk = walks.Booking(page, origin, BIHAR)
    walk.begin()
    for name in walks.ORDER[:-1]:
        walk.answer(name)
    walks.go_on(page)
    yield "visits-mine"
    for name in ("change", "cancel", "contact", "complain"):
        page.goto(f"{origin}/visits/{name}/")
        yield f"visits-{name}"
    before = walks.newest(page, origin)
    page.goto(f"{origin}/visits/other/")
    walks.fill(page, {"mobile": walk.phone})
    walks.go_on(page)
    yield "visits-phone"
    walks.fill(page, {"otp": walks.code(page, origin, before, walk.phone)})
    walks.go_on(page)
    yield "visits-list"


def gate(page: Page, origin: str) -> Iterator[str]:
    """A browser becomes a gate of Gangapur, a guard works on it, and the office looks."""
    page.goto(f"{origin}/gate/enrol/")
    yield "gate-enrol"
    page.locator("#code").fill(walks.gate_code(page, origin, "gangapur"))
    page.locator("[data-enrol] button").click()
    page.wait_for_url("**/gate/sign-in/")
    yield "gate-sign-in"
    walks.fill(page, {"staff_id": "gangapur-gate", "password": walks.PASSWORD})
    walks.go_on(page)
    page.locator('[data-view="today"]').wait_for()
    yield "gate-app"
    page.goto(f"{origin}/gate/app/#scan")
    yield "gate-app-scan"
    page.locator("#typed").fill("1/2/3/2026")
    page.locator("[data-type] button").click()
    page.locator(".g-stop").wait_for()
    yield "gate-app-stop"
    for name in ("", "find/", "board/"):
        page.goto(f"{origin}/gate/{name}")
        yield f"gate-{name.strip('/') or 'today'}"
    page.goto(f"{origin}/gate/find/")
    walks.fill(page, {"typed": "1/2/3/2026"})
    walks.go_on(page)
    yield "gate-stop"


def ruling(page: Page, origin: str) -> Iterator[str]:
    """The rules: read, typed wrongly, looked at, saved, in the log, as the public reads them."""
    walks.sign_in(page, origin, "gangapur")
    page.goto(f"{origin}/staff/rules/")
    yield "staff-rules"
    page.goto(f"{origin}/staff/rules/often/")
    walks.fill(page, {"quotas-0-n": "0", "same_visitor_days": "soon"})
    walks.go_on(page)
    yield "staff-rules-edit-errors"
    walks.fill(page, {"quotas-0-n": "4", "same_visitor_days": "2"})
    walks.go_on(page)
    yield "staff-rules-preview"
    with page.expect_navigation():
        page.locator('[name="act"][value="save"]').click()
    page.goto(f"{origin}/staff/rules/log/")
    yield "staff-rules-log"
    page.goto(f"{origin}/staff/rules/state/preset/")
    yield "staff-rules-preset"
    page.goto(f"{origin}/info/rules/?state=10&prison=12")
    yield "info-rules-of-a-prison"


def planning(page: Page, origin: str) -> Iterator[str]:
    """The times of a prison, and whom a closed week would hit; nothing is closed."""
    walks.sign_in(page, origin, "tarapur")
    for name in ("", "rules", "rules/add", "rules/extra", "places", "places/terminal/add",
                 "places/window/add", "closures", "closures/add", "stop", "hearings"):  # fmt: skip
        page.goto(f"{origin}/staff/times/{name}{'/' if name else ''}")
        yield f"staff-times-{name.replace('/', '-') or 'week'}"
    walks.go_on(page)
    yield "staff-times-hearings-errors"
    page.goto(f"{origin}/staff/times/places/")
    page.goto(page.locator('a[href$="/out/"]').first.evaluate("node => node.href"))
    yield "staff-times-out"
    walks.close_a_week(page, origin)
    yield "staff-times-impact"


def people(page: Page, origin: str) -> Iterator[str]:
    """An inmate's pages, and the bars of the prison."""
    walks.sign_in(page, origin, "tarapur")
    page.goto(f"{origin}/staff/people/enter/")
    yield "staff-enter"
    page.goto(f"{origin}/staff/people/")
    yield "staff-people"
    walks.fill(page, {"wanted": "Joseph"})
    walks.go_on(page)
    yield "staff-people-found"
    page.locator("th[scope=row] a").first.click()
    page.wait_for_url(re.compile(r"/people/\d+/$"))
    person = page.url
    yield "staff-person"
    for name in ("away", "looks"):
        page.goto(f"{person}{name}/")
        yield f"staff-person-{name}"
    page.goto(f"{origin}/staff/people/bars/")
    yield "staff-bars"


def for_a_caller(page: Page, origin: str) -> Iterator[str]:
    """A request written down at the helpline, the link of its SMS, a walk-in, the watch."""
    before = walks.newest(page, origin)
    walks.sign_in(page, origin, "tarapur-desk")
    yield "assist"
    walks.ask_for_a_caller(page, origin)
    yield "assist-2"
    walks.send_for_a_caller(page)
    yield "assist-sent"
    page.goto(f"{origin}/staff/assist/walk-in/")
    yield "assist-walk-in"
    text = walks.arrived(page, origin, before, r"/a/\w+")
    link = re.search(r"https?://\S+/a/\w+", text)
    assert link
    page.goto(link[0])
    yield "assisted"
    with page.expect_navigation():
        page.locator('button[value="no"]').click()
    yield "assisted-erased"


WALKS: list[Walk] = [
    reading,
    booking,
    booking_with_captcha,
    officer,
    doors,
    joining_as_bihar_printed,
    joining_as_bengal_printed,
    joining_by_link,
    standing,
    acting,
    people,
    for_a_caller,
    gate,
    ruling,
    planning,
]
