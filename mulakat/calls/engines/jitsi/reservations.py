"""What Jitsi's server asks before it opens a room: may it, and for how long.

The requests are those of mod_reservations. A room exists from its reservation to the end of the
visit's place at the most; Prosody destroys it then, whoever is still in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from mulakat.audit.models import record
from mulakat.calls import loading
from mulakat.calls.engines import choice
from mulakat.calls.engines.jitsi.models import Meeting, Pass
from mulakat.calls.room import WATCHERS_MAX

SKEW = timedelta(minutes=2)  # between Prosody's clock and ours
OCCUPANTS_MAX = 2 + WATCHERS_MAX  # visitor, terminal, officers
LONGEST_OWNER = 200


class NoReservation(Exception):
    """`status` is that of HTTP, `message` what Jitsi shows: it tells nobody anything."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


class AlreadyReserved(Exception):
    """Prosody forgot, after a fault: it asks for the conference by this number."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


@dataclass(frozen=True)
class Asked:
    """The form of a POST, already in its types."""

    name: str
    start_time: datetime
    mail_owner: str


@transaction.atomic
def reserve(*, asked: Asked, host: str, now: datetime) -> dict[str, Any]:
    """Say yes for a room of ours in its time; `NoReservation`, `AlreadyReserved`."""
    meeting = _meeting(host, room=asked.name.lower())
    if not now - SKEW <= asked.start_time <= now + SKEW:
        raise NoReservation(400, "start_time is not now")
    _refuse_out_of_time(meeting, now)
    if meeting.reserved_at is not None and meeting.released_at is None:
        raise AlreadyReserved(meeting.pk)
    meeting.reserved_at, meeting.released_at = now, None
    meeting.save(update_fields=["reserved_at", "released_at"])
    record("meeting.reserved", actor="jitsi", subject=meeting.subject)
    return _conference(meeting, asked.name, asked.mail_owner)


def read(*, number: int, host: str, now: datetime) -> dict[str, Any]:
    """A conference that is reserved; `NoReservation` for any other."""
    meeting = _meeting(host, pk=number)
    _refuse_out_of_time(meeting, now)
    if meeting.reserved_at is None or meeting.released_at is not None:
        raise NoReservation(404, UNKNOWN)
    return _conference(meeting, meeting.room, "mulakat")


@transaction.atomic
def release(*, number: int, host: str, now: datetime) -> None:
    """Prosody has closed the room: everybody left, or the time was over. Said twice, it is one."""
    meeting = _meeting(host, pk=number)
    if meeting.reserved_at is None or meeting.released_at is not None:
        return
    meeting.released_at = now
    meeting.save(update_fields=["released_at"])
    record("meeting.released", actor="jitsi", subject=meeting.subject)


UNKNOWN = "There is no such room"


def _meeting(host: str, **which: Any) -> Meeting:
    rooms = Meeting.objects.select_related("call").filter(host=host, **which)
    meeting = rooms.select_for_update(of=("self",)).first() if which.get("room") else rooms.first()
    if meeting is None:
        raise NoReservation(404, UNKNOWN)
    return meeting


def _refuse_out_of_time(meeting: Meeting, now: datetime) -> None:
    """Only while the visit is on, let in, and somebody was just given a token for it."""
    room = loading.room_of_call(call_id=meeting.call_id, now=now)
    is_on = not room.is_over and now >= room.visit.opens_at and choice.is_elsewhere(room.visit)
    is_admitted = bool(room.call and room.call.admitted_at)
    has_token = Pass.objects.filter(meeting=meeting).exclude(token_at=None).exists()
    if not (is_on and is_admitted and has_token):
        raise NoReservation(403, "This room is not open now")


def _conference(meeting: Meeting, name: str, owner: str) -> dict[str, Any]:
    assert meeting.reserved_at is not None
    closes_at = meeting.call.visit.closes_at
    return {
        "id": meeting.pk,
        "name": name,
        "mail_owner": owner[:LONGEST_OWNER],
        "start_time": _java(meeting.reserved_at),
        "duration": int((closes_at - meeting.reserved_at).total_seconds()),
        "max_occupants": OCCUPANTS_MAX,
    }


def _java(at: datetime) -> str:
    """yyyy-MM-dd'T'HH:mm:ss.SSSX, as Prosody parses it back."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
