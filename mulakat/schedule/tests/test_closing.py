"""Closing and opening again: of a state, a prison, a kind, a rule, a place."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mulakat.audit.models import Event
from mulakat.schedule import closing
from mulakat.schedule.models import Closure
from mulakat.schedule.obstacles import CannotPlan
from mulakat.schedule.tests.plans import (
    DAY,
    HOUR,
    NOW,
    TEN,
    a_closure,
    a_rule,
    an_admin,
    an_extra,
    keys,
)
from mulakat.schedule.timetable import slots
from tests.world import a_prison, a_state, a_terminal, a_window

pytestmark = pytest.mark.django_db


def close(prison, **kw):
    values = {"starts_at": TEN, "ends_at": TEN + HOUR, "cause": "holiday", "now": NOW}
    return closing.close(prison=prison, **{"by": an_admin(prison), **values, **kw})


def test_a_closure_is_made_and_told_in_the_history():
    prison = a_prison()
    by = an_admin(prison)
    closure = close(prison, by=by, kind="video", public_text={"en": "Durga Puja"})
    assert (closure.state, closure.made_by) == (prison.state, by.actor)
    assert closure.public_text == {"en": "Durga Puja"}
    event = Event.objects.get(subject=f"closure:{closure.pk}")
    assert (event.name, event.actor, event.data["prison"]) == ("closure.made", by.actor, prison.pk)
    assert event.data["ends_at"] == (TEN + HOUR).isoformat()


@pytest.mark.parametrize(
    ("wrong", "reasons"),
    [
        ({"ends_at": TEN}, ["end_before_start"]),
        ({"ends_at": TEN - HOUR}, ["end_before_start"]),
        ({"starts_at": NOW - HOUR, "ends_at": NOW}, ["day_is_past"]),
        ({"cause": "because"}, ["no_cause"]),
        ({"kind": "letter", "cause": ""}, ["no_cause", "no_kind"]),
    ],
)
def test_each_fault_has_its_reason_and_all_come_at_once(wrong, reasons):
    with pytest.raises(CannotPlan) as cannot:
        close(a_prison(), **wrong)
    assert keys(cannot.value) == reasons
    assert not Closure.objects.exists()


def test_a_place_of_another_prison_is_refused():
    prison, other = a_prison(), a_prison()
    foreign = {"terminal": a_terminal(other), "rule": a_rule(other), "window": a_window(prison)}
    with pytest.raises(CannotPlan) as cannot:
        close(prison, **foreign)
    assert keys(cannot.value) == ["not_of_this_prison", "two_places"]


def test_what_is_past_of_a_closure_stays_as_it_was():
    closure = close(a_prison(), starts_at=NOW - 3 * HOUR)
    assert closure.starts_at == NOW


def test_stop_today_ends_at_midnight_in_india():
    prison = a_prison()
    closure = closing.stop_today(prison=prison, by=an_admin(prison), now=NOW, cause="emergency")
    assert (closure.starts_at, closure.ends_at) == (NOW, NOW.replace(hour=18, minute=30))
    late = NOW.replace(hour=18, minute=31)  # a minute past midnight there: the next day
    again = closing.stop_today(prison=prison, by=an_admin(prison), now=late, cause="power")
    assert again.ends_at == NOW.replace(hour=18, minute=30) + DAY


def test_a_whole_state_stops_and_no_other():
    state = a_state()
    prisons, foreign = [a_prison(state), a_prison(state)], a_prison()
    for prison in (*prisons, foreign):
        a_rule(prison, weekday=6, starts=NOW.time().replace(hour=20))
        a_rule(prison, weekday=6, starts=NOW.time().replace(hour=12))
    closing.stop_today(state=state, by=an_admin(prisons[0]), now=NOW, cause="network")
    for prison in prisons:
        assert closing.covering(
            prison=prison, kind="video", starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR
        )
    assert not closing.covering(
        prison=foreign, kind="video", starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR
    )


def test_a_lifted_closure_stops_nothing_and_is_lifted_once():
    prison = a_prison()
    closure = close(prison)
    by = an_admin(prison)
    lifted = closing.lift(closure=closure, by=by, now=NOW)
    assert (lifted.lifted_by, lifted.lifted_at) == (by.actor, NOW)
    assert not closing.covering(prison=prison, kind="video", starts_at=TEN, ends_at=TEN + HOUR)
    with pytest.raises(CannotPlan) as cannot:
        closing.lift(closure=closure, by=by, now=NOW)
    assert keys(cannot.value) == ["already_lifted"]
    names = Event.objects.filter(subject=f"closure:{closure.pk}").values_list("name", flat=True)
    assert list(names) == ["closure.made", "closure.lifted"]


def test_a_closure_that_is_over_cannot_be_lifted():
    prison = a_prison()
    closure = close(prison)
    with pytest.raises(CannotPlan) as cannot:
        closing.lift(closure=closure, by=an_admin(prison), now=closure.ends_at)
    assert keys(cannot.value) == ["closure_over"]


def covering(prison, start=TEN, minutes=15, kind="video", **kw):
    return closing.covering(
        prison=prison, kind=kind, starts_at=start, ends_at=start + timedelta(minutes=minutes), **kw
    )


def test_a_closure_covers_what_it_touches_by_a_minute_and_not_what_it_meets():
    prison = a_prison()
    closure = a_closure(prison, TEN + timedelta(minutes=14), TEN + HOUR)
    assert covering(prison) == [closure]
    assert covering(prison, TEN - timedelta(minutes=1)) == []
    assert covering(prison, TEN + HOUR) == []
    assert covering(prison, kind="physical") == [closure]


def test_a_closed_terminal_covers_the_visits_there_alone():
    prison = a_prison()
    one, two, window = a_terminal(prison), a_terminal(prison), a_window(prison)
    closure = a_closure(prison, TEN, TEN + HOUR, terminal=one)
    assert covering(prison, terminal=one) == [closure]
    assert covering(prison, terminal=two) == covering(prison) == []
    assert covering(prison, kind="physical", window=window) == []


def test_a_closed_rule_covers_its_own_times_unless_another_gives_them():
    prison = a_prison()
    rule = a_rule(prison)
    closure = a_closure(prison, TEN, TEN + HOUR, rule=rule)
    assert covering(prison) == [closure]
    assert covering(prison, TEN + timedelta(minutes=5)) == []  # no time of the rule
    extra = an_extra(prison)
    assert covering(prison) == []
    extra.removed_at = NOW
    extra.save()
    assert covering(prison) == [closure]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(-12, 24), st.integers(1, 24), st.sampled_from(["", "video", "physical"])
        ),
        max_size=4,
    )
)
def test_a_slot_is_missing_exactly_when_something_covers_it(closed):
    prison = a_prison()
    a_rule(prison, minutes=10, gap=0, ends=NOW.time().replace(hour=12))
    of_prison: dict[str, Any] = {"prison": prison, "kind": "video", "start": TEN, "end": TEN + DAY}
    every = slots(**of_prison)
    for start, length, kind in closed:
        begin = TEN + timedelta(minutes=5 * start)
        a_closure(prison, begin, begin + timedelta(minutes=5 * length), kind=kind)
    left = slots(**of_prison)
    assert len(every) == 12
    assert left == [s for s in every if not covering(prison, s.starts_at, s.minutes)]
