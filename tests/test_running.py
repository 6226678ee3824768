"""`mulakat run` from an empty directory: ready, mended when something dies, gone when asked."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.served import free_port
from tests.tree import ROOT


def until(is_so: Callable[[], bool], seconds: float = 120) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.1)
    return False


class Demo:
    def __init__(self, data: Path) -> None:
        self.port = free_port()
        kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
        environment = {**kept, "MULAKAT_DATA": str(data), "PORT": str(self.port)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mulakat.cli", "run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as it:
                return bool(it.status == 200)
        except OSError:
            return False

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]


@contextmanager
def running(data: Path) -> Iterator[Demo]:
    demo = Demo(data)
    try:
        assert until(demo.answers), "it never answered"
        yield demo
    finally:
        demo.process.send_signal(signal.SIGINT)
        printed, _ = demo.process.communicate(timeout=60)
    assert demo.process.returncode == 0, printed
    assert not demo.answers()


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@pytest.mark.timeout(600)
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads Linux's /proc")
def test_it_runs_mends_itself_ends_and_keeps_its_data(tmp_path: Path) -> None:
    with running(tmp_path) as demo:
        first = demo.children()
        assert len(first) == 2
        for pid in first:
            os.kill(pid, signal.SIGKILL)
        assert until(lambda: len(demo.children()) == 2 and demo.children() != first)
        assert until(demo.answers), "it was not started again"
        second = demo.children()
    assert not [pid for pid in second if is_alive(pid)]
    secret = (tmp_path / "data_key").read_text()
    assert len(secret) >= 40
    assert (tmp_path / "data_key").stat().st_mode & 0o077 == 0
    rows = count(tmp_path)
    assert rows > 0
    with running(tmp_path):
        assert count(tmp_path) == rows
    assert (tmp_path / "data_key").read_text() == secret


def count(data: Path) -> int:
    database = sqlite3.connect(f"file:{data / 'mulakat.sqlite3'}?mode=ro", uri=True)
    try:
        return int(database.execute("SELECT count(*) FROM visits_visit").fetchone()[0])
    finally:
        database.close()
