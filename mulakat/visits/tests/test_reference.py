"""References are unique, and their order tells nothing."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from mulakat.visits import reference
from tests import world

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def test_a_permutation_gives_every_serial_of_its_block_once() -> None:
    serials = {reference.permuted(index, "7/2026") for index in range(9_999)}
    assert serials == set(range(1, 10_000))


def test_the_next_block_begins_where_the_first_ends() -> None:
    serials = {reference.permuted(index, "7/2026") for index in range(9_999, 12_000)}
    assert len(serials) == 2_001
    assert min(serials) >= 10_000


def test_two_prisons_have_different_orders() -> None:
    first = [reference.permuted(index, "1/2026") for index in range(20)]
    second = [reference.permuted(index, "2/2026") for index in range(20)]
    assert first != second


def test_neighbouring_requests_do_not_get_neighbouring_serials() -> None:
    serials = [reference.permuted(index, "7/2026") for index in range(200)]
    steps = [abs(a - b) for a, b in pairwise(serials)]
    assert sum(step == 1 for step in steps) < 3


def test_it_allots_a_new_serial_each_time_and_counts_by_the_local_year() -> None:
    prison = world.a_prison()
    allotted = {reference.allot(prison, NOW) for _ in range(50)}
    assert len(allotted) == 50
    new_year_in_india = datetime(2026, 12, 31, 18, 30, tzinfo=UTC)
    assert reference.allot(prison, new_year_in_india)[1] == 2027
