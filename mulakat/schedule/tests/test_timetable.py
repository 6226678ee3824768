"""Weekly rules become moments; what is free depends on prison, kind and time alone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from mulakat.schedule.places import claim
from mulakat.schedule.tests.plans import DAY, HOUR, TEN, a_closure, a_rule, an_extra
from mulakat.schedule.timetable import FreeSlot, Slot, day_bounds, free_slots, from_wall, slots
from tests.world import a_prison, a_state, a_terminal, a_window, all_day_rules, an_inmate

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def starts(prison, start=MONDAY, days=1, kind="video"):
    found = slots(prison=prison, kind=kind, start=start, end=start + timedelta(days=days))
    return [slot.starts_at for slot in found]


def test_ten_o_clock_in_india_is_half_past_four_in_utc():
    prison = a_prison()
    a_rule(prison)
    first = MONDAY.replace(hour=4, minute=30)
    assert starts(prison) == [first + timedelta(minutes=20) * n for n in range(3)]


def test_a_slot_that_does_not_fit_is_left_out():
    prison = a_prison()
    a_rule(prison, ends=time(10, 34))
    assert len(starts(prison)) == 1
    a_rule(prison, weekday=1, ends=time(10, 35))
    assert len(starts(prison, days=2)) == 3


def test_midnight_at_the_end_is_the_end_of_the_day():
    prison = a_prison()
    all_day_rules(prison)
    whole_day = starts(prison)
    assert len(whole_day) == 72
    assert len(starts(prison, days=7)) == 7 * 72


def test_the_end_is_not_included_and_rules_that_overlap_give_a_slot_once():
    prison = a_prison()
    a_rule(prison)
    a_rule(prison)
    ten = MONDAY.replace(hour=4, minute=30)
    found = slots(prison=prison, kind="video", start=ten, end=ten + timedelta(minutes=20))
    assert found == [Slot(ten, 15)]


def test_kinds_and_prisons_are_kept_apart():
    prison, other = a_prison(), a_prison()
    a_rule(prison)
    assert starts(prison, kind="physical") == starts(other) == []


def test_a_change_of_the_clocks_makes_no_slot_longer():
    prison = a_prison(a_state(timezone="Europe/Berlin"))
    a_rule(prison, weekday=6, starts=time(1), ends=time(4), minutes=60, gap=0)
    spring, autumn = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)
    assert len(starts(prison, spring - timedelta(hours=1))) == 2
    assert len(starts(prison, autumn - timedelta(hours=2))) == 4


def test_wall_time_is_read_in_the_prisons_zone():
    prison = a_prison()
    start, end = day_bounds(prison, MONDAY.date())
    assert (start.hour, start.minute, end - start) == (18, 30, timedelta(days=1))
    assert from_wall(prison, datetime(2026, 11, 23, 10)) == MONDAY.replace(hour=4, minute=30)


def free(prison, kind="video", **kw) -> list[FreeSlot]:
    end = MONDAY + timedelta(days=1)
    return free_slots(prison=prison, kind=kind, start=MONDAY, end=end, **kw)


def test_a_taken_or_broken_terminal_is_not_free():
    prison = a_prison()
    a_rule(prison)
    one, two = a_terminal(prison), a_terminal(prison)
    a_terminal(prison, broken_since=MONDAY)
    first = free(prison)[0]
    assert first.terminals == (one, two)
    claim(
        holder="visit:1",
        inmate=an_inmate(prison),
        starts_at=first.starts_at + timedelta(minutes=10),
        minutes=15,
        terminal=one,
    )
    assert [slot.terminals for slot in free(prison)] == [(two,), (two,), (one, two)]


def test_the_seats_of_a_window_are_counted():
    prison = a_prison()
    a_rule(prison, kind="physical")
    window = a_window(prison, seats=2)
    first = free(prison, "physical")[0]
    for seat in (1, 2):
        assert first.is_free
        assert first.windows == [window]
        claim(
            holder=f"visit:{seat}",
            inmate=an_inmate(prison),
            starts_at=first.starts_at,
            minutes=15,
            window=window,
            seat=seat,
        )
        first = free(prison, "physical")[0]
    assert not first.is_free


def test_free_times_cost_six_queries_and_do_not_know_the_inmate(django_assert_num_queries):
    prison = a_prison()
    all_day_rules(prison)
    a_terminal(prison)
    before = free(prison)
    an_inmate(prison)
    with django_assert_num_queries(6):
        assert free(prison) == before


def test_only_slots_of_the_audience_are_shown():
    prison = a_prison()
    a_rule(prison, ends=time(10, 20))
    a_rule(prison, starts=time(12), ends=time(12, 20), who="women")
    a_rule(prison, starts=time(14), ends=time(14, 20), who="class", inmate_class="convict")

    def hours(who, inmate_class=""):
        found = slots(
            prison=prison, kind="video", start=MONDAY, end=MONDAY + DAY,
            who=frozenset(who), inmate_class=inmate_class,
        )  # fmt: skip
        return [slot.starts_at.astimezone(prison.zone).hour for slot in found]

    assert hours({"all"}) == [10]
    assert hours({"all", "women"}) == [10, 12]
    assert hours({"all", "class"}, "convict") == [10, 14]
    assert hours({"all", "class"}, "civil") == [10]
    assert hours({"all", "class"}) == [10, 14]
    assert len(starts(prison)) == 1


def test_rules_are_shown_on_the_days_and_weeks_they_count():
    prison = a_prison()
    a_rule(prison, ends=time(10, 20), every_weeks=2, valid_from=date(2026, 11, 23),
           valid_to=date(2026, 12, 20))  # fmt: skip
    days = [at.date() for at in starts(prison, days=60)]
    assert days == [date(2026, 11, 23), date(2026, 12, 7)]


def test_extra_times_stand_among_the_weekly_ones():
    prison = a_prison()
    a_rule(prison, ends=time(10, 20))
    an_extra(prison, starts=time(9), ends=time(9, 20))
    removed = an_extra(prison, starts=time(8), ends=time(8, 20))
    removed.removed_at = MONDAY
    removed.save()
    assert starts(prison) == [TEN - HOUR, TEN]


def test_a_closed_hour_has_no_slots_and_touching_it_is_not_within():
    prison = a_prison()
    a_rule(prison)
    a_closure(prison, TEN + timedelta(minutes=15), TEN + timedelta(minutes=40))
    assert starts(prison) == [TEN, TEN + timedelta(minutes=40)]


def test_a_closure_may_be_of_the_state_another_prison_or_another_kind():
    prison = a_prison()
    other = a_prison(prison.state)
    for one in (prison, other, a_prison()):
        a_rule(one)
    a_closure(prison, TEN, TEN + HOUR, kind="physical")
    a_closure(other, TEN, TEN + timedelta(minutes=20))
    assert (len(starts(prison)), len(starts(other))) == (3, 2)
    state = a_closure(None, TEN, TEN + HOUR, state=prison.state)
    assert starts(prison) == starts(other) == []
    state.lifted_at = MONDAY
    state.save()
    assert (len(starts(prison)), len(starts(other))) == (3, 2)


def test_a_closed_rule_leaves_the_times_that_others_give():
    prison = a_prison()
    rule = a_rule(prison)
    an_extra(prison, ends=time(10, 20))
    a_closure(prison, MONDAY, MONDAY + DAY, rule=rule)
    assert starts(prison) == [TEN]


def test_a_closed_terminal_is_not_free_and_the_others_are():
    prison = a_prison()
    a_rule(prison)
    one, two = a_terminal(prison), a_terminal(prison)
    a_closure(prison, TEN, TEN + timedelta(minutes=20), terminal=one)
    assert [slot.terminals for slot in free(prison)] == [(two,), (one, two), (one, two)]
    assert len(starts(prison)) == 3


def test_a_closed_window_is_closed_for_one_rule_alone_if_so_said():
    prison = a_prison()
    rule = a_rule(prison, kind="physical", ends=time(10, 20))
    a_rule(prison, kind="physical", starts=time(12), ends=time(12, 20))
    window = a_window(prison, seats=1)
    a_closure(prison, MONDAY, MONDAY + DAY, rule=rule, window=window)
    assert [slot.is_free for slot in free(prison, "physical")] == [False, True]


def test_a_place_must_be_fit_for_what_is_needed_and_there():
    prison = a_prison()
    a_rule(prison, ends=time(10, 20))
    usual, voice = a_terminal(prison), a_terminal(prison, suits=["voice", "wheelchair"])
    a_terminal(prison, removed_at=MONDAY)

    def fit(*needs):
        return free(prison, needs=frozenset(needs))[0].terminals

    assert fit() == (usual, voice)
    assert fit("video") == fit("legal") == (usual,)
    assert fit("voice") == (usual, voice)
    assert fit("wheelchair") == (voice,)
    assert fit("wheelchair", "video") == ()


def test_a_broken_window_has_no_seats():
    prison = a_prison()
    a_rule(prison, kind="physical")
    window = a_window(prison, broken_since=MONDAY)
    assert not free(prison, "physical")[0].is_free
    window.broken_since = None
    window.save()
    assert free(prison, "physical")[0].left == 2


def test_a_slot_whose_capacity_is_used_up_has_no_places():
    prison = a_prison()
    a_rule(prison, capacity=2)
    terminals = [a_terminal(prison) for _ in range(3)]
    for number, left in ((0, 1), (1, 0)):
        claim(holder=f"visit:{number}", prison=prison, starts_at=TEN, minutes=15,
              terminal=terminals[number])  # fmt: skip
        first, second, _third = free(prison)
        assert (first.left, first.most) == (left, left)
        assert second.left == 2
    assert not first.is_free


def test_capacities_of_two_openings_at_one_time_add_up():
    prison = a_prison()
    a_rule(prison, capacity=1)
    an_extra(prison, capacity=1)
    for _ in range(3):
        a_terminal(prison)
    assert free(prison)[0].left == 2
    an_extra(prison, who="women")
    assert free(prison)[0].left == 2
    assert free(prison, who=frozenset({"all", "women"}))[0].left == 3


def test_months_of_days_cost_six_queries_too(django_assert_num_queries):
    prison = a_prison()
    all_day_rules(prison)
    a_terminal(prison)
    for hours in range(5):
        a_closure(prison, MONDAY + hours * HOUR, MONDAY + (hours + 1) * HOUR)
    prison = type(prison).objects.select_related("state").get(pk=prison.pk)
    with django_assert_num_queries(6):
        found = free_slots(prison=prison, kind="video", start=MONDAY, end=MONDAY + 60 * DAY)
    assert len(found) == 60 * 72 - 15
    with django_assert_num_queries(3):
        slots(prison=prison, kind="video", start=MONDAY, end=MONDAY + 60 * DAY)
