"""An appointment as a calendar file (RFC 5545), attached to the mail that fixes its time.

Calendars are shared and synchronised: the file holds neither the personal link nor any name.
"""

from datetime import UTC, datetime
from typing import Any

PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
METHODS = frozenset({PUBLISH, REQUEST, CANCEL})


def appointment(event: dict[str, Any], summary: str, now: datetime) -> str:
    """The file's text. `event`: {"uid", "starts_at" (ISO), "minutes", "place"}, and for a mail
    "method", "sequence", "organizer" and "attendee" (addresses).

    Sent again for the same visit, the same `uid` with a higher `sequence` replaces the entry;
    the method CANCEL takes it out.
    """
    begins = datetime.fromisoformat(event["starts_at"])
    method = method_of(event)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Mulakat//e-Mulakat//EN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{event['uid']}",
        f"SEQUENCE:{int(event.get('sequence', 0))}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(begins)}",
        f"DURATION:PT{int(event['minutes'])}M",
        f"SUMMARY:{_text(summary)}",
        *([f"LOCATION:{_text(event['place'])}"] if event["place"] else []),
        *_people(event),
        f"STATUS:{'CANCELLED' if method == CANCEL else 'CONFIRMED'}",
        *([] if method == CANCEL else _alarm(summary)),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(_folded(line) for line in lines) + "\r\n"


def method_of(event: dict[str, Any]) -> str:
    """PUBLISH for a file to download; in a mail REQUEST or CANCEL, where both addresses are
    known and harmless: without them the two are not allowed (RFC 5546)."""
    is_addressed = all(_is_harmless(event.get(who, "")) for who in ("organizer", "attendee"))
    wanted = event.get("method", PUBLISH)
    return wanted if wanted in METHODS and (is_addressed or wanted == CANCEL) else PUBLISH


def _people(event: dict[str, Any]) -> list[str]:
    """Who invites and who is invited; nobody is asked to reply."""
    lines = []
    if _is_harmless(event.get("organizer", "")):
        lines.append(f"ORGANIZER;CN=e-Mulakat:mailto:{event['organizer']}")
    if _is_harmless(event.get("attendee", "")):
        lines.append(f"ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{event['attendee']}")
    return lines


def _is_harmless(address: str) -> bool:
    """An address that cannot break out of its line: what every mail server takes."""
    plain = address.isascii() and address.isprintable() and address.count("@") == 1
    return plain and not set(address) & set('<>()," \\;:')


def _alarm(summary: str) -> list[str]:
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-PT60M",
        f"DESCRIPTION:{_text(summary)}",
        "END:VALARM",
    ]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    """Text as a value: its own marks escaped, on one line."""
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """No line longer than 75 bytes; a letter is never torn."""
    parts, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 74:
            parts.append("")
            size = 0
        parts[-1] += letter
        size += width
    return "\r\n ".join(parts)
