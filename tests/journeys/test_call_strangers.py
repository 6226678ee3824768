"""Who has almost everything gets nothing: a copied terminal, no OTP; and noise changes nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mulakat.calls.models import Call, Participant
from mulakat.visits.models import JoinSession
from tests import world
from tests.journeys.trio import INMATE, Trio, trio, until
from tests.live import live

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SOCKETS = """
const Real = window.WebSocket;
window.sockets = [];
window.WebSocket = class extends Real {
  constructor(...given) { super(...given); window.sockets.push(this); }
};
"""
SHOUT = """([messages, count]) => {
  const socket = window.sockets.at(-1);
  for (let i = 0; i < count; i++) socket.send(messages[i % messages.length]);
  return count;
}"""


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Trio]:
    visit = world.an_approved_visit(world.a_prison())
    with live() as server, trio(tmp_path, server, visit) as made:
        yield made


def test_copied_cookies_and_storage_of_the_terminal_do_not_connect(group: Trio) -> None:
    terminal = group.open_terminal()
    until(lambda: _sits(group), "the terminal is connected")
    state = terminal.context.storage_state()
    copied = terminal.evaluate("() => JSON.stringify({...localStorage, ...sessionStorage})")
    thief = group.browsers[-1].new_context(storage_state=state)
    page = thief.new_page()
    page.goto(f"{group.server.origin}/kiosk/")
    page.evaluate("(kept) => Object.assign(sessionStorage, JSON.parse(kept))", copied)
    page.reload()
    page.locator('[data-screen="enrol"]').wait_for()
    assert Participant.objects.filter(side="terminal").count() == 1
    secret = "() => new Promise((done) => { const asked = indexedDB.open('mulakat-terminal');"
    secret += "asked.onsuccess = () => { const key = asked.result.transaction('key')"
    secret += ".objectStore('key').get('terminal'); key.onsuccess = async () => {"
    secret += "try { await crypto.subtle.exportKey('jwk', key.result.pair.privateKey);"
    secret += "done('told'); } catch (wrong) { done(wrong.name); } }; }; })"
    assert terminal.evaluate(secret) == "InvalidAccessError"
    assert _sits(group)


def _sits(group: Trio) -> bool:
    return Participant.objects.filter(side="terminal", left_at=None).count() == 1


def test_without_the_otp_no_socket_no_signal_and_no_picture(group: Trio) -> None:
    """A stranger has link, number and PIN; the officer and the inmate are there."""
    group.open_terminal()
    group.open_desk()
    stranger = group.open_visitor()
    JoinSession.objects.update(otp_ok_at=None)
    heard: list[str] = []
    stranger.on(
        "websocket", lambda one: one.on("framereceived", lambda got: heard.append(str(got)))
    )
    stranger.reload()
    assert "/join/room/" not in stranger.url
    stranger.evaluate(
        """() => { window.line = new WebSocket(
          `ws://${location.host}/join/live?page=${crypto.randomUUID()}`); }"""
    )
    until(lambda: stranger.evaluate("() => window.line.readyState") == 3, "it is closed out")
    assert heard == []
    assert not Participant.objects.filter(side="visitor").exists()


def test_a_thousand_malformed_messages_in_a_call_change_nothing(group: Trio) -> None:
    _watch_sockets(group)
    group.meet()
    before = Call.objects.values().get()
    bad = ["{", "[]", '{"t":"admit"}', '{"t":"end","seq":-1}', '{"t":"beat"}', "x" * 2000]
    bad += [json.dumps({"t": "signal", "seq": 1, "to": "nobody", "body": {"kind": "offer"}})]
    for page in (group.visitor, group.terminal):
        assert page.evaluate(SHOUT, [bad, 500]) == 500
    until(lambda: group.is_live() and group.is_moving(), "the call is as it was")
    after = Call.objects.values().get()
    for name in ("admitted_at", "admitted_by_id", "admitted_identity", "ended_at"):
        assert after[name] == before[name]
    assert group.sees(group.desk, "[data-inmate]", INMATE)


def _watch_sockets(group: Trio) -> None:
    """Every page keeps its sockets where a test can shout into them."""
    opened = group._page

    def with_sockets(*args: object) -> Page:
        page: Page = opened(*args)  # type: ignore[arg-type]
        page.add_init_script(SOCKETS)
        return page

    group._page = with_sockets  # type: ignore[method-assign]
