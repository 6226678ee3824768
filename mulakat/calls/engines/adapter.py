"""What an engine is to the rest of the calls: what each side must be told to reach the others.

Everything else is common and stays ours: who may come, who watches, who lets in, what time is
left, and the end.
"""

from typing import Any, Protocol

from mulakat.calls.engines import choice, peer
from mulakat.calls.engines.jitsi import telling
from mulakat.calls.room import Room


class Engine(Protocol):
    """One function, pure over rows: keys that a state holds for this side."""

    def __call__(self, room: Room, side: str) -> dict[str, Any]: ...


def told(room: Room | None, side: str) -> dict[str, Any]:
    """`engine`, and what it needs: `ice` for our own legs, `meeting` for one at Jitsi."""
    ice = {"engine": choice.PEER, "ice": peer.visitor_leg(room, side)}
    if room is None:
        return ice
    name = choice.engine_of(room.visit)
    return {**ice, "engine": name, **ENGINES[name](room, side)}


def _nothing_more(room: Room, side: str) -> dict[str, Any]:
    return {}


ENGINES: dict[str, Engine] = {choice.PEER: _nothing_more, choice.JITSI: telling.told}
