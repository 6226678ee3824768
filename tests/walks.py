"""Ways through the product in a real browser, in any language: fields are found by name."""

import re
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from tests.chromium import screen

PASSWORD = "open-the-gate-2026"
BENGAL, BIHAR, OPEN = "25", "10", "90"  # the demo's states by number
REFERENCE = r"\d+/\d+/\d+/\d{4}"
ORDER = ("jail", "kind", "you", "id", "others", "check", "otp", "sent")
ANSWERS: dict[str, dict[str, str]] = {
    "jail": {"name": "Ramesh Kumar", "guardian": "Shivnath Prasad", "age": "35", "gender": "man"},
    "you": {
        "name": "Savitri Devi",
        "guardian": "Shivnath Prasad",
        "age": "61",
        "gender": "woman",
        "relation": "parent",
    },
    "id": {
        "id_type": "voter",
        "number": "ABC1234567",
        "line": "12 Station Road",
        "district": "Buxar",
        "pin": "802101",
        "phone_owner": "mine",
        "email": "savitri@example.com",
    },
    "others": {"help": "none"},
    "check": {"watch": "1", "agree": "1"},
}
_phones = count(9700010000)


def fill(page: Page, answers: dict[str, str]) -> None:
    """Writes, chooses or ticks each answer in the field of that name."""
    for name, value in answers.items():
        field = page.locator(f'[name="{name}"]')
        kind = field.first.evaluate("node => node.type || node.tagName")
        if kind in ("radio", "checkbox"):
            page.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def go_on(page: Page) -> None:
    """Presses the page's one filled button and waits for the next page."""
    with page.expect_navigation():
        page.locator("main form .btn:not(.alt)").last.click()


def said(page: Page) -> str:
    """What the page says, for a failure to explain itself: its address and its faults."""
    faults = page.locator(".errors, [role=alert]").all_inner_texts()
    return f"{page.url}: {faults or page.locator('main').inner_text()[:400]}"


class Booking:
    """One visitor who books a video visit, page by page, with a phone of their own.

    Where the policy asks for a CAPTCHA it ends at "check": only the server knows the answer.
    """

    def __init__(self, page: Page, origin: str, state: str) -> None:
        self.page, self.origin, self.state = page, origin, state
        self.phone = str(next(_phones))
        self._before_otp = 0

    def begin(self) -> None:
        self.page.goto(f"{self.origin}/book/")
        self.page.goto(f"{self.origin}/book/jail/")

    def answer(self, name: str) -> None:
        """Answers the page `name` of ORDER and goes on to the next."""
        prepare = {"jail": self._choose_prison, "kind": self._choose_times, "otp": self._type_otp}
        prepare.get(name, lambda: None)()
        fill(self.page, ANSWERS.get(name, {}))
        if name == "id":
            fill(self.page, {"phone": self.phone})
        if name == "check":
            self._before_otp = newest(self.page, self.origin)
        go_on(self.page)
        after = ORDER[ORDER.index(name) + 1]
        assert f"/book/{after}/" in self.page.url, f"not {after} but {said(self.page)}"

    def _choose_prison(self) -> None:
        fill(self.page, {"state": self.state})
        self._press("show")
        self.page.locator('[name="prison"]').select_option(index=1)

    def _choose_times(self) -> None:
        """Two of the times of the third day: late in the evening the first has none left."""
        fill(self.page, {"kind": "video"})
        self._press("show")
        self.page.locator('[name="day"]').select_option(index=2)
        self._press("show")
        for box in self.page.locator('[name="time"]').all()[3:5]:
            box.check()

    def _type_otp(self) -> None:
        fill(self.page, {"otp": code(self.page, self.origin, self._before_otp, self.phone)})

    def _press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(f'[name="{name}"]').click()


def messages(page: Page, origin: str, after: int = 0) -> list[dict[str, Any]]:
    """What has arrived at the demo's telephone since message `after`, newest first, for all."""
    answer = page.request.get(f"{origin}/demo/phone.json?after={after}")
    found: list[dict[str, Any]] = answer.json()["messages"]
    return found


def newest(page: Page, origin: str) -> int:
    """The number of the last message that has arrived; 0 before the first."""
    return max((message["id"] for message in messages(page, origin)), default=0)


def arrived(page: Page, origin: str, after: int, pattern: str, to: str = "") -> str:
    """The text of the first message later than `after` that has the pattern, waited for.

    `to` is how the address ends; without it the pattern must be one that nobody else gets.
    """
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        for message in reversed(messages(page, origin, after)):
            if message["to"].endswith(to) and re.search(pattern, message["text"]):
                return str(message["text"])
        time.sleep(0.2)
    came = [(one["to"], one["text"]) for one in messages(page, origin, after)]
    raise AssertionError(f"No message with {pattern} came to {to or 'anybody'}, only {came}")


