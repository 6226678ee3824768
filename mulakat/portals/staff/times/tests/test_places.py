"""Terminals and windows: made, changed, out of order and removed, whom it hits first."""

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff.tests.office import an_office
from mulakat.portals.staff.times.tests.typed import beside, errors, hidden, today
from mulakat.prisons.models import Terminal, Window
from mulakat.visits.closures.tests.closed import standing
from mulakat.visits.models import Status, Visit
from tests.world import a_terminal, a_window

pytestmark = pytest.mark.django_db
PLACES = "/staff/times/places/"


@pytest.fixture
def office():
    return an_office(None, Role.ADMIN)


def out(office, **kw):
    """The page "out of order" of the office's terminal, then its press."""
    path = f"{PLACES}terminal/{office.terminal.pk}/out/"
    query = "?for-good=1" if kw.pop("for_good", False) else ""
    page = office.client.get(path + query).content.decode()
    return path, hidden(page), page


def test_a_terminal_and_a_window_are_added(office):
    posted = {"number": "71", "place": "Computer section", "suits": ["video", "wheelchair"]}
    assert office.client.post(PLACES + "terminal/add/", posted).status_code == 302
    terminal = Terminal.objects.get(number=71)
    assert (terminal.prison, terminal.suits) == (office.prison, ["video", "wheelchair"])
    assert (
        office.client.post(PLACES + "window/add/", {"number": "3", "seats": "4"}).status_code == 302
    )
    assert Window.objects.get(prison=office.prison).seats == 4
    page = office.client.get(PLACES).content.decode()
    assert "Computer section" in page and "wheelchair" in page


def test_all_that_is_wrong_with_a_window_is_said_at_once(office):
    a_window(office.prison, number=5)
    answer = office.client.post(
        PLACES + "window/add/", {"number": "5", "seats": "0", "place": "Hall"}
    )
    page = answer.content.decode()
    assert errors(page) == {
        "number": "Number 5 is already used",
        "seats": "At least one visit must fit there",
    }
    assert beside(page, "number") and 'value="Hall"' in page
    words = office.client.post(PLACES + "window/add/", {"number": "five", "seats": ""})
    assert set(errors(words.content.decode())) == {"number", "seats"}
    assert Window.objects.count() == 1


def test_a_terminal_gets_another_number_and_place(office):
    path = f"{PLACES}terminal/{office.terminal.pk}/"
    assert f'value="{office.terminal.number}"' in office.client.get(path).content.decode()
    office.client.post(path, {"number": "9", "place": "Women's ward", "suits": ["legal"]})
    office.terminal.refresh_from_db()
    assert (office.terminal.number, office.terminal.place) == (9, "Women's ward")
    assert office.terminal.suits == ["legal"]


def test_booked_visits_are_shown_before_a_terminal_is_out_of_order(office):
    visits = standing(office.prison, 2, office.terminal)
    _path, _carried, page = out(office)
    assert "<b>2 approved and 0 asked</b>" in page
    for visit in visits:
        assert visit.reference in page
    office.terminal.refresh_from_db()
    assert office.terminal.broken_since is None


def test_a_broken_terminals_visits_move_to_another(office):
    other = a_terminal(office.prison)
    standing(office.prison, 2, office.terminal)
    path, carried, _page = out(office)
    chosen = carried | {"act": "settle", "approved_what": "move"}
    where = office.client.post(path, chosen).content.decode()
    day = today(office.prison, 2).isoformat()
    assert f'<option value="{day}">' in where
    chosen = hidden(where) | {"act": "settle", "approved_day_video": day}
    assert office.client.post(path, chosen).status_code == 302
    assert {visit.terminal for visit in Visit.objects.all()} == {other}
    office.terminal.refresh_from_db()
    assert office.terminal.broken_since is not None
    office.client.post(f"{PLACES}terminal/{office.terminal.pk}/repaired/")
    office.terminal.refresh_from_db()
    assert office.terminal.broken_since is None


def test_a_place_with_visits_is_removed_only_with_a_choice_for_them(office):
    standing(office.prison, 1, office.terminal)
    path, carried, page = out(office, for_good=True)
    assert 'value="keep"' not in page
    without = office.client.post(path, carried | {"act": "settle"})
    assert (
        "Choose what happens to the 1 approved" in errors(without.content.decode())["approved_what"]
    )
    kept = office.client.post(path, carried | {"act": "settle", "approved_what": "keep"})
    assert kept.status_code == 422
    office.client.post(path, carried | {"act": "settle", "approved_what": "cancel"})
    office.terminal.refresh_from_db()
    assert office.terminal.removed_at and office.terminal.removed_at <= clock.now()
    assert Visit.objects.get().status == Status.CANCELLED
    assert f"terminal/{office.terminal.pk}/" not in office.client.get(PLACES).content.decode()
    assert office.client.get(path).status_code == 404


def test_a_place_nobody_uses_is_taken_away_at_once(office):
    path, carried, page = out(office, for_good=True)
    assert "No visit is hit." in page
    assert office.client.post(path, carried | {"act": "settle"}).status_code == 302
    assert not Terminal.objects.filter(removed_at=None).exists()


def test_places_of_another_prison_are_not_found(office):
    other = an_office(None, Role.ADMIN)
    for path in ("", "out/", "repaired/"):
        answer = office.client.post(f"{PLACES}terminal/{other.terminal.pk}/{path}")
        assert answer.status_code == 404
    assert office.client.get(f"{PLACES}cellar/1/").status_code == 404
    assert office.client.get(f"{PLACES}cellar/add/").status_code == 404
