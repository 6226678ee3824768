"""Approving: the form keeps every answer, says what is missing, and shows the message first."""

import re
from datetime import datetime

import pytest

from mulakat import clock
from mulakat.notifications.models import Notification
from mulakat.portals.staff.tests.office import an_office, approval, at_desk, on_list
from mulakat.schedule.models import Kind
from mulakat.visits import deciding
from mulakat.visits.models import Status
from tests.world import a_window, an_inmate, an_officer

pytestmark = pytest.mark.django_db


def path(visit, page="approve/"):
    return f"/staff/requests/{visit.pk}/{page}"


def send(office, visit, **kw):
    return office.client.post(path(visit), approval(office, visit, **kw))


def test_a_clear_request_is_approved_and_the_visitor_told():
    office = an_office()
    visit = office.request()
    assert send(office, visit)["Location"] == path(visit, "")
    visit.refresh_from_db()
    assert visit.status == Status.APPROVED
    assert visit.starts_at == datetime.fromisoformat(visit.wishes[0])
    assert visit.decision.consent_asked_by == "Warder Das"
    assert Notification.objects.filter(subject=visit.subject).count() == 2
    page = office.client.get(path(visit, "")).content.decode()
    assert "Approved" in page
    assert "asked by Warder Das" in page


def test_nobody_is_told_before_the_officer_confirms():
    office = an_office()
    visit = office.request()
    page = office.client.get(path(visit)).content.decode()
    assert "What we will tell the visitor" in page
    assert visit.reference in page
    assert not Notification.objects.exists()
    assert not visit.links.exists()


def test_the_message_stands_in_the_visitors_language():
    office = an_office()
    page = office.client.get(path(office.request(language="bn"))).content.decode()
    assert 'class="s-sms" lang="bn"' in page
    assert "মঞ্জুর" in page


def test_choosing_another_time_keeps_every_answer_and_approves_nothing():
    office = an_office()
    visit = office.request()
    kw = {"pick": visit.wishes[1], "note": "Brings a paper", "case_number": "7/2026"}
    page = send(office, visit, **kw).content.decode()
    visit.refresh_from_db()
    assert visit.status == Status.REQUESTED
    assert f'name="at" value="{visit.wishes[1]}"' in page
    for kept in ("Warder Das", "Brings a paper", "7/2026", "2026-01-05T10:00"):
        assert kept in page


def test_the_free_times_of_another_day_are_shown():
    office = an_office()
    visit = office.request()
    day = datetime.fromisoformat(visit.wishes[0]).date().replace(day=1)
    page = send(office, visit, act="day", day=day.isoformat()).content.decode()
    assert f'name="at" value="{visit.wishes[0]}"' in page
    page = send(office, visit, act="day", day="nonsense").content.decode()
    assert re.search(r"\d+ free times", page)


def test_a_place_taken_meanwhile_is_explained_and_the_answers_stay():
    office = an_office()
    first, second = office.request(), office.request()
    deciding.approve(
        visit_id=first.pk,
        by=office.officer,
        inmate=an_inmate(office.prison, name="Bijoy Murmu"),
        basis="legal",
        case_number="1",
        starts_at=datetime.fromisoformat(second.wishes[0]),
        minutes=15,
        terminal=office.terminal,
        now=clock.now(),
    )
    response = send(office, second, note="Brings a paper")
    page = response.content.decode()
    assert response.status_code == 409
    assert f"Terminal {office.terminal.number} has just been taken at" in page
    assert "Choose another time" in page
    assert "Brings a paper" in page
    assert "<title>Error:" in page


def test_the_second_officer_reads_who_was_first_and_what():
    office = an_office()
    visit = office.request()
    other = an_officer(office.prison, name="Rina Lama")
    deciding.refuse(visit_id=visit.pk, by=other, reason="R-32", now=clock.now())
    for page in ("approve/", "refuse/"):
        response = office.client.post(path(visit, page), approval(office, visit))
        assert response.status_code == 409
        assert "Rina Lama refused this request on" in response.content.decode()
    assert Notification.objects.filter(subject=visit.subject).count() == 2


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"basis": ""}, "Choose why the visit may be approved"),
        ({"consent_asked_by": " "}, "Enter who asked the person inside"),
        ({"consent_asked_at": "soon"}, "Enter when the person inside was asked"),
        ({"consent_asked_at": "2099-01-01T10:00"}, "cannot have been asked in the future"),
        ({"basis": "legal"}, "Enter the case number"),
        ({"basis": "contact_list"}, "Choose the visitor&#x27;s entry on the visitor list"),
        ({"place": ""}, "Choose the place"),
        ({"place": "1x"}, "Choose the place"),
        ({"at": ""}, "Choose a time of the timetable"),
        ({"at": "2026-01-01T10:01:00+00:00"}, "Choose a time of the timetable"),
    ],
)
def test_what_is_missing_is_said(change, text):
    office = an_office()
    visit = office.request()
    assert text in send(office, visit, **change).content.decode()
    visit.refresh_from_db()
    assert visit.status == Status.REQUESTED


def test_a_terminal_of_another_prison_is_no_place():
    office, other = an_office(), an_office()
    page = send(office, office.request(), place=str(other.terminal.pk)).content.decode()
    assert "Choose the place" in page


def test_someone_on_the_list_needs_no_further_ground():
    office = an_office()
    visit = office.request()
    on_list(office.inmate, visit)
    page = office.client.get(path(visit)).content.decode()
    assert 'value="contact_list" checked' in page
    assert send(office, visit, basis="contact_list").status_code == 302


def test_the_officer_points_at_an_entry_whose_phone_differs():
    office = an_office()
    visit = office.request()
    entry = on_list(office.inmate, visit, phone_index="other")
    assert send(office, visit, basis="contact_list", contact=str(entry.pk)).status_code == 302


def test_a_physical_visit_gets_a_window():
    office = an_office()
    window = a_window(office.prison, seats=1)
    visit = office.request(kind=Kind.PHYSICAL)
    page = office.client.get(path(visit)).content.decode()
    assert "1 of 1 places free" in page
    assert send(office, visit, place=str(window.pk)).status_code == 302
    visit.refresh_from_db()
    assert (visit.window, visit.terminal) == (window, None)
    page = office.client.get(path(office.request(kind=Kind.PHYSICAL))).content.decode()
    assert "<span>taken</span>" in page


def test_a_message_that_names_another_window_is_seen_before_it_leaves():
    office = an_office()
    one, two = a_window(office.prison), a_window(office.prison)
    visit = office.request(kind=Kind.PHYSICAL)
    page = send(office, visit, place=str(two.pk), seen=str(one.pk)).content.decode()
    assert "The window has changed" in page
    assert f'name="seen" value="{two.pk}"' in page
    assert send(office, visit, place=str(two.pk), seen=str(two.pk)).status_code == 302


def test_without_a_clear_person_one_is_chosen_first():
    office = an_office()
    an_inmate(office.prison)
    visit = office.request()
    assert office.client.get(path(visit))["Location"] == path(visit, "who/")


def test_it_refuses_an_officer_who_lost_the_role_meanwhile():
    office = an_office()
    visit = office.request()
    client = at_desk(office.officer)
    office.officer.memberships.filter(role="approver").delete()
    assert client.post(path(visit), approval(office, visit)).status_code == 403
