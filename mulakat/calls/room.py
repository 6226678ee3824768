"""One video visit as it stands this moment: who is there, who watches, what may flow.

Pure over rows: nothing here reads the database or the clock. docs/protocol.md has the words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from mulakat.calls.engines.choice import is_elsewhere
from mulakat.calls.models import Call, Participant, Side
from mulakat.visits.models import Status, Visit

PRESENT = timedelta(seconds=5)  # heard within: there
FRESH = timedelta(seconds=4)  # showed new frames of the inmate within: watching
WATCHERS_MAX = 3  # legs the terminal can feed
WARNINGS = ((60_000, 1), (120_000, 2))  # milliseconds left, the warning given


class Phase(StrEnum):
    IDLE = "idle"
    EARLY = "early"
    WAITING = "waiting"
    CHECKING = "checking"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


class Mode(StrEnum):
    """What media of the visitor leg may flow."""

    OFF = "off"
    PREVIEW = "preview"
    LIVE = "live"


@dataclass(frozen=True)
class Room:
    """A visit, its call if anyone has come yet, and the participants heard lately."""

    visit: Visit
    call: Call | None
    participants: tuple[Participant, ...]
    now: datetime

    @cached_property
    def visitor(self) -> Participant | None:
        return _newest(self._here(Side.VISITOR))

    @cached_property
    def terminal(self) -> Participant | None:
        """The terminal's page, if it is at this visit and not still at the one before."""
        return _newest(self._here(Side.TERMINAL))

    @cached_property
    def terminal_is_on(self) -> bool:
        """The visit's terminal is connected, whichever visit it is at."""
        return any(
            page.side == Side.TERMINAL and page.terminal_id == self.visit.terminal_id
            for page in self._present()
        )

    @cached_property
    def officers(self) -> list[Participant]:
        """Desks that have chosen this visit, first come first, as many as can be fed."""
        desks = self._here(Side.OFFICER)
        return sorted(desks, key=lambda desk: (desk.chosen_at or self.now, desk.pk))[:WATCHERS_MAX]

    @cached_property
    def watchers(self) -> list[Participant]:
        return [desk for desk in self.officers if self._is_fresh(desk)]

    @cached_property
    def is_over(self) -> bool:
        return (
            self.visit.status != Status.APPROVED
            or bool(self.call and self.call.ended_at)
            or self.now >= self.visit.closes_at
        )

    @cached_property
    def is_admitted(self) -> bool:
        """Let in by an officer, and nobody but the browser that was looked at has come since."""
        if self.call is None or self.call.admitted_at is None:
            return False
        return self.visitor is None or self.visitor.identity == self.call.admitted_identity

    @cached_property
    def is_paused(self) -> bool:
        """An officer has stopped picture and sound (calls/steering.py)."""
        return bool(not self.is_over and self.is_admitted and self.call and self.call.paused_at)

    @cached_property
    def is_elsewhere(self) -> bool:
        """Once let in, another engine carries this visit, and no media of ours flows."""
        return is_elsewhere(self.visit)

    @cached_property
    def is_met_elsewhere(self) -> bool:
        """Visitor, terminal and an officer are in its meeting, as that engine's server tells."""
        meeting = getattr(self.call, "meeting", None) if self.call else None
        return self.is_elsewhere and meeting is not None and set(Side.values) <= set(meeting.inside)

    @cached_property
    def mode(self) -> Mode:
        if self.is_over or self.now < self.visit.opens_at or not self.watchers or self.is_paused:
            return Mode.OFF
        if self.is_admitted:
            return Mode.OFF if self.is_elsewhere else Mode.LIVE
        return Mode.PREVIEW if self.visitor and self.terminal else Mode.OFF

    @cached_property
    def phase(self) -> Phase:
        if self.is_over:
            return Phase.ENDED
        if self.now < self.visit.opens_at:
            return Phase.EARLY
        if self.is_admitted:
            is_on = self.mode == Mode.LIVE or self.is_met_elsewhere
            return Phase.LIVE if is_on else Phase.PAUSED
        return Phase.CHECKING if self.mode == Mode.PREVIEW else Phase.WAITING

    @cached_property
    def why(self) -> list[str]:
        """All that keeps the visit from being live; what `visitor` and others are told."""
        reasons = {
            "over": self.is_over,
            "early": not self.is_over and self.now < self.visit.opens_at,
            "terminal_absent": self.terminal is None,
            "visitor_absent": self.visitor is None,
            "unwatched": not self.watchers,
            "not_admitted": not self.is_admitted,
            "paused": self.is_paused,
        }
        return [reason for reason, holds in reasons.items() if holds]

    @cached_property
    def left_ms(self) -> int:
        """Milliseconds that may still be spoken: of the minutes, and until the place is due."""
        assert self.visit.minutes is not None
        if self.is_over:
            return 0
        of_minutes = self.visit.minutes * 60_000 - (self.call.used_ms if self.call else 0)
        until_closed = (self.visit.closes_at - self.now) / timedelta(milliseconds=1)
        return max(0, min(of_minutes, int(until_closed)))

    @property
    def warn(self) -> int:
        """2 or 1 from so many minutes left; 0 before, and while nobody was let in."""
        if self.is_over or not self.is_admitted:
            return 0
        return next((minute for limit, minute in WARNINGS if self.left_ms <= limit), 0)

    @property
    def is_second_device(self) -> bool:
        """Let in once, and another browser of the visitor has come since."""
        is_other = bool(self.call and self.call.admitted_at) and not self.is_admitted
        return is_other and self.visitor is not None

    def is_watched_by(self, identity: str) -> bool:
        return any(desk.identity == identity for desk in self.watchers)

    def _present(self) -> list[Participant]:
        return [page for page in self.participants if is_present(page, self.now)]

    def _here(self, side: Side) -> list[Participant]:
        if self.call is None:
            return []
        return [
            page for page in self._present() if page.side == side and page.call_id == self.call.pk
        ]

    def _is_fresh(self, desk: Participant) -> bool:
        return desk.rendered_at is not None and self.now - desk.rendered_at < FRESH


def is_present(page: Participant, now: datetime) -> bool:
    return page.left_at is None and now - page.seen_at < PRESENT


def _newest(pages: Iterable[Participant]) -> Participant | None:
    return max(pages, key=lambda page: (page.connected_at, page.pk), default=None)
