"""Many at the same moment: places, capacities, holds that end, a time that is being closed."""

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial

import pytest
from django.db import transaction

from mulakat import clock
from mulakat.schedule import closing, furnishing, hearings, holding
from mulakat.schedule.models import Cell, Closure, Hold
from mulakat.schedule.places import claim, hand_over, move, release
from mulakat.schedule.tests.crowd import all_at_once
from mulakat.schedule.tests.plans import HOUR, NOW, TEN, a_rule, an_admin
from mulakat.schedule.turns import take_turn
from tests.world import a_prison, a_terminal, a_window, all_day_rules, an_inmate

pytestmark = pytest.mark.django_db(transaction=True)


def claiming(number: int, **kw: object) -> Callable[[], object]:
    values = {"holder": f"visit:{number}", "starts_at": TEN, "minutes": 15, **kw}
    return partial(claim, **values)  # type: ignore[arg-type]


def holders() -> set[str]:
    return set(Cell.objects.values_list("holder", flat=True))


def test_two_hundred_requests_for_one_place_and_one_has_it():
    prison = a_prison()
    terminal = a_terminal(prison)
    acts = [claiming(n, prison=prison, terminal=terminal) for n in range(200)]
    assert all_at_once(acts) == {"done": 1, "PlaceTaken": 199}
    assert Cell.objects.count() == 4
    assert len(holders()) == 1


def test_two_hundred_requests_for_one_inmate_and_he_is_in_one_place():
    prison = a_prison()
    inmate = an_inmate(prison)
    places = [a_terminal(prison) for _ in range(10)]
    acts = [claiming(n, prison=prison, inmate=inmate, terminal=places[n % 10]) for n in range(200)]
    assert all_at_once(acts) == {"done": 1, "PlaceTaken": 199}
    assert Cell.objects.count() == 4


@pytest.mark.parametrize("kind", ["video", "physical"])
def test_a_capacity_of_three_is_three_though_ten_places_are_free(kind: str):
    prison = a_prison()
    a_rule(prison, kind=kind, capacity=3)
    window = a_window(prison, seats=10)
    terminals = [a_terminal(prison) for _ in range(10)]
    acts = [
        claiming(n, prison=prison, terminal=terminals[n % 10])
        if kind == "video"
        else claiming(n, prison=prison, window=window, seat=n % 10 + 1)
        for n in range(80)
    ]
    results = all_at_once(acts)
    assert results["done"] == 3
    assert results["SlotFull"] + results["PlaceTaken"] == 77
    assert results["SlotFull"] > 0
    assert len(holders()) == 3
    lanes = Cell.objects.exclude(lane=None).order_by("lane")
    assert [cell.lane for cell in lanes] == [1, 2, 3]


def test_as_many_as_the_capacity_come_and_nobody_is_turned_away():
    prison = a_prison()
    a_rule(prison, capacity=8, ends=time(12))
    terminals = [a_terminal(prison) for _ in range(8)]
    for turn in range(6):
        start = TEN + turn * timedelta(minutes=20)
        acts = [
            claiming(turn * 8 + n, prison=prison, terminal=terminals[n], starts_at=start)
            for n in range(8)
        ]
        assert all_at_once(acts) == {"done": 8}


def test_a_capacity_holds_while_others_come_and_go():
    """Everyone who got a lane gives it back and tries again: never more than two at once."""
    prison = a_prison()
    a_rule(prison, capacity=2)
    terminals = [a_terminal(prison) for _ in range(8)]
    most: list[int] = []

    def come_and_go(number: int) -> None:
        claiming(number, prison=prison, terminal=terminals[number % 8])()
        most.append(Cell.objects.filter(at=TEN).count())
        release(f"visit:{number}")

    results = all_at_once([partial(come_and_go, n) for n in range(96)], threads=24)
    assert results["done"] >= 2
    assert set(results) <= {"done", "SlotFull", "PlaceTaken"}
    assert max(most) <= 2
    assert not holders()


def test_forty_browsers_hold_a_time_with_three_terminals():
    prison = a_prison()
    all_day_rules(prison)
    for _ in range(3):
        a_terminal(prison)
    acts = [
        partial(holding.hold, prison=prison, kind="video", starts_at=TEN, now=NOW)
        for _ in range(40)
    ]
    assert all_at_once(acts) == {"done": 3, "slot_full": 37}
    assert Hold.objects.count() == len(holders()) == 3


def test_no_crowd_of_browsers_outruns_the_share_of_holds():
    prison = a_prison()
    a_rule(prison)
    for _ in range(4):
        a_terminal(prison)
    starts = [TEN + timedelta(minutes=20 * n) for n in range(3)]
    acts = [
        partial(holding.hold, prison=prison, kind="video", starts_at=starts[n % 3], now=NOW)
        for n in range(36)
    ]
    assert all_at_once(acts)["done"] == 6  # of 3 times 4 places
    assert Hold.objects.count() == len(holders()) == 6


