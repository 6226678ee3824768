"""`/jitsi/events/…`: who is in, as Prosody's event_sync component tells it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_POST

from mulakat import clock
from mulakat.calls import values
from mulakat.calls.engines.jitsi import presence
from mulakat.calls.engines.jitsi.presence import Heard, NotHeard
from mulakat.calls.values import Malformed
from mulakat.jitsi_file import Deployment
from mulakat.portals.jitsi.access import for_jitsi

Json = dict[str, Any]
JOINED, LEFT, DESTROYED = "muc-occupant-joined", "muc-occupant-left", "muc-room-destroyed"
CREATED = "muc-room-created"
ADDRESS_MAX = 200


@for_jitsi
@require_POST
def event(request: HttpRequest, deployment: Deployment, name: str) -> HttpResponseBase:
    """204 when it is noted, or changes nothing any more; 400 when it is no event of ours.

    Prosody tries again after a 5xx alone: what is wrong once is wrong for ever.
    """
    try:
        message = values.an_object(request.body[: values.SIZE_MAX + 1].decode())
        if message.get("event_name") != name:
            raise Malformed("event_name")
        TAKERS[name](message, host=deployment.host)
    except (Malformed, UnicodeDecodeError):
        return JsonResponse({"message": "Not an event"}, status=400)
    except NotHeard as why:
        return JsonResponse({"message": str(why)}, status=STATUS.get(str(why), 400))
    return HttpResponse(status=204)


STATUS = {"replayed": 200, "unknown_room": 404}


def _created(message: Json, host: str) -> None:
    """The reservation has said so before."""
    _room(message)


def _occupant(take: Callable[..., None], when: str, message: Json, host: str) -> None:
    occupant, now = message.get("occupant"), clock.now()
    if not isinstance(occupant, dict):
        raise Malformed("occupant")
    heard = Heard(
        room=_room(message),
        address=_text(occupant, "occupant_jid"),
        occupant=_identity(occupant.get("id")),
        at=presence.moment(values.number_of(occupant, when), now),
        is_breakout=message.get("is_breakout") is True,
    )
    take(heard=heard, host=host, now=now)


def _destroyed(message: Json, host: str) -> None:
    now = clock.now()
    at = presence.moment(values.number_of(message, "destroyed_at"), now)
    if message.get("is_breakout") is not True:
        presence.destroyed(room=_room(message), host=host, at=at, now=now)


def _room(message: Json) -> str:
    return _text(message, "room_name")


def _text(message: Json, name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= ADDRESS_MAX or "\0" in value:
        raise Malformed(name)
    return value


def _identity(value: Any) -> UUID | None:
    """The `id` of the token's user; None for one that is not ours."""
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


TAKERS: dict[str, Callable[..., None]] = {
    CREATED: _created,
    JOINED: partial(_occupant, presence.joined, "joined_at"),
    LEFT: partial(_occupant, presence.left, "left_at"),
    DESTROYED: _destroyed,
}
