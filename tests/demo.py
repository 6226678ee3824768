"""A whole demo in processes of its own, started as `make run` starts it."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

# What belongs to the test run and must not reach the demo.
OURS = {"DATABASE_URL", "ORIGIN", "DJANGO_SETTINGS_MODULE", "MULAKAT_TEST_RUN"}


@contextmanager
def demo(data: Path, port: int, patience: float = 180, **environment: str) -> Iterator[str]:
    """The origin of a demo that answers; its output is in data/demo.log; ended afterwards."""
    names = {"MULAKAT_MODE": "demo", "MULAKAT_DATA": str(data), "PORT": str(port), **environment}
    inherited = {k: v for k, v in os.environ.items() if k not in OURS}
    origin = f"http://localhost:{port}"
    log = data / "demo.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "mulakat.cli", "run"],
            env={**inherited, **names},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait(process, f"{origin}/healthz", log, time.monotonic() + patience)
            _walk_at_any_hour(data / "mulakat.sqlite3")
            yield origin
        finally:
            _end(process)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path, deadline: float) -> None:
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The demo did not start:\n{log.read_text()[-2000:]}")


def _walk_at_any_hour(database: Path) -> None:
    """The demo keeps the minute of undo, as a jail does; a walk does not sit it out. Its next
    time may be tomorrow's first, more than an hour ahead, and yet it joins at once.
    """
    with closing(sqlite3.connect(database, timeout=30)) as own, own:
        own.execute("UPDATE prisons_state SET overrides = json_set(overrides, '$.undo_seconds', 0)")
        own.execute(
            "UPDATE prisons_prison SET overrides = json_set(overrides, '$.join_opens_minutes', 240)"
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    """The whole group: the pages and the worker are children of the command."""
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)
