"""A mail server that keeps what it takes, by real SMTP on a port of this machine."""

import asyncio
import logging
import socket
import ssl
import threading
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.doubles.behaviour import Answer, Behaviour
from tests.doubles.waiting import until

logging.getLogger("mail.log").setLevel(logging.ERROR)  # it would tell every address


@dataclass(frozen=True)
class Letter:
    """One mail as it was taken: addresses of the envelope, and the message."""

    sender: str
    to: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def key(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return "" if part is None else str(part.get_content()).replace("\r\n", "\n")


class MailServer(Behaviour):
    """Listens from `start()` to `stop()`; `url` is its EMAIL_URL."""

    def __init__(
        self, port: int = 0, scheme: str = "smtp", tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__()
        self.scheme, self.tls = scheme, tls
        self.letters: list[Letter] = []
        self.connections = 0
        self.lock = threading.Lock()
        self.port = port
        self._controller: Any = None

    @property
    def url(self) -> str:
        """With TLS one has to log in: the password holds what an address must escape."""
        login = "family:pass%40word@" if self.tls else ""
        return f"{self.scheme}://{login}127.0.0.1:{self.port}"

    def start(self) -> None:
        options: dict[str, Any] = {"hostname": "double.test", "decode_data": False}
        if self.tls:
            options |= {"authenticator": _knows, "auth_required": True}
            options["auth_require_tls"] = self.scheme == "smtp+tls"
        if self.scheme == "smtp+tls":
            options |= {"tls_context": self.tls, "require_starttls": True}

        class Door(Controller):
            def factory(self) -> SMTP:
                return SMTP(self.handler, **options)

        whole = self.tls if self.scheme == "smtps" else None
        self._controller = Door(self, hostname="127.0.0.1", port=self.port, ssl_context=whole)
        self._controller.ready_timeout = 10
        if self.port == 0:
            self.port = self._controller.port = _free_port()
        self._controller.start()

    def stop(self) -> None:
        self.released.set()
        if self._controller:
            self._controller.stop(no_assert=True)
        self._controller = None

    async def handle_EHLO(  # noqa: N802
        self, smtp: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        session.host_name = name
        self.connections += 1
        return answers

    async def handle_DATA(self, smtp: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.take()
        if answer is Answer.LATER:
            return "451 Greylisted, try again later"
        if answer is Answer.REFUSE:
            return "550 No such mailbox"
        if answer is Answer.HANG:
            while not self.released.is_set():
                await asyncio.sleep(0.02)
        if answer is Answer.UNHEARD:
            cast(Any, smtp.transport).abort()
            return "250 unheard"
        self.seam("before taking")
        self._keep(envelope)
        self.seam("before the answer")
        if answer is Answer.DROP:
            cast(Any, smtp.transport).abort()
        return "250 Taken"

    def _keep(self, envelope: Envelope) -> None:
        message = message_from_bytes(cast(bytes, envelope.content), policy=policy.default)
        letter = Letter(str(envelope.mail_from), envelope.rcpt_tos[0], message)
        with self.lock:
            self.letters.append(letter)

    def to(self, address: str) -> list[Letter]:
        with self.lock:
            return [letter for letter in self.letters if letter.to == address]

    def wait_for(self, address: str, *, word: str = "", seconds: float = 40) -> Letter:
        """The newest mail to this address whose subject holds `word`, once it is there."""

        def found() -> Letter | None:
            return next((x for x in reversed(self.to(address)) if word in x.subject), None)

        return until(found, f"a mail to {address} with {word!r} in its subject", seconds)


def _knows(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    is_right = (data.login, data.password) == (b"family", b"pass@word")
    return AuthResult(success=is_right, handled=is_right)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
