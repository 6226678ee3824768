"""No officer, no media: however the officer goes, both pictures stop within five seconds."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests import world
from tests.journeys.processes import frozen, network_of
from tests.journeys.trio import Trio, trio, until
from tests.live import live

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
STOPS = 5.0  # seconds
VEILS = '[data-veil="paused"]:visible, [data-veil="line"]:visible'


@contextmanager
def _closed(group: Trio) -> Iterator[None]:
    group.desk.close()
    yield
    group.open_desk()
    group.choose()


def _stopped(group: Trio) -> AbstractContextManager[None]:
    return frozen(group.pids("desk"))


def _cut_off(group: Trio) -> AbstractContextManager[None]:
    return frozen(network_of(group.pids("desk")))


def test_both_pictures_stop_without_an_officer_and_go_on_with_one(tmp_path: Path) -> None:
    """Page closed, browser stopped, packets dropped: no new admission is needed after."""
    visit = world.an_approved_visit(world.a_prison())
    with live() as server, trio(tmp_path, server, visit) as group:
        group.meet()
        assert group.is_moving()
        for gone in (_cut_off, _stopped, _closed):
            with gone(group):
                began = time.time()
                until(group.is_still, "both pictures stop")
                took = group.last_shown() - began
                assert took <= STOPS, f"{gone.__name__}: the last frame {took:.1f} s after"
                for page in (group.visitor, group.terminal):
                    until(page.locator(VEILS).count, "the person is told")
            until(group.is_moving, "the call goes on")
