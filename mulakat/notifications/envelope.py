"""A mail as bytes: headers and two bodies, built by hand.

Python's EmailMessage costs more CPU than all the rest of a delivery (performance.md 3). The
bodies are base64, so no line of theirs can be mistaken for a boundary or a lone dot.
"""

from base64 import b64encode, encodebytes
from datetime import datetime
from email.utils import format_datetime, parseaddr

from mulakat.notifications.faults import Never
from mulakat.notifications.rendering import Mail
from mulakat.sealed import digest

WORD = 45  # bytes of text in one encoded word of a header: at most 75 letters with its frame


def build(
    *, mail: Mail, to: str, sender: str, name: str, key: str, language: str, now: datetime
) -> bytes:
    """The message as it goes over the line; `Never` for an address no header can hold.

    `sender` is an address with or without a name ("e-Mulakat <a@b>"), `name` is shown with it.
    The same `key` always makes the same Message-ID, so that a second copy can be recognised.
    """
    called, address = parseaddr(sender)
    token = digest(key, "message-id")[:32]
    kind, body = _body(mail, token)
    headers = [
        f"From: {_words(f'{called} {name}'.strip())} <{plain(address)}>",
        f"To: <{plain(to)}>",
        f"Subject: {_words(mail.subject)}",
        f"Date: {format_datetime(now)}",
        f"Message-ID: <{token}@{address.rpartition('@')[2]}>",
        "MIME-Version: 1.0",
        f"Content-Language: {language}",
        "Auto-Submitted: auto-generated",
        f"Content-Type: {kind}",
    ]
    return "\r\n".join(headers).encode("ascii") + b"\r\n\r\n" + body


def plain(address: str) -> str:
    """The address, if it cannot break out of a header or an SMTP command."""
    is_safe = address.isascii() and address.isprintable() and not set(address) & set('<>()," \\;:')
    if not is_safe or address.count("@") != 1 or len(address) > 254:
        raise Never("refused:address")
    return address


def _body(mail: Mail, token: str) -> tuple[str, bytes]:
    """Content type and content: text and HTML, and beside both the calendar file."""
    both = _joined(
        "alternative",
        f"=_a{token}",
        _part("text/plain; charset=utf-8", mail.text),
        _part("text/html; charset=utf-8", mail.html),
    )
    if not mail.calendar:
        return both
    nested = f"Content-Type: {both[0]}\r\n\r\n".encode() + both[1]
    name = 'Content-Disposition: attachment; filename="visit.ics"'
    file = _part(f"text/calendar; charset=utf-8; method={mail.method}", mail.calendar, name)
    return _joined("mixed", f"=_m{token}", nested, file)


def _joined(kind: str, boundary: str, *parts: bytes) -> tuple[str, bytes]:
    between = f"--{boundary}\r\n".encode()
    content = b"".join(between + part for part in parts) + f"--{boundary}--\r\n".encode()
    return f'multipart/{kind}; boundary="{boundary}"', content


def _part(kind: str, text: str, *headers: str) -> bytes:
    head = [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", *headers]
    lines = "\r\n".join(text.splitlines()) + "\r\n"
    body = encodebytes(lines.encode()).replace(b"\n", b"\r\n")
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def _words(text: str) -> str:
    """Text for a header: as it is if plain, else in encoded words (RFC 2047)."""
    text = " ".join(text.split())  # a line break in a header would begin another header
    if text.isascii() and text.isprintable() and not set(text) & set('<>()@,;:\\".[]=?'):
        return text
    words, word = [], b""
    for letter in text:
        encoded = letter.encode()
        if len(word) + len(encoded) > WORD:
            words.append(word)
            word = b""
        word += encoded
    return "\r\n ".join(f"=?utf-8?b?{b64encode(part).decode()}?=" for part in [*words, word])
