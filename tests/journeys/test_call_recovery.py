"""Reloads, a restarted server and ten seconds without network are survived without a new OTP."""

import time
from pathlib import Path

import pytest

from tests import world
from tests.journeys.processes import frozen, network_of
from tests.journeys.trio import Trio, trio, until
from tests.live import live

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
STOPS = 5.0  # seconds


def _is_back(group: Trio) -> None:
    until(lambda: group.is_live() and group.is_moving(), "the call is back")


def test_reloads_of_each_and_a_killed_server(tmp_path: Path) -> None:
    visit = world.an_approved_visit(world.a_prison())
    with live() as server, trio(tmp_path, server, visit) as group:
        group.meet()
        for page in (group.visitor, group.terminal, group.desk):
            page.reload()
            _is_back(group)
        server.kill()
        began = time.time()
        until(group.is_still, "both pictures stop without a server")
        assert group.last_shown() - began <= STOPS
        server.start_again()
        _is_back(group)


def test_ten_seconds_without_network_on_either_side(tmp_path: Path) -> None:
    visit = world.an_approved_visit(world.a_prison())
    with live() as server, trio(tmp_path, server, visit) as group:
        group.meet()
        for who in ("visitor", "terminal"):
            with frozen(network_of(group.pids(who))):
                time.sleep(10)
            _is_back(group)
