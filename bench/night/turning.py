"""What the relay grants and refuses, and the calls that lead through it."""

import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.night import coturn
from bench.night.allocate import Client
from bench.night.coturn import Coturn
from bench.night.part import Part
from bench.night.thinning import KEEP_LEGS
from mulakat import clock, ids
from mulakat.calls import turn
from tests import world
from tests.journeys.trio import Trio, until
from tests.live import live

BACK = 15.0  # seconds after the relay is up again
OURS = "127.0.0.1"  # the relay's own address
REFUSED = (
    "10.0.0.5", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "198.18.0.1",
    "192.0.2.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "0.0.0.1", "127.0.0.1",
)  # fmt: skip
REFUSED_6 = (
    "::1", "fe80::1", "fc00::1", "64:ff9b::a00:5", "::ffff:10.0.0.5", "2002:a00:5::1",
    "2001:0:1::1",
)  # fmt: skip
ADDRESS = re.compile(r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b")
# The pairs in use on the visitor leg of this page: how each end is reached
PAIRS = """async () => {
  const found = [];
  for (const leg of window.__legs) {
    if (leg.connectionState !== "connected" || leg.getTransceivers().length !== 2) continue;
    const report = await leg.getStats();
    for (const stat of report.values()) {
      if (stat.type !== "candidate-pair" || !stat.nominated) continue;
      const near = report.get(stat.localCandidateId), far = report.get(stat.remoteCandidateId);
      found.push([near.candidateType, far.candidateType, near.relayProtocol]);
    }
  }
  return found;
}"""


class ToldTrio(Trio):
    """Keeps what the server tells the visitor's page, and the legs of every page."""

    def _page(self, browser: Browser, width: int, height: int, cookie: dict[str, Any]) -> Page:
        page = super()._page(browser, width, height, cookie)
        page.context.add_init_script(KEEP_LEGS)
        if cookie.get("name") == "mulakat_join":
            self.told: list[str] = []
            page.on(
                "websocket",
                lambda line: line.on("framereceived", lambda got: self.told.append(str(got))),
            )
        return page


@contextmanager
def relayed_call(running: Part, address: str) -> Iterator[ToldTrio]:
    """A running call that both sides lead over this relay alone."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
    visit = world.an_approved_visit(world.a_prison(), minutes=30)
    settings = {"ICE_POLICY": "relay", "TURN_URLS": address, "TURN_SECRET": coturn.SECRET}
    with live(**settings) as server, sync_playwright() as playwright:
        group = ToldTrio(playwright, running.folder, server, visit)
        try:
            group.meet()
            yield group
        finally:
            group.close()


class Turning:
    def __init__(self, running: Part) -> None:
        self.running = running

    def ask(self) -> None:
        """Without browsers: who is served, and which peers are refused."""
        relay = Coturn(self.running.folder, more=(), is_closed=False).start()
        try:
            refused = self._refused(relay, 4, REFUSED) + self._refused(relay, 6, REFUSED_6)
            asked = len(REFUSED) + len(REFUSED_6)
            self.running.say(f"{refused} of {asked} special addresses refused by their ranges")
            self.running.hold(refused == asked, "no way into a private network")
            for name, change, wrong in (("expired", -20, ""), ("forged", 20, "x")):
                answer = self._client(relay, change, wrong).allocate()
                self.running.hold(answer == 401, f"a name that is {name} is refused ({answer})")
        finally:
            relay.kill()
        relay = Coturn(self.running.folder).start()
        try:
            is_closed = self._refused(relay, 4, ("203.0.114.9",)) == 1
            self.running.hold(is_closed, "it leads to nobody but itself")
        finally:
            relay.kill()

    def _client(self, relay: Coturn, minutes: int, wrong: str = "") -> Client:
        """As a page would come, with what the server gave it for a visit."""
        from django.conf import settings

        settings.CONFIG.TURN_URLS, settings.CONFIG.TURN_SECRET = "turn:here", coturn.SECRET
        closes_at = clock.now() + timedelta(minutes=minutes)
        [given] = turn.servers(visit_uid=ids.uid(), side="visitor", closes_at=closes_at)
        return Client(relay.port, given["username"], given["credential"] + wrong)

    def _refused(self, relay: Coturn, version: int, addresses: tuple[str, ...]) -> int:
        client = self._client(relay, 20)
        assert client.allocate(version) == 0
        answers = [client.permit(address) for address in addresses]
        client.close()
        return answers.count(403)

    def call(self, transport: str, kills: int) -> None:
        relay = Coturn(self.running.folder).start()
        address = f"turn:127.0.0.1:{relay.port}?transport={transport}"
        try:
            with relayed_call(self.running, address) as group:
                self._is_relayed(group, transport)
                for _ in range(kills):
                    self._kill(group, relay, transport)
                self._is_private(group, transport)
        finally:
            relay.kill()

    def _is_relayed(self, group: ToldTrio, transport: str) -> None:
        for page in (group.visitor, group.terminal):
            pairs = page.evaluate(PAIRS)
            is_so = bool(pairs) and all(pair == ["relay", "relay", transport] for pair in pairs)
            self.running.hold(is_so, f"{transport}: relay at both ends ({pairs})")

    def _kill(self, group: ToldTrio, relay: Coturn, transport: str) -> None:
        relay.kill()
        until(group.is_still, "nothing comes without a relay", 30)
        relay.start()
        began = time.monotonic()
        until(lambda: group.is_moving() and group.is_live(), "the call is back", 60)
        took = time.monotonic() - began
        self.running.say(f"{transport}: relay killed; seen and heard {took:.1f} s after its start")
        self.running.hold(took <= BACK, f"{transport}: back within {BACK:.0f} s")

    def _is_private(self, group: ToldTrio, transport: str) -> None:
        """Every word of the terminal that reached the visitor's page."""
        messages = [json.loads(text) for text in group.told]
        bodies = [one["body"] for one in messages if one["t"] == "signal"]
        lines = [body["candidate"]["candidate"] for body in bodies if body.get("candidate")]
        lines += [line for body in bodies for line in body.get("sdp", "").splitlines()]
        candidates = [line for line in lines if "candidate:" in line]
        self.running.say(f"{transport}: {len(candidates)} candidates told in {len(bodies)} signals")
        are_relays = all(" typ relay " in line for line in candidates)
        self.running.hold(bool(candidates) and are_relays, f"{transport}: relays alone are told")
        named = {found for line in lines for found in ADDRESS.findall(line)}
        self.running.hold(named <= {OURS, "0.0.0.0"}, f"{transport}: no address is told")
