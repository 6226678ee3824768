"""A real coturn on this machine alone, with the configuration of docs/turnserver.example.conf."""

import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

from bench.night.part import ROOT

SECRET = "night-after-night-a-secret"
# What only the real machine has, and what would keep a test on one machine from working
NOT_HERE = ("external-ip", "tls-listening-port", "cert", "pkey", "log-file", "min-port", "max-port")
HERE = (
    "listening-ip=127.0.0.1", "relay-ip=127.0.0.1", "relay-ip=::1", "no-tls", "no-dtls",
    "log-file=stdout", "min-port=40000", "max-port=40999",
)  # fmt: skip
MEETING = ("allowed-peer-ip=127.0.0.1", "allow-loopback-peers")


def missing() -> str:
    return "" if shutil.which("turnserver") else "coturn missing"


class Coturn:
    """Started by `start`; killed as a power cut would, and started anew on the same port."""

    def __init__(self, folder: Path, *, more: tuple[str, ...] = MEETING, is_closed: bool = True):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.config, self.log = folder / f"turn-{self.port}.conf", folder / f"turn-{self.port}.log"
        self.config.write_text("\n".join([*_shipped(is_closed), *HERE, *more]))

    def start(self) -> Self:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["turnserver", "-c", str(self.config), "--pidfile=",
                 "--listening-port", str(self.port), "--db", str(self.config) + ".db"],
                stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + 20
        while not self._answers():
            assert time.monotonic() < deadline, self.log.read_text()[-2000:]
            time.sleep(0.05)
        return self

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def _answers(self) -> bool:
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) == 0


def _shipped(is_closed: bool) -> list[str]:
    """The lines we tell operators to use; `is_closed`: also those that deny every other peer."""
    text = (ROOT / "docs" / "turnserver.example.conf").read_text(encoding="utf-8")
    text = text.replace("TURN_SECRET", SECRET).replace("TURN_HOST", "turn.example")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    left_out = (*NOT_HERE, "listening-port", "allowed-peer-ip", "no-stdout")
    lines = [line for line in lines if not line.startswith(left_out)]
    everything = ("=0.0.0.0-255.255.255.255", "=::-ffff:ffff")
    if not is_closed:
        lines = [line for line in lines if not any(each in line for each in everything)]
    return lines
