"""The frame of the gate's pages: which gate, who works, what time it is there."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render

from mulakat.gate.models import GateEvent
from mulakat.portals.gate import words
from mulakat.portals.gate.access import GateRequest
from mulakat.prisons.terms import terms_of
from mulakat.visits import wording


def page(
    request: GateRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """templates/gate/<name>.html with what its frame shows."""
    prison = request.device.prison
    frame = {
        "device": request.device,
        "prison": prison,
        "terms": terms_of(prison.state),
        "day": wording.short_day(request.now, prison.zone),
        "clock": clock_of(request.now, prison.zone),
    }
    return render(request, f"gate/{name}.html", frame | context, status=status)


def clock_of(at: datetime, zone: ZoneInfo) -> str:
    """As a guard reads it: 10:48."""
    return f"{at.astimezone(zone):%H:%M}"


def uses(events: list[GateEvent], zone: ZoneInfo) -> str:
    """ "Gate 1 10:02, Gate 2 10:05": each time a pass let somebody in."""
    return ", ".join(
        str(words.GATE_AT) % {"n": event.device.gate, "time": clock_of(event.at, zone)}
        for event in events
    )
