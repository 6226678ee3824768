"""A day to be closed, for tests: visits that stand on it, and the ways to close it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.prisons.models import Prison
from mulakat.schedule.timetable import day_bounds, from_wall
from mulakat.visits.closures.closing import Choice, Closed, Extent, close_and, impact
from mulakat.visits.models import Visit
from mulakat.visits.tests.placed import placed
from tests.world import a_request, an_inmate

KEEP, CANCEL, NONE = Choice("keep", reason="They came from far"), Choice("cancel"), Choice()


def the_day(prison: Prison, ahead: int = 2) -> date:
    return (clock.now() + timedelta(days=ahead)).astimezone(prison.zone).date()


def ten(prison: Prison, ahead: int = 2, minutes: int = 0) -> datetime:
    """Ten o'clock on that day, and some minutes later."""
    wall = datetime.combine(the_day(prison, ahead), time(10)) + timedelta(minutes=minutes)
    return from_wall(prison, wall)


def a_day(prison: Prison, ahead: int = 2, **kw: Any) -> Extent:
    start, end = day_bounds(prison, the_day(prison, ahead))
    return Extent(prison.state, start, end, prison=prison, **kw)


def move_to(
    prison: Prison, ahead: int = 4, kinds: tuple[str, ...] = ("video", "physical")
) -> Choice:
    """All to ten o'clock or later, so many days ahead."""
    end = day_bounds(prison, the_day(prison, ahead))[1]
    return Choice("move", {kind: (ten(prison, ahead), end) for kind in kinds})


def standing(prison: Prison, number: int, terminal: Any, **kw: Any) -> list[Visit]:
    """Approved visits from ten o'clock on, one after the other, each with its place."""
    return [
        placed(
            prison,
            terminal=terminal,
            inmate=an_inmate(prison),
            starts_at=ten(prison, minutes=20 * n),
            **kw,
        )
        for n in range(number)
    ]


def asking(prison: Prison, *times: datetime, **kw: Any) -> Visit:
    return a_request(prison, wishes=[at.isoformat() for at in times], **kw)


def close(extent: Extent, by: User, **kw: Any) -> Closed:
    """With what is there now, unless `seen` says otherwise."""
    now = clock.now()
    values: dict[str, Any] = {
        "cause": "holiday",
        "public_text": {"en": "A holiday"},
        "seen": impact(extent=extent, now=now).seen if "seen" not in kw else "",
        "approved": NONE,
        "asked": NONE,
        "by": by,
        "now": now,
    }
    return close_and(extent=extent, **{**values, **kw})
