"""Real live servers in processes of their own, and pages that talk to them as browsers do.

The tests' rows must be committed: `@pytest.mark.django_db(transaction=True)`.
"""

import base64
import json
import os
import signal
import socket as sockets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from typing import Any, Self
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.conf import settings
from django.db import connection
from django.test import Client
from websockets import Origin
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from mulakat import clock, ids
from mulakat.accounts import enrolling
from mulakat.accounts.models import User
from mulakat.calls.models import Participant
from mulakat.prisons.models import Terminal
from mulakat.sealed import digest
from mulakat.visits.models import JoinSession, Visit
from tests.served import free_port


def until(is_so: Callable[[], Any], what: str = "", seconds: float = 60) -> Any:
    """What `is_so` returns as soon as it is true; fails the test after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := is_so()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what or is_so}"
        time.sleep(0.02)
    return found


class LiveServer:
    """`uvicorn mulakat.asgi:application` on the test's own database."""

    def __init__(self, **environment: str) -> None:
        self.port = free_port()
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mulakat.settings",
            "DATABASE_URL": database_url(),
            "PORT": str(self.port),
            "LOG_LEVEL": "WARNING",
            **environment,
        }
        self.pages: list[Page] = []
        self.process = self._start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "uvicorn", "mulakat.asgi:application"]
        command += ["--port", str(self.port), "--no-access-log", "--log-level", "warning"]
        return subprocess.Popen(command, env=self.environment)

    def wait(self) -> Self:
        until(self._answers, "the live server answers")
        return self

    def _answers(self) -> bool:
        with suppress(OSError), sockets.create_connection(("127.0.0.1", self.port), 2):
            return True
        return False

    def cpu_seconds(self) -> float:
        """Processor time used so far (Linux)."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """As a power cut would: nothing is said, nothing is written."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def start_again(self) -> None:
        self.process = self._start()
        self.wait()

    def close_pages(self) -> None:
        """Close every page, and wait until the server has written that they are gone."""
        for page in self.pages:
            page.close()
        self.pages.clear()
        until(lambda: not Participant.objects.filter(left_at=None).exists(), "all pages are gone")

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def live(**environment: str) -> Iterator[LiveServer]:
    server = LiveServer(**environment)
    try:
        yield server.wait()
    finally:
        server.stop()


