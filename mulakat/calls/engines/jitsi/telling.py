"""What each side is told of a visit that meets at Jitsi (docs/protocol.md 4). Pure over rows."""

from typing import Any

from mulakat.calls.engines.jitsi import entering
from mulakat.calls.models import Side
from mulakat.calls.room import Room

OF_THEIR_OWN = {"not_yours"}  # asked again, for the person, when the meeting is entered


def told(room: Room, side: str) -> dict[str, Any]:
    """`meeting`: whether one may enter now, why not, who is in, and which ways there are."""
    identity = _identity(room, side)
    why = entering.reasons_not_to_meet(room, side, identity)
    policy = room.visit.prison.policy
    has_app = side == Side.VISITOR and policy.jitsi_app
    return {
        "meeting": {
            "may": not [reason for reason in why if reason not in OF_THEIR_OWN],
            "why": why,
            "inside": entering.inside(room.call),
            "ways": [entering.PAGE, *([entering.APP] if has_app else [])],
            "audio_only": policy.jitsi_audio_only,
        }
    }


def _identity(room: Room, side: str) -> str:
    page = {Side.VISITOR: room.visitor, Side.TERMINAL: room.terminal}.get(Side(side))
    return page.identity if page else ""
