"""A prison with times, and nothing remembered from the test before."""

from collections.abc import Iterator

import pytest

from mulakat.portals.visitor import here
from mulakat.portals.visitor.book import closed, risk, where
from mulakat.portals.visitor.book.tests.walking import Walk
from mulakat.prisons.models import Prison
from mulakat.visits.form import times
from tests import world


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    for kept in (here, where, times, risk, closed):
        kept.forget()
    yield
    for kept in (here, where, times, risk, closed):
        kept.forget()


@pytest.fixture
def prison(db: None) -> Prison:
    prison = world.a_prison(world.a_state("open"))
    world.all_day_rules(prison)
    return prison


@pytest.fixture
def walk(prison: Prison) -> Walk:
    return Walk(prison)
