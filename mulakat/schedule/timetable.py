"""From the weekly rules to moments: the one place where wall time becomes UTC.

What is free depends on prison, kind, time and audience alone, never on a person: pages that
show it tell nothing about who is held.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from mulakat import clock
from mulakat.prisons.models import Prison, State, Terminal, Window
from mulakat.schedule import closures, openings
from mulakat.schedule.furnishing import is_fit
from mulakat.schedule.models import Audience, Cell, Closure, Kind
from mulakat.schedule.openings import Opening, Slot, is_for, slots_on
from mulakat.schedule.vacancy import FreeSlot, Given, Held, Seat, free

__all__ = ["FreeSlot", "Given", "Seat", "Slot", "day_bounds", "free_slots", "from_wall",
           "given", "slots"]  # fmt: skip
DAY = timedelta(days=1)
PUBLIC = frozenset({Audience.ALL.value})


@dataclass(frozen=True)
class Facts:
    """What a timetable rests on, where somebody has read it already: no query is made then.

    Openings, closures and cells of the time asked about, working places of the kind in order.
    """

    openings: list[Opening]
    closures: list[Closure]
    places: list[Terminal] | list[Window]
    cells: list[Cell]


def slots(
    *,
    prison: Prison,
    kind: str,
    start: datetime,
    end: datetime,
    who: frozenset[str] = PUBLIC,
    inmate_class: str = "",
) -> list[Slot]:
    """Every slot that begins in [start, end), in order; rules that overlap give it once.

    For these audiences; with "class" in `who` and no class named, those of every class.
    What is closed is left out. Three queries, however many days.
    """
    found = given(
        prison=prison, kind=kind, start=start, end=end, who=who, inmate_class=inmate_class
    )
    return [each.slot for each in found]


def given(
    *,
    prison: Prison,
    kind: str,
    start: datetime,
    end: datetime,
    who: frozenset[str] = PUBLIC,
    inmate_class: str = "",
    facts: Facts | None = None,
) -> list[Given]:
    """`slots`, each with the rules and extra times that give it."""
    first, last = (moment.astimezone(prison.zone).date() for moment in (start, end))
    read = facts.openings if facts else openings.read(prison, kind, first, last)
    wanted = [opening for opening in read if is_for(opening, who, inmate_class)]
    shut = facts.closures if facts else list(closures.in_force(prison, kind, start, end + DAY))
    by_slot: defaultdict[Slot, list[Opening]] = defaultdict(list)
    day = first
    while day <= last:
        for opening in wanted:
            for slot in slots_on(opening, day, prison.zone):
                if start <= slot.starts_at < end and not _is_shut(shut, opening, slot):
                    by_slot[slot].append(opening)
        day += DAY
    single = [closure for closure in shut if closure.terminal_id or closure.window_id]
    return [
        Given(slot, tuple(by), tuple(c for c in single if _meets(c, slot)))
        for slot, by in sorted(by_slot.items(), key=lambda item: item[0])
    ]


def free_slots(
    *,
    prison: Prison,
    kind: str,
    start: datetime,
    end: datetime,
    who: frozenset[str] = PUBLIC,
    inmate_class: str = "",
    needs: frozenset[str] = frozenset(),
    now: datetime | None = None,
    facts: Facts | None = None,
) -> list[FreeSlot]:
    """Every slot in [start, end) with its free places; a full one has none.

    `needs` is what a place has to be fit for ("video", "voice", "legal", "wheelchair").
    Times kept by a hold that has expired at `now` are free. Six queries, however many days.
    """
    found = given(
        prison=prison, kind=kind, start=start, end=end, who=who, inmate_class=inmate_class,
        facts=facts,
    )  # fmt: skip
    if not found:
        return []
    rooms = prison.terminals if kind == Kind.VIDEO else prison.windows
    whole = rooms.filter(broken_since=None, removed_at=None).order_by("number")
    places = [place for place in (facts.places if facts else whole) if is_fit(place, needs)]
    turnover = prison.policy.turnover_minutes
    if facts:
        held = Held.of(facts.cells, kind)
    else:
        held = Held.read(prison, kind, found, turnover, now or clock.now())
    return [free(each, places, held, turnover) for each in found]


def day_bounds(prison: Prison | State, day: date) -> tuple[datetime, datetime]:
    """From midnight to midnight of a day in the prison's wall time, in UTC."""
    midnights = (datetime.combine(d, time(0), prison.zone) for d in (day, day + DAY))
    start, end = (midnight.astimezone(UTC) for midnight in midnights)
    return start, end


def from_wall(prison: Prison, wall: datetime) -> datetime:
    """The moment (UTC) at which the prison's clocks show `wall` (naive)."""
    return wall.replace(tzinfo=prison.zone).astimezone(UTC)


def _is_shut(shut: list[Closure], opening: Opening, slot: Slot) -> bool:
    return any(closures.stops_opening(c, opening, slot.starts_at, slot.ends_at) for c in shut)


def _meets(closure: Closure, slot: Slot) -> bool:
    return closure.starts_at < slot.ends_at and closure.ends_at > slot.starts_at
