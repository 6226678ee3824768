"""A time kept while a form is filled: for minutes, for nobody by name, never longer."""

from datetime import timedelta

import pytest

from mulakat.audit.models import Event
from mulakat.schedule import holding
from mulakat.schedule.models import Cell, Hold
from mulakat.schedule.obstacles import CannotPlan
from mulakat.schedule.places import claim, hand_over
from mulakat.schedule.tests.plans import HOUR, NOW, TEN, a_closure, a_rule, keys
from mulakat.schedule.timetable import free_slots
from tests.world import a_prison, a_terminal, a_window, an_inmate

pytestmark = pytest.mark.django_db


def hold(prison, *, kind="video", starts_at=TEN, now=NOW, **kw):
    return holding.hold(prison=prison, kind=kind, starts_at=starts_at, now=now, **kw)


def test_a_hold_keeps_a_place_for_the_minutes_of_the_policy_and_names_nobody():
    prison = a_prison(overrides={"hold_minutes": 7})
    a_rule(prison)
    terminal = a_terminal(prison)
    kept = hold(prison)
    assert kept.expires_at - NOW == timedelta(minutes=7)
    assert (kept.terminal, kept.minutes) == (terminal, 15)
    assert Cell.objects.filter(holder=kept.subject, inmate=None).count() == 4
    event = Event.objects.get()
    assert (event.name, event.subject, event.data) == (
        "hold.made", kept.subject, {"prison": prison.pk}
    )  # fmt: skip


def test_at_the_jail_a_seat_is_kept():
    prison = a_prison()
    a_rule(prison, kind="physical")
    window = a_window(prison, seats=2)
    for _ in range(2):
        assert hold(prison, kind="physical").window == window
    assert set(Cell.objects.values_list("seat", flat=True)) == {1, 2}
    with pytest.raises(CannotPlan) as full:
        hold(prison, kind="physical")
    assert keys(full.value) == ["slot_full"]
    assert Hold.objects.count() == 2


@pytest.mark.parametrize(
    ("starts_at", "reason"),
    [
        (TEN + timedelta(minutes=5), "no_slot"),
        (TEN + timedelta(minutes=20), "no_slot"),  # it is closed then
        (NOW, "slot_past"),
        (TEN + timedelta(minutes=40), "slot_full"),  # its capacity is used up
    ],
)
def test_a_time_that_cannot_be_kept_is_refused_with_its_reason(starts_at, reason):
    prison = a_prison()
    a_rule(prison, capacity=1)
    a_closure(prison, TEN + timedelta(minutes=20), TEN + timedelta(minutes=30))
    one, _two = a_terminal(prison), a_terminal(prison)
    claim(holder="visit:1", prison=prison, starts_at=TEN + timedelta(minutes=40), minutes=15,
          terminal=one)  # fmt: skip
    with pytest.raises(CannotPlan) as cannot:
        hold(prison, starts_at=starts_at)
    assert keys(cannot.value) == [reason]
    assert not Hold.objects.exists()


def test_an_expired_hold_is_free_before_any_sweep():
    prison = a_prison()
    a_rule(prison, capacity=1)
    terminal = a_terminal(prison)
    kept = hold(prison)

    def free(now):
        found = free_slots(prison=prison, kind="video", start=TEN, end=TEN + HOUR, now=now)
        return found[0].left

    almost = kept.expires_at - timedelta(seconds=1)
    assert (free(almost), free(kept.expires_at)) == (0, 1)
    with pytest.raises(CannotPlan):
        hold(prison, now=almost)
    again = hold(prison, now=kept.expires_at)
    assert again.terminal == terminal
    assert list(Hold.objects.all()) == [again]
    assert Cell.objects.count() == 4


def test_a_claim_clears_what_has_expired_though_it_stands_elsewhere_in_the_slot():
    """The capacity is used up by an expired hold on another terminal."""
    prison = a_prison()
    a_rule(prison, capacity=1)
    a_terminal(prison)
    other = a_terminal(prison)
    hold(prison)
    claim(holder="visit:1", prison=prison, starts_at=TEN, minutes=15, terminal=other,
          now=NOW + HOUR)  # fmt: skip
    assert set(Cell.objects.values_list("holder", flat=True)) == {"visit:1"}


def test_what_is_let_go_is_free_at_once_and_what_was_handed_over_stays():
    prison = a_prison()
    a_rule(prison)
    a_terminal(prison)
    first = hold(prison)
    holding.let_go(first)
    assert not Cell.objects.exists()
    second = hold(prison)
    hand_over(old=second.subject, new="visit:5", inmate=an_inmate(prison))
    assert not Hold.objects.exists()
    holding.let_go(second)
    assert Cell.objects.filter(holder="visit:5").count() == 4


def test_the_sweep_forgets_what_has_expired_and_nothing_else():
    prison = a_prison()
    a_rule(prison)
    a_terminal(prison)
    a_terminal(prison)
    old = hold(prison)
    young = hold(prison, starts_at=TEN + timedelta(minutes=20), now=NOW + timedelta(minutes=5))
    assert holding.forget_holds(now=old.expires_at) == 1
    assert list(Hold.objects.all()) == [young]
    assert set(Cell.objects.values_list("holder", flat=True)) == {young.subject}
    assert holding.forget_holds(now=old.expires_at) == 0


def test_the_hold_of_another_prison_is_its_own():
    prison, other = a_prison(), a_prison()
    for one in (prison, other):
        a_rule(one)
        a_terminal(one)
        hold(one)
    with pytest.raises(CannotPlan):
        hold(prison)


def test_half_of_a_days_free_places_are_never_kept_without_proof():
    prison = a_prison()
    a_rule(prison)
    for _ in range(2):
        a_terminal(prison)
    day = free_slots(prison=prison, kind="video", start=TEN, end=TEN + HOUR, now=NOW)
    places = [slot.starts_at for slot in day for _ in slot.terminals]
    refused = []
    for starts_at in places:
        try:
            hold(prison, starts_at=starts_at)
        except CannotPlan as cannot:
            refused += keys(cannot)
    assert Hold.objects.count() == len(places) // 2 > 0
    assert refused == ["holds_full"] * (len(places) - len(places) // 2)
    for starts_at in places[len(places) // 2 :]:
        hold(prison, starts_at=starts_at, is_proven=True)


def test_a_share_that_is_used_up_is_free_again_when_the_holds_have_expired():
    prison = a_prison()
    a_rule(prison, capacity=1)
    a_terminal(prison)
    hold(prison)
    with pytest.raises(CannotPlan) as full:
        hold(prison, starts_at=TEN + timedelta(minutes=20))
    assert keys(full.value) == ["holds_full"]
    hold(prison, starts_at=TEN + timedelta(minutes=20), now=NOW + timedelta(minutes=10))


def test_who_chooses_another_time_needs_no_second_part_of_the_share():
    prison = a_prison()
    a_rule(prison, capacity=1)
    a_terminal(prison)
    first = hold(prison)
    second = hold(prison, starts_at=TEN + timedelta(minutes=20), apart_from=first)
    assert set(Hold.objects.all()) == {first, second}
