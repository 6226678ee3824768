"""Why a visit was shorter than promised, from its history and the quality of its minutes.

Whether a family gets the rest made up (visits/making_up.py) rests on the outcome, and the
outcome of a short visit on its cause: network and prison are never the family's fault.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mulakat.audit.models import Event
from mulakat.calls.models import Call, QualityMinute
from mulakat.visits.models import Visit

LINE, JAIL, LATE, ASKED = "line", "jail", "late", "asked"
THE_FAMILYS = frozenset({LATE, ASKED})
BY_WISH = frozenset({"finished", "asked_to_stop"})  # reasons an officer ends it with
BAD_LOSS = 100  # per mille of packets, mean of a minute
BAD_VOICE = 30  # per mille of sound made up: words are lost
BAD_PART = 0.2  # so much of the minutes bad: nobody stays for pleasure


@dataclass(frozen=True)
class Lost:
    """Milliseconds that a visit lost, by whose side they were lost on."""

    late: int  # the visitor came after the time
    waited: int  # the visitor was there, and nobody had let in
    line: int  # let in and watched, and no media came through
    paused: int  # let in, and not watched, stopped by an officer, or the terminal away

    @property
    def by_fault(self) -> timedelta:
        """What prison or network took."""
        return timedelta(milliseconds=self.waited + self.line + self.paused)


def cause(call: Call, visit: Visit, now: datetime) -> str:
    """Why fewer minutes were talked than promised: line, jail, late or asked."""
    if call.end_reason in BY_WISH:
        return LINE if was_bad(call.quality.all()) else ASKED
    if call.end_reason == "technical":
        return LINE
    found = lost(call, visit, now)
    if timedelta(milliseconds=found.late) > found.by_fault:
        return LATE
    return JAIL if found.waited + found.paused > found.line else LINE


def was_bad(minutes: Iterable[QualityMinute]) -> bool:
    """A good part of the call was no talk: words lost, or nothing came through."""
    all_of_it = [minute for minute in minutes if minute.reports]
    bad = sum(_is_bad(minute) for minute in all_of_it)
    return bool(all_of_it) and bad >= BAD_PART * len(all_of_it)


def _is_bad(minute: QualityMinute) -> bool:
    is_broken = minute.flowing < (1 - BAD_PART) * minute.reports
    concealed, lost = minute.concealed / minute.reports, minute.lost / minute.reports
    return is_broken or concealed >= BAD_VOICE or lost >= BAD_LOSS


def lost(call: Call, visit: Visit, now: datetime) -> Lost:
    """By the history and the terminal's reports of the call, one a second while it is live."""
    assert visit.starts_at is not None
    joined = Event.objects.filter(subject=visit.subject, name="call.visitor_joined")
    came = joined.order_by("at").values_list("at", flat=True).first() or visit.starts_at
    ready = max(came, visit.starts_at)
    admitted = call.admitted_at or now
    rows = call.quality.values_list("reports", "flowing")
    reports = sum(row[0] for row in rows)
    silent = reports - sum(row[1] for row in rows)
    let_in = (call.ended_at or now) - admitted
    return Lost(
        late=_ms(came - visit.starts_at),
        waited=_ms(admitted - ready),
        line=silent * 1000,
        paused=_ms(let_in - timedelta(seconds=reports)),
    )


def _ms(span: timedelta) -> int:
    return max(0, round(span / timedelta(milliseconds=1)))
