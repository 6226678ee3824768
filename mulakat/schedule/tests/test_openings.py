"""On which days a rule counts, and which slots it gives, in any zone."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mulakat.schedule.models import ExtraTime, SlotRule
from mulakat.schedule.openings import counts_on, exists, gives, hours_on, is_for, slots_on, week_of

INDIA, BERLIN = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def rule(**kw):
    values = {"weekday": 0, "starts": time(10), "ends": time(11), "minutes": 15, "gap": 5}
    return SlotRule(**{**values, **kw})


def test_a_rule_counts_from_its_first_day_to_its_last_both_included():
    four_weeks = rule(valid_from=MONDAY, valid_to=MONDAY + 3 * WEEK)
    days = [MONDAY + n * WEEK for n in range(-1, 6) if counts_on(four_weeks, MONDAY + n * WEEK)]
    assert days == [MONDAY + n * WEEK for n in range(4)]
    assert not counts_on(four_weeks, MONDAY + DAY)


def test_every_second_week_counts_from_the_week_of_the_first_day():
    """The first day is a Saturday: the Monday of its week is past, the next is an odd one."""
    second = rule(every_weeks=2, valid_from=date(2026, 11, 28))
    assert [n for n in range(6) if counts_on(second, MONDAY + n * WEEK)] == [2, 4]
    saturdays = rule(every_weeks=2, valid_from=date(2026, 11, 28), weekday=5)
    assert counts_on(saturdays, date(2026, 11, 28))
    assert not counts_on(saturdays, date(2026, 12, 5))


def test_weeks_go_on_over_the_end_of_month_and_year():
    third = rule(every_weeks=3, valid_from=date(2026, 11, 30))
    counted = [d for n in range(120) if counts_on(third, d := date(2026, 11, 30) + n * DAY)]
    assert counted == [date(2026, 11, 30) + 3 * n * WEEK for n in range(6)]
    assert date(2027, 2, 1) in counted


def test_the_29th_of_february_is_a_day_like_others():
    tuesday = rule(weekday=1, valid_from=date(2028, 2, 29), valid_to=date(2028, 2, 29))
    assert counts_on(tuesday, date(2028, 2, 29))
    assert not counts_on(tuesday, date(2028, 3, 7))


def test_an_extra_time_counts_on_its_day_until_it_is_removed():
    extra = ExtraTime(day=MONDAY, starts=time(10), ends=time(11), minutes=15, gap=5)
    assert counts_on(extra, MONDAY)
    assert not counts_on(extra, MONDAY + WEEK)
    extra.removed_at = datetime(2026, 11, 22, tzinfo=UTC)
    assert not counts_on(extra, MONDAY)


def test_midnight_in_india_is_half_past_six_in_the_evening_before():
    late = rule(starts=time(23, 40), ends=time(0))
    assert [s.starts_at for s in slots_on(late, MONDAY, INDIA)] == [
        datetime(2026, 11, 23, 18, 10, tzinfo=UTC)
    ]
    early = rule(starts=time(0), ends=time(0, 20))
    first = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
    assert [s.starts_at for s in slots_on(early, MONDAY, INDIA)] == [first]
    assert gives(early, first, INDIA)
    assert not gives(early, first - timedelta(minutes=1), INDIA)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 2), (date(2026, 10, 25), 4), (date(2026, 11, 1), 3)]
)
def test_a_night_with_a_change_of_the_clocks_has_fewer_or_more_slots(day, hours):
    night = rule(weekday=6, starts=time(1), ends=time(4), minutes=60, gap=0)
    found = list(slots_on(night, day, BERLIN))
    assert len(found) == hours
    assert all(
        later.starts_at - slot.starts_at == timedelta(hours=1) for slot, later in pairwise(found)
    )


def test_an_hour_that_the_clocks_skip_does_not_exist():
    spring = datetime(2026, 3, 29, 2, 30)
    assert not exists(spring, BERLIN)
    assert exists(spring, INDIA)
    assert exists(spring + timedelta(hours=1), BERLIN)
    assert exists(datetime(2026, 10, 25, 2, 30), BERLIN)  # twice, which is enough


def test_a_class_is_met_by_name_or_by_all_classes():
    high = rule(who="class", inmate_class="high_security")
    everyone = frozenset({"all", "class"})
    assert is_for(high, everyone)
    assert is_for(high, everyone, "high_security")
    assert not is_for(high, everyone, "convict")
    assert not is_for(high, frozenset({"all"}), "high_security")
    assert is_for(rule(), everyone, "convict")


FIVES = st.integers(0, 287).map(lambda n: time(n // 12, n % 12 * 5))


@given(
    hours=st.tuples(FIVES, FIVES),
    minutes=st.integers(5, 120),
    gap=st.integers(0, 60),
    day=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    zone=st.sampled_from([INDIA, BERLIN, ZoneInfo("America/St_Johns"), ZoneInfo("UTC")]),
)
def test_slots_stand_within_their_hours_apart_and_as_many_as_fit(hours, minutes, gap, day, zone):
    starts, ends = hours
    one = rule(weekday=day.weekday(), starts=starts, ends=ends, minutes=minutes, gap=gap)
    found = list(slots_on(one, day, zone))
    begins, over = hours_on(one, day, zone)
    step = timedelta(minutes=minutes + gap)
    assert [slot.starts_at for slot in found] == [begins + step * n for n in range(len(found))]
    assert all(slot.ends_at <= over for slot in found)
    assert begins + step * len(found) + timedelta(minutes=minutes) > over


@given(
    weekday=st.integers(0, 6),
    first=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 300),
    every=st.integers(1, 6),
)
def test_the_days_of_a_rule_are_whole_multiples_of_its_weeks_apart(weekday, first, length, every):
    last = first + length * DAY
    one = rule(weekday=weekday, valid_from=first, valid_to=last, every_weeks=every)
    days = [d for n in range(-20, 330) if counts_on(one, d := first + n * DAY)]
    assert all(first <= d <= last and d.weekday() == weekday for d in days)
    assert all((week_of(d) - week_of(first)).days % (7 * every) == 0 for d in days)
    expected = sum(
        (week_of(d) - week_of(first)).days // 7 % every == 0
        for n in range(length + 1)
        if (d := first + n * DAY).weekday() == weekday
    )
    assert len(days) == expected
