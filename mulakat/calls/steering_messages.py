"""What an officer may say about a call that runs, checked key by key (docs/protocol.md 3). Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from mulakat.calls.models import NoteKind
from mulakat.calls.values import (
    Json,
    Malformed,
    flag_of,
    number_up_to,
    one_of,
    only,
    seq_of,
    text_of,
    uuid_of,
)

# Why both sides are warned, and why a call is paused; the pages word them in each language
WARNINGS = frozenset(
    {"other_people", "recording", "forbidden_talk", "threat", "dress", "test_message"}
)
PAUSES = WARNINGS - {"test_message"} | {"distress", "inside", "technical"}
INCIDENTS = frozenset(
    {"other_people", "recording", "forbidden_talk", "threat", "distress", "technical", "other"}
)
SIDES = frozenset({"visitor", "inmate"})
OUTCOMES = frozenset(
    {"done", "cut_short", "stopped", "missed_visitor", "missed_jail", "not_admitted", "declined"}
)
EXTEND_MAX = 15  # minutes at once
TEXT = re.compile(r"[^\x00]*")
TEXT_MAX = 1000


@dataclass(frozen=True)
class Warn:
    seq: int
    visit: UUID
    reason: str


@dataclass(frozen=True)
class Mute:
    seq: int
    visit: UUID
    side: str
    on: bool


@dataclass(frozen=True)
class Pause:
    seq: int
    visit: UUID
    reason: str


@dataclass(frozen=True)
class Resume:
    seq: int
    visit: UUID


@dataclass(frozen=True)
class VoiceOnly:
    seq: int
    visit: UUID
    on: bool


@dataclass(frozen=True)
class Extend:
    seq: int
    visit: UUID
    minutes: int


@dataclass(frozen=True)
class Write:
    """A note, or an incident with its code."""

    seq: int
    visit: UUID
    kind: str
    what: str
    text: str


@dataclass(frozen=True)
class Settle:
    """What became of a visit that has ended: the officer confirms or corrects it."""

    seq: int
    visit: UUID
    outcome: str


@dataclass(frozen=True)
class Test:
    """The terminal of this number shall test itself."""

    seq: int
    terminal: int


Steering = Warn | Mute | Pause | Resume | VoiceOnly | Extend | Write | Settle | Test


def _warn(message: Json) -> Warn:
    only(message, "seq", "visit", "reason")
    reason = one_of(message, "reason", WARNINGS)
    return Warn(seq=seq_of(message), visit=uuid_of(message, "visit"), reason=reason)


def _mute(message: Json) -> Mute:
    only(message, "seq", "visit", "side", "on")
    return Mute(
        seq=seq_of(message),
        visit=uuid_of(message, "visit"),
        side=one_of(message, "side", SIDES),
        on=flag_of(message, "on"),
    )


def _pause(message: Json) -> Pause:
    only(message, "seq", "visit", "reason")
    reason = one_of(message, "reason", PAUSES)
    return Pause(seq=seq_of(message), visit=uuid_of(message, "visit"), reason=reason)


def _resume(message: Json) -> Resume:
    only(message, "seq", "visit")
    return Resume(seq=seq_of(message), visit=uuid_of(message, "visit"))


def _voice_only(message: Json) -> VoiceOnly:
    only(message, "seq", "visit", "on")
    return VoiceOnly(
        seq=seq_of(message), visit=uuid_of(message, "visit"), on=flag_of(message, "on")
    )


def _extend(message: Json) -> Extend:
    only(message, "seq", "visit", "minutes")
    minutes = number_up_to(message, "minutes", EXTEND_MAX)
    if minutes == 0:
        raise Malformed("minutes")
    return Extend(seq=seq_of(message), visit=uuid_of(message, "visit"), minutes=minutes)


def _write(message: Json) -> Write:
    only(message, "seq", "visit", "kind", "what", "text")
    kind = one_of(message, "kind", frozenset(NoteKind.values))
    what = one_of(message, "what", INCIDENTS if kind == NoteKind.INCIDENT else frozenset({""}))
    return Write(
        seq=seq_of(message),
        visit=uuid_of(message, "visit"),
        kind=kind,
        what=what,
        text=text_of(message, "text", TEXT, TEXT_MAX),
    )


def _settle(message: Json) -> Settle:
    only(message, "seq", "visit", "outcome")
    outcome = one_of(message, "outcome", OUTCOMES)
    return Settle(seq=seq_of(message), visit=uuid_of(message, "visit"), outcome=outcome)


def _test(message: Json) -> Test:
    only(message, "seq", "terminal")
    return Test(seq=seq_of(message), terminal=number_up_to(message, "terminal", 32767))


READERS: dict[str, Callable[[Json], Steering]] = {
    "warn": _warn,
    "mute": _mute,
    "pause": _pause,
    "resume": _resume,
    "voice_only": _voice_only,
    "extend": _extend,
    "write": _write,
    "settle": _settle,
    "test": _test,
}
