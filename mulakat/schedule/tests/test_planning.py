"""Every reason against a rule or an extra time: inputs to all reasons at once."""

from datetime import date, time, timedelta
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mulakat.prisons.models import Prison, State
from mulakat.schedule.models import SlotRule
from mulakat.schedule.openings import counts_on
from mulakat.schedule.planning import common_day, fit, overlaps, reasons_not_to_plan
from mulakat.schedule.tests.plans import DAY, MONDAY, NOW, WEEK, a_draft, an_extra_draft

INDIA = Prison(state=State(timezone="Asia/Kolkata"))
BERLIN = Prison(state=State(timezone="Europe/Berlin"))
SUNDAY = MONDAY - DAY  # today in NOW


def found(draft, others=(), **kw):
    return reasons_not_to_plan(draft, others=others, now=NOW, **kw)


def keys(draft, others=(), **kw):
    return [obstacle.key for obstacle in found(draft, others, **kw)]


def test_a_sound_rule_has_nothing_against_it():
    assert keys(a_draft(INDIA)) == []
    whole = a_draft(INDIA, capacity=2, valid_from=MONDAY, valid_to=MONDAY, every_weeks=2)
    assert keys(whole) == []
    assert keys(a_draft(INDIA, starts=time(0), ends=time(0))) == []
    assert keys(an_extra_draft(INDIA, day=SUNDAY, starts=time(11), ends=time(12))) == []


@pytest.mark.parametrize(
    ("wrong", "reasons"),
    [
        ({"kind": "letter"}, ["no_kind"]),
        ({"weekday": 7}, ["no_weekday"]),
        ({"who": "friends"}, ["no_audience"]),
        ({"who": "class"}, ["no_class"]),
        ({"minutes": 0}, ["minutes_0"]),
        ({"minutes": 500, "ends": time(23)}, ["minutes_0"]),
        ({"gap": -5}, ["gap_0"]),
        ({"capacity": 0}, ["capacity_0"]),
        ({"every_weeks": 0}, ["weeks_0"]),
        ({"every_weeks": 2}, ["no_first_day"]),
        ({"ends": time(9)}, ["end_before_start"]),
        ({"ends": time(10)}, ["end_before_start"]),
        ({"starts": time(10, 2)}, ["not_in_fives"]),
        ({"minutes": 12}, ["not_in_fives"]),
        ({"minutes": 12, "gap": 3}, []),
        ({"minutes": 65}, ["does_not_fit"]),
        ({"valid_from": SUNDAY - DAY}, ["day_is_past"]),
        ({"valid_from": SUNDAY}, []),
        (
            {"valid_from": MONDAY + DAY, "valid_to": MONDAY},
            ["last_before_first"],
        ),
        ({"valid_from": MONDAY + DAY, "valid_to": MONDAY + 6 * DAY}, ["never_counts"]),
        (
            {
                "kind": "",
                "weekday": -1,
                "minutes": 0,
                "capacity": 0,
                "ends": time(8),
                "valid_to": SUNDAY - WEEK,
            },
            ["no_kind", "no_weekday", "minutes_0", "capacity_0", "end_before_start", "day_is_past"],
        ),
    ],
)
def test_each_fault_has_its_reason_and_all_come_at_once(wrong, reasons):
    assert keys(a_draft(INDIA, **wrong)) == reasons


def test_how_many_visits_do_not_fit_is_said_with_how_many_do():
    one = found(a_draft(INDIA), visits=4)
    assert [(o.key, o.facts) for o in one] == [
        (
            "does_not_fit",
            {"n": 4, "minutes": 15, "starts": time(10), "ends": time(11), "fit": 3},
        )
    ]
    assert keys(a_draft(INDIA), visits=3) == []
    assert fit(a_draft(INDIA, starts=time(0), ends=time(0))) == 72


def test_an_extra_time_of_a_past_day_or_hour_is_too_late():
    assert keys(an_extra_draft(INDIA, day=SUNDAY - DAY)) == ["day_is_past"]
    assert keys(an_extra_draft(INDIA, day=SUNDAY)) == ["day_is_past"]  # it is half past eleven
    assert keys(an_extra_draft(INDIA, day=SUNDAY, ends=time(11, 35))) == []


