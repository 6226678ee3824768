"""The first page: numbers that are links, today's visits, messages that did not arrive."""

from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.notifications import faults
from mulakat.notifications.models import Notification
from mulakat.portals.staff.tests.office import an_office
from tests.world import a_prison, an_approved_visit

pytestmark = pytest.mark.django_db


def a_message(visit, **kw):
    late = clock.now() - timedelta(minutes=30)
    values = {
        "key": f"{visit.subject}:{len(kw)}:{Notification.objects.count()}",
        "message": "S03",
        "channel": "sms",
        "language": "en",
        "subject": visit.subject,
        "state_number": 1,
        "prison_id": visit.prison_id,
        "due_at": late,
        "created_at": late,
    }
    return Notification.objects.create(**{**values, **kw})


def test_it_counts_what_waits_and_what_is_due():
    office, now = an_office(), clock.now()
    office.request(answer_by=now - timedelta(hours=3), requested_at=now - timedelta(days=2))
    office.request(answer_by=now + timedelta(days=3))
    page = office.client.get("/staff/").content.decode()
    assert "<b>2</b>" in page
    assert "oldest 2 days" in page
    assert "1 late" in page


def test_it_shows_todays_visits_with_place_and_people():
    office = an_office()
    an_approved_visit(office.prison, inmate=office.inmate, terminal=office.terminal)
    elsewhere = an_approved_visit(a_prison())
    page = office.client.get("/staff/").content.decode()
    assert "Rahim Sheikh" in page
    assert f"Terminal {office.terminal.number}" in page
    assert f"/staff/requests/{elsewhere.pk}/" not in page


def test_a_message_that_does_not_arrive_is_shown_with_its_reason():
    office = an_office()
    visit = office.request()
    a_message(visit, last_error="bounced", given_up_at=clock.now())
    a_message(visit)
    page = office.client.get("/staff/").content.decode()
    assert "2 messages did not arrive" in page
    assert str(faults.sentence("bounced")) in page
    assert visit.reference in page


def test_a_message_within_its_time_or_of_another_prison_is_not_shown():
    office = an_office()
    a_message(office.request(), due_at=clock.now())
    a_message(office.request(), delivered_at=clock.now())
    a_message(an_office().request())
    assert "did not arrive" not in office.client.get("/staff/").content.decode()


def test_an_empty_day_says_so():
    page = an_office().client.get("/staff/").content.decode()
    assert "No visits today." in page
    assert "nothing waits" in page


def test_the_page_costs_few_queries(django_assert_max_num_queries):
    office = an_office()
    for _ in range(3):
        a_message(office.request())
        an_approved_visit(office.prison)
    with django_assert_max_num_queries(11):
        office.client.get("/staff/")
