"""Places are given once: by terminal, by seat, by inmate, to the cell."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mulakat.schedule.models import Cell
from mulakat.schedule.places import (
    PlaceGone,
    PlaceTaken,
    SlotFull,
    cells,
    claim,
    extend,
    hand_over,
    move,
    release,
)
from mulakat.schedule.tests.plans import a_rule
from tests.world import a_prison, a_terminal, a_window, an_inmate

TEN = datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_a_quarter_of_an_hour_and_five_minutes_of_turnover_are_four_cells():
    assert cells(TEN, 20) == [TEN + timedelta(minutes=5 * n) for n in range(4)]


@given(st.integers(0, 200_000), st.integers(1, 300))
def test_cells_cover_every_second_and_no_cell_more(seconds, minutes):
    start = TEN + timedelta(seconds=seconds)
    end = start + timedelta(minutes=minutes)
    found = cells(start, minutes)
    cell = timedelta(minutes=5)
    assert all(at.minute % 5 == at.second == 0 for at in found)
    assert found[0] <= start < found[0] + cell
    assert found[-1] < end <= found[-1] + cell
    assert found == [found[0] + cell * n for n in range(len(found))]


@pytest.mark.django_db
def test_it_names_what_is_taken():
    prison = a_prison()
    terminal, window, inmate = a_terminal(prison), a_window(prison), an_inmate(prison)
    claim(holder="visit:1", inmate=inmate, starts_at=TEN, minutes=15, terminal=terminal)
    claim(
        holder="visit:2",
        inmate=an_inmate(prison),
        starts_at=TEN,
        minutes=15,
        window=window,
        seat=1,
    )
    third: dict[str, Any] = {"holder": "visit:3", "starts_at": TEN, "minutes": 15}
    third["inmate"] = an_inmate(prison)
    places: list[tuple[str, dict[str, Any]]] = [
        ("terminal", {"terminal": terminal}),
        ("seat", {"window": window, "seat": 1}),
        ("inmate", {"terminal": a_terminal(prison), "inmate": inmate}),
    ]
    for which, place in places:
        with pytest.raises(PlaceTaken) as taken:
            claim(**{**third, **place})
        assert taken.value.which == which
    assert not Cell.objects.filter(holder="visit:3").exists()


@pytest.mark.django_db
def test_a_place_given_back_can_be_taken_again():
    prison = a_prison()
    terminal = a_terminal(prison)
    for holder in ("visit:1", "visit:2"):
        claim(
            holder=holder,
            inmate=an_inmate(prison),
            starts_at=TEN,
            minutes=15,
            terminal=terminal,
        )
        assert release(holder) == 4
    assert release("visit:1") == 0


def claiming(prison, number=1, **kw):
    claim(holder=f"visit:{number}", prison=prison, starts_at=TEN, minutes=15, **kw)


@pytest.mark.django_db
def test_a_stranger_takes_a_place_and_no_inmate():
    prison = a_prison()
    terminal = a_terminal(prison)
    claiming(prison, terminal=terminal)
    assert Cell.objects.filter(inmate=None, terminal=terminal).count() == 4
    claiming(prison, 2, terminal=a_terminal(prison))


@pytest.mark.django_db
def test_what_is_held_is_handed_over_with_its_inmate():
    prison = a_prison()
    inmate = an_inmate(prison)
    claiming(prison, terminal=a_terminal(prison))
    assert hand_over(old="visit:1", new="visit:9", inmate=inmate) == 4
    assert set(Cell.objects.values_list("holder", "inmate")) == {("visit:9", inmate.pk)}
    with pytest.raises(PlaceGone):
        hand_over(old="visit:1", new="visit:8")


@pytest.mark.django_db
def test_an_inmate_who_is_elsewhere_then_cannot_be_set():
    prison = a_prison()
    inmate = an_inmate(prison)
    claiming(prison, 1, terminal=a_terminal(prison), inmate=inmate)
    claiming(prison, 2, terminal=a_terminal(prison))
    with pytest.raises(PlaceTaken) as taken:
        hand_over(old="visit:2", new="visit:3", inmate=inmate)
    assert taken.value.which == "inmate"
    assert Cell.objects.filter(holder="visit:2", inmate=None).count() == 4


@pytest.mark.django_db
def test_a_visit_is_extended_into_free_cells_or_stays_as_it_is():
    prison = a_prison()
    terminal, inmate = a_terminal(prison), an_inmate(prison)
    claiming(prison, terminal=terminal, inmate=inmate)
    assert extend(holder="visit:1", minutes=10) == TEN + timedelta(minutes=30)
    claim(
        holder="visit:2",
        prison=prison,
        starts_at=TEN + timedelta(minutes=35),
        minutes=15,
        terminal=terminal,
    )
    with pytest.raises(PlaceTaken) as taken:
        extend(holder="visit:1", minutes=8)
    assert taken.value.which == "terminal"
    mine = Cell.objects.filter(holder="visit:1", terminal=terminal, inmate=inmate)
    assert mine.count() == 6
    with pytest.raises(PlaceGone):
        extend(holder="visit:7", minutes=5)


@pytest.mark.django_db
def test_a_visit_moves_over_its_own_old_cells_or_keeps_them():
    prison = a_prison()
    terminal, inmate = a_terminal(prison), an_inmate(prison)
    claiming(prison, terminal=terminal, inmate=inmate)
    later = TEN + timedelta(minutes=10)
    there: dict[str, Any] = {"holder": "visit:1", "minutes": 15, "inmate": inmate}
    move(prison=prison, starts_at=later, terminal=terminal, **there)
    assert list(Cell.objects.order_by("at").values_list("at", flat=True)) == cells(later, 20)
    claiming(prison, 2, terminal=(other := a_terminal(prison)))
    with pytest.raises(PlaceTaken):
        move(prison=prison, starts_at=TEN, terminal=other, **there)
    assert Cell.objects.filter(holder="visit:1", terminal=terminal).count() == 4


@pytest.mark.django_db
def test_the_audience_decides_whose_capacity_is_used_up():
    prison = a_prison()
    ten = {"starts": time(15, 30), "ends": time(16, 30)}  # ten in UTC
    a_rule(prison, capacity=1, **ten)
    a_rule(prison, capacity=1, who="women", **ten)
    terminals = [a_terminal(prison) for _ in range(4)]
    women, public = frozenset({"women"}), frozenset({"all"})
    claiming(prison, 1, terminal=terminals[0], who=public)
    with pytest.raises(SlotFull):
        claiming(prison, 2, terminal=terminals[1], who=public)
    claiming(prison, 3, terminal=terminals[2], who=women)
    with pytest.raises(SlotFull) as full:
        claiming(prison, 4, terminal=terminals[3])
    assert full.value.which == "terminal"


@pytest.mark.django_db
def test_a_time_that_no_rule_gives_has_no_capacity_and_a_hearing_uses_up_none():
    prison = a_prison()
    a_rule(prison, capacity=1, starts=time(15, 30), ends=time(16, 30))
    first, second, third = (a_terminal(prison) for _ in range(3))
    claiming(prison, 1, terminal=first, counts=False)
    claiming(prison, 2, terminal=second)
    off_the_grid = TEN + timedelta(minutes=5)
    claim(holder="visit:3", prison=prison, starts_at=off_the_grid, minutes=15, terminal=third)
    assert Cell.objects.exclude(lane=None).count() == 1