def code(page: Page, origin: str, after: int, to: str) -> str:
    """The code of six digits in an SMS to this phone, later than `after`."""
    pattern = r"\b\d{6}\b"
    found = re.search(pattern, arrived(page, origin, after, pattern, to))
    assert found
    return found[0]


def sign_in(page: Page, origin: str, staff_id: str) -> None:
    page.goto(f"{origin}/staff/sign-in/")
    fill(page, {"staff_id": staff_id, "password": PASSWORD})
    go_on(page)
    assert "/sign-in/" not in page.url, said(page)


def open_request(page: Page, origin: str, visitor: str) -> str:
    """From the queue the request of this visitor, whatever else waits there; its address."""
    page.goto(f"{origin}/staff/requests/")
    page.locator("tr", has_text=visitor).locator("th[scope=row] a").click()
    page.wait_for_url(re.compile(r"/requests/\d+/$"))
    return page.url


@dataclass(frozen=True)
class Approval:
    """What the message of an approval brings: the link, the number, the PIN ("" without)."""

    link: str
    reference: str
    pin: str


def approve(page: Page, origin: str, staff_id: str, visitor: str) -> Approval:
    """An officer of that prison approves the video request of this visitor for the next time."""
    assert page.context.browser
    desk = screen(page.context.browser, width=1366)
    office = desk.new_page()
    before = newest(page, origin)
    sign_in(office, origin, staff_id)
    open_request(office, origin, visitor)
    with office.expect_navigation():
        office.locator("#answer .btn:not(.alt)").click()
    _choose_ground(office)
    for _time in range(3):  # the first free time may begin while it is being chosen
        if not office.locator(".s-grid button").first.is_visible():
            office.locator("details.s-other summary").click()
        with office.expect_navigation():
            office.locator(".s-grid button").first.click()
        with office.expect_navigation():
            office.locator(".s-foot .btn:not(.alt)").click()
        if "/approve/" not in office.url:
            break
    else:
        raise AssertionError(f"Not approved: {said(office)}")
    reference = re.search(REFERENCE, office.locator("body").inner_text())
    assert reference, said(office)
    desk.close()
    text = arrived(page, origin, before, rf"(?s)(?=.*/j/).*\b{reference[0]}\b")
    return _approval(text, reference[0])


def _choose_ground(office: Page) -> None:
    """The ground stands there already only for a visitor whom the inmate has listed."""
    if office.locator('[name="basis"]:checked').count():
        return
    asked_at = (datetime.now(ZoneInfo("Asia/Kolkata")) - timedelta(minutes=5)).isoformat()[:16]
    fill(office, {"basis": "consent", "consent_asked_by": "Head warder Das"})
    fill(office, {"consent_asked_at": asked_at})


def _approval(text: str, reference: str) -> Approval:
    link = re.search(r"https?://\S+/j/[\w-]+", text)
    pin = re.search(r"(?m)(?:PIN|पिन|পিন)\D{0,4}(\d{4})\b", text)
    assert link, text
    return Approval(link[0], reference, pin[1] if pin else "")


def gate_code(page: Page, origin: str, staff_id: str) -> str:
    """A code for gate 1, made by that officer in a browser of his own."""
    assert page.context.browser
    desk = screen(page.context.browser, width=1366)
    office = desk.new_page()
    sign_in(office, origin, staff_id)
    office.goto(f"{origin}/staff/gates/")
    office.locator("#gate").fill("1")
    with office.expect_navigation():
        office.locator('form[action="/staff/gates/code/"] button').click()
    code = office.locator(".s-big").inner_text()
    desk.close()
    return code


def close_a_week(page: Page, origin: str) -> None:
    """An administrator looks whom a week without visits would hit."""
    page.goto(f"{origin}/staff/times/closures/add/")
    first = page.locator('[name="from_day"]').input_value()
    last = date.fromisoformat(first) + timedelta(days=6)
    fill(page, {"cause": "holiday", "to_day": last.isoformat()})
    with page.expect_navigation():
        page.locator('button[value="look"]').click()


def ask_for_a_caller(page: Page, origin: str) -> None:
    """Page 1 of a request at the helpline, up to page 2."""
    page.goto(f"{origin}/staff/assist/book/")
    asked = {"name": "Joseph Fernandes", "unknown": "1", "age": "40", "gender": "man"}
    fill(page, {f"in-{name}": value for name, value in asked.items()})
    fill(page, {"when-kind": "video"})
    page.locator('[name="when-day-0"]').select_option(index=3)
    page.locator('[name="when-time-0"]').select_option(index=20)
    _press_foot(page)


def send_for_a_caller(page: Page) -> None:
    """Page 2, sent: the caller's phone gets its SMS."""
    fill(page, {f"you-{name}": value for name, value in ANSWERS["you"].items()})
    fill(page, {f"id-{name}": value for name, value in ANSWERS["id"].items()})
    fill(page, {"id-phone": str(next(_phones)), **ANSWERS["check"]})
    _press_foot(page)


def _press_foot(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".s-foot .btn:not(.alt)").click()
