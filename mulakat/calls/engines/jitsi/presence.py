"""Who is in a meeting, as Jitsi's server tells it, and the minutes that run by it.

Nothing a browser says reaches this module: its events can be forged, those of Prosody cannot.
Minutes run while visitor, terminal and an officer are all in.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from mulakat.audit.models import record
from mulakat.calls import supervision
from mulakat.calls.engines.jitsi.models import Meeting, Pass
from mulakat.calls.models import Call, Side
from mulakat.visits.models import Status

LATE = timedelta(minutes=10)  # Prosody tries again for so long at most
EARLY = timedelta(minutes=1)  # its clock may be ahead of ours
ALL = frozenset({Side.VISITOR, Side.TERMINAL, Side.OFFICER})
JITSI = "jitsi"  # the actor: its server has said so


@dataclass(frozen=True)
class Heard:
    """One event of an occupant. `occupant`: the identity of the token, None if it had none."""

    room: str
    address: str
    occupant: UUID | None
    at: datetime
    is_breakout: bool = False


class NotHeard(Exception):
    """The event changes nothing: unknown_room, wrong_time, replayed, over."""


def moment(seconds: int, now: datetime) -> datetime:
    """Prosody's seconds as a time; `NotHeard` if it cannot be of this meeting."""
    try:
        at = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        raise NotHeard("wrong_time") from None
    if not now - LATE <= at <= now + EARLY:
        raise NotHeard("wrong_time")
    return at


@transaction.atomic
def joined(*, heard: Heard, host: str, now: datetime) -> None:
    """An occupant is in. One without a token of this meeting is named in the history."""
    meeting = _locked(heard.room, host)
    mine = _pass_of(meeting, heard)
    if mine is None or heard.is_breakout:
        what = "breakout" if heard.is_breakout else "stranger"
        record(f"meeting.{what}", actor=JITSI, subject=meeting.subject, side=_side(mine))
        return
    if mine.left_at is not None and heard.at <= mine.left_at:
        raise NotHeard("replayed")
    if mine.is_in and mine.address == heard.address:
        raise NotHeard("replayed")
    if mine.is_in:  # the same token in two places: it was passed on
        record("meeting.twice", actor=JITSI, subject=meeting.subject, side=mine.side)
    mine.address, mine.joined_at, mine.left_at = heard.address, heard.at, None
    mine.save(update_fields=["address", "joined_at", "left_at"])
    _note("joined", meeting, mine, now)


@transaction.atomic
def left(*, heard: Heard, host: str, now: datetime) -> None:
    """An occupant is out. A word about an older connection of the same person changes nothing."""
    meeting = _locked(heard.room, host)
    mine = _pass_of(meeting, heard)
    if mine is None or heard.is_breakout:
        return
    is_older = mine.joined_at is not None and heard.at < mine.joined_at
    if not mine.is_in or mine.address != heard.address or is_older:
        raise NotHeard("replayed")
    mine.left_at = heard.at
    mine.save(update_fields=["left_at"])
    _note("left", meeting, mine, now)


@transaction.atomic
def destroyed(*, room: str, host: str, at: datetime, now: datetime) -> None:
    """The room is gone, and everyone in it."""
    meeting = _locked(room, host)
    gone = meeting.passes.filter(joined_at__lte=at, left_at=None)
    for mine in gone:
        mine.left_at = at
        mine.save(update_fields=["left_at"])
        _note("left", meeting, mine, now)


def _locked(room: str, host: str) -> Meeting:
    rooms = (
        Meeting.objects.select_related("call")
        .select_for_update(of=("self",))
        .filter(room=room.lower(), host=host)
    )
    meeting = rooms.first()
    if meeting is None:
        raise NotHeard("unknown_room")
    return meeting


def _pass_of(meeting: Meeting, heard: Heard) -> Pass | None:
    if heard.occupant is None:
        return None
    tokens = meeting.passes.select_for_update().exclude(token_at=None)
    return tokens.filter(occupant=heard.occupant).first()


def _side(mine: Pass | None) -> str:
    return mine.side if mine else ""


def _note(what: str, meeting: Meeting, mine: Pass, now: datetime) -> None:
    """The minutes up to now, then the new company, and its line of history."""
    _count(meeting, now)
    sides = {each.side for each in meeting.passes.all() if each.is_in}
    meeting.inside = sorted(sides)
    meeting.counted_at = now if sides >= ALL else None
    meeting.save(update_fields=["inside", "counted_at"])
    record(
        f"meeting.{what}",
        actor=JITSI,
        subject=meeting.subject,
        side=mine.side,
        who=mine.identity,
    )


def _count(meeting: Meeting, now: datetime) -> None:
    """Add what has run since the last count, to the call's end at most."""
    if meeting.counted_at is None:
        return
    call = Call.objects.select_for_update().get(pk=meeting.call_id)
    until = min(now, call.ended_at) if call.ended_at else now
    added = round(max(timedelta(0), until - meeting.counted_at) / timedelta(milliseconds=1))
    Call.objects.filter(pk=call.pk).update(used_ms=F("used_ms") + added)


def run_clocks(now: datetime) -> int:
    """Bring the minutes of all running meetings up to now and end those that are used up.

    For the worker, at any interval; returns how many calls ended.
    """
    ended = 0
    for pk in Meeting.objects.exclude(counted_at=None).values_list("pk", flat=True):
        ended += _run(pk, now)
    return ended


@transaction.atomic
def _run(pk: int, now: datetime) -> bool:
    meeting = Meeting.objects.select_for_update().get(pk=pk)
    if meeting.counted_at is None:
        return False
    _count(meeting, now)
    call = Call.objects.select_related("visit").defer("visit__contact").get(pk=meeting.call_id)
    is_running = call.ended_at is None and call.visit.status == Status.APPROVED
    meeting.counted_at = now if is_running else None
    meeting.save(update_fields=["counted_at"])
    if not is_running or call.used_ms < (call.visit.minutes or 0) * 60_000:
        return False
    supervision.end(call=call, by="system", reason=supervision.TIME, now=now)
    return True
