"""Rolling windows: edges of months, visits booked out of order, and no window ever exceeded."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mulakat.visits.judging.periods import before, first_free, most

DAY = timedelta(days=1)
FIRST = date(2026, 1, 20)
PERIODS = ["week", "fortnight", "month"]


def on(*days):
    return [frozenset({day}) for day in days]


@pytest.mark.parametrize(
    ("day", "period", "too_early"),
    [
        (date(2026, 8, 12), "week", date(2026, 8, 5)),
        (date(2026, 8, 12), "fortnight", date(2026, 7, 29)),
        (date(2026, 8, 12), "month", date(2026, 7, 12)),
        (date(2026, 3, 31), "month", date(2026, 2, 28)),
        (date(2028, 3, 30), "month", date(2028, 2, 29)),
        (date(2026, 1, 31), "month", date(2025, 12, 31)),
        (date(2026, 1, 1), "week", date(2025, 12, 25)),
    ],
)
def test_a_window_reaches_back_a_period(day, period, too_early):
    assert before(day, period) == too_early


@pytest.mark.parametrize(
    ("last", "next_day"),
    [
        (date(2026, 7, 12), date(2026, 8, 12)),
        (date(2026, 1, 31), date(2026, 3, 1)),  # February has no 31st
        (date(2026, 2, 28), date(2026, 3, 28)),
        (date(2025, 12, 31), date(2026, 1, 31)),
    ],
)
def test_a_month_after_a_visit_the_next_may_be(last, next_day):
    assert first_free(on(last), last, [(1, "month")]) == next_day
    assert first_free(on(last), next_day, [(1, "month")]) == next_day


def test_a_visit_booked_earlier_than_a_later_one_counts_in_the_later_ones_window():
    later = date(2026, 8, 12)
    assert most(on(later), later - 6 * DAY, "week") == 1
    assert most(on(later), later - 7 * DAY, "week") == 0
    assert first_free(on(later), later - 6 * DAY, [(1, "week")]) == later + 7 * DAY


def test_all_limits_hold_at_once():
    taken = on(*(FIRST + n * 8 * DAY for n in range(3)))
    assert first_free(taken, FIRST, [(1, "week"), (3, "month")]) == date(2026, 2, 20)


def test_a_limit_of_none_leaves_no_day():
    assert first_free([], FIRST, [(0, "week")]) is None


def test_a_visit_with_a_second_time_held_counts_once_in_a_window_of_both():
    both = [frozenset({FIRST, FIRST + 2 * DAY})]
    assert most(both, FIRST + DAY, "week") == 1
    assert most(both, FIRST + 8 * DAY, "week") == 1
    assert most(both, FIRST + 9 * DAY, "week") == 0


days = st.integers(min_value=0, max_value=120).map(lambda n: FIRST + n * DAY)
limits = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(PERIODS)), min_size=1, max_size=3)


@given(wanted=st.lists(days, max_size=40), quotas=limits)
def test_what_the_rule_accepts_exceeds_no_window(wanted, quotas):
    taken: list[date] = []
    for day in wanted:
        if all(most(on(*taken), day, period) < number for number, period in quotas):
            taken.append(day)
    for number, period in quotas:
        for step in range(160):
            end = FIRST + step * DAY
            assert sum(before(end, period) < day <= end for day in taken) <= number


@given(taken=st.lists(days, max_size=12), day=days, quotas=limits)
def test_the_first_free_day_is_free_and_every_day_before_it_is_not(taken, day, quotas):
    def is_free(at):
        return all(most(on(*taken), at, period) < number for number, period in quotas)

    first = first_free(on(*taken), day, quotas)
    assert is_free(first)
    assert not any(is_free(day + n * DAY) for n in range((first - day).days))
