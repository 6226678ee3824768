"""Who to wake when a row has changed. It only says "look again": a lost word costs a second,
for every process looks every second anyway. Another bus (PostgreSQL NOTIFY, Redis) has the
same two verbs and serves several processes sooner.
"""

import asyncio
from uuid import UUID


class Bus:
    """Inside one process. Names prisons whose rooms changed and pages that have signals."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self._prisons: set[int] = set()
        self._pages: set[UUID] = set()

    def room_changed(self, prison_id: int) -> None:
        self._prisons.add(prison_id)
        self._rung.set()

    def signal_for(self, page: UUID) -> None:
        self._pages.add(page)
        self._rung.set()

    async def wait(self, seconds: float) -> tuple[set[int], set[UUID]]:
        """What was named, as soon as anything was, or nothing after so many seconds."""
        try:
            await asyncio.wait_for(self._rung.wait(), max(0.0, seconds))
        except TimeoutError:
            return set(), set()
        self._rung.clear()
        named = self._prisons, self._pages
        self._prisons, self._pages = set(), set()
        return named