def test_an_hour_that_the_clocks_skip_is_named_with_its_day():
    spring = {"weekday": 6, "starts": time(2, 30), "ends": time(5)}
    (one,) = found(a_draft(BERLIN, **spring))
    assert one.key == "hour_does_not_exist"
    assert one.facts == {"day": date(2027, 3, 28), "time": time(2, 30)}
    assert keys(a_draft(INDIA, **spring)) == []
    assert keys(a_draft(BERLIN, valid_to=date(2027, 3, 21), **spring)) == []
    day = date(2027, 3, 28)
    until = an_extra_draft(BERLIN, day=day, starts=time(1), ends=time(2, 30))
    assert keys(until) == ["hour_does_not_exist"]


def saved(pk, **kw):
    rule = a_draft(INDIA, **kw)
    rule.pk = pk
    return rule


def test_a_rule_that_overlaps_is_named_with_the_first_common_day():
    other = saved(7, starts=time(10, 40), ends=time(12), valid_from=date(2026, 12, 8))
    (one,) = found(a_draft(INDIA), [other])
    assert one.key == "overlaps"
    assert one.facts == {
        "rule": 7,
        "weekday": 0,
        "starts": time(10, 40),
        "ends": time(12),
        "day": date(2026, 12, 14),
    }
    extra = an_extra_draft(INDIA)
    extra.pk = 3
    assert [o.facts.get("extra") for o in found(a_draft(INDIA), [extra, other])] == [3, None]


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "physical"},
        {"who": "women"},
        {"who": "class", "inmate_class": "convict"},
        {"weekday": 1},
        {"starts": time(11), "ends": time(12)},
        {"starts": time(9), "ends": time(10)},
        {"valid_to": SUNDAY},
    ],
)
def test_another_kind_audience_day_or_hour_does_not_overlap(other):
    assert keys(a_draft(INDIA), [saved(7, **other)]) == []


def test_odd_and_even_weeks_do_not_meet():
    odd = saved(7, every_weeks=2, valid_from=MONDAY)
    assert keys(a_draft(INDIA, every_weeks=2, valid_from=MONDAY + WEEK), [odd]) == []
    assert keys(a_draft(INDIA, every_weeks=2, valid_from=MONDAY + 2 * WEEK), [odd]) == ["overlaps"]
    assert keys(a_draft(INDIA, every_weeks=3, valid_from=MONDAY + WEEK), [odd]) == ["overlaps"]


def test_a_rule_does_not_overlap_with_itself():
    own = saved(7)
    assert list(overlaps(own, [own], SUNDAY)) == []


@st.composite
def rules(draw):
    first = draw(st.none() | st.dates(date(2026, 10, 1), date(2027, 3, 1)))
    last = draw(st.none() | st.dates(date(2026, 12, 1), date(2027, 9, 1)))
    return SlotRule(
        prison=INDIA,
        weekday=draw(st.integers(0, 2)),
        valid_from=first,
        valid_to=last,
        every_weeks=draw(st.integers(1, 4)),
    )


@given(rules(), rules())
def test_the_first_common_day_is_what_looking_at_every_day_finds(one, other):
    ahead = (SUNDAY + n * DAY for n in range(500))
    by_hand = next((d for d in ahead if counts_on(one, d) and counts_on(other, d)), None)
    assert common_day(one, other, SUNDAY) == by_hand


@given(st.integers(1, 8), st.integers(1, 8), st.integers(0, 60))
def test_weeks_without_end_meet_if_their_distance_is_a_multiple_of_what_divides_both(a, b, apart):
    one = a_draft(INDIA, every_weeks=a, valid_from=MONDAY)
    other = a_draft(INDIA, every_weeks=b, valid_from=MONDAY + apart * WEEK)
    day = common_day(one, other, SUNDAY)
    assert (day is not None) is (apart % gcd(a, b) == 0)
    assert day is None or day - MONDAY >= timedelta(weeks=apart)
