"""The meeting's page in a real browser, Jitsi's script a double that refuses unknown names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from mulakat import clock, ids
from mulakat.calls import supervision
from mulakat.calls.engines.jitsi.models import Meeting, Pass
from mulakat.calls.engines.jitsi.tests.conftest import Met, a_met_visit
from mulakat.calls.engines.jitsi.tests.deployments import KEY, a_deployment
from mulakat.calls.models import Call, Side
from mulakat.sealed import digest
from mulakat.visits.models import JoinSession
from tests.chromium import chromium
from tests.doubles.jitsi import JitsiMeet
from tests.doubles.prosody import Prosody
from tests.served import served

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FAKE = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
WAIT = 30_000


@dataclass
class Scene:
    met: Met
    origin: str  # ours
    meeting: str  # that of the meeting's page
    jitsi: JitsiMeet
    page: Page
    officer: Pass

    def enter(self, side: Side, language: str = "en") -> None:
        """As the visitor's page does after a click: go to the address the server gave."""
        heard: list[Any] = []
        self.page.expose_function("heard", lambda what: heard.append(what))  # noqa: PLW0108
        self.page.add_init_script("addEventListener('message', (e) => window.heard(e.data))")
        self.heard = heard
        self.page.goto(self.met.enter(side, language=language))

    def recorded(self) -> dict[str, Any]:
        if not self.page.evaluate("window.recorded?.isDisposed"):
            self.page.locator("[data-frame] iframe").wait_for(timeout=WAIT)
        found: dict[str, Any] = self.page.evaluate("window.recorded")
        return found

    def sees(self, text: str) -> None:
        expect(self.page.locator("#heading")).to_have_text(text, timeout=WAIT)


@pytest.fixture(autouse=True)
def _rows_beside_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright keeps an event loop in this thread; Django asks to be told that it may go on."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def browser(transactional_db: None) -> Iterator[Browser]:
    with chromium(*FAKE) as one:
        yield one


@pytest.fixture
def scene(
    browser: Browser, transactional_db: None, jitsi: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scene]:
    double = JitsiMeet(Prosody("mulakat", "jitsi", "meet.example.in", secret=KEY))
    double.start()
    monkeypatch.setattr(settings, "JITSI", (a_deployment(url=double.url),))
    with served() as server:
        port = server.rpartition(":")[2]
        origin, meeting = f"http://localhost:{port}", f"http://meeting.localhost:{port}"
        monkeypatch.setattr(settings, "ORIGIN", origin)
        monkeypatch.setattr(settings, "MEETING_ORIGIN", meeting)
        monkeypatch.setattr(settings, "MEETING_HOST", "meeting.localhost")
        met = a_met_visit()
        officer = met.token(Side.OFFICER)
        Meeting.objects.update(host=double.url.removeprefix("http://"))
        _join(met, officer)
        context = browser.new_context(viewport={"width": 320, "height": 640})
        try:
            yield Scene(met, origin, meeting, double, context.new_page(), officer)
        finally:
            context.close()
    double.stop()


def _join(met: Met, holder: Pass) -> None:
    holder.joined_at = clock.now()
    holder.save()
    meeting = met.meeting
    meeting.inside = ["officer"]
    meeting.save()


def a_session(met: Met) -> str:
    """The cookie of the browser that the officer has looked at."""
    secret, now = ids.secret(), clock.now()
    session = JoinSession.objects.create(
        digest=digest(secret, "join"), visit=met.visit, prison=met.visit.prison, came_by="typed",
        created_at=now, expires_at=now + timedelta(hours=2), vrn_ok_at=now, pin_ok_at=now,
        otp_ok_at=now,
    )  # fmt: skip
    Call.objects.update(admitted_identity=session.subject)
    return secret


