"""The prisons one can ask at, kept in memory for a minute: every page needs one of them."""

from datetime import datetime, timedelta
from typing import Any

from mulakat import clock
from mulakat.prisons.models import Prison, State

KEPT = timedelta(seconds=60)
Key = tuple[int, int]  # (number of the state, number of the prison), as in a VisRN

_kept: tuple[datetime, dict[Key, Prison]] | None = None


def prisons() -> dict[Key, Prison]:
    """Every prison with its state, at most a minute old. No caller may change them."""
    global _kept  # noqa: PLW0603 a cache of one value
    now = clock.now()
    if _kept is None or now - _kept[0] >= KEPT:
        found = Prison.objects.select_related("state").order_by("state__number", "number")
        _kept = (now, {(prison.state.number, prison.number): prison for prison in found})
    return _kept[1]


def forget() -> None:
    """Read the prisons anew at the next page (after a change, between tests)."""
    global _kept  # noqa: PLW0603
    _kept = None


def prison(state_number: Any, number: Any) -> Prison | None:
    """The prison of two typed numbers, or None."""
    try:
        return prisons().get((int(state_number), int(number)))
    except (TypeError, ValueError):
        return None


def by_id(prison_id: int) -> Prison | None:
    return next((prison for prison in prisons().values() if prison.pk == prison_id), None)


def states() -> list[State]:
    """The states that have a prison, by name in the language of the page."""
    found = {prison.state.number: prison.state for prison in prisons().values()}
    return sorted(found.values(), key=State.name)


def prisons_of(state_number: Any) -> list[Prison]:
    """The prisons of one state, by name in the language of the page."""
    number = str(state_number)
    found = [prison for prison in prisons().values() if str(prison.state.number) == number]
    return sorted(found, key=Prison.name)
