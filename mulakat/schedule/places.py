"""Giving a place, and giving it back: rows in a grid of five-minute cells.

All cells of a visit are written by one INSERT; the unique constraints alone decide whether
place, inmate and capacity are free. Nothing is counted first, so nothing can be outrun.
"""

from datetime import datetime, timedelta
from typing import Literal

from django.db import IntegrityError, transaction

from mulakat import clock
from mulakat.people.models import Inmate
from mulakat.prisons.models import Prison, Terminal, Window
from mulakat.schedule import capacity
from mulakat.schedule.capacity import Lane
from mulakat.schedule.expired import clear, expired_holders, forget
from mulakat.schedule.models import CELL_MINUTES, Cell, Kind
from mulakat.schedule.openings import EVERYBODY, Opening
from mulakat.schedule.turns import take_turn

CELL = timedelta(minutes=CELL_MINUTES)
MOST_TRIES = 100  # of lanes that others took while we looked
Which = Literal["inmate", "terminal", "seat"]


class PlaceTaken(Exception):
    """Somebody else holds it at that time; `which` is "terminal", "seat" or "inmate"."""

    def __init__(self, which: Which) -> None:
        super().__init__(which)
        self.which = which


class SlotFull(PlaceTaken):
    """Places are free, but as many visits begin then as the rule's capacity allows."""


class PlaceGone(PlaceTaken):
    """What was to be handed over is held no more: the hold or the offer had expired."""


class _LaneTaken(Exception):
    """Somebody was faster on this lane; another may be free."""


def cells(starts_at: datetime, minutes: int) -> list[datetime]:
    """The beginnings of the cells that so many minutes touch, rounded outwards."""
    into = timedelta(
        minutes=starts_at.minute % CELL_MINUTES,
        seconds=starts_at.second,
        microseconds=starts_at.microsecond,
    )
    first, end = starts_at - into, starts_at + timedelta(minutes=minutes)
    return [first + CELL * step for step in range(-(-(end - first) // CELL))]


def claim(
    *,
    holder: str,
    starts_at: datetime,
    minutes: int,
    prison: Prison | None = None,
    inmate: Inmate | None = None,
    terminal: Terminal | None = None,
    window: Window | None = None,
    seat: int | None = None,
    who: frozenset[str] = EVERYBODY,
    inmate_class: str = "",
    counts: bool = True,
    now: datetime | None = None,
) -> None:
    """Take the place for `minutes` and the turnover after them, or raise `PlaceTaken`.

    `holder` is the subject of what holds it ("visit:12"). A stranger's hold has no inmate
    and names the prison. `who` is the audience whose capacity it uses up; what is no visit (a
    hearing) does not count. Inside a transaction, the failure undoes this claim alone. The
    cells of holds that have expired are cleared if they stand in the way.
    """
    if prison is None:
        assert inmate is not None
        prison = inmate.prison
    kind = Kind.VIDEO if terminal else Kind.PHYSICAL
    limits = capacity.limits(prison, kind, starts_at, who, inmate_class) if counts else None
    turnover = prison.policy.turnover_minutes
    rows = [
        Cell(at=at, holder=holder, inmate=inmate, terminal=terminal, window=window, seat=seat)
        for at in cells(starts_at, minutes + turnover)
    ]
    try:
        _take(rows, limits)
    except PlaceTaken:
        over = expired_holders(prison, now or clock.now())
        if not over:
            raise
        clear(over)
        _take(rows, limits)


def move(
    *,
    holder: str,
    starts_at: datetime,
    minutes: int,
    prison: Prison,
    inmate: Inmate | None = None,
    terminal: Terminal | None = None,
    window: Window | None = None,
    seat: int | None = None,
    who: frozenset[str] = EVERYBODY,
    inmate_class: str = "",
    now: datetime | None = None,
) -> None:
    """Take another time or place instead of the holder's own, or keep that and raise.

    The old cells may overlap the new. Nobody else can take them before the transaction ends.
    Whoever gives up a place while asking for another takes the prison's turn: two who change
    places would wait for each other for ever.
    """
    with transaction.atomic():
        take_turn(prison)
        release(holder)
        claim(
            holder=holder,
            starts_at=starts_at,
            minutes=minutes,
            prison=prison,
            inmate=inmate,
            terminal=terminal,
            window=window,
            seat=seat,
            who=who,
            inmate_class=inmate_class,
            now=now,
        )


def hand_over(*, old: str, new: str, inmate: Inmate | None = None) -> int:
    """The same cells for another holder ("hold:7" to "visit:12"), and how many they are.

    Sets the inmate if one is given: `PlaceTaken("inmate")` if he is elsewhere then;
    `PlaceGone` if the old holder has nothing any more.
    """
    values = {"holder": new} | ({"inmate": inmate} if inmate else {})
    try:
        with transaction.atomic():
            mine = Cell.objects.select_for_update().filter(holder=old).order_by("pk")
            found = list(mine)
            if not found:
                raise PlaceGone("terminal")
            moved = Cell.objects.filter(pk__in=[cell.pk for cell in found]).update(**values)
            forget(old)
            return moved
    except IntegrityError as wrong:
        raise PlaceTaken(_which(wrong)) from wrong


def extend(*, holder: str, minutes: int) -> datetime:
    """Take the next cells for so many more minutes, or raise `PlaceTaken`; the new end.

    Capacity counts the visits that begin at a slot; one that lasts longer is not another.
    """
    mine = list(Cell.objects.filter(holder=holder).order_by("at"))
    if not mine:
        raise PlaceGone("terminal")
    last = mine[-1]
    place = {"terminal_id": last.terminal_id, "window_id": last.window_id, "seat": last.seat}
    rows = [
        Cell(at=last.at + CELL * step, holder=holder, inmate_id=last.inmate_id, **place)
        for step in range(1, -(-minutes // CELL_MINUTES) + 1)
    ]
    _take(rows, None)
    return (rows[-1] if rows else last).at + CELL


def release(holder: str) -> int:
    """Give back every cell of the holder; how many there were."""
    given_back, _ = Cell.objects.filter(holder=holder).delete()
    return int(given_back)


def _take(rows: list[Cell], limits: list[Opening] | None) -> None:
    """Write the rows; where a capacity counts, on the lowest lane that is free."""
    if limits is None:
        _insert(rows, None)
        return
    for _try in range(MOST_TRIES):
        lane = capacity.next_lane(limits, rows[0].at)
        if lane is None:
            break
        try:
            _insert(rows, lane)
        except _LaneTaken:
            continue
        return
    raise SlotFull("terminal" if rows[0].terminal_id else "seat")


def _insert(rows: list[Cell], lane: Lane | None) -> None:
    for row in rows:
        row.pk = None
    rows[0].pool = lane.pool if lane else ""
    rows[0].lane = lane.number if lane else None
    try:
        with transaction.atomic():
            Cell.objects.bulk_create(rows)
    except IntegrityError as wrong:
        if "lane" in _said(wrong):
            raise _LaneTaken from wrong
        raise PlaceTaken(_which(wrong)) from wrong


def _which(wrong: IntegrityError) -> Which:
    """SQLite names the columns, PostgreSQL the constraint; both hold the one word."""
    words: tuple[Which, ...] = ("inmate", "terminal", "seat")
    for word in words:
        if word in _said(wrong):
            return word
    raise wrong


def _said(wrong: IntegrityError) -> str:
    return str(wrong).partition("DETAIL")[0]
