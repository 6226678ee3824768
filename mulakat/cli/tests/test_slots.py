"""Weekly hours from the command line."""

import argparse

import pytest

from mulakat.cli import slots
from mulakat.cli.finding import Refused
from mulakat.schedule.models import SlotRule
from tests.world import a_prison

pytestmark = pytest.mark.django_db


def _add(place: str, *words: str) -> None:
    parser = argparse.ArgumentParser()
    slots.arguments(parser)
    slots.run(parser.parse_args(["--prison", place, "--kind", "video", *words]))


def test_it_adds_a_rule_for_each_day() -> None:
    prison = a_prison()
    _add(f"{prison.state.number}/{prison.number}", "--days", "mon-wed", "--from", "10:00",
         "--to", "12:00")  # fmt: skip
    assert list(SlotRule.objects.values_list("weekday", flat=True)) == [0, 1, 2]


def test_it_refuses_hours_that_overlap_and_adds_none() -> None:
    prison = a_prison()
    place = f"{prison.state.number}/{prison.number}"
    _add(place, "--days", "wed", "--from", "10:00", "--to", "12:00")
    with pytest.raises(Refused, match="wed: overlaps"):
        _add(place, "--days", "mon-wed", "--from", "11:00", "--to", "13:00")
    assert SlotRule.objects.count() == 1
