"""Keep processes running: start them, start a dead one again, end all at a signal."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from types import FrameType

GRACE = 8.0  # seconds a child has to end by itself
SHORT_LIFE = 5.0  # seconds; a child that dies sooner, so often in a row, will never run
TOO_OFTEN = 5
PR_SET_PDEATHSIG = 1


class Child:
    """One process that ought to run, and how it has fared."""

    def __init__(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        self.name, self.command, self.environment = name, command, environment
        self.short_lives = 0
        self.start()

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            env=dict(self.environment),
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - the supervisor has one thread
        )

    def look(self) -> None:
        """Start it again if it died; a child that cannot stay alive ends everything."""
        if self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        self.short_lives = self.short_lives + 1 if lived < SHORT_LIFE else 1
        print(f"mulakat: {self.name} ended with {self.process.returncode}", file=sys.stderr)
        if self.short_lives >= TOO_OFTEN:
            raise CannotStay(f"{self.name} ended {TOO_OFTEN} times at once; see above for why")
        time.sleep(0.2 * self.short_lives)
        self.start()

    def end(self, until: float) -> None:
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class CannotStay(Exception):
    """A process ends as soon as it is started."""


def _die_with_parent() -> None:
    """Even when the parent is killed outright, no child stays behind on the port (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def keep(
    children: list[Child], is_ready: Callable[[], bool], when_ready: Callable[[], None]
) -> int:
    """Watch until a signal asks for the end; calls `when_ready` once. 0, or 1 if one failed."""
    asked_to_end: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        asked_to_end.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    told = failed = False
    try:
        while not asked_to_end:
            for child in children:
                child.look()
            if not told and is_ready():
                told = True
                when_ready()
            time.sleep(0.2)
    except CannotStay as why:
        print(f"mulakat: {why}", file=sys.stderr)
        failed = True
    _end(children)
    return int(failed)


def _end(children: list[Child]) -> None:
    until = time.monotonic() + GRACE
    for child in children:
        child.process.terminate()
    for child in children:
        child.end(until)
