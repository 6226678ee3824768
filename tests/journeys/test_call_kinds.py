"""Calls of other kinds: heard by nobody else, voice alone, drawn for the demo, out of minutes."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mulakat.calls.models import Call
from mulakat.visits.models import Basis, Status, Visit
from tests import world
from tests.journeys import media
from tests.journeys.trio import INMATE_HZ, VISITOR_HZ, Trio, trio, until
from tests.live import live

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


COUNTED = """
  const Real = window.RTCPeerConnection;
  window.made = [];
  window.RTCPeerConnection = class extends Real {
    constructor(...args) { super(...args); window.made.push(this); }
  };
"""
RECEIVED = """async () => {
  const packets = { audio: 0, video: 0 };
  for (const made of window.made) {
    for (const stat of (await made.getStats()).values()) {
      if (stat.type === "inbound-rtp") packets[stat.kind] += stat.packetsReceived;
    }
  }
  return packets;
}"""


@pytest.fixture
def visit() -> Visit:
    return world.an_approved_visit(world.a_prison())


@pytest.fixture
def group(tmp_path: Path, visit: Visit) -> Iterator[Trio]:
    with live() as server, trio(tmp_path, server, visit) as made:
        yield made


def test_a_legal_visit_is_seen_and_not_heard(group: Trio, visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk).update(basis=Basis.LEGAL)
    visit.refresh_from_db()
    group.meet()
    assert not group.desk.is_visible('[data-do="sound"]')
    group.desk.evaluate("document.querySelector('[data-do=sound]').click()")  # as who tampers
    time.sleep(1.5)
    for selector in ("[data-inmate-sound]", "[data-visitor-sound]"):
        assert media.page_tone(group.desk, selector).energy == 0
    assert group.desk.is_visible("[data-law]")
    group.desk.add_init_script(COUNTED)
    group.desk.reload()
    until(lambda: media.frames(group.desk, "[data-visitor]") > 10, "the desk goes on seeing", 90)
    received = group.desk.evaluate(RECEIVED)
    assert received["video"] > 0 and received["audio"] == 0, received


def test_voice_alone_reaches_both(group: Trio) -> None:
    group.open_terminal()
    group.open_visitor()
    group.open_desk()
    group.enter("voice")
    group.sit_down()
    group.choose()
    until(lambda: group.desk.is_visible("[data-voice]"), "the desk knows that no face will come")
    until(lambda: media.frames(group.desk, "[data-inmate]") > 5, "the desk sees the inmate")
    group.press_let_in()
    until(lambda: group.hears(group.terminal, "[data-sound]", VISITOR_HZ), "the visitor's voice")
    until(lambda: group.hears(group.visitor, "[data-sound]", INMATE_HZ), "the inmate's voice")
    call = Call.objects.get(visit=group.visit)
    until(lambda: _used(call) > 1000, "the minutes run on voice alone")


def test_minutes_are_counted_warned_of_and_end_the_call(group: Trio, visit: Visit) -> None:
    group.meet()
    call = Call.objects.get(visit=visit)
    sides = (group.visitor, group.terminal)
    for left, words in ((119, "Two minutes left"), (59, "One minute left")):
        Call.objects.filter(pk=call.pk).update(used_ms=(15 * 60 - left) * 1000)
        for page in sides:
            until(lambda p=page, w=words: p.is_visible(f"text={w}"), words)  # type: ignore[misc]
    Call.objects.filter(pk=call.pk).update(used_ms=(15 * 60 - 2) * 1000)
    for page in sides:
        done = page.locator('[data-screen="finished"]')
        until(done.is_visible, "the server ends the call")
    assert group.visitor.is_visible("text=You talked for 15 minutes.")
    visit.refresh_from_db()
    assert visit.status == Status.ENDED
    until(lambda: group.terminal.is_visible('[data-screen="idle"]'), "the terminal idles")
    kept = group.terminal.evaluate("[document.body.innerText, sessionStorage.length]")
    assert visit.visitor.name not in kept[0]
    assert kept[1] == 0


def test_an_officer_ends_with_two_presses_and_a_reason(group: Trio, visit: Visit) -> None:
    group.meet()
    group.desk.select_option("[data-reason]", "recording")
    group.desk.click('[data-do="end"]')
    time.sleep(1)
    assert group.is_moving()
    group.desk.click('[data-do="end"]')
    reason = group.visitor.locator("text=it was being recorded")
    until(reason.is_visible, "the visitor is told why")
    until(lambda: group.terminal.is_visible('[data-screen="finished"]'), "the terminal too")
    assert Call.objects.get(visit=visit).end_reason == "recording"


def test_drawn_pictures_and_tones_meet_without_a_camera(group: Trio) -> None:
    group.has_camera = False
    group.open_terminal()
    group.open_visitor()
    group.open_desk()
    group.terminal.click('[data-do="language"][lang="en"]')
    group.terminal.click('[data-screen="you"] [data-do="yes"]')
    group.terminal.click('[data-screen="trouble"] [data-do="drawn"]')
    group.enter()
    group.visitor.click('[data-screen="denied"] [data-choice="drawn"]')
    group.visitor.click("[data-company] button")
    group.choose()
    until(lambda: media.frames(group.desk, "[data-visitor]") > 5, "the desk sees the visitor")
    group.press_let_in()
    until(group.is_moving, "drawn pictures both ways")
    until(lambda: group.hears(group.terminal, "[data-sound]", 440), "the visitor's tone")
    until(lambda: group.hears(group.visitor, "[data-sound]", 660), "the inmate's tone")


def _used(call: Call) -> int:
    call.refresh_from_db()
    return call.used_ms