def test_an_expired_hold_is_cleared_by_many_and_its_place_given_to_one():
    prison = a_prison()
    all_day_rules(prison)
    terminal = a_terminal(prison)
    holding.hold(prison=prison, kind="video", starts_at=TEN, now=NOW)
    later = NOW + HOUR
    acts: list[Callable[[], object]] = [
        claiming(n, prison=prison, terminal=terminal, now=later) for n in range(60)
    ]
    acts[::20] = [partial(holding.forget_holds, now=later)] * 3
    assert all_at_once(acts) == {"done": 1 + 3, "PlaceTaken": 56}
    assert Cell.objects.count() == 4
    assert not Hold.objects.exists()


def test_a_hold_handed_over_at_its_last_moment_goes_whole_or_not_at_all():
    prison = a_prison()
    all_day_rules(prison)
    terminal = a_terminal(prison)
    for turn in range(6):
        start = TEN + turn * HOUR
        kept = holding.hold(prison=prison, kind="video", starts_at=start, now=NOW)
        over = kept.expires_at
        mine = f"visit:{1000 + turn}"
        acts: list[Callable[[], object]] = [
            claiming(turn * 20 + n, prison=prison, terminal=terminal, starts_at=start, now=over)
            for n in range(16)
        ]
        acts.insert(turn * 3, partial(hand_over, old=kept.subject, new=mine))
        results = all_at_once(acts)
        assert results["done"] == 1, results
        assert results["PlaceTaken"] + results["PlaceGone"] == 16
        cells = Cell.objects.filter(at__gte=start, at__lt=start + HOUR)
        assert cells.count() == 4
        assert cells.values("holder").distinct().count() == 1


def test_a_closure_sees_every_visit_or_every_visit_sees_the_closure():
    """Both sides take the prison's turn: nobody is booked unseen into a closed time."""
    prison = a_prison()
    by = an_admin(prison)
    now = clock.now()
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    terminals = [a_terminal(prison) for _ in range(20)]
    seen: list[int] = []

    @transaction.atomic
    def book(number: int) -> None:
        take_turn(prison)
        if closing.covering(prison=prison, kind="video", starts_at=start, ends_at=start + HOUR):
            raise RuntimeError("closed")
        claiming(number, prison=prison, terminal=terminals[number], starts_at=start)()

    @transaction.atomic
    def close() -> None:
        closing.close(
            prison=prison, starts_at=start, ends_at=start + HOUR, cause="power", by=by, now=now
        )
        seen.append(len(holders()))

    acts: list[Callable[[], object]] = [partial(book, n) for n in range(20)]
    acts.insert(10, close)
    results = all_at_once(acts)
    assert Closure.objects.count() == 1
    assert results["done"] + results["RuntimeError('closed')"] == 21
    assert len(holders()) == seen[0] == results["done"] - 1


def test_a_terminal_is_not_taken_away_under_a_hearing_that_is_being_booked():
    prison = a_prison()
    by = an_admin(prison)
    terminals = [a_terminal(prison) for _ in range(4)]
    removing = [partial(furnishing.remove, place=t, by=by, now=NOW) for t in terminals]
    booking = [
        partial(
            hearings.book, terminal=t, court="Sealdah", starts_at=TEN, minutes=30, by=by, now=NOW
        )
        for t in terminals
    ]
    results = all_at_once([*removing, *booking])
    assert results["done"] == 4
    assert results["still_booked"] + results["terminal_removed"] == 4
    for terminal in terminals:
        terminal.refresh_from_db()
        is_booked = Cell.objects.filter(terminal=terminal).exists()
        assert is_booked is (terminal.removed_at is None)


def test_visits_that_change_places_with_each_other_end_without_a_loss():
    prison = a_prison()
    one, two = a_terminal(prison), a_terminal(prison)
    for number, terminal in ((1, one), (2, two)):
        claiming(number, prison=prison, terminal=terminal)()
    moves = [
        partial(move, holder=f"visit:{n}", prison=prison, starts_at=TEN, minutes=15, terminal=to)
        for n, to in ((1, two), (2, one)) * 5
    ]
    assert all_at_once(moves) == {"PlaceTaken": 10}
    assert Cell.objects.count() == 8
    assert len(holders()) == 2


def test_two_administrators_cannot_make_two_rules_that_overlap():
    from mulakat.schedule import editing
    from mulakat.schedule.tests.plans import a_draft

    prison = a_prison()
    by = an_admin(prison)
    acts = [
        partial(editing.add_rule, rule=a_draft(prison, starts=time(10, n % 6 * 5)), by=by, now=NOW)
        for n in range(12)
    ]
    results = all_at_once(acts)
    assert results["done"] == 1
    assert results["overlaps"] + results["does_not_fit"] == 11
