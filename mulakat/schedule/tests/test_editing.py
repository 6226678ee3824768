"""Rules begin, change from a day on and end; what was offered on past days stays readable."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from mulakat.audit.models import Event
from mulakat.schedule import editing
from mulakat.schedule.models import Cell, SlotRule
from mulakat.schedule.obstacles import CannotPlan
from mulakat.schedule.places import SlotFull, claim, release
from mulakat.schedule.tests.plans import (
    DAY,
    MONDAY,
    NOW,
    TEN,
    WEEK,
    a_draft,
    a_rule,
    an_admin,
    an_extra_draft,
    keys,
)
from mulakat.schedule.timetable import free_slots, slots
from tests.world import a_prison, a_terminal

pytestmark = pytest.mark.django_db
SUNDAY = MONDAY - DAY  # today


def hours(prison, start=TEN - DAY, days=22):
    """Day and wall hour of each slot."""
    found = slots(prison=prison, kind="video", start=start, end=start + days * DAY)
    walls = [slot.starts_at.astimezone(prison.zone) for slot in found]
    return [(wall.date(), wall.hour) for wall in walls]


def short(prison, **kw):
    """A rule with one slot."""
    starts = kw.pop("starts", time(10))
    return a_draft(prison, starts=starts, ends=time(starts.hour, 20), **kw)


def test_a_new_rule_counts_from_today_unless_it_says_when():
    prison = a_prison()
    by = an_admin(prison)
    rule = editing.add_rule(rule=short(prison), by=by, now=NOW)
    assert rule.valid_from == SUNDAY
    assert hours(prison, TEN - 2 * WEEK, 20) == [(MONDAY, 10)]
    event = Event.objects.get(subject=f"rule:{rule.pk}")
    assert (event.name, event.actor) == ("rule.added", by.actor)
    assert event.data["after"]["starts"] == "10:00:00"
    assert event.data["after"]["valid_from"] == "2026-11-22"


def test_a_wrong_rule_is_not_written_and_all_reasons_are_told():
    prison = a_prison()
    wrong = a_draft(prison, ends=time(9), capacity=0)
    with pytest.raises(CannotPlan) as cannot:
        editing.add_rule(rule=wrong, by=an_admin(prison), now=NOW)
    assert keys(cannot.value) == ["capacity_0", "end_before_start"]
    assert not SlotRule.objects.exists()
    assert not Event.objects.exists()


def test_rules_of_other_prisons_and_kinds_are_not_in_the_way():
    prison = a_prison()
    a_rule(a_prison())
    a_rule(prison, kind="physical")
    editing.add_rule(rule=a_draft(prison), by=an_admin(prison), now=NOW)
    with pytest.raises(CannotPlan) as cannot:
        editing.add_rule(rule=a_draft(prison), by=an_admin(prison), now=NOW)
    assert keys(cannot.value) == ["overlaps"]


def test_a_rule_that_counted_ends_and_another_begins():
    prison = a_prison()
    old = a_rule(prison, ends=time(10, 20), valid_from=MONDAY - 3 * WEEK)
    by = an_admin(prison)
    new = editing.change_rule(
        rule=old, draft=short(prison, starts=time(14)), from_day=MONDAY + WEEK, by=by, now=NOW
    )
    old.refresh_from_db()
    assert (old.valid_to, new.valid_from) == (MONDAY + 6 * DAY, MONDAY + WEEK)
    assert new.pk != old.pk
    assert hours(prison) == [(MONDAY, 10), (MONDAY + WEEK, 14), (MONDAY + 2 * WEEK, 14)]
    event = Event.objects.get(subject=f"rule:{new.pk}")
    assert event.data["instead_of"] == old.pk
    assert event.data["before"]["starts"] == "10:00:00"
    assert event.data["after"]["starts"] == "14:00:00"


def test_a_rule_that_never_counted_is_changed_in_place():
    prison = a_prison()
    rule = a_rule(prison, valid_from=MONDAY + WEEK)
    changed = editing.change_rule(
        rule=rule, draft=short(prison, starts=time(14)), from_day=MONDAY, by=an_admin(prison),
        now=NOW,
    )  # fmt: skip
    assert changed.pk == rule.pk
    assert SlotRule.objects.count() == 1
    assert hours(prison)[0] == (MONDAY, 14)


def test_a_rule_to_come_keeps_its_first_weeks_if_it_changes_later():
    prison = a_prison()
    rule = a_rule(prison, valid_from=MONDAY, ends=time(10, 20))
    editing.change_rule(
        rule=rule, draft=short(prison, starts=time(14)), from_day=MONDAY + WEEK,
        by=an_admin(prison), now=NOW,
    )  # fmt: skip
    assert hours(prison) == [(MONDAY, 10), (MONDAY + WEEK, 14), (MONDAY + 2 * WEEK, 14)]


@pytest.mark.parametrize("from_day", [SUNDAY, SUNDAY - DAY])
def test_today_and_days_that_are_past_are_not_changed(from_day):
    prison = a_prison()
    rule = a_rule(prison)
    with pytest.raises(CannotPlan) as cannot:
        editing.change_rule(
            rule=rule, draft=a_draft(prison, capacity=0), from_day=from_day, by=an_admin(prison),
            now=NOW,
        )  # fmt: skip
    assert sorted(keys(cannot.value)) == ["capacity_0", "day_is_past"]
    rule.refresh_from_db()
    assert rule.valid_to is None


def test_a_changed_rule_may_not_overlap_others():
    prison = a_prison()
    rule, other = a_rule(prison), a_rule(prison, starts=time(14), ends=time(15))
    with pytest.raises(CannotPlan) as cannot:
        editing.change_rule(
            rule=rule, draft=short(prison, starts=time(14)), from_day=MONDAY, by=an_admin(prison),
            now=NOW,
        )  # fmt: skip
    assert [(o.key, o.facts["rule"]) for o in cannot.value.obstacles] == [("overlaps", other.pk)]


def test_an_ended_rule_counts_for_the_last_time_on_its_last_day():
    prison = a_prison()
    rule = a_rule(prison, ends=time(10, 20))
    by = an_admin(prison)
    editing.end_rule(rule=rule, last_day=MONDAY, by=by, now=NOW)
    assert hours(prison) == [(MONDAY, 10)]
    with pytest.raises(CannotPlan) as cannot:
        editing.end_rule(rule=rule, last_day=SUNDAY - DAY, by=by, now=NOW)
    assert keys(cannot.value) == ["day_is_past"]
    with pytest.raises(CannotPlan) as cannot:
        editing.end_rule(rule=rule, last_day=MONDAY + WEEK, by=by, now=NOW + 2 * DAY)
    assert keys(cannot.value) == ["rule_is_over"]
    assert Event.objects.filter(name="rule.ended").count() == 1


def test_an_extra_time_is_added_and_removed_and_both_are_told():
    prison = a_prison()
    by = an_admin(prison)
    extra = editing.add_extra(extra=an_extra_draft(prison, ends=time(10, 20)), by=by, now=NOW)
    assert hours(prison) == [(MONDAY, 10)]
    assert (extra.made_by, extra.made_at) == (by.actor, NOW)
    with pytest.raises(CannotPlan) as cannot:
        editing.add_rule(rule=a_draft(prison), by=by, now=NOW)
    assert keys(cannot.value) == ["overlaps"]
    editing.remove_extra(extra=extra, by=by, now=NOW)
    assert hours(prison) == []
    with pytest.raises(CannotPlan) as cannot:
        editing.remove_extra(extra=extra, by=by, now=NOW + 2 * DAY)
    assert keys(cannot.value) == ["already_removed", "day_is_past"]
    names = Event.objects.filter(subject=f"extra:{extra.pk}").values_list("name", flat=True)
    assert list(names) == ["extra.added", "extra.removed"]


def book(prison, number, at=TEN):
    claim(holder=f"visit:{number}", prison=prison, starts_at=at, minutes=15,
          terminal=a_terminal(prison))  # fmt: skip


def left(prison, at=TEN):
    found = free_slots(prison=prison, kind="video", start=at, end=at + timedelta(minutes=1))
    return found[0].left


def test_visits_booked_before_count_in_a_capacity_that_comes_later():
    prison = a_prison()
    rule = a_rule(prison)
    later = TEN + WEEK
    for number in range(3):
        book(prison, number, later)
    a_terminal(prison)
    editing.change_rule(
        rule=rule, draft=a_draft(prison, capacity=2), from_day=MONDAY + DAY, by=an_admin(prison),
        now=NOW,
    )  # fmt: skip
    assert left(prison, later) == 0
    release("visit:0")
    assert left(prison, later) == 0  # two are there, as many as may be
    with pytest.raises(SlotFull):
        book(prison, 4, later)
    release("visit:1")
    book(prison, 5, later)
    with pytest.raises(SlotFull):
        book(prison, 6, later)


def test_a_capacity_that_is_lifted_or_raised_counts_anew():
    prison = a_prison()
    by = an_admin(prison)
    rule = a_rule(prison, capacity=1)
    later = TEN + WEEK
    book(prison, 1, later)
    a_terminal(prison)
    change: dict[str, Any] = {"from_day": MONDAY + DAY, "by": by, "now": NOW}
    more = editing.change_rule(rule=rule, draft=a_draft(prison, capacity=2), **change)
    assert left(prison, later) == 1
    assert Cell.objects.get(lane=1).pool == f"rule:{more.pk}"
    free = editing.change_rule(rule=more, draft=a_draft(prison), **change)
    assert free.pk == more.pk  # it never counted
    assert not Cell.objects.exclude(lane=None).exists()


def test_reasons_are_asked_for_while_the_form_is_filled():
    prison = a_prison()
    rule = a_rule(prison)
    draft = a_draft(prison, valid_from=date(2026, 12, 7))
    assert [o.key for o in editing.reasons(draft, now=NOW)] == ["overlaps"]
    assert editing.reasons(draft, now=NOW, instead_of=rule) == []
