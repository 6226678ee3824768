"""Terminals and windows: numbers, fitness, out of order, taken away."""

import pytest

from mulakat.audit.models import Event
from mulakat.prisons.models import Terminal
from mulakat.schedule import furnishing, hearings
from mulakat.schedule.obstacles import CannotPlan
from mulakat.schedule.places import claim, release
from mulakat.schedule.tests.plans import HOUR, NOW, TEN, an_admin, keys
from tests.world import a_prison, a_terminal, a_window

pytestmark = pytest.mark.django_db


def test_a_terminal_is_added_with_what_it_is_fit_for():
    prison = a_prison()
    by = an_admin(prison)
    terminal = furnishing.add_terminal(
        prison=prison, number=3, place="Computer section", suits=["voice", "video", "voice"], by=by
    )
    assert terminal.suits == ["video", "voice"]
    event = Event.objects.get()
    assert (event.name, event.subject) == ("terminal.added", f"terminal:{terminal.pk}")
    assert event.data["number"] == 3


@pytest.mark.parametrize(
    ("wrong", "reasons"),
    [
        ({"number": 3}, ["number_used"]),
        ({"number": 0}, ["number_0"]),
        ({"suits": ["telepathy"]}, ["unknown_suits"]),
        ({"seats": 0}, ["no_seats"]),
        ({"seats": 1000}, ["too_many_seats"]),
        ({"number": 3, "seats": 0, "suits": ["video"]},
         ["number_used", "unknown_suits", "no_seats"]),
    ],
)  # fmt: skip
def test_each_fault_has_its_reason_and_all_come_at_once(wrong, reasons):
    prison = a_prison()
    a_window(prison, number=3)
    values = {"number": 4, "seats": 2, **wrong}
    with pytest.raises(CannotPlan) as cannot:
        furnishing.add_window(prison=prison, by=an_admin(prison), **values)
    assert keys(cannot.value) == reasons


def test_the_number_of_a_removed_terminal_stays_its_own():
    prison = a_prison()
    a_terminal(prison, number=3, removed_at=NOW)
    a_terminal(a_prison(), number=4)
    with pytest.raises(CannotPlan) as cannot:
        furnishing.add_terminal(prison=prison, number=3, by=an_admin(prison))
    assert cannot.value.obstacles[0].facts == {"number": 3, "is_removed": True}
    furnishing.add_terminal(prison=prison, number=4, by=an_admin(prison))


def test_a_window_keeps_the_seats_that_are_booked():
    prison = a_prison()
    window = a_window(prison, seats=4, number=1)
    claim(holder="visit:1", prison=prison, starts_at=TEN, minutes=15, window=window, seat=3)
    by = an_admin(prison)
    with pytest.raises(CannotPlan) as cannot:
        furnishing.change(place=window, number=2, seats=2, by=by, now=NOW)
    assert [(o.key, o.facts) for o in cannot.value.obstacles] == [("seats_booked", {"seats": 3})]
    window.refresh_from_db()
    assert (window.number, window.seats) == (1, 4)
    furnishing.change(place=window, number=2, seats=3, by=by, now=NOW)
    furnishing.change(place=window, number=2, seats=1, by=by, now=TEN + HOUR)  # it is past
    window.refresh_from_db()
    assert (window.number, window.seats) == (2, 1)
    assert Event.objects.filter(name="window.changed").count() == 2


def test_a_terminal_breaks_once_and_is_mended():
    prison = a_prison()
    terminal, by = a_terminal(prison), an_admin(prison)
    furnishing.mark_broken(place=terminal, by=by, now=NOW)
    furnishing.mark_broken(place=terminal, by=by, now=NOW + HOUR)
    terminal.refresh_from_db()
    assert terminal.broken_since == NOW
    furnishing.mark_repaired(place=terminal, by=by, now=NOW + HOUR)
    furnishing.mark_repaired(place=terminal, by=by, now=NOW + HOUR)
    terminal.refresh_from_db()
    assert terminal.broken_since is None
    names = Event.objects.values_list("name", flat=True)
    assert list(names) == ["terminal.broken", "terminal.repaired"]


def test_a_terminal_is_taken_away_when_nobody_holds_it_any_more():
    prison = a_prison()
    terminal, by = a_terminal(prison), an_admin(prison)
    claim(holder="visit:4", prison=prison, terminal=terminal, starts_at=TEN, minutes=15)
    hearings.book(terminal=terminal, court="Sealdah", starts_at=TEN + HOUR, minutes=30, by=by,
                  now=NOW)  # fmt: skip
    assert furnishing.booked(terminal, NOW)[0] == "visit:4"
    assert len(furnishing.booked(terminal, NOW)) == 2
    with pytest.raises(CannotPlan) as cannot:
        furnishing.remove(place=terminal, by=by, now=NOW)
    assert (cannot.value.obstacles[0].key, cannot.value.obstacles[0].facts["n"]) == (
        "still_booked", 2
    )  # fmt: skip
    assert Terminal.objects.get(pk=terminal.pk).removed_at is None
    for holder in furnishing.booked(terminal, NOW):
        release(holder)
    furnishing.remove(place=terminal, by=by, now=NOW)
    assert Terminal.objects.get(pk=terminal.pk).removed_at == NOW
    assert Event.objects.filter(name="terminal.removed").count() == 1
