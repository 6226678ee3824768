"""Whatever the timetable and in whatever order people come: each place once, never when it is
closed, never more at once than a rule allows, and what is shown as free can be had."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mulakat.people.models import Inmate
from mulakat.prisons.models import Prison, Terminal, Window
from mulakat.schedule.closing import covering
from mulakat.schedule.models import Closure
from mulakat.schedule.openings import EVERYBODY, Slot, gives, read
from mulakat.schedule.places import PlaceTaken, SlotFull, claim
from mulakat.schedule.tests.plans import DAY, MONDAY, NOW, a_closure, a_rule, an_extra
from mulakat.schedule.timetable import FreeSlot, free_slots, slots
from tests.world import a_prison, a_state, a_terminal, a_window, an_inmate

pytestmark = pytest.mark.django_db
START = datetime.combine(MONDAY - 2 * DAY, time(0), NOW.tzinfo)
DAYS = 16
Place = tuple[Terminal | None, Window | None, int | None]

fives = st.integers(0, 100).map(lambda n: time(7 + n // 12, n % 12 * 5))
lengths = st.sampled_from([(10, 0), (15, 5), (20, 5), (30, 0), (25, 15)])
capacities = st.none() | st.integers(1, 3)
hours = st.integers(0, 24 * DAYS)


@st.composite
def openings(draw: st.DrawFn) -> dict[str, Any]:
    """The fields of a rule or an extra time of two hours at most."""
    minutes, gap = draw(lengths)
    starts = draw(fives)
    return {
        "starts": starts,
        "ends": time(starts.hour + draw(st.integers(1, 2)), starts.minute),
        "minutes": minutes,
        "gap": gap,
        "capacity": draw(capacities),
    }


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(st.none() | st.dates(MONDAY - 20 * DAY, MONDAY + 10 * DAY))
    return {
        **draw(openings()),
        "weekday": draw(st.integers(0, 6)),
        "who": draw(st.sampled_from(["all", "all", "women"])),
        "every_weeks": draw(st.integers(1, 3)) if first else 1,
        "valid_from": first,
        "valid_to": draw(st.none() | st.dates(MONDAY, MONDAY + 20 * DAY)),
    }


@dataclass
class Booked:
    slot: Slot
    place: Place
    inmate: Inmate | None


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["video", "physical"]),
    st.sampled_from(["Asia/Kolkata", "Europe/Berlin"]),
    st.lists(rules(), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 13), openings()), max_size=2),
    st.lists(st.tuples(hours, st.integers(1, 30), st.booleans()), max_size=4),
    st.data(),
)
def test_people_come_in_any_order(kind, zone, weekly, extras, closed, data):  # noqa: PLR0917
    prison = a_prison(a_state(timezone=zone))
    for fields in weekly:
        a_rule(prison, kind=kind, **fields)
    for day, fields in extras:
        an_extra(prison, kind=kind, day=MONDAY + day * DAY, **fields)
    places = _places(prison, kind)
    closures = [_closure(prison, places[0], *each) for each in closed]
    inmates = [an_inmate(prison) for _ in range(3)]
    found = slots(prison=prison, kind=kind, start=START, end=START + DAYS * DAY, who=EVERYBODY)
    _no_slot_is_closed(found, closures)
    if not found:
        return
    first = data.draw(st.integers(0, len(found) - 1))
    few = found[first : first + 3]  # one after another: they compete for the turnover, too
    wishes = st.tuples(
        st.sampled_from(few), st.sampled_from(places), st.none() | st.sampled_from(inmates)
    )
    booked: list[Booked] = []
    for slot, place, inmate in data.draw(st.lists(wishes, max_size=14)):
        _come(prison, kind, Booked(slot, place, inmate), booked)
    _nothing_is_given_twice(prison, booked)
    _no_capacity_is_exceeded(prison, kind, booked)


def _places(prison: Prison, kind: str) -> list[Place]:
    if kind == "video":
        return [(a_terminal(prison), None, None) for _ in range(3)]
    windows = [a_window(prison, seats=2), a_window(prison, seats=1)]
    return [(None, window, n + 1) for window in windows for n in range(window.seats)]


def _closure(prison: Prison, place: Place, hour: int, length: int, is_of_place: bool) -> Closure:
    start = START + timedelta(hours=hour)
    where = {"terminal": place[0], "window": place[1]} if is_of_place else {}
    return a_closure(prison, start, start + timedelta(hours=length), **where)


def _come(prison: Prison, kind: str, wish: Booked, booked: list[Booked]) -> None:
    """Claim it where it is not closed; what was shown must be what happens."""
    slot, (terminal, window, seat), inmate = wish.slot, wish.place, wish.inmate
    where: dict[str, Any] = {"terminal": terminal, "window": window}
    shown = _shown(prison, kind, slot)
    if covering(prison=prison, kind=kind, starts_at=slot.starts_at, ends_at=slot.ends_at, **where):
        assert not _is_shown(shown, wish.place)
        return
    try:
        claim(
            holder=f"visit:{len(booked)}",
            prison=prison,
            inmate=inmate,
            starts_at=slot.starts_at,
            minutes=slot.minutes,
            seat=seat,
            **where,
        )
    except SlotFull:
        assert shown.most == 0
    except PlaceTaken as taken:
        assert taken.which == "inmate" or not _is_shown(shown, wish.place)
    else:
        assert _is_shown(shown, wish.place)
        booked.append(wish)


def _shown(prison: Prison, kind: str, slot: Slot) -> FreeSlot:
    found = free_slots(
        prison=prison,
        kind=kind,
        start=slot.starts_at,
        end=slot.starts_at + timedelta(minutes=1),
        who=EVERYBODY,
    )
    return next(free for free in found if free.minutes == slot.minutes)


def _is_shown(free: FreeSlot, place: Place) -> bool:
    terminal, window, seat = place
    if terminal:
        return terminal in free.terminals
    return (window, seat) in [(each.window, each.number) for each in free.seats]


def _no_slot_is_closed(found: list[Slot], closures: list[Closure]) -> None:
    whole = [c for c in closures if not c.terminal_id and not c.window_id]
    assert not any(
        c.starts_at < slot.ends_at and slot.starts_at < c.ends_at for c in whole for slot in found
    )


def _nothing_is_given_twice(prison: Prison, booked: list[Booked]) -> None:
    """Judged by the times of the visits alone, not by the cells that are to prevent it."""
    turnover = timedelta(minutes=prison.policy.turnover_minutes)
    for one, other in combinations(booked, 2):
        first, second = sorted((one.slot, other.slot))
        if first.ends_at + turnover > second.starts_at:
            assert one.place != other.place
            assert one.inmate is None or one.inmate != other.inmate


def _no_capacity_is_exceeded(prison: Prison, kind: str, booked: list[Booked]) -> None:
    for at in {each.slot.starts_at for each in booked}:
        day: date = at.astimezone(prison.zone).date()
        givers = [o for o in read(prison, kind, day, day) if gives(o, at, prison.zone)]
        if all(opening.capacity is not None for opening in givers):
            most = sum(opening.capacity or 0 for opening in givers)
            assert sum(each.slot.starts_at == at for each in booked) <= most
