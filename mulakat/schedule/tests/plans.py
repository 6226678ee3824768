"""Timetables for tests: rules, extra times, closures and places with sensible values."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from mulakat.accounts.models import Role, User
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Closure, ExtraTime, SlotRule
from mulakat.schedule.obstacles import CannotPlan
from tests.world import an_officer

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)  # Sunday, half past eleven in India
TEN = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # Monday at ten in India
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def a_draft(prison: Prison, **kw: Any) -> SlotRule:
    """Monday from ten to eleven, three video visits; not saved."""
    values: dict[str, Any] = {
        "kind": "video",
        "weekday": 0,
        "starts": time(10),
        "ends": time(11),
        "minutes": 15,
        "gap": 5,
    }
    return SlotRule(prison=prison, **{**values, **kw})


def a_rule(prison: Prison, **kw: Any) -> SlotRule:
    rule = a_draft(prison, **kw)
    rule.save()
    return rule


def an_extra_draft(prison: Prison, **kw: Any) -> ExtraTime:
    values: dict[str, Any] = {
        "kind": "video",
        "day": MONDAY,
        "starts": time(10),
        "ends": time(11),
        "minutes": 15,
        "gap": 5,
    }
    return ExtraTime(prison=prison, **{**values, **kw})


def an_extra(prison: Prison, **kw: Any) -> ExtraTime:
    extra = an_extra_draft(prison, made_by="staff:1", made_at=NOW, **kw)
    extra.save()
    return extra


def a_closure(prison: Prison | None, starts_at: datetime, ends_at: datetime, **kw: Any) -> Closure:
    values: dict[str, Any] = {"cause": "holiday", "made_by": "staff:1", "made_at": NOW}
    if prison is not None:
        values["state"] = prison.state
    return Closure.objects.create(
        prison=prison, starts_at=starts_at, ends_at=ends_at, **{**values, **kw}
    )


def an_admin(prison: Prison) -> User:
    return an_officer(prison, Role.ADMIN)


def keys(cannot: CannotPlan) -> list[str]:
    return [obstacle.key for obstacle in cannot.obstacles]
