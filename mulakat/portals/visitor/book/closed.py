"""The closures families are told of, kept in memory for a minute as times and prisons are."""

from datetime import datetime, timedelta

from mulakat.prisons.models import Prison
from mulakat.schedule.models import Closure
from mulakat.visits.closures import shown

KEPT = timedelta(seconds=60)

_kept: tuple[datetime, list[Closure]] | None = None


def sentences(prison: Prison, kind: str, now: datetime) -> list[str]:
    """What is closed there in the coming weeks, up to when, and why."""
    return shown.announced(_closures(now), prison=prison, kind=kind, now=now)


def named(prison: Prison, now: datetime) -> str:
    """Its name, with a word if it is closed now; one may ask for a later day all the same."""
    until = shown.closed_now(_closures(now), prison=prison, now=now)
    return f"{prison.name()} – {until}" if until else prison.name()


def forget() -> None:
    """Read them anew at the next page (after a change, between tests)."""
    global _kept  # noqa: PLW0603 a cache of one value
    _kept = None


def _closures(now: datetime) -> list[Closure]:
    global _kept  # noqa: PLW0603
    if _kept is None or not timedelta(0) <= now - _kept[0] < KEPT:
        _kept = (now, shown.to_announce(now=now))
    return _kept[1]
