"""Closing times, and opening them again: of a state, a prison, a kind, a rule, a place.

Which visits a closure hits and what becomes of them is for visits/closures/closing.py; both sides
take the prison's turn (schedule/turns.py), so that none is missed.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.prisons.models import Prison, State, Terminal, Window
from mulakat.schedule.closures import covering
from mulakat.schedule.models import Closure, Kind, SlotRule
from mulakat.schedule.obstacles import Obstacle, stop_if
from mulakat.schedule.timetable import day_bounds
from mulakat.schedule.turns import take_turn, take_turns

__all__ = ["CAUSES", "close", "covering", "end_of_today", "lift", "reasons_not_to_close",
           "stop_today"]  # fmt: skip
CAUSES = ("holiday", "staff", "repair", "power", "network", "emergency", "other")


@transaction.atomic
def close(
    *,
    state: State | None = None,
    prison: Prison | None = None,
    kind: str = "",
    rule: SlotRule | None = None,
    terminal: Terminal | None = None,
    window: Window | None = None,
    starts_at: datetime,
    ends_at: datetime,
    cause: str,
    public_text: dict[str, str] | None = None,
    by: User,
    now: datetime,
) -> Closure:
    """No visits in [starts_at, ends_at); what is past of it stays as it was.

    Without a prison it is of the whole state. `CannotPlan` with all of
    `reasons_not_to_close`. Keeps the prison's turn until the transaction ends.
    """
    closure = Closure(
        state=prison.state if prison else state,
        prison=prison,
        kind=kind,
        rule=rule,
        terminal=terminal,
        window=window,
        starts_at=starts_at,
        ends_at=ends_at,
        cause=cause,
        public_text=public_text or {},
        made_by=by.actor,
        made_at=now,
    )
    stop_if(reasons_not_to_close(closure, now=now))
    _take_turns(closure)
    closure.starts_at = max(starts_at, now)
    closure.save(force_insert=True)
    _record("closure.made", closure, by)
    return closure


def stop_today(*, by: User, now: datetime, cause: str, **of: Any) -> Closure:
    """A closure from now to midnight where it is: `state` or `prison`, and what narrows it."""
    where = of.get("prison") or of["state"]
    return close(starts_at=now, ends_at=end_of_today(where, now), cause=cause, by=by, now=now, **of)


@transaction.atomic
def lift(*, closure: Closure, by: User, now: datetime) -> Closure:
    """Open again what is left of it. `CannotPlan`: already_lifted, closure_over."""
    _take_turns(closure)
    closure = Closure.objects.select_for_update().get(pk=closure.pk)
    if closure.lifted_at:
        stop_if([Obstacle("already_lifted", {"at": closure.lifted_at})])
    if closure.ends_at <= now:
        stop_if([Obstacle("closure_over", {"at": closure.ends_at})])
    closure.lifted_at, closure.lifted_by = now, by.actor
    closure.save(update_fields=["lifted_at", "lifted_by"])
    _record("closure.lifted", closure, by)
    return closure


def reasons_not_to_close(closure: Closure, *, now: datetime) -> list[Obstacle]:
    """Everything that is wrong with a closure as it should be written."""
    obstacles = []
    if closure.starts_at >= closure.ends_at:
        obstacles.append(Obstacle("end_before_start"))
    elif closure.ends_at <= now:
        obstacles.append(Obstacle("day_is_past", {"at": closure.ends_at}))
    if closure.cause not in CAUSES:
        obstacles.append(Obstacle("no_cause"))
    if closure.kind not in {"", *Kind.values}:
        obstacles.append(Obstacle("no_kind"))
    parts = [part for part in (closure.rule, closure.terminal, closure.window) if part]
    if any(part.prison_id != closure.prison_id for part in parts):
        obstacles.append(Obstacle("not_of_this_prison"))
    if closure.terminal and closure.window:
        obstacles.append(Obstacle("two_places"))
    return obstacles


def end_of_today(where: Prison | State, now: datetime) -> datetime:
    """The coming midnight of a prison or a state, in UTC."""
    return day_bounds(where, now.astimezone(where.zone).date())[1]


def _take_turns(closure: Closure) -> None:
    if closure.prison:
        take_turn(closure.prison)
    else:
        take_turns(closure.state)


def _record(name: str, closure: Closure, by: User) -> None:
    record(
        name,
        actor=by.actor,
        subject=f"closure:{closure.pk}",
        state=closure.state_id,
        prison=closure.prison_id,
        kind=closure.kind,
        rule=closure.rule_id,
        terminal=closure.terminal_id,
        window=closure.window_id,
        starts_at=closure.starts_at.isoformat(),
        ends_at=closure.ends_at.isoformat(),
        cause=closure.cause,
    )
