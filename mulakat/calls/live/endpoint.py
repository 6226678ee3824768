"""One WebSocket from its handshake to its end (docs/protocol.md 1 and 2)."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from mulakat import clock, ids
from mulakat.calls import connecting, messages, relaying
from mulakat.calls.connecting import PageTaken, Seat
from mulakat.calls.live import acts
from mulakat.calls.live.doors import Door, Handshake
from mulakat.calls.live.hub import BEAT, Hub
from mulakat.calls.live.socket import (
    BAD,
    NOT_ALLOWED,
    NOT_YOUR_PAGE,
    SILENT,
    Send,
    Socket,
)
from mulakat.calls.live.threads import rows
from mulakat.calls.snapshots import stamp
from mulakat.calls.values import UUID_TEXT, Malformed

Receive = Callable[[], Awaitable[dict[str, Any]]]
log = logging.getLogger(__name__)
SILENCE = 5.0  # seconds
NUMBER = re.compile(r"\d{1,18}")


class Gone(Exception):
    """The browser closed the socket, or never opened it."""


async def serve(
    query: bytes, receive: Receive, send: Send, *, hub: Hub, door: Door, handshake: Handshake
) -> None:
    """Let the page in if its door knows it, and stay with it until either end goes."""
    if (await receive())["type"] != "websocket.connect":
        return
    asked = _asked(query)
    if asked is None:
        await refuse(send)
        return
    await send({"type": "websocket.accept"})
    page, after = asked
    try:
        seat = await _known(receive, send, door, handshake)
    except Gone:
        return
    if seat is None:
        await send({"type": "websocket.close", "code": NOT_ALLOWED})
        return
    socket_id = ids.uid()
    try:
        row = await rows(
            connecting.connect, seat=seat, page=page, socket=socket_id, now=clock.now()
        )
    except PageTaken:
        await send({"type": "websocket.close", "code": NOT_YOUR_PAGE})
        return
    start = after or (await rows(relaying.start_of, page=page))
    socket = Socket(
        send, socket=socket_id, page=page, seat=seat, participant_id=row.pk, after=start
    )
    await _sit(receive, socket, hub)


async def refuse(send: Send) -> None:
    """Not even accepted: the browser gets 403 and learns nothing."""
    await send({"type": "websocket.close", "code": NOT_ALLOWED})


def _asked(query: bytes) -> tuple[UUID, int] | None:
    """The page id and the last signal it has, from the query string."""
    given = parse_qs(query.decode("latin-1"))
    page, after = given.get("page", [""])[-1], given.get("after", ["0"])[-1]
    if not UUID_TEXT.fullmatch(page) or not NUMBER.fullmatch(after):
        return None
    return UUID(page), int(after)


async def _known(receive: Receive, send: Send, door: Door, handshake: Handshake) -> Seat | None:
    if door.by_cookie is not None:
        return await rows(door.by_cookie, handshake, clock.now())
    assert door.by_proof is not None
    nonce = ids.secret()
    await send({"type": "websocket.send", "text": f'{{"t":"challenge","nonce":"{nonce}"}}'})
    try:
        proof = messages.parse_proof(await _heard(receive))
    except (Malformed, TimeoutError):
        return None
    return await rows(door.by_proof, proof, nonce, handshake, clock.now())


async def _heard(receive: Receive) -> str:
    """The next text frame; "" for a binary one, which no message is."""
    event = await asyncio.wait_for(receive(), SILENCE)
    if event["type"] != "websocket.receive":
        raise Gone
    text = event.get("text")
    return text if isinstance(text, str) else ""


async def _sit(receive: Receive, socket: Socket, hub: Hub) -> None:
    """Take part until the socket ends, and leave whatever happens."""
    hello = {"t": "hello", "you": str(socket.page), "now": stamp(clock.now())}
    socket.say({**hello, "beat_ms": int(BEAT * 1000)})
    hub.add(socket)
    try:
        await _talk(receive, socket, hub)
    finally:
        hub.remove(socket)
        await rows(
            connecting.leave,
            participant_id=socket.participant_id,
            socket=socket.id,
            actor=socket.seat.actor,
            now=clock.now(),
        )
        hub.bus.room_changed(socket.seat.prison_id)


async def _talk(receive: Receive, socket: Socket, hub: Hub) -> None:
    """Read and write side by side; over when one of the two is."""
    tasks: Mapping[str, asyncio.Task[None]] = {
        "read": asyncio.create_task(_read(receive, socket, hub)),
        "write": asyncio.create_task(socket.write()),
    }
    try:
        await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_COMPLETED)
        if socket.is_closing and not tasks["write"].done():
            await asyncio.wait([tasks["write"]], timeout=1)
    finally:
        for task in tasks.values():
            task.cancel()
        for fault in await asyncio.gather(*tasks.values(), return_exceptions=True):
            if isinstance(fault, Exception):  # the page connects again; the log keeps why
                log.error("a socket of %s ended", socket.seat.actor, exc_info=fault)


async def _read(receive: Receive, socket: Socket, hub: Hub) -> None:
    time = asyncio.get_running_loop().time
    while not socket.is_closing:
        try:
            text = await _heard(receive)
        except Gone:
            return
        except TimeoutError:
            socket.close(SILENT)
            return
        is_good = socket.messages.take(time()) and await acts.handle(text, socket, hub)
        if not is_good and not socket.faults.take(time()):
            socket.close(BAD)
