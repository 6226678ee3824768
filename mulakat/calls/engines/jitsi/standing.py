"""How it stands for somebody in a meeting: stay or leave, and the time that is left."""

from dataclasses import dataclass
from datetime import datetime

from mulakat.calls import loading
from mulakat.calls.engines.jitsi import entering
from mulakat.calls.engines.jitsi.models import Pass
from mulakat.sealed import digest


@dataclass(frozen=True)
class Standing:
    """`why` holds all reasons to leave: over, not_admitted, paused, unwatched, replaced."""

    why: list[str]
    left_ms: int
    warn: int


def of(*, key: str, now: datetime) -> Standing | None:
    """For the page with this key; None if there is none."""
    passes = Pass.objects.select_related("meeting").filter(key=digest(key, "meeting-key"))
    mine = passes.first()
    if mine is None:
        return None
    room = loading.room_of_call(call_id=mine.meeting.call_id, now=now)
    why = entering.reasons_to_stay_out(room, mine)
    if _newer(mine):
        why.append("replaced")
    return Standing(why=why, left_ms=room.left_ms, warn=room.warn)


def _newer(mine: Pass) -> bool:
    """The same person has opened the meeting again, in another page or in the app."""
    same = Pass.objects.filter(
        meeting=mine.meeting, side=mine.side, identity=mine.identity, token_at__isnull=False
    )
    return same.filter(pk__gt=mine.pk).exists()
