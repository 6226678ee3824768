"""What an officer does to a call holds at the terminal, whatever a page makes of it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.calls import steering
from mulakat.calls.models import Call
from tests import world
from tests.journeys import media
from tests.journeys.trio import DESK, INMATE, INMATE_HZ, VISITOR_HZ, Trio, trio, until
from tests.live import live

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# A page that, once told to, believes of the server's word only what suits it
TAMPERED = """
const Real = window.WebSocket;
const suits = (text) => {
  const message = JSON.parse(text);
  if (!window.isTampered || message.t !== "state") return text;
  const muted = { visitor: false, inmate: false };
  const open = { mode: "live", phase: "live", pause: null, voice_only: false, muted };
  return JSON.stringify({ ...message, ...open });
};
window.heard = [];
window.WebSocket = class extends Real {
  constructor(...given) { super(...given); window.line = this; }
  set onmessage(listener) {
    super.onmessage = (event) => {
      window.heard.push(JSON.parse(event.data));
      listener({ data: suits(event.data) });
    };
  }
};
const Peer = window.RTCPeerConnection;
window.legs = [];
window.RTCPeerConnection = class extends Peer {
  constructor(...given) { super(...given); window.legs.push(this); }
};
"""
SENT = """async () => {
  let packets = 0;
  for (const leg of window.legs) {
    for (const stat of (await leg.getStats()).values()) {
      if (stat.type === "outbound-rtp") packets += stat.packetsSent;
    }
  }
  return packets;
}"""
TELL = """() => { window.isTampered = true; }"""
LAST_STATE = "() => window.heard.filter((one) => one.t === 'state').at(-1)"
SHOUT = """([to, body]) => window.line.send(
  JSON.stringify({ t: "signal", seq: 1000000, to, body }))"""
REFUSED = "() => window.heard.filter((one) => one.t === 'refused').map((one) => one.why).flat()"


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Trio]:
    visit = world.an_approved_visit(world.a_prison())
    with live() as server, trio(tmp_path, server, visit) as made:
        opened = made._page

        def with_ears(*args: object) -> Page:
            page: Page = opened(*args)  # type: ignore[arg-type]
            page.add_init_script(TAMPERED)
            return page

        made._page = with_ears  # type: ignore[method-assign,assignment]
        yield made


def test_mute_voice_only_and_pause_hold_against_a_tampered_visitor(group: Trio) -> None:
    group.meet()
    group.desk.click('[data-do="sound"]')
    until(lambda: _desk_hears(group, "visitor", VISITOR_HZ), "the officer hears the visitor")

    _steer(group, steering.mute, side="inmate", on=True)
    until(lambda: _is_silent(group.visitor), "the visitor no longer hears the inmate")
    assert _desk_hears(group, "inmate", INMATE_HZ), "an officer hears a muted inmate"
    assert group.hears(group.terminal, "[data-sound]", VISITOR_HZ)
    _steer(group, steering.mute, side="inmate", on=False)

    _steer(group, steering.mute, side="visitor", on=True)
    until(lambda: _is_silent(group.terminal), "the inmate no longer hears the visitor")
    until(lambda: not _desk_hears(group, "visitor", VISITOR_HZ), "an honest page is silent")
    group.visitor.evaluate(TELL)
    _steer(group, steering.voice_only, on=True)  # a new state, so that the page speaks again
    until(lambda: _desk_hears(group, "visitor", VISITOR_HZ), "a tampered page goes on talking")
    until(lambda: not _shows(group.terminal), "the inmate sees nothing")
    assert _is_silent(group.terminal), "the inmate heard a muted visitor"
    assert group.moving()[0] == 0, "the terminal sent its picture"
    assert group.sees(group.desk, DESK["inmate"], INMATE)
    used = _call(group).used_ms
    until(lambda: _call(group).used_ms > used, "the minutes run")

    _steer(group, steering.mute, side="visitor", on=False)
    _steer(group, steering.voice_only, on=False)
    until(group.is_live, "everything is back")
    _steer(group, steering.pause, reason="distress")
    until(lambda: not _shows(group.terminal) and _is_silent(group.terminal), "nothing is left")
    assert group.moving() == (0, 0)
    assert _sent(group.visitor) > 0, "the tampered page goes on sending"
    _steer(group, steering.resume)
    until(group.is_live, "the call goes on")


def test_a_tampered_terminal_that_ignores_the_pause_gets_nothing(group: Trio) -> None:
    group.meet()
    group.terminal.evaluate(TELL)
    _steer(group, steering.pause, reason="distress")
    until(lambda: _sent(group.visitor) == 0, "the visitor's page sends nothing")
    assert not _shows(group.visitor)
    assert _is_silent(group.visitor)
    assert _sent(group.terminal) > 0, "the tampered page goes on sending"
    state = group.terminal.evaluate(LAST_STATE)
    assert (state["mode"], state["ice"]["servers"]) == ("off", [])
    group.terminal.evaluate(SHOUT, [state["visitor"], _a_restarting_offer()])
    until(lambda: "locked" in group.terminal.evaluate(REFUSED), "its signals are refused")
    used = _call(group).used_ms
    assert group.moving()[0] == 0
    assert _call(group).used_ms == used
    assert json.dumps(state["pause"]) == '{"reason": "distress"}'


def _a_restarting_offer() -> dict[str, Any]:
    return {"kind": "offer", "leg": "visitor", "n": 9, "sdp": "v=0\r\n"}


def _steer(group: Trio, verb: Callable[..., list[str]], **words: Any) -> None:
    """As an officer's message would."""
    officer = User.objects.first() or world.an_officer(group.visit.prison)
    assert verb(call=_call(group), by=officer, now=clock.now(), **words) == []


def _call(group: Trio) -> Call:
    return Call.objects.get(visit=group.visit)


def _is_silent(page: Page) -> bool:
    return media.page_tone(page, "[data-sound]").energy == 0


def _shows(page: Page) -> bool:
    return media.page_color(page, "[data-remote]") is not None


def _desk_hears(group: Trio, side: str, hz: int) -> bool:
    return group.hears(group.desk, f"[data-{side}-sound]", hz)


def _sent(page: Page, milliseconds: int = 1000) -> int:
    """Media packets that all legs of this page send within so long."""
    before = page.evaluate(SENT)
    page.wait_for_timeout(milliseconds)
    return int(page.evaluate(SENT)) - int(before)
