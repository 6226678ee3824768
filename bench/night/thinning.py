"""The call at the end of a thin line, and what is left of voice and picture."""

import os
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.night.line import Line
from bench.night.part import Part
from tests import chromium, world
from tests.journeys import media
from tests.journeys.trio import Trio, until
from tests.live import live

RATE = 150  # kbit/s
STARVED = 60  # kbit/s: less than the test's plain picture takes by itself
RECOVERS = 20.0  # seconds after the line is back
SIDES = ("visitor", "terminal")

# Every leg of a page can be asked what it receives
KEEP_LEGS = """(() => {
  const Native = RTCPeerConnection;
  window.__legs = [];
  window.RTCPeerConnection = class extends Native {
    constructor(...given) { super(...given); window.__legs.push(this); }
  };
})()"""
RECEIVED = """async () => {
  const sum = { samples: 0, concealed: 0, silent: 0, frames: 0, bytes: 0 };
  for (const leg of window.__legs) {
    for (const stat of (await leg.getStats()).values()) {
      if (stat.type !== "inbound-rtp") continue;
      sum.samples += stat.totalSamplesReceived ?? 0;
      sum.concealed += stat.concealedSamples ?? 0;
      sum.silent += stat.silentConcealedSamples ?? 0;
      sum.frames += stat.framesDecoded ?? 0;
      sum.bytes += stat.bytesReceived ?? 0;
    }
  }
  return sum;
}"""


class FarTrio(Trio):
    """The visitor's browser stands at the far end of the line."""

    line: Line

    def _browser(self, name: str, rgb: media.RGB, hz: int, *more: str) -> Browser:
        near = chromium.PATH
        if name == "visitor":
            chromium.PATH = self.line.browser(self.folder, near)
        try:
            return super()._browser(name, rgb, hz, *more)
        finally:
            chromium.PATH = near

    def _page(self, browser: Browser, width: int, height: int, cookie: dict[str, Any]) -> Page:
        page = super()._page(browser, width, height, cookie)
        page.context.add_init_script(KEEP_LEGS)
        return page


class Thinning:
    """One call, and the line made thinner under it."""

    def __init__(self, running: Part, line: Line) -> None:
        self.running, self.line = running, line

    def run(self, control: float, thin: float) -> None:
        """Seconds on the free line, and on the thin one."""
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
        visit = world.an_approved_visit(world.a_prison(), minutes=30)
        with live() as server, self.line.carries(server.port), sync_playwright() as playwright:
            self.group = FarTrio(playwright, Path(self.running.folder), server, visit)
            self.group.line = self.line
            try:
                self.group.meet()
                self._stages(control, thin)
            finally:
                self.group.close()

    def _stages(self, control: float, thin: float) -> None:
        self._measure("free line", control)
        self.line.set_rate(RATE)
        self._measure(f"{RATE} kbit/s", thin)
        self.running.hold(self._is_back(), f"seen and heard both ways at {RATE} kbit/s")
        self.line.set_rate(STARVED)
        self._measure(f"{STARVED} kbit/s", thin)
        for seconds in (10, 20):
            self.line.cut()
            time.sleep(seconds)
            self.line.set_rate(RATE)
            took = until(self._is_back, f"back after {seconds} s without a line", 60)
            self.running.say(f"cut off for {seconds} s: seen and heard {took:.1f} s after")
            self.running.hold(took <= RECOVERS, f"back within {RECOVERS:.0f} s")
            self._measure(f"after {seconds} s cut", control)

    def _is_back(self) -> bool:
        return self.group.is_live() and self.group.is_moving()

    def _measure(self, stage: str, seconds: float) -> None:
        before = [self._received(side) for side in SIDES]
        time.sleep(seconds)
        for side, first in zip(SIDES, before, strict=True):
            new = {key: value - first[key] for key, value in self._received(side).items()}
            samples = max(new["samples"], 1)
            self.running.say(
                f"{stage}, {side} hears: {new['concealed'] / samples:.1%} concealed "
                f"({new['silent'] / samples:.1%} silent); sees {new['frames'] / seconds:.1f} "
                f"pictures a second; {new['bytes'] * 8 / 1000 / seconds:.0f} kbit/s in all"
            )

    def _received(self, side: str) -> dict[str, float]:
        page: Page = getattr(self.group, side)
        return dict(page.evaluate(RECEIVED))
