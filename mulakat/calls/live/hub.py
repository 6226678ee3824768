"""All sockets of this process, and the loop that looks at the rows for them."""

import asyncio
import logging
from datetime import datetime
from uuid import UUID

from mulakat import clock
from mulakat.calls import looking, relaying
from mulakat.calls.bus import Bus
from mulakat.calls.connecting import Heard, sweep
from mulakat.calls.live.doors import Door
from mulakat.calls.live.socket import NOT_ALLOWED, Socket
from mulakat.calls.live.threads import rows
from mulakat.calls.looking import View
from mulakat.calls.models import Side
from mulakat.calls.snapshots import stamp

log = logging.getLogger(__name__)
BEAT = 1.0  # seconds
HOT = 0.5  # where media may flow, a stopped officer is noticed sooner
GATHER = 0.01  # changes so close together are one look


class Hub:
    """Runs while there are sockets. A failed look is no beat: pages then stop by themselves."""

    def __init__(self, doors: dict[Side, Door]) -> None:
        self.doors = doors
        self.bus = Bus()
        self._sockets: dict[UUID, Socket] = {}
        self._loop: asyncio.Task[None] | None = None

    def add(self, socket: Socket) -> None:
        self._sockets[socket.id] = socket
        self.bus.room_changed(socket.seat.prison_id)
        if self._loop is None or self._loop.done():
            self._loop = asyncio.create_task(self._run())

    def remove(self, socket: Socket) -> None:
        self._sockets.pop(socket.id, None)

    async def _run(self) -> None:
        """Look every second at all rooms, every half second where media may flow, and at what
        the bus names as soon as it names it.
        """
        time = asyncio.get_running_loop().time
        beat = hot = time()
        while self._sockets:
            due = min(beat, hot) if self._hot() else beat
            prisons, pages = await self.bus.wait(due - time())
            if prisons or pages:
                await asyncio.sleep(GATHER)
            is_beat, is_hot = time() >= beat, time() >= hot
            try:
                await self._look(is_beat, prisons | (self._hot() if is_hot else set()), pages)
            except Exception:  # whatever it is, the sockets of all prisons live on
                log.exception("a look at the calls failed")
                await asyncio.sleep(HOT)
            if is_beat:
                beat = max(beat + BEAT, time())
            if is_beat or is_hot:
                hot = time() + HOT

    def _hot(self) -> set[int]:
        return {socket.seat.prison_id for socket in self._sockets.values() if socket.is_hot}

    async def _look(self, is_beat: bool, prisons: set[int], pages: set[UUID]) -> None:
        chosen = [s for s in self._sockets.values() if is_beat or s.seat.prison_id in prisons]
        if chosen:
            now = clock.now()
            heard = [said for s in chosen if (said := s.heard())]
            refused = await rows(self._no_longer_allowed, now) if is_beat else set()
            listeners = [socket.listener() for socket in chosen]
            views = await rows(_looked, listeners, heard, is_beat, now)
            self._tell(chosen, views, refused)
            if is_beat:
                for socket in chosen:
                    socket.beat(stamp(now) or "")
        others = [s for s in self._sockets.values() if s.page in pages and s not in chosen]
        if others:
            await self._deliver(others)

    def _tell(self, sockets: list[Socket], views: dict[UUID, View], refused: set[UUID]) -> None:
        for socket in sockets:
            if socket.id in refused:
                socket.close(NOT_ALLOWED)
            else:
                socket.tell(views[socket.id])

    def _no_longer_allowed(self, now: datetime) -> set[UUID]:
        """Sockets whose session, role or key has been taken away since."""
        refused: set[UUID] = set()
        for side, door in self.doors.items():
            here = [s for s in list(self._sockets.values()) if s.seat.side == side]
            if here:
                allowed = door.still_allowed([s.seat for s in here], now)
                refused |= {s.id for s in here if s.seat not in allowed}
        return refused

    async def _deliver(self, sockets: list[Socket]) -> None:
        """Signals only: no room has changed by them."""
        found = await rows(relaying.waiting, receivers=[(s.page, s.after) for s in sockets])
        for socket in sockets:
            socket.pass_on(found.get(socket.page, []))


def _looked(
    listeners: list[looking.Listener], heard: list[Heard], is_beat: bool, now: datetime
) -> dict[UUID, View]:
    if is_beat:
        sweep(prison_ids={listener.seat.prison_id for listener in listeners}, now=now)
    return looking.look(listeners=listeners, heard=heard, now=now)
