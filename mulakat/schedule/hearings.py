"""Court hearings by video: they take a terminal as visits do, and the inmate if he is known."""

from datetime import datetime, timedelta

from django.db import transaction

from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.people.models import Inmate
from mulakat.prisons.models import Terminal
from mulakat.schedule.models import Cell, Hearing
from mulakat.schedule.obstacles import CannotPlan, Obstacle, stop_if
from mulakat.schedule.places import PlaceTaken, cells, claim, release
from mulakat.schedule.turns import take_turn

MOST_MINUTES = 12 * 60


@transaction.atomic
def book(
    *,
    terminal: Terminal,
    court: str,
    starts_at: datetime,
    minutes: int,
    inmate: Inmate | None = None,
    by: User,
    now: datetime,
) -> Hearing:
    """Keep the terminal for the court. `CannotPlan` with all of `reasons_not_to_book`, or
    terminal_taken, inmate_busy with the `holders` that are in the way."""
    take_turn(terminal.prison)
    terminal.refresh_from_db(fields=["broken_since", "removed_at"])
    hearing = Hearing(
        terminal=terminal,
        inmate=inmate,
        court=court.strip(),
        starts_at=starts_at,
        minutes=minutes,
        made_by=by.actor,
        made_at=now,
    )
    stop_if(reasons_not_to_book(hearing, now=now))
    hearing.save(force_insert=True)
    try:
        claim(
            holder=hearing.subject,
            prison=terminal.prison,
            inmate=inmate,
            starts_at=starts_at,
            minutes=minutes,
            terminal=terminal,
            counts=False,
            now=now,
        )
    except PlaceTaken as taken:
        raise CannotPlan([_in_the_way(hearing, taken.which)]) from taken
    _record("hearing.booked", hearing, by)
    return hearing


@transaction.atomic
def cancel(*, hearing: Hearing, by: User, now: datetime) -> Hearing:
    """Give the terminal back. `CannotPlan`: already_cancelled, hearing_over."""
    hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
    if hearing.cancelled_at:
        stop_if([Obstacle("already_cancelled", {"at": hearing.cancelled_at})])
    if hearing.starts_at + timedelta(minutes=hearing.minutes) <= now:
        stop_if([Obstacle("hearing_over")])
    hearing.cancelled_at = now
    hearing.save(update_fields=["cancelled_at"])
    release(hearing.subject)
    _record("hearing.cancelled", hearing, by)
    return hearing


def reasons_not_to_book(hearing: Hearing, *, now: datetime) -> list[Obstacle]:
    """Everything that is wrong with a hearing as it should be written, but for its place."""
    terminal, inmate = hearing.terminal, hearing.inmate
    obstacles = []
    if not hearing.court:
        obstacles.append(Obstacle("no_court"))
    if not 0 < hearing.minutes <= MOST_MINUTES:
        obstacles.append(Obstacle("minutes_0", {"most": MOST_MINUTES}))
    if hearing.starts_at < now:
        obstacles.append(Obstacle("time_is_past", {"at": hearing.starts_at}))
    if terminal.removed_at:
        obstacles.append(Obstacle("terminal_removed", {"number": terminal.number}))
    if terminal.broken_since:
        obstacles.append(Obstacle("terminal_broken", {"number": terminal.number}))
    if inmate and inmate.prison_id != terminal.prison_id:
        obstacles.append(Obstacle("inmate_elsewhere"))
    elif inmate and inmate.left_at:
        obstacles.append(Obstacle("inmate_left"))
    return obstacles


def _in_the_way(hearing: Hearing, which: str) -> Obstacle:
    """Who holds the terminal, or where the inmate is, at that time."""
    of = {"inmate": hearing.inmate} if which == "inmate" else {"terminal": hearing.terminal}
    turnover = hearing.terminal.prison.policy.turnover_minutes
    times = cells(hearing.starts_at, hearing.minutes + turnover)
    rows = Cell.objects.filter(at__in=times, **of).order_by("at")
    holders = list(dict.fromkeys(rows.values_list("holder", flat=True)))
    key = "inmate_busy" if which == "inmate" else "terminal_taken"
    return Obstacle(key, {"number": hearing.terminal.number, "holders": holders})


def _record(name: str, hearing: Hearing, by: User) -> None:
    record(
        name,
        actor=by.actor,
        subject=hearing.subject,
        terminal=hearing.terminal_id,
        inmate=hearing.inmate_id,
        starts_at=hearing.starts_at.isoformat(),
        minutes=hearing.minutes,
    )
