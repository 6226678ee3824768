"""E-mail by SMTP: any server, named by EMAIL_URL.

    smtp://host:25                  plain, for a relay on this machine or network
    smtp+tls://user:password@host   STARTTLS, port 587 unless named
    smtps://user:password@host      TLS from the first byte, port 465

One connection serves message after message. A mail is offered up to the word DATA, which
undoes itself when the line breaks; only then is it marked as handed over, and its bytes go.
"""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from threading import Timer
from typing import Self
from urllib.parse import unquote, urlsplit

from mulakat.notifications import envelope, rendering
from mulakat.notifications.faults import Down, Never, NotNow, Unsure
from mulakat.notifications.models import Notification

TIMEOUT = 10.0  # seconds for one answer of the server
YOUNG = 30.0  # seconds for which a connection takes new mails, and as many to finish the last
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
BROKEN = (OSError, smtplib.SMTPException)


@dataclass(frozen=True)
class Server:
    """Where mail is handed over, and how."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """The server of an EMAIL_URL; ValueError names what is wrong with it."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS:
            raise ValueError("must begin with smtp://, smtp+tls:// or smtps://")
        if not parts.hostname:
            raise ValueError("names no host")
        return cls(
            scheme=parts.scheme,
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )


class EmailCourier:
    """Hands mails to one SMTP server. `server` None: nothing is set up, mails wait."""

    def __init__(self, *, server: Server | None, sender: str) -> None:
        self.server = server
        self.sender = sender
        self._line: _Line | None = None
        self._data = b""

    def offer(self, row: Notification, now: datetime) -> None:
        """Name sender and receiver to the server; until `send`, nothing has gone out."""
        if self.server is None:
            raise Down("unset")
        context, to = row.payload["context"], row.payload["to"]
        self._data = envelope.build(
            mail=rendering.mail(row.message, row.language, context, now),
            to=to,
            sender=self.sender,
            name=context["state"],
            key=row.key,
            language=row.language,
            now=now,
        )
        smtp = self._connected(self.server)
        try:
            self._judge(smtp.mail(parseaddr(self.sender)[1]), is_final=False)
            self._judge(smtp.rcpt(to))
            self._judge(smtp.docmd("DATA"), wanted=354)
        except BROKEN as fault:
            self._drop()
            raise NotNow(f"unreachable:{type(fault).__name__}") from None

    def send(self, row: Notification, now: datetime) -> None:
        """The mail itself. From its last dot on, a missing answer is a doubt."""
        assert self._line is not None
        try:
            self._line.smtp.send(self._data + b".\r\n")
            answer = self._line.smtp.getreply()
        except BROKEN as fault:
            self._drop()
            raise Unsure(f"unsure:{type(fault).__name__}") from None
        self._judge(answer)

    def close(self) -> None:
        if self._line is not None:
            with suppress(*BROKEN):
                self._line.smtp.quit()
            self._drop()

    def abandon(self) -> None:
        """Leave an offered mail unsent: hang up, the server forgets it."""
        self._drop()

    def _connected(self, server: Server) -> smtplib.SMTP:
        if self._line is not None and self._line.is_old:
            self.close()
        if self._line is None:
            try:
                self._line = _Line(_connect(server))
            except smtplib.SMTPAuthenticationError as fault:
                raise Down(f"login:{fault.smtp_code}") from None
            except BROKEN as fault:
                raise Down(f"unreachable:{type(fault).__name__}") from None
        return self._line.smtp

    def _judge(
        self, answer: tuple[int, bytes], *, is_final: bool = True, wanted: int = 250
    ) -> None:
        """A refusal of sender or receiver; 5xx is the end only if it is about this mail."""
        code = answer[0]
        if code == wanted or (wanted == 250 and code == 251):
            return
        if code in {421, -1}:
            self._drop()
        elif self._line is not None:
            with suppress(*BROKEN):
                self._line.smtp.rset()
        if 500 <= code < 600 and is_final:
            raise Never(f"refused:{code}")
        raise NotNow(f"later:{code}")

    def _drop(self) -> None:
        if self._line is not None:
            self._line.hang_up()
        self._line = None


class _Line:
    """One connection and its age: a server that drips byte by byte cannot hold it for ever."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self.smtp = smtp
        self.is_old = False
        self._start(self._grow_old)

    def hang_up(self) -> None:
        self._timer.cancel()
        self.smtp.close()

    def _grow_old(self) -> None:
        self.is_old = True
        self._start(self._cut)

    def _cut(self) -> None:
        if self.smtp.sock is not None:
            with suppress(OSError):
                self.smtp.sock.shutdown(2)

    def _start(self, then: Callable[[], None]) -> None:
        self._timer = Timer(YOUNG, then)
        self._timer.daemon = True
        self._timer.start()


def _connect(server: Server) -> smtplib.SMTP:
    """A line to the server, encrypted and logged in as its address says."""
    context = ssl.create_default_context()
    name = "localhost"  # to the server; a look-up of our own name may take seconds
    if server.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, name, timeout=TIMEOUT, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, name, timeout=TIMEOUT)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.scheme == "smtp+tls":
            smtp.starttls(context=context)
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
    except BROKEN:
        smtp.close()
        raise
    return smtp
