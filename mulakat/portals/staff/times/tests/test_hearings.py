"""Court hearings: they take a terminal as visits do, and give it back."""

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff.tests.office import an_office
from mulakat.portals.staff.times.tests.typed import errors, today
from mulakat.schedule.models import Cell, Hearing
from mulakat.visits.closures.tests.closed import standing, ten

pytestmark = pytest.mark.django_db
PATH = "/staff/times/hearings/"


@pytest.fixture
def office():
    return an_office(None, Role.ADMIN)


def posted(office, **kw):
    values = {
        "act": "book",
        "terminal": str(office.terminal.pk),
        "court": "Sessions court",
        "day": today(office.prison, 2).isoformat(),
        "starts": "10:00",
        "minutes": "45",
        "number": office.inmate.number.lower(),
    }
    return values | kw


def test_a_hearing_is_booked_shown_and_cancelled(office):
    assert office.client.post(PATH, posted(office)).status_code == 302
    hearing = Hearing.objects.get()
    assert (hearing.terminal, hearing.inmate) == (office.terminal, office.inmate)
    assert (hearing.starts_at, hearing.minutes) == (ten(office.prison), 45)
    assert Cell.objects.filter(holder=hearing.subject).count() == 10
    page = office.client.get(PATH).content.decode()
    assert "Sessions court" in page
    shown = office.client.post(PATH, posted(office, act="show")).content.decode()
    assert 'class="s-r-this"' in shown and ">court</text>" in shown
    assert office.client.post(f"{PATH}{hearing.pk}/cancel/").status_code == 302
    assert not Cell.objects.exists()


def test_a_second_press_of_cancel_says_when_it_was(office):
    office.client.post(PATH, posted(office))
    hearing = Hearing.objects.get()
    office.client.post(f"{PATH}{hearing.pk}/cancel/")
    again = office.client.post(f"{PATH}{hearing.pk}/cancel/")
    assert again.status_code == 422
    assert "This hearing was cancelled at" in again.content.decode()


def test_all_that_is_wrong_is_said_at_once_and_kept(office):
    wrong = posted(office, terminal="", court="", starts="noon", minutes="", number="XX-1", day="")
    page = office.client.post(PATH, wrong).content.decode()
    assert set(errors(page)) == {"terminal", "day", "starts", "minutes", "court", "number"}
    assert 'value="noon"' in page and 'value="XX-1"' in page
    assert not Hearing.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"day": "2020-01-01"}, "starts", "Choose a time in the future"),
        ({"minutes": "0"}, "minutes", "The length must be between 1 and 720 minutes"),
    ],
)
def test_a_wrong_hearing_is_refused_in_words(office, typed, field, sentence):
    page = office.client.post(PATH, posted(office, **typed)).content.decode()
    assert errors(page)[field] == sentence


def test_a_taken_terminal_is_not_given_to_a_court(office):
    standing(office.prison, 1, office.terminal)
    page = office.client.post(PATH, posted(office, number="")).content.decode()
    number = office.terminal.number
    assert errors(page) == {"starts": f"Terminal {number} is taken at that time"}
    assert 'class="s-r-taken"' in page
    assert not Hearing.objects.exists()


def test_hearings_of_another_prison_are_not_found(office):
    office.client.post(PATH, posted(office))
    other = an_office(None, Role.ADMIN)
    hearing = Hearing.objects.get()
    assert other.client.post(f"{PATH}{hearing.pk}/cancel/").status_code == 404
    assert "Sessions court" not in other.client.get(PATH).content.decode()
    assert hearing.cancelled_at is None and hearing.made_at <= clock.now()
