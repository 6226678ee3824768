"""Rolling weeks, fortnights and months, in days of the wall: what fits into each of them.

A window ends on any day and reaches back a period: seven days, fourteen, or to the day after
the same day of the month before (from 31 March: after 28 February). Visits are booked out of
order, so every window that contains a day has to be looked at, those that end later too.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import date, timedelta

Period = str  # "week", "fortnight", "month"
Days = frozenset[date]  # of one visit: its day, and that of a time held for it besides
Quota = tuple[int, Period]

DAY = timedelta(days=1)
_DAYS = {"week": 7, "fortnight": 14}


def before(day: date, period: Period) -> date:
    """The last day that is too early for the window which ends on `day`."""
    if period != "month":
        return day - timedelta(days=_DAYS[period])
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def most(taken: Collection[Days], on: date, period: Period) -> int:
    """How many visits stand in the fullest window of `period` that contains the day `on`.

    Between two visits a window only loses: it is enough to look at those that end on `on` or
    on the day of a later visit.
    """
    later = {day for days in taken for day in days if day > on and before(day, period) < on}
    return max(_within(taken, end, period) for end in {on, *later})


def first_free(taken: Collection[Days], on: date, quotas: Iterable[Quota]) -> date | None:
    """The first day from `on` on which one more visit exceeds no window; None: no day ever."""
    limits = list(quotas)
    if any(number < 1 for number, _ in limits):
        return None
    day = on
    while any(most(taken, day, period) >= number for number, period in limits):
        day += DAY
    return day


def _within(taken: Collection[Days], end: date, period: Period) -> int:
    start = before(end, period)
    return sum(any(start < day <= end for day in days) for days in taken)
