"""A call between real browsers: each sees the other's colour and hears the other's tone."""

from pathlib import Path

import pytest

from tests import world
from tests.journeys import media
from tests.journeys.trio import (
    DESK,
    INMATE,
    INMATE_HZ,
    VISITOR,
    VISITOR_HZ,
    trio,
    until,
)
from tests.live import live

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_both_meet_only_after_let_in(tmp_path: Path) -> None:
    visit = world.an_approved_visit(world.a_prison())
    with live() as server, trio(tmp_path, server, visit) as group:
        group.open_terminal()
        group.open_visitor()
        group.open_desk()
        group.enter()
        group.sit_down()
        group.choose()
        until(lambda: group.sees(group.desk, DESK["inmate"], INMATE), "the desk sees the inmate")
        until(lambda: group.sees(group.desk, DESK["visitor"], VISITOR), "and the visitor")
        assert group.moving(1.5) == (0, 0)
        for page in (group.visitor, group.terminal):
            assert media.page_tone(page, "[data-sound]").energy == 0
        group.let_in()
        until(group.is_live, "picture and sound both ways")
        group.desk.click('[data-do="sound"]')
        until(lambda: group.hears(group.desk, "[data-visitor-sound]", VISITOR_HZ), "visitor")
        until(lambda: group.hears(group.desk, "[data-inmate-sound]", INMATE_HZ), "inmate")
