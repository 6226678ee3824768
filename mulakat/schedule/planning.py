"""Why a weekly rule or an extra time cannot be so: pure questions, all reasons at once.

They look at a draft, an unsaved `SlotRule` or `ExtraTime`, beside the openings there are.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from math import lcm
from typing import Any

from mulakat.people.models import InmateClass
from mulakat.schedule.models import CELL_MINUTES, Audience, ExtraTime, Kind, SlotRule
from mulakat.schedule.obstacles import Obstacle
from mulakat.schedule.openings import DAY, Opening, counts_on, exists, hours_on

WEEK = timedelta(days=7)
MOST_MINUTES = 8 * 60
MOST_WEEKS = 53
LOOKED_AHEAD = timedelta(days=400)  # for hours that the clocks skip


def reasons_not_to_plan(
    draft: Opening, *, others: Iterable[Opening], now: datetime, visits: int | None = None
) -> list[Obstacle]:
    """Everything that is wrong with the draft; `visits` is how many shall fit in its hours.

    Keys without facts unless said: no_kind, no_weekday, no_audience, no_class, minutes_0
    {most}, gap_0 {most}, capacity_0, weeks_0 {most}, no_first_day, last_before_first,
    end_before_start {starts, ends}, not_in_fives, does_not_fit {n, minutes, starts, ends,
    fit}, day_is_past {day}, never_counts, hour_does_not_exist {day, time},
    overlaps {rule | extra: pk, weekday, starts, ends, day}.
    """
    today = now.astimezone(draft.prison.zone).date()
    whole = [*_choices(draft), *_numbers(draft), *_hours(draft, visits)]
    days = [*_days(draft, now, today)]
    if whole or days:  # what is not a rule yet can neither overlap nor fall into a day
        return [*whole, *days]
    return [*_never(draft, today), *_skipped_hour(draft, today), *overlaps(draft, others, today)]


def overlaps(draft: Opening, others: Iterable[Opening], today: date) -> Iterator[Obstacle]:
    """Others of the same kind and audience in whose hours it falls on a day to come."""
    for other in others:
        is_other = (type(other), other.pk) != (type(draft), draft.pk)
        if is_other and _meets(draft, other) and (day := common_day(draft, other, today)):
            name = "rule" if isinstance(other, SlotRule) else "extra"
            facts = {
                name: other.pk,
                "weekday": day.weekday(),
                "starts": other.starts,
                "ends": other.ends,
                "day": day,
            }
            yield Obstacle("overlaps", facts)


def common_day(one: Opening, other: Opening, today: date) -> date | None:
    """The first day from today on which both count, after n-th weeks and validity."""
    for opening in (one, other):
        if isinstance(opening, ExtraTime):
            both = counts_on(one, opening.day) and counts_on(other, opening.day)
            return opening.day if both and opening.day >= today else None
    assert isinstance(one, SlotRule) and isinstance(other, SlotRule)
    first = max(today, *(rule.valid_from for rule in (one, other) if rule.valid_from), today)
    first += DAY * ((one.weekday - first.weekday()) % 7)
    steps = range(lcm(one.every_weeks or 1, other.every_weeks or 1))
    days = (first + WEEK * step for step in steps)
    return next((day for day in days if counts_on(one, day) and counts_on(other, day)), None)


def fit(opening: Opening) -> int:
    """How many visits follow one another in its hours."""
    step = opening.minutes + opening.gap
    span = _minutes(opening.ends, is_end=True) - _minutes(opening.starts)
    return (span + opening.gap) // step if step > 0 and span >= opening.minutes else 0


def _meets(one: Opening, other: Opening) -> bool:
    if (one.kind, one.who, one.inmate_class) != (other.kind, other.who, other.inmate_class):
        return False
    starts = [_minutes(opening.starts) for opening in (one, other)]
    ends = [_minutes(opening.ends, is_end=True) for opening in (one, other)]
    return starts[0] < ends[1] and starts[1] < ends[0]


def _choices(draft: Opening) -> Iterator[Obstacle]:
    if draft.kind not in Kind.values:
        yield Obstacle("no_kind")
    if isinstance(draft, SlotRule) and not 0 <= draft.weekday <= 6:
        yield Obstacle("no_weekday")
    if draft.who not in Audience.values:
        yield Obstacle("no_audience")
    if draft.who == Audience.CLASS and draft.inmate_class not in InmateClass.values:
        yield Obstacle("no_class")


def _numbers(draft: Opening) -> Iterator[Obstacle]:
    if not 0 < draft.minutes <= MOST_MINUTES:
        yield Obstacle("minutes_0", {"most": MOST_MINUTES})
    if not 0 <= draft.gap <= MOST_MINUTES:
        yield Obstacle("gap_0", {"most": MOST_MINUTES})
    if draft.capacity is not None and draft.capacity < 1:
        yield Obstacle("capacity_0")
    if isinstance(draft, SlotRule) and not 0 < draft.every_weeks <= MOST_WEEKS:
        yield Obstacle("weeks_0", {"most": MOST_WEEKS})


def _hours(draft: Opening, visits: int | None) -> Iterator[Obstacle]:
    begin, end = _minutes(draft.starts), _minutes(draft.ends, is_end=True)
    facts: dict[str, Any] = {"starts": draft.starts, "ends": draft.ends}
    if end <= begin:
        yield Obstacle("end_before_start", facts)
    if draft.starts.second or begin % CELL_MINUTES or (draft.minutes + draft.gap) % CELL_MINUTES:
        yield Obstacle("not_in_fives")
    wanted = visits or 1
    if end > begin and draft.minutes > 0 and draft.gap >= 0 and fit(draft) < wanted:
        facts |= {"n": wanted, "minutes": draft.minutes, "fit": fit(draft)}
        yield Obstacle("does_not_fit", facts)


def _days(draft: Opening, now: datetime, today: date) -> Iterator[Obstacle]:
    if isinstance(draft, ExtraTime):
        if hours_on(draft, draft.day, draft.prison.zone)[1] <= now:
            yield Obstacle("day_is_past", {"day": draft.day})
        return
    first, last = draft.valid_from, draft.valid_to
    if draft.every_weeks > 1 and first is None:
        yield Obstacle("no_first_day")
    if first and last and last < first:
        yield Obstacle("last_before_first", {"first": first, "last": last})
    for day in (first, last):
        if day and day < today:
            yield Obstacle("day_is_past", {"day": day})


def _never(draft: Opening, today: date) -> Iterator[Obstacle]:
    if not any(True for _day in _days_of(draft, today, WEEK * MOST_WEEKS)):
        yield Obstacle("never_counts")


def _skipped_hour(draft: Opening, today: date) -> Iterator[Obstacle]:
    zone = draft.prison.zone
    for day in _days_of(draft, today, LOOKED_AHEAD):
        last_day = day + DAY if draft.ends == time(0) else day
        for on, wall in ((day, draft.starts), (last_day, draft.ends)):
            if not exists(datetime.combine(on, wall), zone):
                yield Obstacle("hour_does_not_exist", {"day": on, "time": wall})
                return


def _days_of(draft: Opening, today: date, ahead: timedelta) -> Iterator[date]:
    """The days on which it counts, so far ahead of its first."""
    if isinstance(draft, ExtraTime):
        yield draft.day
        return
    day = max(draft.valid_from or today, today)
    end = min(draft.valid_to or day + ahead, day + ahead)
    while day <= end:
        if counts_on(draft, day):
            yield day
        day += DAY


def _minutes(clock: time, *, is_end: bool = False) -> int:
    """Minutes since midnight; 00:00 as an end is the end of the day."""
    return clock.hour * 60 + clock.minute or (24 * 60 if is_end else 0)
