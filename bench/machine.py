"""What a figure was measured on, and what each process spent."""

import os
import platform
from collections.abc import Iterable
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def described() -> str:
    """One line that names the machine and its load, to stand beside every figure."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {model}, Python {platform.python_version()}, load {load:.2f}"


def cpu_ms(pids: Iterable[int]) -> float:
    """CPU milliseconds that these processes and their ended children used so far."""
    return sum(_ticks(pid) for pid in pids) * 1000 / TICKS


def tree(pid: int) -> set[int]:
    """A process and all its descendants that live now."""
    found = {pid}
    for child in children(pid):
        found |= tree(child)
    return found


def children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [int(child) for child in path.read_text().split()]
    except OSError:
        return []


def named(name: str) -> set[int]:
    """Processes whose command is `name`."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/comm"):
        try:
            if path.read_text().strip() == name:
                found.add(int(path.parent.name))
        except OSError:
            continue
    return found


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(int(value) for value in fields[11:15])
