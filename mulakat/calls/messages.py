"""What a page may say, checked key by key (docs/protocol.md 2 and 3). Pure.

Written by hand: the shapes are few, every key is named once, and nothing unknown passes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mulakat.calls import steering_messages
from mulakat.calls.engines.jitsi import asking
from mulakat.calls.models import Side
from mulakat.calls.steering_messages import Steering
from mulakat.calls.supervision import OFFICER_REASONS
from mulakat.calls.values import (
    Json,
    Malformed,
    an_object,
    flag_of,
    number_of,
    number_up_to,
    one_of,
    only,
    seq_of,
    text_of,
    uuid_of,
)

SDP_MAX = 14_000
CANDIDATE_MAX = 600
LINES = re.compile(r"[\t\r\n\x20-\x7e]*")  # SDP is ASCII; no NUL, no half characters
LINE = re.compile(r"[\x20-\x7e]*")
DEVICE = re.compile(r"[0-9]{1,10}")
PERSONS_MAX = 20
# What the inmate does at the terminal that others must know
SAID = frozenset(
    {"ready", "not_me", "declined", "officer", "fine", "no_sound", "good", "so_so", "bad"}
)
CHECKS = ("face", "names", "people")  # before a visitor is let in
RUNGS = 5  # of the picture: 0 is the best, 4 is voice only


@dataclass(frozen=True)
class Quality:
    """The visitor leg in the last seconds: per mille lost and made up, ms, the picture's rung."""

    lost: int
    concealed: int
    rtt: int
    rung: int


@dataclass(frozen=True)
class Beat:
    media: str = ""
    flowing: bool | None = None
    quality: Quality | None = None
    rendered_inmate: int = 0
    rendered_visitor: int = 0
    hidden: bool = False


@dataclass(frozen=True)
class Prove:
    device: int
    signature: str


@dataclass(frozen=True)
class Choose:
    seq: int
    visit: UUID | None


@dataclass(frozen=True)
class Admit:
    """`checked`: what the officer ticked before; None when the desk did not say."""

    seq: int
    visit: UUID
    checked: tuple[str, ...] | None = None


@dataclass(frozen=True)
class End:
    seq: int
    visit: UUID
    reason: str


@dataclass(frozen=True)
class SignalTo:
    seq: int
    to: UUID
    body: Json


@dataclass(frozen=True)
class Company:
    """Who is before the visitor's camera: of the declared persons by place, and others."""

    seq: int
    persons: tuple[int, ...]
    others: int


@dataclass(frozen=True)
class Say:
    """The inmate's press at the terminal, or "ready" when the rules were read."""

    seq: int
    what: str


@dataclass(frozen=True)
class Tested:
    """What a terminal's self-test found."""

    seq: int
    camera: bool
    microphone: bool
    sound: bool


Act = Choose | Admit | End | SignalTo | Company | Say | Tested | Steering
Message = Beat | Act | asking.Meet


def parse(text: str, side: Side) -> Message:
    """The message of a participant of this side; `Malformed` for anything else."""
    message = an_object(text)
    kind = message.pop("t", None)
    reader = READERS[side].get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise Malformed("t")
    return reader(message)


def parse_proof(text: str) -> Prove:
    """A terminal's first and only word before it is known."""
    message = an_object(text)
    if message.pop("t", None) != "prove":
        raise Malformed("t")
    only(message, "device", "signature")
    device = message["device"]
    if isinstance(device, str) and DEVICE.fullmatch(device):
        message["device"] = int(device)
    return Prove(
        device=number_of(message, "device"), signature=text_of(message, "signature", LINE, 100)
    )


def _visitor_beat(message: Json) -> Beat:
    only(message, "media")
    return Beat(media=one_of(message, "media", frozenset({"video", "voice"})))


def _terminal_beat(message: Json) -> Beat:
    only(message, "flowing", *(["quality"] if "quality" in message else []))
    quality = _quality(message["quality"]) if "quality" in message else None
    return Beat(flowing=flag_of(message, "flowing"), quality=quality)


def _quality(found: Any) -> Quality:
    if not isinstance(found, dict):
        raise Malformed("quality")
    only(found, "lost", "concealed", "rtt", "rung")
    return Quality(
        lost=number_up_to(found, "lost", 1000),
        concealed=number_up_to(found, "concealed", 1000),
        rtt=number_up_to(found, "rtt", 60_000),
        rung=number_up_to(found, "rung", RUNGS - 1),
    )


