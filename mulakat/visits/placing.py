"""The place of an approval: the one that is kept already, or the first that nobody takes."""

from datetime import datetime

from django.db import transaction

from mulakat.people.models import Inmate
from mulakat.prisons.models import Terminal, Window
from mulakat.schedule import places
from mulakat.schedule.models import Cell, Kind
from mulakat.schedule.places import PlaceGone, PlaceTaken, SlotFull
from mulakat.visits import audience
from mulakat.visits.models import Visit
from mulakat.visits.rules import Obstacle


class CannotDecide(Exception):
    """Everything that stands in the way, all at once (visits/rules.py names them)."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__(", ".join(obstacle.key for obstacle in obstacles))
        self.reasons = obstacles


def take(visit: Visit, inmate: Inmate, *, take_from: str = "", now: datetime) -> None:
    """The visit's time and place become its own, with the inmate; `CannotDecide` if taken.

    `take_from` holds cells that become the visit's: an offer. What the visit itself holds
    (mode hold) stays, if it is the time and place wanted; else it is given back.
    """
    assert visit.starts_at is not None and visit.minutes is not None
    if take_from:
        hand_over(take_from, visit, inmate)
    elif _holds_it(visit):
        _hand_over(visit.subject, visit, inmate)
    else:
        with transaction.atomic():  # undone as one if the other place is taken
            places.release(visit.subject)
            claim(
                visit=visit, holder=visit.subject, inmate=inmate,
                starts_at=visit.starts_at, minutes=visit.minutes, terminal=visit.terminal,
                window=visit.window, now=now,
            )  # fmt: skip


def hand_over(old: str, visit: Visit, inmate: Inmate | None = None) -> None:
    """What another holder keeps becomes the visit's, instead of all it held before."""
    with transaction.atomic():
        places.release(visit.subject)
        _hand_over(old, visit, inmate)


def claim(
    *,
    visit: Visit,
    holder: str,
    inmate: Inmate | None,
    starts_at: datetime,
    minutes: int,
    terminal: Terminal | None,
    window: Window | None,
    now: datetime,
) -> None:
    """The terminal, or the first seat of the window that nobody takes before us.

    It uses up the capacity of those times alone that are kept for this visit's audience.
    """
    kept_for = audience.of(visit, inmate)
    place: Terminal | Window | None = terminal or window
    seats = range(1, window.seats + 1) if window else [None]
    for seat in seats:
        try:
            places.claim(
                holder=holder, prison=visit.prison, inmate=inmate, starts_at=starts_at,
                minutes=minutes, terminal=terminal, window=window, seat=seat,
                who=kept_for["who"], inmate_class=kept_for["inmate_class"], now=now,
            )  # fmt: skip
        except SlotFull as full:
            raise CannotDecide([Obstacle("slot_full", {"at": starts_at})]) from full
        except PlaceTaken as taken:
            if taken.which != "seat" or seat == seats[-1]:
                raise CannotDecide([_taken(taken, place, starts_at)]) from taken
        else:
            return


def wrong_place(visit: Visit, terminal: Terminal | None, window: Window | None) -> list[Obstacle]:
    """Is it a place of this prison and this kind, whole and there?"""
    place = terminal if visit.kind == Kind.VIDEO else window
    other = window if visit.kind == Kind.VIDEO else terminal
    if place is None or other is not None or place.prison_id != visit.prison_id:
        return [Obstacle("no_place")]
    if place.broken_since or place.removed_at:
        return [Obstacle("terminal_broken", {"number": place.number})]
    return []


def give_up(visit: Visit) -> None:
    """A refused visit keeps no place."""
    places.release(visit.subject)


def held(visit: Visit) -> Cell | None:
    """The first cell the visit holds: its place and its time; None if it holds nothing."""
    return Cell.objects.filter(holder=visit.subject).order_by("at").first()


def _holds_it(visit: Visit) -> bool:
    """Does the visit hold exactly the cells it is approved for?"""
    assert visit.starts_at is not None and visit.minutes is not None
    turnover = visit.prison.policy.turnover_minutes
    wanted = set(places.cells(visit.starts_at, visit.minutes + turnover))
    mine = Cell.objects.filter(
        holder=visit.subject, terminal=visit.terminal, window=visit.window
    ).values_list("at", flat=True)
    return set(mine) == wanted


def _hand_over(old: str, visit: Visit, inmate: Inmate | None) -> None:
    try:
        places.hand_over(old=old, new=visit.subject, inmate=inmate)
    except PlaceGone as gone:
        raise CannotDecide([Obstacle("offer_over")]) from gone
    except PlaceTaken as taken:
        place = visit.terminal or visit.window
        raise CannotDecide([_taken(taken, place, visit.starts_at)]) from taken


def _taken(taken: PlaceTaken, place: Terminal | Window | None, at: datetime | None) -> Obstacle:
    keys = {"inmate": "inmate_busy", "terminal": "terminal_taken", "seat": "window_full"}
    return Obstacle(keys[taken.which], {"number": place.number if place else "", "at": at})
