"""Browser to browser: what each side needs to know to build its legs, and when."""

from typing import Any

from django.conf import settings

from mulakat.calls import turn
from mulakat.calls.room import Mode, Room

OFFICER_LEG: dict[str, Any] = {"policy": "all", "servers": []}  # the prison's own network


def is_relayed() -> bool:
    """Whether neither end of the visitor leg may learn the other's address."""
    return bool(settings.CONFIG.ICE_POLICY == "relay")


def visitor_leg(room: Room | None, side: str) -> dict[str, Any]:
    """ICE settings of the visitor leg; no credential is minted while nothing may flow."""
    servers: list[dict[str, Any]] = []
    if room is not None and room.mode != Mode.OFF:
        visit = room.visit
        servers = turn.servers(visit_uid=visit.uid, side=side, closes_at=visit.closes_at)
    return {"policy": settings.CONFIG.ICE_POLICY, "servers": servers}
