"""Gates in real browsers: enrolled by a code, a guard at work, and a camera that shows a pass."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.gate import devices
from mulakat.prisons.models import Prison
from mulakat.visits.models import Visit
from mulakat.visits.proofs import passes
from tests import world
from tests.chromium import screen

QUEUED = "async () => (await (await import('/static/js/gate/store.js')).all('acts')).length"
HANDED_OVER = "[data-net=fine]"
CAMERA = (640, 480)


def at_noon() -> Prison:
    """A prison where it is about noon now, so that no list ends while a test looks at it."""
    return world.a_prison(world.a_state(timezone=world.zone_at_noon()))


def visits_of_today(prison: Prison, number: int) -> list[Visit]:
    """So many families, in sessions of ten, from half an hour from now on."""
    inmate, window = world.an_inmate(prison), world.a_window(prison, seats=10)
    first = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=30)
    return [
        world.a_gate_visit(
            prison,
            starts_at=first + timedelta(minutes=2 * (n // 10)),
            inmate=inmate,
            window=window,
            phone=f"+91983002{n:04}",
            visitor={"name": f"Visitor {n:03}"},
        )
        for n in range(number)
    ]


def a_guard(prison: Prison) -> User:
    """One who can sign in: the server knows the product's hashes alone."""
    guard = world.a_guard(prison)
    guard.password = PBKDF2PasswordHasher().encode(world.PASSWORD, "of-a-journey", 1000)
    guard.save(update_fields=["password"])
    return guard


@dataclass
class Guard:
    """A guard's phone, 320 px wide."""

    context: BrowserContext
    page: Page
    origin: str

    def view(self, name: str) -> Any:
        return self.page.locator(f'[data-view="{name}"]:not([hidden])')

    def go(self, hash_: str) -> None:
        """To a view of the document, without loading it again."""
        self.page.evaluate("(hash) => { location.hash = hash; }", hash_)

    def present(self, typed: str) -> str:
        """Types a pass; the word that stands across the screen."""
        self.go("#scan")
        self.view("scan").locator("#typed").fill(typed)
        self.view("scan").locator("form button").click()
        self.view("result").wait_for()
        return str(self.page.locator(".g-band h1").inner_text())

    def let_in(self, visit: Visit) -> None:
        """The presented one: ID seen, the code said."""
        self.page.locator("#id-0").check()
        self.page.locator("#code").fill(passes.gate_code(visit))
        self.page.locator("[data-let-in] button").click()
        self.page.locator('[data-do="inside"]:visible').wait_for()

    def waiting(self) -> int:
        """Acts that this gate has not handed over yet."""
        told: int = self.page.evaluate(QUEUED)
        return told

    def hand_over(self) -> None:
        self.page.locator('[data-do="sync"]').click()
        self.page.locator(HANDED_OVER).wait_for()

    def is_kept(self) -> None:
        """Until the page can be opened without a network."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function("() => caches.match('/gate/app/').then(Boolean)")


def a_guards_phone(browser: Browser, origin: str, prison: Prison, gate: int) -> Guard:
    """A new browser: enrolled as this gate by a code of the office, a guard signed in."""
    context = screen(browser)
    page = context.new_page()
    page.goto(f"{origin}/gate/enrol/")
    made = devices.make_code(prison=prison, gate=gate, by="staff:1", now=clock.now())
    page.locator("#code").fill(made)
    page.locator("[data-enrol] button").click()
    page.wait_for_url("**/gate/sign-in/")
    page.locator("#staff_id").fill(a_guard(prison).staff_id)
    page.locator("#password").fill(world.PASSWORD)
    page.locator("[data-prove] button").click()
    page.wait_for_url("**/gate/app/")
    guard = Guard(context, page, origin)
    guard.view("today").wait_for()
    guard.is_kept()
    return guard


def film_of(kept: bytes, path: Path) -> Path:
    """What a camera sees that looks at a pass kept as a picture: a film for Chromium's camera."""
    shown = Image.open(BytesIO(kept)).convert("L")
    shown.thumbnail(CAMERA)
    picture = Image.new("L", CAMERA, 200)
    picture.paste(shown, ((CAMERA[0] - shown.width) // 2, (CAMERA[1] - shown.height) // 2))
    grey = bytes([128]) * (CAMERA[0] * CAMERA[1] // 2)
    head = f"YUV4MPEG2 W{CAMERA[0]} H{CAMERA[1]} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + (b"FRAME\n" + picture.tobytes() + grey) * 2)
    return path


def ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
