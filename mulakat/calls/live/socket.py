"""One open WebSocket: what waits to be sent, what was heard, what was told last."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from mulakat.calls.connecting import Heard, Seat
from mulakat.calls.live import limits
from mulakat.calls.looking import Listener, View
from mulakat.calls.models import Signal
from mulakat.calls.snapshots import State, without_clock

Send = Callable[[dict[str, Any]], Awaitable[None]]
WAITING_MAX = 256  # frames a page may lag behind before its socket is closed

BAD, NOT_ALLOWED, NOT_YOUR_PAGE, SILENT, REPLACED, SLOW = 4400, 4401, 4403, 4408, 4409, 1013


class Socket:
    """Everything here belongs to this process; the page's own rows are its participant."""

    def __init__(
        self, send: Send, *, socket: UUID, page: UUID, seat: Seat, participant_id: int, after: int
    ) -> None:
        self.id, self.page, self.seat = socket, page, seat
        self.participant_id, self.after = participant_id, after
        self.messages, self.faults = limits.of_messages(), limits.of_faults()
        self.is_closing = False
        self.is_hot = False
        self._send = send
        self._outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._told: State | None = None
        self._left_ms: int | None = None
        self._heard: dict[str, Any] | None = None

    def say(self, message: dict[str, Any]) -> None:
        """Queue a message; a page too slow to take them is closed, not waited for."""
        if self.is_closing:
            return
        if self._outbox.qsize() >= WAITING_MAX:
            self.close(SLOW)
            return
        text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        self._outbox.put_nowait({"type": "websocket.send", "text": text})

    def close(self, code: int) -> None:
        """Close after what is already queued."""
        if not self.is_closing:
            self.is_closing = True
            self._outbox.put_nowait({"type": "websocket.close", "code": code})

    async def write(self) -> None:
        """Send what is queued until the socket closes; run as a task of its own."""
        while True:
            frame = await self._outbox.get()
            try:
                await self._send(frame)
            except OSError:  # ASGI's word for a browser that has gone; the reader sees it, too
                return
            if frame["type"] == "websocket.close":
                return

    def note(self, **heard: Any) -> None:
        """What the page said of itself; frames shown between two looks are not forgotten."""
        before = self._heard or {}
        heard["rendered"] = heard.get("rendered", False) or before.get("rendered", False)
        self._heard = {**before, **heard}

    def forget_frames(self) -> None:
        """Another visit is on the desk: frames shown so far were of the one before."""
        if self._heard:
            self._heard["rendered"] = False

    def heard(self) -> Heard | None:
        """What was noted since the last time this was asked."""
        noted, self._heard = self._heard, None
        if noted is None:
            return None
        return Heard(participant_id=self.participant_id, socket=self.id, **noted)

    def listener(self) -> Listener:
        return Listener(
            socket=self.id,
            page=self.page,
            participant_id=self.participant_id,
            seat=self.seat,
            after=self.after,
        )

    def tell(self, view: View) -> None:
        """Pass on what a look found: the state if it changed, signals not yet sent."""
        if view.state is None:
            self.close(REPLACED)
            return
        still = without_clock(view.state)
        self._left_ms = view.state["left_ms"]
        self.is_hot = view.is_hot
        if still != self._told:
            self._told = still
            self.say(view.state)
        self.pass_on(view.signals)

    def pass_on(self, signals: list[Signal]) -> None:
        """Each signal once, in order."""
        for signal in signals:
            if signal.pk > self.after:
                self.after = signal.pk
                body = {"from": str(signal.sender), "body": signal.body}
                self.say({"t": "signal", "id": signal.pk, **body})

    def beat(self, now: str) -> None:
        self.say({"t": "beat", "now": now, "left_ms": self._left_ms})
