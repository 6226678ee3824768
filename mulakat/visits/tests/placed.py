"""Visits that hold their place, for the tests of what a family does with them."""

from datetime import datetime, timedelta
from typing import Any

from mulakat import clock
from mulakat.notifications.models import Notification
from mulakat.prisons.models import Prison
from mulakat.schedule import places
from mulakat.schedule.models import Cell
from mulakat.visits.models import Decision, Visit
from tests.world import an_approved_visit, an_officer


def at(hours: float = 48) -> datetime:
    """A moment so many hours from now, on a whole quarter of an hour."""
    then = clock.now() + timedelta(hours=hours)
    return then.replace(minute=then.minute // 15 * 15, second=0, microsecond=0)


def placed(prison: Prison, *, hours: float = 48, shown: bool = True, **kw: Any) -> Visit:
    """An approved visit with its cells and its decision; not `shown`: undo still runs."""
    now = clock.now()
    kw.setdefault("answer_shown_at", now if shown else now + timedelta(seconds=60))
    visit = an_approved_visit(prison, **{"starts_at": at(hours), **kw})
    if visit.window:
        visit.terminal = None
        visit.save(update_fields=["terminal"])
    assert visit.inmate and visit.starts_at and visit.minutes
    places.claim(
        holder=visit.subject, inmate=visit.inmate, starts_at=visit.starts_at,
        minutes=visit.minutes, terminal=visit.terminal, window=visit.window,
        seat=1 if visit.window else None,
    )  # fmt: skip
    Decision.objects.create(visit=visit, at=now, by=an_officer(prison), approved=True)
    return visit


def cells_of(holder: str) -> int:
    return Cell.objects.filter(holder=holder).count()


def messages_of(visit: Visit) -> list[str]:
    """What is on its way to the family: S15, E15, … in the order of writing."""
    rows = Notification.objects.filter(subject=visit.subject).order_by("pk")
    return [row.message for row in rows]


def keys(caught: Any) -> list[str]:
    return [reason.key for reason in caught.value.reasons]