def _officer_beat(message: Json) -> Beat:
    only(message, "rendered", "hidden")
    rendered = message["rendered"]
    if not isinstance(rendered, dict):
        raise Malformed("rendered")
    only(rendered, "inmate", "visitor")
    return Beat(
        rendered_inmate=number_of(rendered, "inmate"),
        rendered_visitor=number_of(rendered, "visitor"),
        hidden=flag_of(message, "hidden"),
    )


def _choose(message: Json) -> Choose:
    only(message, "seq", "visit")
    visit = None if message["visit"] is None else uuid_of(message, "visit")
    return Choose(seq=seq_of(message), visit=visit)


def _admit(message: Json) -> Admit:
    only(message, "seq", "visit", *(["checked"] if "checked" in message else []))
    checked = _checked(message["checked"]) if "checked" in message else None
    return Admit(seq=seq_of(message), visit=uuid_of(message, "visit"), checked=checked)


def _checked(found: Any) -> tuple[str, ...]:
    """In the order in which an officer looks, each once."""
    if not isinstance(found, list) or len(found) > len(CHECKS):
        raise Malformed("checked")
    ticked = {one_of({"checked": each}, "checked", frozenset(CHECKS)) for each in found}
    return tuple(each for each in CHECKS if each in ticked)


def _end(message: Json) -> End:
    only(message, "seq", "visit", "reason")
    reason = one_of(message, "reason", OFFICER_REASONS)
    return End(seq=seq_of(message), visit=uuid_of(message, "visit"), reason=reason)


def _company(message: Json) -> Company:
    only(message, "seq", "persons", "others")
    persons = message["persons"]
    if not isinstance(persons, list) or len(persons) > PERSONS_MAX:
        raise Malformed("persons")
    places = [number_up_to({"at": each}, "at", PERSONS_MAX) for each in persons]
    others = number_up_to(message, "others", PERSONS_MAX)
    return Company(seq=seq_of(message), persons=tuple(sorted(set(places))), others=others)


def _say(message: Json) -> Say:
    only(message, "seq", "what")
    return Say(seq=seq_of(message), what=one_of(message, "what", SAID))


def _tested(message: Json) -> Tested:
    only(message, "seq", "camera", "microphone", "sound")
    return Tested(
        seq=seq_of(message),
        camera=flag_of(message, "camera"),
        microphone=flag_of(message, "microphone"),
        sound=flag_of(message, "sound"),
    )


def _signal(message: Json) -> SignalTo:
    only(message, "seq", "to", "body")
    body = message["body"]
    if not isinstance(body, dict):
        raise Malformed("body")
    kind = one_of(body, "kind", frozenset(BODIES))
    only(body, "kind", "leg", "n", *BODIES[kind])
    one_of(body, "leg", frozenset({"visitor", "officer"}))
    number_of(body, "n")
    if "sdp" in BODIES[kind] and not text_of(body, "sdp", LINES, SDP_MAX).startswith("v=0"):
        raise Malformed("sdp")
    if "candidate" in BODIES[kind]:
        _candidate(body["candidate"])
    return SignalTo(seq=seq_of(message), to=uuid_of(message, "to"), body=body)


def _candidate(candidate: Any) -> None:
    if candidate is None:
        return
    if not isinstance(candidate, dict) or "candidate" not in candidate:
        raise Malformed("candidate")
    if not set(candidate) <= {"candidate", "sdpMid", "sdpMLineIndex", "usernameFragment"}:
        raise Malformed("candidate")
    line = text_of(candidate, "candidate", LINE, CANDIDATE_MAX)
    if line and not line.startswith("candidate:"):
        raise Malformed("candidate")
    for name in ("sdpMid", "usernameFragment"):
        if candidate.get(name) is not None:
            text_of(candidate, name, LINE, 256)
    if candidate.get("sdpMLineIndex") is not None:
        number_of(candidate, "sdpMLineIndex")


BODIES: dict[str, tuple[str, ...]] = {
    "offer": ("sdp",),
    "answer": ("sdp",),
    "candidate": ("candidate",),
    "restart": (),
}
READERS: dict[Side, dict[str, Callable[[Json], Message]]] = {
    Side.VISITOR: {
        "meet": asking.read,
        "beat": _visitor_beat,
        "signal": _signal,
        "company": _company,
    },
    Side.TERMINAL: {
        "meet": asking.read,
        "beat": _terminal_beat,
        "signal": _signal,
        "say": _say,
        "tested": _tested,
    },
    Side.OFFICER: {
        "meet": asking.read,
        "beat": _officer_beat,
        "signal": _signal,
        "choose": _choose,
        "admit": _admit,
        "end": _end,
        **steering_messages.READERS,
    },
}
