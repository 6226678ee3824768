"""The picture gives way to the voice: what the ladder asks for, and what is agreed and sent."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from mulakat.calls.models import Call, QualityMinute
from tests import world
from tests.journeys import modules
from tests.journeys.trio import INMATE_HZ, VISITOR_HZ, trio, until
from tests.live import live

pytestmark = [pytest.mark.journey]
OPUS = 80  # bytes in a packet of 20 ms

# The rung after each look, one a second, of [seconds, loss, kbit/s available, is short]
WALK = """async (script) => {
  const { Ladder } = await import("/call/ladder.js");
  const ladder = new Ladder();
  const rungs = [];
  let second = 0;
  for (const [seconds, loss, kbit, isShort] of script) {
    const available = kbit === null ? null : kbit * 1000;
    for (let i = 0; i < seconds; i++) ladder.look({ loss, available, isShort }, ++second * 1000);
    rungs.push(ladder.rung);
  }
  return rungs;
}"""
FREE = [20, 0, 2000, False]
TABLE: dict[str, tuple[list[Any], list[int]]] = {
    "a free line gets the best after ten seconds": ([FREE], [0]),
    "nothing known changes nothing but upwards": ([[5, None, None, False]], [1]),
    "one bad look is no reason": ([FREE, [1, 0.3, 2000, False], [1, 0, 2000, False]], [0, 0, 0]),
    "two are": ([FREE, [2, 0.3, 2000, False]], [0, 1]),
    "lost packets take it down a rung at a time": (
        [FREE, [7, 0.3, 2000, False], [7, 0.3, 2000, False], [20, 0.3, 2000, False]],
        [0, 2, 3, 4],
    ),
    "three in a hundred lost are borne": ([FREE, [60, 0.03, 2000, False]], [0, 0]),
    "between few and many it stays where it is": (
        [[6, 0.07, 2000, False], [60, 0.07, 2000, False]],
        [1, 1],
    ),
    "a narrow line gets at once what fits": ([FREE, [2, 0, 150, True]], [0, 2]),
    "a narrower one the least": ([FREE, [2, 0, 80, True]], [0, 3]),
    "and one that carries the voice alone the voice": ([FREE, [2, 0, 50, True]], [0, 4]),
    "a plain picture on a line not tried is no need": ([FREE, [60, 0, 150, False]], [0, 0]),
    "nor is an estimate doubted where some is lost": ([FREE, [2, 0.03, 80, False]], [0, 3]),
    "a line that loses some is climbed when it has the room": (
        [FREE, [2, 0.03, 80, False], [60, 0.03, 100, False], [14, 0.03, 120, False]],
        [0, 3, 3, 2],
    ),
    "it comes back a rung at a time": (
        [FREE, [2, 0, 50, True], [14, 0, 2000, True], [12, 0, 2000, False], [40, 0, 2000, False]],
        [0, 4, 3, 2, 0],
    ),
    "no room, no climbing": ([FREE, [2, 0, 50, True], [200, 0, 44, True]], [0, 4, 4]),
}


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with modules.a_page() as made:
        yield made


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.replace(" ", "-"))
def test_the_ladder(page: Page, case: str) -> None:
    script, rungs = TABLE[case]
    assert page.evaluate(WALK, script) == rungs


def test_who_climbs_too_early_waits_longer_each_time(page: Page) -> None:
    """A line that carries 250 but not 600 kbit/s: the tries become rare."""
    tries = page.evaluate(
        """async () => {
          const { Ladder } = await import("/call/ladder.js");
          const ladder = new Ladder();
          const climbs = [];
          for (let second = 1; second <= 600; second++) {
            const before = ladder.rung;
            const loss = before === 0 ? 0.2 : 0;
            ladder.look({ loss, available: 2e6, isShort: false }, second * 1000);
            if (ladder.rung < before) climbs.push(second);
          }
          return climbs;
        }"""
    )
    waits = [later - earlier for earlier, later in pairwise(tries)]
    assert waits == sorted(waits)
    assert waits[0] < 30
    assert 60 < waits[-1] < 90


# A page whose browser finds only so many bits a second, once told to
NARROW = """
const Native = window.RTCPeerConnection;
window.legs = [];
window.RTCPeerConnection = class extends Native {
  constructor(...given) { super(...given); window.legs.push(this); }
  async getStats(...given) {
    const report = await super.getStats(...given);
    if (!window.narrow) return report;
    return new Map([...report].map(([id, stat]) => [id, { ...stat,
      ...(stat.type === "candidate-pair" && { availableOutgoingBitrate: window.narrow }),
      ...(stat.type === "outbound-rtp" && { qualityLimitationReason: "bandwidth" }) }]));
  }
};
"""
SENT = """async () => {
  const sent = {};
  for (const leg of window.legs.filter((one) => one.connectionState === "connected")) {
    const report = await leg.getStats();
    for (const stat of report.values()) {
      if (stat.type !== "outbound-rtp" || !stat.packetsSent) continue;
      const sender = leg.getSenders().find((one) => one.track?.kind === stat.kind);
      const wishes = sender?.getParameters();
      const encoding = wishes?.encodings[0] ?? {};
      sent[stat.kind] = { codec: wishes?.codecs[0]?.mimeType, priority: encoding.priority,
        active: encoding.active, bits: encoding.maxBitrate,
        packet: stat.bytesSent / stat.packetsSent };
    }
    if (leg.getTransceivers().length === 2) return sent;
  }
  return sent;
}"""


@pytest.mark.django_db(transaction=True)
def test_the_voice_is_sent_twice_and_stays_when_the_picture_must_go(tmp_path: Path) -> None:
    visit = world.an_approved_visit(world.a_prison())
    with live() as server, trio(tmp_path, server, visit) as group:
        opened = group._page

        def narrowable(*args: object) -> Page:
            made: Page = opened(*args)  # type: ignore[arg-type]
            made.add_init_script(NARROW)
            return made

        group._page = narrowable  # type: ignore[method-assign,assignment]
        group.meet()
        pages = (group.visitor, group.terminal)
        for page in pages:
            until(partial(_follows, page), "the ladder is followed")
            assert _sent(page, "audio")["codec"] == "audio/red"
            # The browser's statistics name what is inside; the size tells that it goes twice
            assert _sent(page, "audio")["packet"] > 1.4 * OPUS
            assert _sent(page, "audio")["priority"] == "high"
            assert _sent(page, "video")["bits"] in (250_000, 600_000)
        for page in pages:
            page.evaluate("() => { window.narrow = 40_000; }")
            until(partial(_has_stopped, page), "the picture stops")
        until(group.is_still, "nothing more is shown")
        assert group.hears(group.terminal, "[data-sound]", VISITOR_HZ)
        assert group.hears(group.visitor, "[data-sound]", INMATE_HZ)
        used = Call.objects.get().used_ms
        until(lambda: Call.objects.get().used_ms > used, "the minutes run on the voice")
        until(QualityMinute.objects.filter(rung=4, flowing__gt=0).exists, "the minute knows it")
        for page in pages:
            page.evaluate("() => { window.narrow = 3_000_000; }")
        until(group.is_moving, "the picture comes back by itself", 60)


def _follows(page: Page) -> bool:
    return "bits" in _sent(page, "video")


def _has_stopped(page: Page) -> bool:
    return not _sent(page, "video")["active"]


def _sent(page: Page, kind: str) -> dict[str, Any]:
    return dict(page.evaluate(SENT).get(kind, {}))
