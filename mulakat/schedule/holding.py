"""A time kept for one browser while it fills the form.

A hold names no person and no inmate. It is never longer than its expiry: an expired one is
free for all at once (schedule/expired.py), whenever the sweep comes.

Whoever fills a form has proven nothing yet. All unproven holds together therefore keep at most
half of what is left of a day; beyond that a time goes to whoever proves his phone first.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from mulakat.audit.models import record
from mulakat.prisons.models import Prison, Terminal, Window
from mulakat.schedule.expired import clear
from mulakat.schedule.models import Hold
from mulakat.schedule.obstacles import CannotPlan, Obstacle
from mulakat.schedule.places import PlaceTaken, SlotFull, claim
from mulakat.schedule.timetable import PUBLIC, FreeSlot, day_bounds, free_slots
from mulakat.schedule.turns import take_turn

UNPROVEN_SHARE = 2  # one in two of a day's places that no visit has
Place = tuple[Terminal | None, Window | None, int | None]


@transaction.atomic
def hold(
    *,
    prison: Prison,
    kind: str,
    starts_at: datetime,
    now: datetime,
    apart_from: Hold | None = None,
    is_proven: bool = False,
    who: frozenset[str] = PUBLIC,
    inmate_class: str = "",
    needs: frozenset[str] = frozenset(),
) -> Hold:
    """Keep a place at that time for `policy.hold_minutes`.

    `apart_from`, about to be given back, does not count against the share of holds.
    `CannotPlan`: no_slot (nothing begins then, or it is closed), slot_past, slot_full; or
    holds_full: it is free, but only for one whose phone `is_proven`. Holds of a prison follow
    one another, so that no crowd outruns the share.
    """
    if starts_at <= now:
        raise CannotPlan([Obstacle("slot_past", {"at": starts_at})])
    take_turn(prison)
    start, end = day_bounds(prison, starts_at.astimezone(prison.zone).date())
    day = free_slots(
        prison=prison, kind=kind, start=start, end=end, who=who, inmate_class=inmate_class,
        needs=needs, now=now,
    )  # fmt: skip
    found = [slot for slot in day if slot.starts_at == starts_at]
    if not found:
        raise CannotPlan([Obstacle("no_slot", {"at": starts_at})])
    if found[0].is_free and not is_proven:
        in_day = Hold.objects.filter(prison=prison, kind=kind, starts_at__range=(start, end))
        _stop_if_full(in_day.filter(expires_at__gt=now), apart_from, day, now)
    kept = Hold(
        prison=prison,
        kind=kind,
        starts_at=starts_at,
        minutes=found[0].minutes,
        made_at=now,
        expires_at=now + timedelta(minutes=prison.policy.hold_minutes),
    )
    for place in _places(found[0]):
        try:
            return _keep(kept, place, who=who, inmate_class=inmate_class)
        except SlotFull:
            break
        except PlaceTaken:
            continue
    raise CannotPlan([Obstacle("slot_full", {"at": starts_at})])


@transaction.atomic
def let_go(hold: Hold) -> None:
    """Give the time back before its end; what was handed over meanwhile stays."""
    clear([hold.subject])


def forget_holds(*, now: datetime) -> int:
    """The sweep: give back every time whose hold has expired; how many holds there were."""
    over = Hold.objects.filter(expires_at__lte=now).values_list("pk", flat=True)
    holders = [f"hold:{pk}" for pk in over]
    for holder in holders:
        clear([holder])
    return len(holders)


@transaction.atomic
def _keep(kept: Hold, place: Place, *, who: frozenset[str], inmate_class: str) -> Hold:
    kept.pk = None
    kept.terminal, kept.window, seat = place
    kept.save(force_insert=True)
    claim(
        holder=kept.subject,
        prison=kept.prison,
        starts_at=kept.starts_at,
        minutes=kept.minutes,
        terminal=kept.terminal,
        window=kept.window,
        seat=seat,
        who=who,
        inmate_class=inmate_class,
        now=kept.made_at,
    )
    record("hold.made", actor="visitor", subject=kept.subject, prison=kept.prison_id)
    return kept


def _stop_if_full(
    holds: QuerySet[Hold], apart_from: Hold | None, day: list[FreeSlot], now: datetime
) -> None:
    """`CannotPlan` if one more hold would be more than the share of what no visit has."""
    others = holds.exclude(pk=apart_from.pk) if apart_from else holds
    held, free = others.count(), sum(slot.left for slot in day if slot.starts_at > now)
    if (held + 1) * UNPROVEN_SHARE > held + free:
        raise CannotPlan([Obstacle("holds_full", {"held": held, "free": free})])


def _places(slot: FreeSlot) -> list[Place]:
    seats: list[Place] = [(None, seat.window, seat.number) for seat in slot.seats]
    return [*((terminal, None, None) for terminal in slot.terminals), *seats]
