"""The events of a long call, and what visitor and terminal saw between them."""

import time
from collections.abc import Callable
from pathlib import Path

from bench.night.part import Part
from bench.night.watch import Watch
from mulakat.calls.models import Call
from tests.journeys.trio import Trio
from tests.live import LiveServer

FROZEN_MAX = 10.0  # seconds
COUNT_ERROR_MAX = 2.0  # seconds
# While the server is away, or has not yet heard that all are back, nothing is counted: the
# family's gain
LOST_MAX = 4.0  # seconds an event
GROWTH_MAX = 0.30


class Soak:
    """The events of the call, and what was seen between them."""

    def __init__(self, running: Part, group: Trio, server: LiveServer, calm: float) -> None:
        self.running, self.group, self.server, self.calm = running, group, server, calm
        self.watch = Watch(group)
        self.events = 0

    def run(self, steady: float, until: float) -> None:
        """`steady`: seconds without any event at first; `until`: seconds of the whole call."""
        self.began = time.monotonic()
        self._steady(steady)
        for stop in (self.server.kill, self.server.stop):
            self._restart(stop)
        self._round()
        before = resident_kb(self.server)  # every page has been served once since the restart
        while time.monotonic() - self.began < until and self.running.seconds_left() > 60:
            self._round()
        self._judge(before, resident_kb(self.server))

    def _round(self) -> None:
        self._reload_visitor()
        self._reload_terminal()
        self._reload_desk()
        self._officer_away()

    def _steady(self, seconds: float) -> None:
        """Without events the count must follow the clock on the wall."""
        used, began = self._used(), time.monotonic()
        self.watch.look(seconds)
        counted, passed = self._used() - used, time.monotonic() - began
        self.running.say(f"undisturbed: {counted:.1f} s counted in {passed:.1f} s")
        is_true = abs(counted - passed) <= COUNT_ERROR_MAX
        self.running.hold(is_true, "undisturbed, the count is within 2 s of the clock")
        self.base_used, self.base_moved = self._used(), self.watch.moved()

    def _event(self, name: str, act: Callable[[], object]) -> None:
        self.events += 1
        used, moved = self._used(), self.watch.moved()
        act()
        took = self.watch.until_moving(name)
        self.watch.look(self.calm)
        counted, moved = self._used() - used, self.watch.moved() - moved
        print(
            f"{time.monotonic() - self.began:5.0f} s  {name}: moving after {took:.1f} s; "
            f"{counted:.1f} s counted, {moved:.1f} s moving",
            flush=True,
        )

    def _restart(self, stop: Callable[[], None]) -> None:
        def again() -> None:
            stop()
            self.server.start_again()

        self._event(f"server restarted ({stop.__name__})", lambda: self.watch.excused(again))

    def _reload_visitor(self) -> None:
        self._event("visitor reloads", self.group.visitor.reload)

    def _reload_terminal(self) -> None:
        def reload() -> None:
            self.watch.leave_terminal()
            self.group.terminal.reload()

        self._event("terminal reloads", reload)

    def _reload_desk(self) -> None:
        self._event("desk reloads", self.group.desk.reload)

    def _officer_away(self) -> None:
        def away() -> None:
            address = self.group.desk.url
            self.group.desk.goto("about:blank")
            self.watch.until_still()
            self.group.desk.goto(address)  # the desk remembers which visit it had chosen

        self._event("officer away and back", lambda: self.watch.excused(away))

    def _used(self) -> float:
        """Seconds the server has counted."""
        return Call.objects.get(visit=self.group.visit).used_ms / 1000

    def _judge(self, kb_before: int, kb_after: int) -> None:
        say, hold = self.running.say, self.running.hold
        whole, counted = time.monotonic() - self.began, self._used() - self.base_used
        moved = self.watch.moved() - self.base_moved
        say(f"{self.events} events in {whole:.0f} s of one call")
        say(f"longest frozen: {self.watch.frozen:.1f} s ({self.watch.frozen_at})")
        hold(self.watch.frozen <= FROZEN_MAX, "no picture was frozen for more than 10 s")
        error = counted - moved
        say(
            f"through the events: {counted:.1f} s counted, the picture moved {moved:.1f} s "
            f"({error / self.events:+.1f} s an event)"
        )
        hold(error <= COUNT_ERROR_MAX, "no more is counted than moved, within 2 s")
        hold(-error <= LOST_MAX * self.events, f"no more than {LOST_MAX:.0f} s are lost an event")
        growth = kb_after / kb_before - 1
        say(f"live server: {kb_before / 1024:.0f} MB, at the end {kb_after / 1024:.0f} MB")
        hold(growth <= GROWTH_MAX, f"its memory grew by no more than 30 % ({growth:+.0%})")


def resident_kb(server: LiveServer) -> int:
    """Memory of the server's process in kB."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
