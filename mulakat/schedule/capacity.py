"""The capacity of a rule: at most so many visits begin at one of its slots.

Where rules name a capacity, the first cell of a visit carries the rule's pool and a lane in
it, unique together with the time: as with places, the constraint alone decides. Lanes are
tried from the lowest that looks free, so that all who compete meet at the same one.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

from mulakat.prisons.models import Prison
from mulakat.schedule import openings
from mulakat.schedule.models import Cell, Kind
from mulakat.schedule.openings import Opening, gives, is_for, pool


@dataclass(frozen=True)
class Lane:
    """A place in the order of a slot: `number` counts from 1 within the pool."""

    pool: str
    number: int


def limits(
    prison: Prison, kind: str, starts_at: datetime, who: frozenset[str], inmate_class: str
) -> list[Opening] | None:
    """The openings whose capacity a visit at that time needs; None where none limits it.

    An officer may give a time that no rule gives; that has no capacity.
    """
    givers = [o for o in openings.at(prison, kind, starts_at) if is_for(o, who, inmate_class)]
    if not givers or any(opening.capacity is None for opening in givers):
        return None
    return givers


def next_lane(of: list[Opening], at: datetime) -> Lane | None:
    """The lowest lane nobody is seen to hold, or None if the capacity is used up."""
    pools = [pool(opening) for opening in of]
    rows = Cell.objects.filter(pool__in=pools, at=at).values_list("pool", "lane")
    held = set(rows)
    for opening, name in zip(of, pools, strict=True):
        taken = {lane for held_pool, lane in held if held_pool == name}
        if opening.capacity is not None and len(taken) < opening.capacity:
            number = next(n for n in range(1, opening.capacity + 1) if n not in taken)
            return Lane(name, number)
    return None


def adopt(opening: Opening, *, now: datetime, instead_of: str = "") -> None:
    """Count the visits that are booked already at the slots of an opening just written.

    Those of no pool, of its own or of the pool that it stands `instead_of` get lanes in its
    pool: beyond the capacity, too, since what is booked stays booked. Without a capacity
    they lose their lanes. Two queries and one for each visit that gets a lane.
    """
    own = pool(opening)
    is_given = cache(partial(gives, opening, zone=opening.prison.zone))
    place = "terminal" if opening.kind == Kind.VIDEO else "window"
    later = Cell.objects.filter(at__gte=now, **{f"{place}__prison": opening.prison})
    begun: set[str] = set()
    mine: list[tuple[int, datetime]] = []
    rows = later.exclude(holder__startswith="hearing:").order_by("at", "pk")
    for pk, holder, at, of in rows.values_list("pk", "holder", "at", "pool"):
        if holder not in begun and of in {"", own, instead_of} and is_given(at):
            mine.append((pk, at))
        begun.add(holder)
    Cell.objects.filter(pk__in=[pk for pk, _at in mine]).update(pool="", lane=None)
    if opening.capacity is not None:
        taken = Counter[datetime]()
        for pk, at in mine:
            taken[at] += 1
            Cell.objects.filter(pk=pk).update(pool=own, lane=taken[at])
