"""A thin line between two network namespaces of this part alone; nothing else can pass.

The process must already stand in a namespace of its own (`unshare -n`). The far end is a second
one, joined by a veth pair whose both ends are shaped: a token bucket, or a queue of no length.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.night.part import Skipped

NEAR, FAR = "10.77.1.1", "10.77.1.2"
INSIDE = "MULAKAT_NIGHT_NAMESPACE"


def missing() -> str:
    """What this machine lacks for a line of its own; "" if nothing."""
    if tools := [tool for tool in ("unshare", "ip", "tc") if not shutil.which(tool)]:
        return f"{', '.join(tools)} missing"
    tried = subprocess.run(["unshare", "-n", "true"], stderr=subprocess.DEVNULL, check=False)
    return "no network namespaces may be made here" if tried.returncode else ""


def enter(module: str) -> None:
    """Start this program anew in a network namespace of its own, unless it is in one."""
    if INSIDE not in os.environ:
        command = ["unshare", "-n", sys.executable, "-m", module, *sys.argv[1:]]
        os.execvpe("unshare", command, {**os.environ, INSIDE: "1"})


class Line:
    """The shaped line. Rates in kbit/s, the same both ways."""

    def __init__(self) -> None:
        self.far = f"mulakat-night-{os.getpid()}"

    def set_rate(self, kbit: int) -> None:
        self._shape("tbf", "rate", f"{kbit}kbit", "burst", "4kb", "latency", "400ms")

    def cut(self) -> None:
        self._shape("pfifo", "limit", "0")

    def free(self) -> None:
        self._shape("pfifo", "limit", "1000")

    def _shape(self, *words: str) -> None:
        for inside, device in (((), "near"), (("ip", "netns", "exec", self.far), "far")):
            _run(*inside, "tc", "qdisc", "replace", "dev", device, "root", *words)

    def browser(self, folder: Path, chromium: str) -> str:
        """A program that is this Chromium at the far end."""
        path = folder / "far-chromium"
        path.write_text(f'#!/bin/sh\nexec ip netns exec {self.far} {chromium} "$@"\n')
        path.chmod(0o755)
        return str(path)

    @contextmanager
    def carries(self, port: int) -> Iterator[None]:
        """127.0.0.1:port at the far end is 127.0.0.1:port here, by way of the line."""
        relay = [sys.executable, "-m", "bench.night.relay"]
        ends = [
            subprocess.Popen([*relay, NEAR, "127.0.0.1", str(port)]),
            subprocess.Popen(
                ["ip", "netns", "exec", self.far, *relay, "127.0.0.1", NEAR, str(port)]
            ),
        ]
        try:
            yield
        finally:
            for end in ends:
                end.terminate()
                end.wait()


@contextmanager
def line() -> Iterator[Line]:
    """Two namespaces and the line between them."""
    made = Line()
    try:
        _run("ip", "link", "set", "lo", "up")
        _run("ip", "netns", "add", made.far)
        _run("ip", "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", made.far)
        for inside, device, address in (((), "near", NEAR), (("-n", made.far), "far", FAR)):
            _run("ip", *inside, "addr", "add", f"{address}/24", "dev", device)
            _run("ip", *inside, "link", "set", device, "up")
        _run("ip", "-n", made.far, "link", "set", "lo", "up")
        made.free()
    except subprocess.CalledProcessError as wrong:
        _run("ip", "netns", "del", made.far, must=False)
        raise Skipped(f"{' '.join(wrong.cmd)}: {wrong.stderr.strip()}") from wrong
    try:
        yield made
    finally:
        _run("ip", "netns", "del", made.far, must=False)


def _run(*command: str, must: bool = True) -> None:
    subprocess.run(command, check=must, capture_output=True, text=True)
