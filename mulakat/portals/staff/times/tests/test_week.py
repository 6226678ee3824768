"""The week as a picture: what is taken, free and closed, on the prison's own clock."""

import re
from datetime import date, time

import pytest

from mulakat.accounts.models import Role
from mulakat.portals.staff.tests.office import at_desk
from mulakat.portals.staff.times import picture
from mulakat.portals.staff.times.tests.typed import a_closure, hidden, today
from mulakat.schedule.models import SlotRule
from mulakat.schedule.openings import week_of
from mulakat.visits.closures.tests.closed import standing
from tests.world import a_prison, a_terminal, an_officer

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def a_rule(prison, **kw):
    values = {"kind": "video", "weekday": 0, "starts": time(10), "ends": time(11)}
    return SlotRule(prison=prison, **{**values, **kw})


def drawn(prison, *given, places=2, **kw):
    return picture.week(prison, given, monday=MONDAY, places=places, **kw)


def test_one_square_is_one_visit():
    """Three times in an hour on two terminals: three lines, each dashed in two."""
    (band,) = drawn(a_prison(), a_rule(a_prison())).bands
    assert band.path.count("M") == 3
    width = int(re.findall(r"h(\d+)", band.path)[0])
    assert band.dash == f"{(width - 2) / 2:.1f} 2"


def test_the_finding_is_a_sentence_with_the_numbers():
    prison = a_prison()
    week = drawn(prison, *(a_rule(prison, weekday=day) for day in range(6)))
    assert week.finding == "At most 36 visits in this week; none on Sun 29 Nov"
    assert drawn(prison).finding == "No visits in this week"
    assert [day.note for day in week.days] == ["6 visits"] * 6 + ["none"]


def test_rules_count_only_in_their_weeks():
    prison = a_prison()
    rule = a_rule(prison, every_weeks=2, valid_from=date(2026, 11, 16))
    assert drawn(prison, rule).visits == 0
    assert drawn(prison, a_rule(prison, valid_to=date(2026, 11, 22))).visits == 0


def test_times_that_meet_stand_beside_each_other_and_clash_only_for_the_same_people():
    prison = a_prison()
    women = drawn(prison, a_rule(prison), a_rule(prison, who="women"))
    assert women.boxes == []
    starts = {re.findall(r"M(\d+)", band.path)[0] for band in women.bands}
    assert len(starts) == 2
    clash = drawn(prison, a_rule(prison), drafts=[a_rule(prison, starts=time(10, 40))])
    assert [box.kind for box in clash.boxes] == ["clash", "clash"]


def test_the_capacity_is_drawn_and_never_more_than_the_places():
    prison = a_prison()
    assert drawn(prison, a_rule(prison, capacity=1)).visits == 3
    assert drawn(prison, a_rule(prison, capacity=9)).visits == 6


def test_the_page_shows_taken_times_and_closed_days():
    prison = a_prison()
    terminal = a_terminal(prison)
    for weekday in range(7):
        a_rule(prison, weekday=weekday, starts=time(9), ends=time(17)).save()
    standing(prison, 2, terminal)
    client = at_desk(an_officer(prison, Role.ADMIN))
    day = today(prison, 2)
    path = f"/staff/times/?from={week_of(day)}"
    page = client.get(path).content.decode()
    assert "2 of at most 168 visits are taken" in page
    assert page.count('<path class="t-taken"') == 2  # the squares and the legend
    assert "public holiday" not in page
    add = "/staff/times/closures/add/"
    look = client.post(add, a_closure(prison)).content.decode()
    client.post(add, hidden(look) | {"act": "settle", "approved_what": "cancel"})
    page = client.get(path).content.decode()
    assert "public holiday" in page
    assert "0 of at most" in page


@pytest.mark.parametrize("nonsense", ["", "x", "2026-99-99", "9999-01-01", "0001-01-01"])
def test_a_nonsense_week_is_this_week(nonsense):
    prison = a_prison()
    client = at_desk(an_officer(prison, Role.ADMIN))
    monday = week_of(today(prison)).isoformat()
    page = client.get(f"/staff/times/?from={nonsense}&kind=opera").content.decode()
    assert f'href="?from={monday}&amp;kind=video" aria-current="true"' in page
