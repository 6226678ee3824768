"""What is left of a slot: the places nobody holds, as many as closures and capacity leave."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mulakat.prisons.models import Prison, Terminal, Window
from mulakat.schedule import closures
from mulakat.schedule.expired import expired_holders
from mulakat.schedule.models import Cell, Closure, Kind
from mulakat.schedule.openings import Opening, Slot, pool
from mulakat.schedule.places import CELL, cells


@dataclass(frozen=True)
class Given:
    """A slot, what gives it, and the closures of single places that meet it."""

    slot: Slot
    by: tuple[Opening, ...]
    closed: tuple[Closure, ...] = ()


@dataclass(frozen=True)
class Seat:
    """One seat of a window; seats count from 1."""

    window: Window
    number: int


@dataclass(frozen=True)
class FreeSlot:
    """A slot with the places nobody holds: terminals of a video visit, seats of a physical.

    `most` is how many more visits the capacity of its rules allows; None: as many as places.
    A slot whose capacity is used up has no places.
    """

    starts_at: datetime
    minutes: int
    terminals: tuple[Terminal, ...] = ()
    seats: tuple[Seat, ...] = ()
    most: int | None = None

    @property
    def is_free(self) -> bool:
        return bool(self.terminals or self.seats)

    @property
    def left(self) -> int:
        """How many more visits may begin then."""
        places = len(self.terminals) + len(self.seats)
        return places if self.most is None else min(places, self.most)

    @property
    def windows(self) -> list[Window]:
        """The windows with a free seat, each once."""
        return list({seat.window.pk: seat.window for seat in self.seats}.values())


@dataclass(frozen=True)
class Held:
    """What is taken: (place, seat or None, cell), and visits begun by (pool, cell)."""

    taken: frozenset[tuple[int, int | None, datetime]]
    used: Counter[tuple[str, datetime]]

    @classmethod
    def read(
        cls, prison: Prison, kind: str, found: list[Given], turnover: int, now: datetime
    ) -> "Held":
        first = found[0].slot.starts_at - CELL
        last = max(each.slot.ends_at for each in found) + timedelta(minutes=turnover)
        place = "terminal" if kind == Kind.VIDEO else "window"
        rows = Cell.objects.filter(
            at__gt=first, at__lt=last, **{f"{place}__prison": prison}
        ).exclude(holder__in=expired_holders(prison, now))
        return cls.of(rows.only("at", "seat", "pool", f"{place}_id"), kind)

    @classmethod
    def of(cls, rows: Iterable[Cell], kind: str) -> "Held":
        """Cells of places of the kind; those of other places are passed over."""
        taken, used = set(), Counter[tuple[str, datetime]]()
        for cell in rows:
            place_id = cell.terminal_id if kind == Kind.VIDEO else cell.window_id
            if place_id is None:
                continue
            taken.add((place_id, cell.seat, cell.at))
            used[cell.pool, cell.at] += bool(cell.pool)
        return cls(frozenset(taken), used)


def free(each: Given, places: Iterable[Terminal | Window], held: Held, turnover: int) -> FreeSlot:
    slot = each.slot
    times = cells(slot.starts_at, slot.minutes + turnover)
    most = _capacity_left(each, held, times[0])
    if most == 0:
        return FreeSlot(slot.starts_at, slot.minutes, most=0)

    def is_free(place: Terminal | Window, seat: int | None) -> bool:
        return not any((place.pk, seat, at) in held.taken for at in times)

    terminals: list[Terminal] = []
    seats: list[Seat] = []
    for place in places:
        if _is_closed(each, place):
            continue
        if isinstance(place, Terminal):
            terminals += [place] if is_free(place, None) else []
        else:
            numbers = range(1, place.seats + 1)
            seats += [Seat(place, n) for n in numbers if is_free(place, n)]
    return FreeSlot(slot.starts_at, slot.minutes, tuple(terminals), tuple(seats), most)


def _capacity_left(each: Given, held: Held, at: datetime) -> int | None:
    left = 0
    for opening in each.by:
        if opening.capacity is None:
            return None
        left += max(opening.capacity - held.used[pool(opening), at], 0)
    return left


def _is_closed(each: Given, place: Terminal | Window) -> bool:
    """A closure of the place shuts it if it is of every opening that gives the slot."""
    slot = each.slot
    return bool(each.closed) and all(
        any(
            closures.stops_place(c, opening, place, slot.starts_at, slot.ends_at)
            for c in each.closed
        )
        for opening in each.by
    )