def database_url() -> str:
    """The test database, as another process names it."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    place = f"{values['HOST']}:{values['PORT'] or 5432}"
    return f"postgres://{values['USER']}:{values['PASSWORD']}@{place}/{values['NAME']}"


class Page:
    """One page of a visitor, officer or terminal. Beats by itself; keeps what it is told."""

    path = ""

    def __init__(self, server: LiveServer, cookie: str = "", page: UUID | None = None) -> None:
        self.server, self.cookie = server, cookie
        server.pages.append(self)
        self.page = str(page or ids.uid())
        self.state: dict[str, Any] = {}
        self.received: list[dict[str, Any]] = []
        self.closed: int | None = None
        self.seq = 0
        self.last_signal = 0
        self.beats = True
        self.socket: ClientConnection | None = None
        self.greeted: ClientConnection | None = None  # the socket that was said hello to
        self.opened = ExitStack()

    def open(self, origin: str = "") -> Self:
        """Connect and listen; `closed` tells the code if the server did not want it."""
        self.socket, self.closed, self.state = None, None, {}
        address = f"ws://127.0.0.1:{self.server.port}{self.path}?page={self.page}"
        self.socket = self.opened.enter_context(
            connect(
                f"{address}&after={self.last_signal}",
                origin=Origin(origin or self.server.origin),
                additional_headers={"Cookie": self.cookie} if self.cookie else {},
                close_timeout=1,
                proxy=None,
            )
        )
        threading.Thread(target=self._listen, args=(self.socket,), daemon=True).start()
        threading.Thread(target=self._beat, args=(self.socket,), daemon=True).start()
        return self

    def ready(self) -> Self:
        until(lambda: self.state or self.closed, f"{self.path} is told its state")
        assert self.closed is None, self.closed
        return self

    def _listen(self, socket: ClientConnection) -> None:
        try:
            for text in socket:
                self._take(json.loads(text), socket)
        except ConnectionClosed:
            pass
        if socket is self.socket:
            self.closed = socket.close_code or 1006

    def _take(self, message: dict[str, Any], socket: ClientConnection) -> None:
        if message["t"] == "challenge":
            socket.send(json.dumps(self.prove(message["nonce"])))
        elif message["t"] == "hello":
            self.greeted = socket
        elif message["t"] == "state":
            self.state = message
        if message["t"] == "signal":
            self.last_signal = message["id"]
        if message["t"] != "beat":
            self.received.append(message)
        else:
            self.beaten = message

    def prove(self, nonce: str) -> dict[str, Any]:
        raise NotImplementedError

    def beat(self) -> dict[str, Any]:
        raise NotImplementedError

    def _beat(self, socket: ClientConnection) -> None:
        while socket is self.socket and self.closed is None:
            if self.beats and socket is self.greeted:
                with suppress(ConnectionClosed):
                    socket.send(json.dumps({"t": "beat", **self.beat()}))
            time.sleep(0.5)

    def say(self, kind: str, **values: Any) -> int:
        """An act or signal with its number; returns the number."""
        self.seq += 1
        self.say_as_it_is(json.dumps({"t": kind, "seq": self.seq, **values}))
        return self.seq

    def say_as_it_is(self, text: str | bytes) -> None:
        assert self.socket
        self.socket.send(text)

    def signal(self, to: "Page", **body: Any) -> int:
        return self.say("signal", to=to.page, body={"n": 1, **body})

    def signals(self) -> list[dict[str, Any]]:
        return [message for message in self.received if message["t"] == "signal"]

    def refusals(self) -> list[dict[str, Any]]:
        return [message for message in self.received if message["t"] == "refused"]

    def close(self) -> None:
        self.opened.close()


class VisitorPage(Page):
    path = "/join/live"
    media = "video"

    def beat(self) -> dict[str, Any]:
        return {"media": self.media}


class OfficerPage(Page):
    path = "/staff/live"
    frames = 20
    hidden = False

    def beat(self) -> dict[str, Any]:
        return {"rendered": {"inmate": self.frames, "visitor": 0}, "hidden": self.hidden}


class TerminalPage(Page):
    path = "/kiosk/live"
    flowing = False
    key: ec.EllipticCurvePrivateKey
    device = 0
    proof_origin = ""

    def prove(self, nonce: str) -> dict[str, Any]:
        text = enrolling.challenge(nonce, self.proof_origin or self.server.origin)
        signature = signed(self.key, text)
        return {"t": "prove", "device": str(self.device), "signature": signature}

    def beat(self) -> dict[str, Any]:
        return {"flowing": self.flowing}


def a_visitor_page(server: LiveServer, visit: Visit) -> VisitorPage:
    """A browser that has passed every code."""
    secret, now = ids.secret(), clock.now()
    JoinSession.objects.create(
        digest=digest(secret, "join"),
        visit=visit,
        prison=visit.prison,
        came_by="typed",
        created_at=now,
        expires_at=now + timedelta(hours=2),
        vrn_ok_at=now,
        pin_ok_at=now,
        otp_ok_at=now,
    )
    return VisitorPage(server, f"mulakat_join={secret}")


def an_officer_page(server: LiveServer, officer: User) -> OfficerPage:
    client = Client()
    client.force_login(officer)
    name = settings.SESSION_COOKIE_NAME
    return OfficerPage(server, f"{name}={client.cookies[name].value}")


def a_terminal_page(server: LiveServer, terminal: Terminal) -> TerminalPage:
    """A browser that was enrolled with a staff code."""
    page = TerminalPage(server)
    page.key = ec.generate_private_key(ec.SECP256R1())
    now = clock.now()
    code = enrolling.make_code(terminal=terminal, by="staff:0", now=now)
    page.device = enrolling.enrol(typed=code, public_key=jwk(page.key), now=now).pk
    return page


def jwk(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """The public half, as a browser exports it."""
    numbers = key.public_key().public_numbers()
    x, y = (_base64url(number.to_bytes(32)) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def signed(key: ec.EllipticCurvePrivateKey, text: str) -> str:
    """As WebCrypto signs: base64url of r||s."""
    r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    return _base64url(r.to_bytes(32) + s.to_bytes(32))


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
