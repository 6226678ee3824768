"""Processes of one browser, to be frozen as a crash, a sleeping laptop or a dead network would.

Linux only: reads /proc. Chromium's sockets, those of calls too, live in its network service:
frozen alone, the page runs on and not a packet passes.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NETWORK = b"network.mojom.NetworkService"


def below(pid: int) -> set[int]:
    """All processes started by this one and by those."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        fresh = set(children.get(waiting.pop(), [])) - found
        found |= fresh
        waiting += fresh
    return found


@contextmanager
def frozen(pids: set[int]) -> Iterator[None]:
    """SIGSTOP, and SIGCONT at the end whatever happens."""
    try:
        _send(pids, signal.SIGSTOP)
        yield
    finally:
        _send(pids, signal.SIGCONT)


def network_of(pids: set[int]) -> set[int]:
    """Of a browser's processes the one through which every packet goes."""
    found = set()
    for pid in pids:
        with suppress(OSError):
            if NETWORK in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.add(pid)
    assert found, "no network service"
    return found


def _send(pids: set[int], what: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, what)
