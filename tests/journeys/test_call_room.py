"""The visitor's way in when the phone does not play along, and the lock of the terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import world
from tests.axe import assert_accessible, assert_fits
from tests.chromium import chromium, screen
from tests.journeys import media
from tests.journeys.trio import INMATE_HZ, Trio, trio, until
from tests.live import live
from tests.served import served

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NOW = "[data-screen]:not([hidden])"


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Trio]:
    visit = world.an_approved_visit(world.a_prison())
    with live() as server, trio(tmp_path, server, visit) as made:
        made.autoplay = False
        yield made


def _screen(page: Page) -> str | None:
    return page.locator(NOW).first.get_attribute("data-screen")


def test_a_denied_camera_shows_what_to_do_and_voice_helps(group: Trio) -> None:
    group.asks = True
    page = group.open_visitor()
    page.context.grant_permissions([])
    page.click('[data-choice="video"]:visible')
    until(lambda: _screen(page) == "denied", "the page of a denied camera")
    assert page.is_visible('p[data-trouble="denied"]')
    assert page.title().startswith("The phone does not let us use the camera")
    assert_accessible(page)
    assert_fits(page)
    page.context.grant_permissions(["microphone"])
    page.click('[data-screen="denied"] [data-choice="voice"]')
    page.click("[data-company] button")
    until(lambda: _screen(page) == "waiting", "the waiting room")


def test_blocked_sound_shows_tap_to_hear(group: Trio) -> None:
    group.meet_until_admitted()
    # A page that captures may play; so this visitor comes back with the drawn picture, unpressed
    group.visitor.evaluate("sessionStorage.setItem('mulakat-room-media', 'drawn')")
    group.visitor.goto("about:blank")
    group.visitor.goto(f"{group.server.origin}/join/room/")
    button = group.visitor.locator('[data-do="hear"]')
    # Whatever Playwright asks a page counts as a press in it, so only the terminal is asked
    shown = media.frames(group.terminal, "[data-remote]")
    until(lambda: media.frames(group.terminal, "[data-remote]") > shown + 20, "back")
    until(button.is_visible, "Tap to hear")
    assert not group.hears(group.visitor, "[data-sound]", INMATE_HZ)
    button.click()
    until(lambda: group.hears(group.visitor, "[data-sound]", INMATE_HZ), "the inmate's voice")
    until(button.is_hidden, "the button goes")


def test_end_asks_once_and_one_may_come_back(group: Trio) -> None:
    group.meet_until_admitted()
    page = group.visitor
    until(lambda: _screen(page) == "call", "the call")
    page.click('[data-do="end"]')
    page.click('[data-do="end-no"]')
    assert _screen(page) == "call"
    page.click('[data-do="end"]')
    page.click('[data-do="end-yes"]')
    until(lambda: _screen(page) == "left", "the page of who has left")
    until(lambda: group.moving()[1] == 0, "the terminal sees nothing more")
    page.click('[data-screen="left"] [data-do="again"]')
    group.enter()
    until(lambda: _screen(page) == "call", "back in the call")


LOCK = """async () => {
  const { MediaLock } = await import("/static/js/call/lock.js");
  const said = [];
  const lock = new MediaLock();
  lock.allow("live", 0);
  said.push(lock.mode(0));                        // no officer has reported
  lock.report("a", 1, 100); said.push(lock.mode(200));
  lock.heard(3000);
  lock.report("a", 1, 3000); said.push(lock.mode(3150));   // the same report again is old
  lock.report("b", 7, 3200); said.push(lock.mode(3300));
  said.push(lock.mode(6100));                     // the server has been silent
  lock.heard(6150); said.push(lock.mode(6150));
  lock.allow("off", 6160); said.push(lock.mode(6160));
  lock.allow("preview", 6170); lock.forget("b"); said.push(lock.mode(6180));
  return said;
}"""


def test_the_terminal_opens_only_for_a_server_that_speaks_and_an_officer_who_receives() -> None:
    with served() as origin, chromium() as browser:
        page = screen(browser).new_page()
        page.goto(f"{origin}/kiosk/")
        expected = ["off", "live", "off", "live", "off", "live", "off", "off"]
        assert page.evaluate(LOCK) == expected


GHOST = """async () => {
  const made = [];
  window.WebSocket = Object.assign(class {
    constructor() { made.push(this); this.readyState = 0; }
    send() {}
    close() {}
  }, { OPEN: 1 });
  const { Line } = await import("/static/js/call/socket.js");
  const over = [];
  new Line("/kiosk/live", { state() {}, beat: () => ({}), over: (why) => over.push(why) });
  const says = (socket, message) => socket.onmessage({ data: JSON.stringify(message) });
  const more = async (count) => {
    while (made.length < count) await new Promise((done) => setTimeout(done, 50));
  };
  await more(2);                                  // the first attempt hung and was given up
  says(made[1], { t: "hello", now: new Date().toISOString() });
  made[1].onclose({ code: 4409 });                // now the first one has arrived after all
  await more(3);
  const afterGhost = [...over];
  says(made[2], { t: "hello", now: new Date().toISOString() });
  made[2].onclose({ code: 4409 });                // this time it is somebody else
  return [afterGhost, over];
}"""


def test_a_late_attempt_of_one_s_own_is_no_other_place() -> None:
    with served() as origin, chromium() as browser:
        page = screen(browser).new_page()
        page.goto(f"{origin}/kiosk/")
        assert page.evaluate(GHOST) == [[], ["elsewhere"]]


def test_without_a_way_to_call_the_page_says_what_to_do(group: Trio) -> None:
    page = group.open_visitor()
    page.add_init_script("delete window.RTCPeerConnection")
    page.reload()
    assert _screen(page) == "plain"
    assert page.locator('a[href^="tel:"]:visible').count() == 1
    assert_accessible(page)


def test_without_scripts_the_page_says_what_to_do(group: Trio) -> None:
    page = group.open_visitor()
    cookies = page.context.cookies()
    plain = group.browsers[-1].new_context(java_script_enabled=False)
    plain.add_cookies(cookies)  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(f"{group.server.origin}/join/room/")
    assert page.is_visible("text=The video visit needs a newer browser")
    assert page.locator('a[href^="tel:"]:visible').count() == 1
