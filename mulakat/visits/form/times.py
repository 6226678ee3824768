"""The times one may wish for: prison, kind and date decide, never a person.

Worked out once a minute for each prison and kind and kept in memory.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from mulakat.prisons.models import Prison
from mulakat.schedule import timetable
from mulakat.schedule.timetable import Slot
from mulakat.visits import wording

KEPT = timedelta(seconds=60)
MOST = 64  # prisons and kinds kept at once
FORM = "%Y%m%dT%H%MZ"  # how a time stands in a form

Days = dict[date, list[Slot]]
_kept: OrderedDict[tuple[int, str], tuple[datetime, Days]] = OrderedDict()


@dataclass(frozen=True)
class Choice:
    """One time as the page shows it."""

    value: str
    text: str
    minutes: int


def days(prison: Prison, kind: str, now: datetime) -> Days:
    """Every day in the prison's horizon that has slots, earliest first."""
    key = (prison.pk, kind)
    found = _kept.get(key)
    if found is None or not timedelta(0) <= now - found[0] < KEPT:
        found = (now, _read(prison, kind, now))
        _kept[key] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    soonest = now + timedelta(hours=prison.policy.notice_hours)
    return _after(found[1], soonest)


def forget() -> None:
    """Work the times out anew (after a change, between tests)."""
    _kept.clear()


def _read(prison: Prison, kind: str, now: datetime) -> Days:
    policy = prison.policy
    start = now + timedelta(hours=policy.notice_hours)
    end = now + timedelta(days=policy.horizon_days)
    found: Days = {}
    for slot in timetable.slots(prison=prison, kind=kind, start=start, end=end):
        found.setdefault(slot.starts_at.astimezone(prison.zone).date(), []).append(slot)
    return found


def _after(days: Days, soonest: datetime) -> Days:
    """Without what has become too soon since the days were read: the first day at most."""
    first = next(iter(days), None)
    if first is None or days[first][0].starts_at >= soonest:
        return days
    left = [slot for slot in days[first] if slot.starts_at >= soonest]
    rest = {day: slots for day, slots in days.items() if day != first}
    return {first: left, **rest} if left else rest


def value(at: datetime) -> str:
    return at.astimezone(UTC).strftime(FORM)


def moment(text: str) -> datetime | None:
    """The time of a form value, aware, or None."""
    try:
        return datetime.strptime(text, FORM).replace(tzinfo=UTC)
    except ValueError:
        return None


def is_offered(at: datetime, prison: Prison, days: Days) -> bool:
    slots = days.get(at.astimezone(prison.zone).date(), [])
    return any(slot.starts_at == at for slot in slots)


def words(at: datetime, prison: Prison) -> str:
    """ "Tue 1 Dec 2026, 10:30 in the morning"."""
    return f"{wording.day(at, prison.zone)}, {wording.time(at, prison.zone)}"


def choices(slots: list[Slot], prison: Prison) -> list[Choice]:
    return [
        Choice(value(slot.starts_at), wording.time(slot.starts_at, prison.zone), slot.minutes)
        for slot in slots
    ]
