"""Changing rules: checked all at once, kept whole, brought back, and read for any day."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.prisons.changing import (
    CannotRule,
    change_rules,
    differences,
    history,
    policy_at,
    rules_at,
    undo_change,
)
from mulakat.prisons.models import Prison, RulesChange, State
from tests.world import a_prison, a_state

pytestmark = pytest.mark.django_db
NOW = clock.now()
HOUR = timedelta(hours=1)


def a_bare_prison(**kw):
    return a_prison(**{"overrides": {}, **kw})


def change(of, now=NOW, **set_to):
    return change_rules(of=of, by="staff:1", set_to=set_to, now=now)


def again(of):
    return type(of).objects.get(pk=of.pk)


def faults(of, **kw):
    had, before = RulesChange.objects.count(), again(of).overrides
    with pytest.raises(CannotRule) as caught:
        change_rules(of=of, by="staff:1", now=NOW, **kw)
    assert (RulesChange.objects.count(), again(of).overrides) == (had, before)
    return [(fault.key, fault.code) for fault in caught.value.faults]


def test_a_change_is_in_force_kept_whole_and_in_the_history():
    prison = a_bare_prison(overrides={"wishes": 2})
    made = change(prison, visit_minutes=20, quotas=(("*", 2, "week"),))
    assert again(prison).policy.visit_minutes == 20
    assert made.before == {"overrides": {"wishes": 2}}
    assert made.after["overrides"] == {
        "wishes": 2, "visit_minutes": 20, "quotas": [["*", 2, "week"]],
    }  # fmt: skip
    event = Event.objects.get(name="rules.changed")
    assert (event.actor, event.subject) == ("staff:1", f"prison:{prison.pk}")
    assert event.data["keys"] == ["quotas", "visit_minutes"]


def test_a_key_is_given_back_to_the_state():
    prison = a_bare_prison(overrides={"wishes": 2})
    change_rules(of=prison, by="staff:1", drop=frozenset({"wishes"}), now=NOW)
    assert again(prison).overrides == {}
    assert again(prison).policy.wishes == 3


def test_what_changes_nothing_leaves_no_trace():
    prison = a_bare_prison(overrides={"wishes": 2})
    assert change(prison, wishes=2) is None
    assert not RulesChange.objects.exists()


def test_everything_wrong_is_said_at_once():
    found = faults(
        a_bare_prison(),
        set_to={
            "quotas": [["*", 0, "week"]],
            "wishes": -1,
            "visit_minutes": "ten",
            "approval_channels": [],
            "visit_hours": 3,
        },
    )
    assert found == [
        ("approval_channels", "empty"),
        ("quotas", "quota_range"),
        ("visit_hours", "unknown"),
        ("visit_minutes", "not_whole"),
        ("wishes", "range"),
    ]


@pytest.mark.parametrize(
    ("set_to", "found"),
    [
        ({"quotas": [["*", 8, "week"]]}, [("quotas", "quota_range")]),
        ({"quotas": [["*", 1, "week"], ["*", 2, "week"]]}, [("quotas", "quota_twice")]),
        ({"notice_hours": 72, "horizon_days": 3}, [("notice_hours", "beyond_horizon")]),
        ({"persons_max": 2}, [("children_max", "beyond_persons")]),
        ({"quotas_physical": [["*", 1, "week"]]}, [("quotas_physical", "shared")]),
        ({"relations_allowed": ["spouse"]}, [("relations_allowed", "no_lawyer")]),
        ({"known_confirmed_at_once": True}, [("known_confirmed_at_once", "only_with_hold")]),
        ({"pin_delivery": "join"}, [("pin_delivery", "never_asked")]),
        (
            {"pin_delivery": "approval", "approval_channels": ["sms"], "join_layout": "steps"},
            [("pin_delivery", "only_by_email"), ("booking_email", "needed_for_pin")],
        ),
    ],
)
def test_rules_that_contradict_each_other_are_refused(set_to, found):
    assert faults(a_bare_prison(), set_to=set_to) == found


def test_an_old_contradiction_stops_no_other_change():
    prison = a_bare_prison(overrides={"persons_max": 1})
    assert change(prison, wishes=2) is not None


def test_a_state_changes_its_preset_and_its_prisons_follow():
    state = a_state("open")
    prison = a_bare_prison(state=state)
    change_rules(of=state, by="staff:1", preset="kerala", now=NOW)
    assert again(prison).policy.visit_minutes == 5
    assert faults(again(state), preset="atlantis") == [("preset", "unknown")]


def test_a_state_may_not_rule_what_contradicts_one_of_its_prisons():
    prison = a_bare_prison(overrides={"notice_hours": 100})
    assert faults(prison.state, set_to={"horizon_days": 3}) == [("notice_hours", "beyond_horizon")]


def test_undo_brings_back_the_keys_of_its_change_alone():
    prison = a_bare_prison(overrides={"wishes": 2})
    made = change(prison, wishes=1, visit_minutes=20)
    change(prison, now=NOW + HOUR, notice_hours=5)
    back = undo_change(change=made, by="staff:2", now=NOW + 2 * HOUR)
    assert again(prison).overrides == {"wishes": 2, "notice_hours": 5}
    assert back and back.undoes == made
    assert differences(back) == {"wishes": (1, 2), "visit_minutes": (20, None)}


def test_undo_is_refused_when_a_later_change_touched_the_same_key():
    prison = a_bare_prison()
    made = change(prison, wishes=1, visit_minutes=20)
    change(prison, now=NOW + HOUR, wishes=2)
    with pytest.raises(CannotRule) as caught:
        undo_change(change=made, by="staff:1", now=NOW + 2 * HOUR)
    assert [(f.key, f.code) for f in caught.value.faults] == [("wishes", "changed_since")]
    assert again(prison).policy.wishes == 2


def test_a_change_is_undone_once_and_the_undo_can_be_undone():
    prison = a_bare_prison()
    made = change(prison, wishes=1)
    back = undo_change(change=made, by="staff:1", now=NOW + HOUR)
    assert back
    with pytest.raises(CannotRule):
        undo_change(change=made, by="staff:1", now=NOW + 2 * HOUR)
    undo_change(change=back, by="staff:1", now=NOW + 3 * HOUR)
    assert again(prison).policy.wishes == 1


def test_a_preset_is_undone_too():
    state = a_state("open")
    made = change_rules(of=state, by="staff:1", preset="kerala", now=NOW)
    assert made
    undo_change(change=made, by="staff:1", now=NOW + HOUR)
    assert again(state).preset == "open"


def test_every_day_is_judged_by_its_own_rules_of_state_and_prison():
    prison = a_bare_prison()
    change(prison.state, now=NOW, wishes=1)
    change(prison, now=NOW + HOUR, wishes=2)
    change(again(prison), now=NOW + 2 * HOUR, wishes=4)
    change(again(prison.state), now=NOW + 3 * HOUR, visit_minutes=20)
    now = again(prison)
    days = [NOW - HOUR, NOW, NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR]
    found = [policy_at(now, day) for day in days]
    assert [rules.wishes for rules in found] == [3, 1, 2, 4, 4]
    assert [rules.visit_minutes for rules in found] == [15, 15, 15, 15, 20]


def test_reading_the_rules_of_a_day_costs_one_query_or_none():
    prison = a_bare_prison()
    change(prison, wishes=1)
    now = Prison.objects.select_related("state").get(pk=prison.pk)
    with CaptureQueriesContext(connection) as queries:
        policy_at(now, NOW)
    assert len(queries) == 0
    with CaptureQueriesContext(connection) as queries:
        policy_at(now, NOW - HOUR)
    assert len(queries) == 1


def test_each_key_names_who_rules_it():
    prison = a_bare_prison(state=a_state(overrides={"wishes": 2}), overrides={"notice_hours": 5})
    rules = rules_at(prison, NOW)
    assert [rules.source(key) for key in ("notice_hours", "wishes", "horizon_days")] == [
        "prison", "state", "preset",
    ]  # fmt: skip


def test_the_log_of_a_prison_holds_its_states_changes_too_latest_first():
    prison, other = a_bare_prison(), a_bare_prison()
    first = change(prison.state, wishes=1)
    second = change(prison, now=NOW + HOUR, wishes=2)
    change(other, now=NOW + HOUR, wishes=2)
    assert list(history(prison)) == [second, first]
    assert list(history(State.objects.get(pk=prison.state_id))) == [first]