def test_it_opens_jitsi_with_every_option_and_leaves_when_the_officer_does(scene: Scene) -> None:
    scene.enter(Side.VISITOR, language="hi")
    found = scene.recorded()
    options, config = found["options"], found["options"]["configOverwrite"]
    assert found["refused"] == []
    assert found["host"] == scene.jitsi.url.removeprefix("http://")
    assert set(options) == {"roomName", "jwt", "lang", "width", "height", "configOverwrite"}
    assert (options["roomName"], options["lang"]) == (scene.met.meeting.room, "hi")
    token = Pass.objects.get(side=Side.VISITOR)
    claims = scene.jitsi.prosody.log_in(options["jwt"], int(clock.now().timestamp()))
    assert claims["context"]["user"]["id"] == str(token.occupant)
    assert config["toolbarButtons"] == ["microphone", "camera", "toggle-camera", "hangup"]
    assert config["p2p"] == {"enabled": False}
    assert config["startAudioOnly"] is False and config["disableRemoteMute"] is True
    assert set(found["events"]) == {"readyToClose", "videoConferenceLeft", "errorOccurred"}
    # The ticket is gone from the address, the token was never there
    assert scene.page.url.endswith("/?lang=hi")
    # The frame of that host, and no other, gets camera and microphone
    _until(scene, "camera")
    expect(scene.page.get_by_role("timer")).to_contain_text("15", timeout=WAIT)
    meeting = scene.met.meeting
    meeting.inside = []
    meeting.save()
    scene.sees("अधिकारी थोड़ी देर के लिए हटे हैं")
    after = scene.recorded()
    assert after["commands"] == [["hangup"]] and after["isDisposed"]


def test_after_the_end_the_officers_page_ends_it_for_all_and_leads_back(scene: Scene) -> None:
    scene.enter(Side.OFFICER)
    scene.recorded()
    supervision.end(call=scene.met.call, by="system", reason="time", now=clock.now())
    scene.sees("The visit has finished")
    assert scene.recorded()["commands"] == [["endConference"]]
    back = scene.page.locator("section:not([hidden]) [data-back]")
    assert back.get_attribute("href") == f"{scene.origin}/staff/desk/"


def test_what_the_browser_says_counts_for_nothing(scene: Scene) -> None:
    scene.enter(Side.VISITOR)
    scene.recorded()
    scene.page.evaluate("window.tell('videoConferenceJoined', {})")
    scene.page.get_by_role("button", name="Leave").click()
    scene.sees("You have left the meeting")
    assert scene.met.meeting.inside == ["officer"]
    assert Pass.objects.get(side=Side.VISITOR).joined_at is None


def test_a_used_ticket_leads_back(scene: Scene) -> None:
    scene.enter(Side.OFFICER)
    scene.recorded()
    scene.page.reload()
    scene.sees("This page opens once")


def test_without_its_script_it_says_so(scene: Scene) -> None:
    scene.jitsi.has_script = False
    scene.enter(Side.VISITOR)
    scene.sees("The video visit did not open")


BLOCKED = """(code) => new Promise((resolve) => {
  addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
  try { eval?.call; code(); } catch { resolve("thrown"); }
})"""


def test_its_script_cannot_reach_the_visitors_session(scene: Scene) -> None:
    """The browser holds the cookie of the room; a script in the page tries every way to it."""
    page, room = scene.page, f"{scene.origin}/join/room/"
    page.context.add_cookies([{
        "name": "mulakat_join", "value": a_session(scene.met),
        "domain": "localhost", "path": "/join/", "httpOnly": True, "sameSite": "Lax",
    }])  # fmt: skip
    page.goto(room)
    assert page.url == room  # with the cookie it opens
    page.goto(scene.met.enter(Side.VISITOR, identity=Call.objects.get().admitted_identity))
    scene.recorded()
    assert page.evaluate("[localStorage.length, window.opener]") == [0, None]
    assert {c["name"] for c in page.context.cookies(scene.meeting)} == {"mulakat_language"}
    for code in (
        f"fetch('{room}', {{credentials: 'include'}})",
        f"fetch('{room}', {{credentials: 'include', mode: 'no-cors'}})",
        "fetch('/join/room/').then((answer) => { if (!answer.ok) throw new Error('404') })",
        f"Promise.resolve(window.open('{room}')).then((opened) => opened.document.body)",
        f"import('{scene.origin}/static/js/room/main.js')",
    ):
        said = page.evaluate(f"{code}.then(() => 'reached', (wrong) => wrong.name)")
        assert said in {"TypeError", "Error"}, code
    frame = "const f = document.createElement('iframe'); f.src = '%s'; document.body.append(f)"
    for code, directive in (
        (f"new EventSource('{room}')", "connect-src"),
        (f"new WebSocket('{scene.origin.replace('http', 'ws')}/join/live')", "connect-src"),
        (f"navigator.sendBeacon('{room}')", "connect-src"),
        (f"new Worker('{scene.origin}/x.js')", "thrown"),
        (frame % room, "frame-src"),
    ):
        assert page.evaluate(BLOCKED.replace("eval?.call; code()", code)) == directive, code


def _until(scene: Scene, word: str) -> None:
    deadline = clock.now() + timedelta(milliseconds=WAIT)
    while word not in scene.heard and clock.now() < deadline:
        scene.page.wait_for_timeout(50)
    assert scene.heard == [word]
