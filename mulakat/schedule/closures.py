"""Which closures are in force, and what each of them stops. The verbs are in closing.py."""

from datetime import datetime

from django.db.models import Q, QuerySet

from mulakat.prisons.models import Prison, Terminal, Window
from mulakat.schedule import openings
from mulakat.schedule.models import Closure, SlotRule
from mulakat.schedule.openings import Opening


def in_force(prison: Prison, kind: str, start: datetime, end: datetime) -> QuerySet[Closure]:
    """Closures of the prison or its whole state that touch [start, end) and were not lifted."""
    return Closure.objects.filter(
        Q(prison=None) | Q(prison=prison),
        Q(kind="") | Q(kind=kind),
        state=prison.state_id,
        lifted_at=None,
        starts_at__lt=end,
        ends_at__gt=start,
    ).order_by("starts_at", "pk")


def stops_opening(closure: Closure, opening: Opening, start: datetime, end: datetime) -> bool:
    """Whether it takes [start, end) of the opening away at every place."""
    return not _is_of_a_place(closure) and _meets(closure, opening, start, end)


def stops_place(
    closure: Closure,
    opening: Opening,
    place: Terminal | Window,
    start: datetime,
    end: datetime,
) -> bool:
    """Whether it takes [start, end) of the opening away at that place."""
    return is_at(closure, place) and _meets(closure, opening, start, end)


def is_at(closure: Closure, place: Terminal | Window | None) -> bool:
    """Whether the closure is of this place or of all places; `None` is no place yet."""
    if not _is_of_a_place(closure):
        return True
    if isinstance(place, Terminal):
        return closure.terminal_id == place.pk
    return place is not None and closure.window_id == place.pk


def covering(
    *,
    prison: Prison,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    terminal: Terminal | None = None,
    window: Window | None = None,
) -> list[Closure]:
    """The closures in force that stop a visit then and there, earliest first.

    Without a place those of a single terminal or window are left out. One of a rule counts
    only when no other opening gives that time. One query, three more where a rule is closed.
    """
    found = list(in_force(prison, kind, starts_at, ends_at))
    here = [closure for closure in found if is_at(closure, terminal or window)]
    if not any(closure.rule_id for closure in here):
        return here
    return stopping(here, openings.at(prison, kind, starts_at))


def stopping(here: list[Closure], givers: list[Opening]) -> list[Closure]:
    """Of the closures of a time and place those that stop it; `givers` give that time."""
    closed = {closure.rule_id for closure in here if closure.rule_id}
    are_all_closed = bool(givers) and all(
        isinstance(giver, SlotRule) and giver.pk in closed for giver in givers
    )
    given = {giver.pk for giver in givers} if are_all_closed else set()
    return [closure for closure in here if not closure.rule_id or closure.rule_id in given]


def _is_of_a_place(closure: Closure) -> bool:
    return bool(closure.terminal_id or closure.window_id)


def _meets(closure: Closure, opening: Opening, start: datetime, end: datetime) -> bool:
    if closure.rule_id and not (isinstance(opening, SlotRule) and closure.rule_id == opening.pk):
        return False
    return closure.starts_at < end and closure.ends_at > start
