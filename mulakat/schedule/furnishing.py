"""Terminals and windows of a prison: added, changed, out of order, mended, taken away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.prisons.models import Prison, Terminal, Window
from mulakat.schedule.models import Cell
from mulakat.schedule.obstacles import Obstacle, stop_if
from mulakat.schedule.turns import take_turn

Place = TypeVar("Place", bound=Terminal | Window)
USUAL = {  # what a place is fit for when nothing is said of it
    Terminal: frozenset({"video", "voice", "legal"}),
    Window: frozenset({"family", "legal"}),
}
SUITS = {kind: usual | {"wheelchair"} for kind, usual in USUAL.items()}
MOST_SEATS = 200


def is_fit(place: Terminal | Window, needs: frozenset[str]) -> bool:
    """Whether the place is fit for all of these."""
    return needs <= (frozenset(place.suits) or USUAL[type(place)])


def booked(place: Terminal | Window, now: datetime) -> list[str]:
    """Whoever holds the place from now on ("visit:12"), earliest first, each once."""
    rows = _cells_of(place).filter(at__gte=now).order_by("at").values_list("holder", flat=True)
    return list(dict.fromkeys(rows))


@transaction.atomic
def add_terminal(
    *, prison: Prison, number: int, place: str = "", suits: Sequence[str] = (), by: User
) -> Terminal:
    """A new terminal; `CannotPlan`: number_used, number_0, unknown_suits."""
    terminal = Terminal(prison=prison, number=number, place=place, suits=sorted(set(suits)))
    return _written(terminal, "terminal.added", by)


@transaction.atomic
def add_window(
    *,
    prison: Prison,
    number: int,
    seats: int,
    place: str = "",
    suits: Sequence[str] = (),
    by: User,
) -> Window:
    """A new window; `CannotPlan`: number_used, number_0, no_seats, too_many_seats, …"""
    window = Window(
        prison=prison, number=number, seats=seats, place=place, suits=sorted(set(suits))
    )
    return _written(window, "window.added", by)


@transaction.atomic
def change(
    *,
    place: Place,
    number: int,
    where: str = "",
    suits: Sequence[str] = (),
    seats: int | None = None,
    by: User,
    now: datetime,
) -> Place:
    """Number, room and fitness anew, of a window its seats. A seat that is booked stays:
    `CannotPlan` seats_booked names the most that is needed."""
    take_turn(place.prison)
    obstacles = []
    place.number, place.place, place.suits = number, where, sorted(set(suits))
    if isinstance(place, Window) and seats is not None:
        place.seats = seats
        rows = _cells_of(place).filter(at__gte=now, seat__gt=seats)
        if last := rows.order_by("-seat").values_list("seat", flat=True).first():
            obstacles.append(Obstacle("seats_booked", {"seats": last}))
    return _written(place, f"{_word(place)}.changed", by, obstacles)


@transaction.atomic
def mark_broken(*, place: Place, by: User, now: datetime) -> Place:
    """Out of order from now: no times are shown for it; who is booked stands in `booked`."""
    if place.broken_since is None:
        place.broken_since = now
        place.save(update_fields=["broken_since"])
        _record(place, "broken", by, booked=len(booked(place, now)))
    return place


@transaction.atomic
def mark_repaired(*, place: Place, by: User, now: datetime) -> Place:
    """It works again."""
    if place.broken_since is not None:
        _record(place, "repaired", by, broken_since=place.broken_since)
        place.broken_since = None
        place.save(update_fields=["broken_since"])
    return place


@transaction.atomic
def remove(*, place: Place, by: User, now: datetime) -> Place:
    """Take it away for good; `CannotPlan` still_booked as long as somebody holds a time."""
    take_turn(place.prison)
    holders = booked(place, now)
    stop_if([Obstacle("still_booked", {"holders": holders, "n": len(holders)})] if holders else [])
    if place.removed_at is None:
        place.removed_at = now
        place.save(update_fields=["removed_at"])
        _record(place, "removed", by)
    return place


def reasons_not_to_have(place: Terminal | Window) -> list[Obstacle]:
    """Everything that is wrong with a terminal or window as it should be written."""
    obstacles = []
    others = type(place).objects.filter(prison=place.prison, number=place.number)
    if other := others.exclude(pk=place.pk).first():
        is_removed = other.removed_at is not None
        facts = {"number": place.number, "is_removed": is_removed}
        obstacles.append(Obstacle("number_used", facts))
    if not 0 < place.number <= 9999:
        obstacles.append(Obstacle("number_0", {"most": 9999}))
    if unknown := set(place.suits) - SUITS[type(place)]:
        obstacles.append(Obstacle("unknown_suits", {"suits": sorted(unknown)}))
    if isinstance(place, Window) and place.seats < 1:
        obstacles.append(Obstacle("no_seats"))
    if isinstance(place, Window) and place.seats > MOST_SEATS:
        obstacles.append(Obstacle("too_many_seats", {"most": MOST_SEATS}))
    return obstacles


def _written(place: Place, event: str, by: User, obstacles: list[Obstacle] | None = None) -> Place:
    take_turn(place.prison)
    stop_if([*reasons_not_to_have(place), *(obstacles or [])])
    place.save()
    facts: dict[str, Any] = {"number": place.number, "suits": place.suits, "where": place.place}
    if isinstance(place, Window):
        facts["seats"] = place.seats
    _record(place, event.partition(".")[2], by, **facts)
    return place


def _record(place: Terminal | Window, what: str, by: User, **data: Any) -> None:
    word = _word(place)
    facts = {key: str(v) if isinstance(v, datetime) else v for key, v in data.items()}
    subject = f"{word}:{place.pk}"
    record(f"{word}.{what}", actor=by.actor, subject=subject, prison=place.prison_id, **facts)


def _word(place: Terminal | Window) -> str:
    return "terminal" if isinstance(place, Terminal) else "window"


def _cells_of(place: Terminal | Window) -> Any:
    return Cell.objects.filter(**{_word(place): place})
