"""The sockets of the calls and, beside them in the same process, the pages.

One port for a single machine (docs/adr/0005-call-hub.md). A large installation runs the pages
alone under WSGI and sends only the three socket addresses here.
"""

import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mulakat.settings")

from mulakat.wsgi import application as pages

# isort: split
from mulakat.calls.live import endpoint
from mulakat.calls.live.doors import Handshake
from mulakat.calls.live.hub import Hub
from mulakat.calls.models import Side
from mulakat.portals.demo import mailbox
from mulakat.portals.kiosk import access as terminal
from mulakat.portals.staff import live as officer
from mulakat.portals.visitor import live as visitor
from mulakat.web import sockets

# Few threads: each keeps a database connection, and more of them only fight for one core.
PAGE_THREADS = 3
mounted = WSGIMiddleware(cast(Any, pages), workers=PAGE_THREADS)
DOORS = {
    Side.VISITOR: visitor.door,
    Side.OFFICER: officer.door,
    Side.TERMINAL: terminal.door,
}
SIDES = {
    "/join/live": Side.VISITOR,
    "/staff/live": Side.OFFICER,
    "/kiosk/live": Side.TERMINAL,
}
hub = Hub(DOORS)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Pages by HTTP; sockets by their path; nothing else."""
    if scope["type"] == "http":
        await mounted(cast(Any, scope), receive, send)
    elif scope["type"] == "websocket":
        await _socket(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)


async def _socket(scope: dict[str, Any], receive: Any, send: Any) -> None:
    side, origin = SIDES.get(scope["path"]), sockets.origin_of(scope)
    if side is None or origin is None:
        await endpoint.refuse(send)
        return
    came = Handshake(cookies=sockets.cookies_of(scope), origin=origin)
    query = scope.get("query_string", b"")
    await endpoint.serve(query, receive, send, hub=hub, door=DOORS[side], handshake=came)


async def _lifespan(receive: Any, send: Any) -> None:
    post = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            post = mailbox.opened()
        elif post:
            post.stop()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
