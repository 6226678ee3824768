"""A complaint is sealed, numbered, and goes past those it is about."""

from datetime import timedelta

import pytest
from django.db import connection

from mulakat import clock
from mulakat.visits import complaining
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Complaint, Visit
from mulakat.visits.tests.placed import keys, messages_of
from tests.world import a_prison, a_request

pytestmark = pytest.mark.django_db


def complain(visit: Visit, cause: str = "money", text: str = "500 rupees at the gate") -> Complaint:
    return complaining.complain(visit=visit, cause=cause, text=text, language="bn", now=clock.now())


@pytest.mark.parametrize("cause", list(complaining.CAUSES))
def test_money_and_rudeness_go_past_the_prison_and_all_else_to_it(cause: str) -> None:
    complaint = complain(a_request(a_prison()), cause)
    assert complaint.past_the_prison is (cause in {"money", "rude"})
    assert complaint.answer_by == complaint.at + timedelta(days=7)
    assert len(complaint.number) == 10 and complaint.number.startswith("C-")


def test_the_text_cannot_be_read_in_the_database() -> None:
    visit = a_request(a_prison())
    complain(visit)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM visits_complaint")
        stored = bytes(cursor.fetchone()[0])
    assert b"rupees" not in stored
    assert Complaint.objects.get().text == {"text": "500 rupees at the gate"}
    assert messages_of(visit) == ["S30", "E30"]


def test_all_that_is_missing_is_said_at_once() -> None:
    visit = a_request(a_prison())
    with pytest.raises(CannotAct) as caught:
        complain(visit, cause="", text="  ")
    assert keys(caught) == ["no_cause", "no_text"]
    with pytest.raises(CannotAct) as caught:
        complain(visit, text="x" * 1001)
    assert keys(caught) == ["text_long"]


def test_three_complaints_a_day_about_one_visit_are_enough() -> None:
    visit = a_request(a_prison())
    numbers = {complain(visit).number for _ in range(3)}
    assert len(numbers) == 3
    with pytest.raises(CannotAct) as caught:
        complain(visit)
    assert keys(caught) == ["too_many"]
