"""A real installation for the bench: PostgreSQL, pages under granian, one worker, real doubles."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import machine
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer

WEB = 2


@contextmanager
def processes(port: int, folder: Path, environment: dict[str, str]) -> Iterator[dict[str, int]]:
    """Start `web` and `work`; yields their pids by name, ends them afterwards."""
    web = [sys.executable, "-m", "granian", "mulakat.wsgi:application", "--interface", "wsgi",
           "--host", "127.0.0.1", "--port", str(port), "--no-ws",
           "--workers", str(WEB), "--blocking-threads", "1"]  # fmt: skip
    work = [str(Path(sys.executable).with_name("mulakat")), "work"]
    started = []
    with (folder / "processes.log").open("wb") as log:
        try:
            for command in (web, work):
                started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))
            _wait_for(port)
            yield {"web": started[0].pid, "work": started[1].pid}
        finally:
            for process in started:
                process.terminate()
            for process in started:
                _ended(process)


def environment(
    url: str, folder: Path, port: int, sms: SmsGateway, mail: MailServer
) -> dict[str, str]:
    """What `web`, `work` and this process itself read."""
    return {
        **os.environ,
        "MULAKAT_MODE": "test",
        "MULAKAT_DATA": str(folder),
        "DATABASE_URL": url,
        "PORT": str(port),
        "ORIGIN": f"http://127.0.0.1:{port}",
        "EMAIL_URL": mail.url,
        "SMS_GATEWAY_FILE": str(sms.describe(folder)),
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "mulakat.settings",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def spent(pids: dict[str, int]) -> dict[str, float]:
    """CPU milliseconds used so far by each part, PostgreSQL's backends included."""
    parts = {name: machine.cpu_ms(machine.tree(pid)) for name, pid in pids.items()}
    parts["postgres"] = machine.cpu_ms(machine.named("postgres"))
    return parts


def _ended(process: subprocess.Popen[bytes]) -> None:
    """A server waits for the clients it still has; after a failure they never come back."""
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        for pid in machine.tree(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.wait()


def _wait_for(port: int, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the pages did not answer")
