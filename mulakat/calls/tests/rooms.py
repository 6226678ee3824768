"""A visit with pages at it, as rows; no server."""

from datetime import datetime
from typing import Any

from mulakat import clock, ids
from mulakat.accounts.models import User
from mulakat.calls import loading, supervision
from mulakat.calls.models import Call, Participant, Side
from mulakat.calls.room import Room
from mulakat.visits.models import Visit


def a_call(visit: Visit, **values: Any) -> Call:
    call = supervision.call_for(visit=visit)
    Call.objects.filter(pk=call.pk).update(**values)
    call.refresh_from_db()
    return call


def a_page(call: Call, side: Side, identity: str = "", **values: Any) -> Participant:
    """A page that was heard this moment; an officer's has chosen this call."""
    now = clock.now()
    defaults: dict[str, Any] = {
        "side": side,
        "identity": identity or f"{side}:1",
        "connection": ids.uid(),
        "socket": ids.uid(),
        "prison": call.visit.prison,
        "terminal": call.visit.terminal if side == Side.TERMINAL else None,
        "call": call,
        "seen_at": now,
        "chosen_at": now if side == Side.OFFICER else None,
    }
    return Participant.objects.create(**{**defaults, **values})


def a_watcher(call: Call, officer: User, **values: Any) -> Participant:
    now = clock.now()
    return a_page(call, Side.OFFICER, officer.actor, **{"rendered_at": now, **values})


def room(call: Call, now: datetime | None = None) -> Room:
    return loading.room_of_call(call_id=call.pk, now=now or clock.now())
