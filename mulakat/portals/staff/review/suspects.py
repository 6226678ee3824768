"""Which approved visits may need another look: one question, so that it can stand on Today.

It asks for facts alone and may name a visit too many (one that was kept, a closure of other
terminals); visits/findings.py then says what is the matter, or that nothing is.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from mulakat.people.models import Absence, Restriction
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Closure, Hearing
from mulakat.visits.models import Kept, Status, Visit

DAY, LONGEST = timedelta(days=1), timedelta(hours=3)  # no visit is longer
LEFT = timedelta(days=90)  # nobody's visit is approved so far ahead


def to_come(prison: Prison, now: datetime) -> Any:
    """The closures of the prison and its state that are not over."""
    closures = Closure.objects.filter(Q(prison=prison) | Q(prison=None), state=prison.state_id)
    return closures.filter(lifted_at=None, ends_at__gt=now)


def suspects(prison: Prison, closures: Iterable[Closure], now: datetime) -> Any:
    """Approved visits to come whose inmate, visitor, place or time has changed since.

    `closures` are those of `to_come`: a few moments to compare with, which asked again for each
    visit cost more than all the rest.
    """
    visits = Visit.objects.filter(prison=prison, status=Status.APPROVED, starts_at__gt=now)
    return visits.filter(
        Q(inmate__in=prison.inmates.filter(left_at__gt=now - LEFT).values("pk"))
        | Q(terminal__in=_gone(prison.terminals))
        | Q(window__in=_gone(prison.windows))
        | Q(Exists(_away()))
        | Q(inmate__in=_heard(prison, now).values("inmate")) & Q(Exists(_that_day(prison, now)))
        | Q(inmate__in=_bars(prison, now).filter(phone_index="").values("inmate"))
        | Q(phone_index__in=_agreed(_bars(prison, now)).values("phone_index"))
        | _closed(closures)
    )


def number(prison: Prison, closures: Iterable[Closure], now: datetime) -> int:
    """How many of them nobody has looked at yet. One query."""
    kept = Kept.objects.filter(visit=OuterRef("pk"))
    count: int = suspects(prison, closures, now).filter(~Exists(kept)).count()
    return count


def _gone(places: Any) -> Any:
    return places.filter(Q(broken_since__isnull=False) | Q(removed_at__isnull=False)).values("pk")


def _away() -> Any:
    return Absence.objects.filter(
        inmate=OuterRef("inmate"),
        removed_at=None,
        starts_at__lte=OuterRef("starts_at"),
        ends_at__gt=OuterRef("starts_at"),
    )


def _heard(prison: Prison, now: datetime) -> Any:
    hearings = Hearing.objects.filter(terminal__prison=prison, cancelled_at=None)
    return hearings.filter(starts_at__gt=now - DAY, inmate__isnull=False)


def _that_day(prison: Prison, now: datetime) -> Any:
    """A court's hearing near the visit; how long each takes, findings.py compares."""
    return _heard(prison, now).filter(
        inmate=OuterRef("inmate"),
        starts_at__gt=OuterRef("starts_at") - DAY,
        starts_at__lt=OuterRef("starts_at") + DAY,
    )


def _bars(prison: Prison, now: datetime) -> Any:
    """Those in force or to come."""
    bars = Restriction.objects.filter(Q(until=None) | Q(until__gt=now), prison=prison)
    return bars.filter(lifted_at=None)


def _agreed(bars: Any) -> Any:
    """Bars of a visitor count once a second officer has agreed."""
    return bars.filter(agreed_at__isnull=False).exclude(phone_index="")


def _closed(closures: Iterable[Closure]) -> Q:
    hit = Q(pk=None)
    for closure in closures:
        hit |= Q(starts_at__lt=closure.ends_at, starts_at__gt=closure.starts_at - LONGEST)
    return hit
