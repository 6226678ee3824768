"""Looks at the pictures of a running call twice a second, and remembers when they stood still."""

import time
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error, Page

from tests.journeys import media
from tests.journeys.trio import Trio

LOOK = 0.25  # seconds between two looks
PATIENCE = 40.0
# Milliseconds between pictures that follow each other; after a gap of a second it stood still
MOVED = """() => {
  const video = document.querySelector("[data-remote]");
  if (video.__moved === undefined) {
    video.__moved = 0;
    let last = performance.now();
    const step = (now) => {
      if (now - last < 1000) video.__moved += now - last;
      last = now;
      video.requestVideoFrameCallback(step);
    };
    video.requestVideoFrameCallback(step);
  }
  return video.__moved;
}"""


class Watch:
    """What visitor and terminal saw of each other."""

    def __init__(self, group: Trio) -> None:
        self.group = group
        self.frozen, self.frozen_at = 0.0, "never"  # longest, in seconds, and when
        self._newest = {"visitor": time.time(), "terminal": time.time()}
        self._moved_before = self._moved = 0.0

    def look(self, seconds: float, name: str = "between events") -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._look_once(name)
            time.sleep(LOOK)

    def until_moving(self, name: str) -> float:
        """How long until both sides have rendered a frame that is newer than now (seconds)."""
        began = time.time()
        while min(self._newest.values()) <= began:
            if time.time() - began > PATIENCE:
                raise AssertionError(f"{name}: not moving within {PATIENCE:.0f} s")
            self._look_once(name)
            time.sleep(LOOK)
        return time.time() - began

    def until_still(self) -> None:
        """Both pictures stand, as they must without an officer."""
        deadline = time.monotonic() + 10
        while not self.group.is_still():
            assert time.monotonic() < deadline, "the pictures move without an officer"

    def excused(self, act: Callable[[], object]) -> None:
        """Do what stops the pictures by itself; the time it takes does not count as frozen."""
        act()
        self._newest = dict.fromkeys(self._newest, time.time())

    def moved(self) -> float:
        """Seconds in which the terminal has shown the visitor moving, over all its pages."""
        with suppress(Error):
            self._moved = float(self.group.terminal.evaluate(MOVED)) / 1000
        return self._moved_before + self._moved

    def leave_terminal(self) -> None:
        """The terminal's page is about to go, and what it has counted with it."""
        self._moved_before = self.moved()
        self._moved = 0.0

    def _look_once(self, name: str) -> None:
        for side, page in (("visitor", self.group.visitor), ("terminal", self.group.terminal)):
            self._newest[side] = max(self._newest[side], _last_frame(page))
        self.moved()
        frozen = time.time() - min(self._newest.values())
        if frozen > self.frozen:
            self.frozen, self.frozen_at = frozen, name


def _last_frame(page: Page) -> float:
    """0 while the page is being loaded."""
    with suppress(Error):
        return media.last_frame_at(page, "[data-remote]")
    return 0.0
