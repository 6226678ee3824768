"""One call, and its visitor's line made poor and good again."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.night.coturn import Coturn
from bench.night.part import Part
from bench.night.thinning import RECEIVED
from bench.night.turning import ToldTrio, relayed_call
from mulakat.calls.models import QualityMinute
from tests.journeys.trio import until

POOR = (100, 150, 30)  # kbit/s, ms one way, per mille lost
GOOD = (0, 0, 0)
CONTROL = 0.005  # of the voice made up on a good line: more, and the machine is to blame
WHOLE = 0.01
SETTLES = 15  # seconds, until picture and estimate have found their measure
SIDES = ("visitor", "terminal")


class Shim:
    def __init__(self, relay: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.night.shim", str(relay)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout
        self.port = int(self.process.stdout.readline())

    def set(self, kbit: float, ms: float, lost: float) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{kbit} {ms} {lost}\n")
        self.process.stdin.flush()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


@contextmanager
def line(running: Part) -> Iterator[Shim]:
    """A relay, and the way to it."""
    relay = Coturn(running.folder).start()
    shim = Shim(relay.port)
    try:
        yield shim
    finally:
        shim.stop()
        relay.kill()


class Poor:
    def __init__(self, running: Part) -> None:
        self.running = running

    def run(self, control: float, poor: float) -> None:
        """Seconds on the good line, and on the poor one."""
        with line(self.running) as shim:
            address = f"turn:127.0.0.1:{shim.port}?transport=udp"
            with relayed_call(self.running, address) as group:
                until(group.is_moving, "the call runs", 60)
                time.sleep(SETTLES)
                quiet = self._measure(group, "good line", control)
                shim.set(*POOR)
                self._measure(group, "the first seconds of the poor line", SETTLES)
                made_up = self._measure(group, "poor line", poor)
                self._judge(quiet, made_up)
                shim.set(*GOOD)
                took = until(group.is_moving, "the picture is back", 120)
                self.running.say(f"good line again: pictures both ways {took:.0f} s after")

    def _judge(self, quiet: float, made_up: float) -> None:
        rung = max(QualityMinute.objects.values_list("rung", flat=True), default=0)
        self.running.say(f"the picture went down to rung {rung} of 4")
        self.running.hold(rung >= 2, "the picture gave way")
        if quiet > CONTROL:
            self.running.say(f"not judged: {quiet:.1%} made up on the good line, by the machine")
            return
        self.running.hold(made_up <= WHOLE, f"{made_up:.2%} of the voice made up, 1 % allowed")

    def _measure(self, group: ToldTrio, stage: str, seconds: float) -> float:
        """The worse side's share of the voice that was made up."""
        before = [self._received(group, side) for side in SIDES]
        time.sleep(seconds)
        shares: list[float] = []
        for side, first in zip(SIDES, before, strict=True):
            new = {key: value - first[key] for key, value in self._received(group, side).items()}
            shares.append(new["concealed"] / max(new["samples"], 1))
            self.running.say(
                f"{stage}, {side} hears: {shares[-1]:.2%} made up; sees "
                f"{new['frames'] / seconds:.1f} pictures a second; "
                f"{new['bytes'] * 8 / 1000 / seconds:.0f} kbit/s in all"
            )
        return max(shares)

    def _received(self, group: ToldTrio, side: str) -> dict[str, float]:
        return dict(getattr(group, side).evaluate(RECEIVED))
