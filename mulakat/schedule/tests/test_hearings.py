"""Courts take terminals as visits do."""

from datetime import timedelta

import pytest

from mulakat.audit.models import Event
from mulakat.schedule import hearings
from mulakat.schedule.models import Cell, Hearing
from mulakat.schedule.obstacles import CannotPlan
from mulakat.schedule.places import PlaceTaken, claim
from mulakat.schedule.tests.plans import HOUR, NOW, TEN, a_rule, an_admin, keys
from mulakat.schedule.timetable import free_slots
from tests.world import a_prison, a_terminal, an_inmate

pytestmark = pytest.mark.django_db


def book(terminal, **kw):
    values = {"court": "Sealdah Court", "starts_at": TEN, "minutes": 40, "now": NOW}
    return hearings.book(terminal=terminal, **{"by": an_admin(terminal.prison), **values, **kw})


def test_a_hearing_takes_the_terminal_and_the_inmate():
    prison = a_prison()
    a_rule(prison, capacity=1)
    terminal, other, inmate = a_terminal(prison), a_terminal(prison), an_inmate(prison)
    hearing = book(terminal, inmate=inmate)
    mine = Cell.objects.filter(holder=hearing.subject, terminal=terminal, inmate=inmate)
    assert mine.count() == 9
    free = free_slots(prison=prison, kind="video", start=TEN, end=TEN + HOUR, now=NOW)
    assert [slot.terminals for slot in free] == [(other,)] * 3  # the last by its turnover
    assert free[0].left == 1  # a hearing is no visit: it uses up no capacity
    with pytest.raises(PlaceTaken) as taken:
        claim(holder="visit:1", inmate=inmate, starts_at=TEN, minutes=15, terminal=other)
    assert taken.value.which == "inmate"
    assert Event.objects.get(subject=hearing.subject).name == "hearing.booked"


def test_who_is_in_the_way_is_named():
    prison = a_prison()
    terminal, inmate = a_terminal(prison), an_inmate(prison)
    claim(holder="visit:5", inmate=inmate, starts_at=TEN + timedelta(minutes=20), minutes=15,
          terminal=terminal)  # fmt: skip
    with pytest.raises(CannotPlan) as cannot:
        book(terminal)
    assert cannot.value.obstacles[0].key == "terminal_taken"
    assert cannot.value.obstacles[0].facts["holders"] == ["visit:5"]
    with pytest.raises(CannotPlan) as cannot:
        book(a_terminal(prison), inmate=inmate)
    assert cannot.value.obstacles[0].key == "inmate_busy"
    assert cannot.value.obstacles[0].facts["holders"] == ["visit:5"]
    assert not Hearing.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "reasons"),
    [
        ({"court": "  "}, ["no_court"]),
        ({"minutes": 0}, ["minutes_0"]),
        ({"minutes": 721}, ["minutes_0"]),
        ({"starts_at": NOW - HOUR}, ["time_is_past"]),
        ({"court": "", "minutes": 0, "starts_at": NOW - HOUR},
         ["no_court", "minutes_0", "time_is_past"]),
    ],
)  # fmt: skip
def test_each_fault_has_its_reason_and_all_come_at_once(wrong, reasons):
    with pytest.raises(CannotPlan) as cannot:
        book(a_terminal(a_prison()), **wrong)
    assert keys(cannot.value) == reasons
    assert not Cell.objects.exists()


def test_no_hearing_at_a_broken_terminal_or_of_one_who_is_not_there():
    prison = a_prison()
    broken = a_terminal(prison, broken_since=NOW, removed_at=NOW)
    with pytest.raises(CannotPlan) as cannot:
        book(broken, inmate=an_inmate(a_prison()))
    assert keys(cannot.value) == ["terminal_removed", "terminal_broken", "inmate_elsewhere"]
    with pytest.raises(CannotPlan) as cannot:
        book(a_terminal(prison), inmate=an_inmate(prison, left_at=NOW))
    assert keys(cannot.value) == ["inmate_left"]


def test_a_cancelled_hearing_gives_everything_back_once():
    prison = a_prison()
    hearing = book(a_terminal(prison))
    by = an_admin(prison)
    hearings.cancel(hearing=hearing, by=by, now=NOW)
    assert not Cell.objects.exists()
    with pytest.raises(CannotPlan) as cannot:
        hearings.cancel(hearing=hearing, by=by, now=NOW)
    assert keys(cannot.value) == ["already_cancelled"]
    late = book(hearing.terminal)
    with pytest.raises(CannotPlan) as cannot:
        hearings.cancel(hearing=late, by=by, now=TEN + HOUR)
    assert keys(cannot.value) == ["hearing_over"]
    assert Cell.objects.filter(holder=late.subject).exists()
