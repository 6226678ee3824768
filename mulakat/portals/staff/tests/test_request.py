"""One request: all its facts, the checks, and a history once it is answered."""

from datetime import datetime, timedelta

import pytest

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.portals.staff.tests.office import an_office, on_list
from mulakat.schedule import places
from mulakat.visits import deciding
from mulakat.visits.models import VisitPerson
from mulakat.visits.proofs import proving
from tests.world import an_approved_visit, an_inmate, an_officer

pytestmark = pytest.mark.django_db


def show(office, visit, query=""):
    return office.client.get(f"/staff/requests/{visit.pk}/{query}").content.decode()


def test_all_facts_stand_on_one_page():
    office = an_office()
    visit = office.request(details={"help": ["wheelchair"]})
    VisitPerson.objects.create(visit=visit, position=1, name="Imran", age=6, relation="child")
    page = show(office, visit)
    for fact in (
        "Rahim Sheikh",
        "Sabina Khatun",
        "Imran",
        "Voter ID ••••4567",
        "12 Station Road",
        "Wheelchair",
        "One match: Rahim Sheikh",
        visit.reference,
    ):
        assert fact in page, fact


def test_neither_the_id_number_nor_the_phone_is_shown():
    office = an_office()
    page = show(office, office.request())
    assert "ABC1234567" not in page
    assert "9830012345" not in page
    assert "•••••• 2345" in page


def test_the_phone_is_shown_when_asked_for_and_that_is_written_down():
    office = an_office()
    visit = office.request()
    path = f"/staff/requests/{visit.pk}/phone/"
    assert office.client.get(path).status_code == 405
    assert "+919830012345" in office.client.post(path).content.decode()
    event = Event.objects.get(name="phone.viewed")
    assert (event.actor, event.subject) == (office.officer.actor, visit.subject)


def test_a_phone_that_only_stands_beside_an_emails_otp_says_so_and_counts_as_unknown():
    office = an_office()
    visit = office.request(details={proving.BY_MAIL: clock.now().isoformat()})
    on_list(an_inmate(office.prison), visit)
    assert "own phone, not confirmed by SMS" in show(office, visit)
    assert f"/{visit.pk}/" not in known_ones(office)
    proving.prove(visit, clock.now())
    assert "own phone, not confirmed" not in show(office, visit)
    assert f"/{visit.pk}/" in known_ones(office)


def known_ones(office):
    return office.client.get("/staff/requests/?who=known").content.decode()


@pytest.mark.parametrize("page", ["", "approve/", "refuse/"])
def test_each_look_is_written_down_without_personal_data(page):
    office = an_office()
    visit = office.request()
    show(office, visit, page)
    event = Event.objects.get(name="request.viewed")
    assert (event.actor, event.subject, event.data) == (office.officer.actor, visit.subject, {})


def test_wished_times_say_free_taken_or_over():
    office = an_office()
    visit = office.request()
    gone = (clock.now() - timedelta(hours=1)).isoformat()
    visit.wishes = [gone, visit.wishes[0], visit.wishes[1], "2031-01-01T00:01:00+00:00"]
    visit.save()
    other = an_inmate(office.prison, name="Bijoy Murmu")
    deciding.approve(
        visit_id=office.request().pk,
        by=office.officer,
        inmate=other,
        basis="legal",
        case_number="1/2026",
        starts_at=datetime.fromisoformat(visit.wishes[1]),
        minutes=15,
        terminal=office.terminal,
        now=clock.now(),
    )
    page = show(office, visit)
    for word in ("over", "taken", "free", "not in the timetable"):
        assert f"</svg>{word}</span>" in page, word


def test_several_people_ask_for_a_choice():
    office = an_office()
    an_inmate(office.prison)
    page = show(office, office.request())
    assert "2 people sound like this. Choose" in page
    assert "Which person is it?" in page
    assert ">Approve <" not in page


def test_nobody_found_is_a_stop():
    office = an_office()
    page = show(office, office.request(asked={"name": "Xyloph Qwrt", "age": 3}))
    assert "Nobody in the register sounds like this" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Yes, with this phone"),
        ({"phone_index": "other"}, "Name is near: Sabina Bibi. Phone differs"),
        ({"relation": "sibling"}, "The list says: Brother or sister"),
    ],
)
def test_the_visitor_list_is_compared(change, sentence):
    office = an_office()
    visit = office.request(visitor={"name": "Sabina Bibi"})
    on_list(office.inmate, visit, **change)
    assert sentence in show(office, visit)


def test_another_visit_at_the_wished_time_is_a_clash():
    office = an_office()
    visit = office.request()
    at = datetime.fromisoformat(visit.wishes[0])
    other = an_approved_visit(office.prison, inmate=office.inmate, starts_at=at)
    places.claim(
        holder=other.subject, prison=office.prison, inmate=office.inmate, starts_at=at,
        minutes=15, terminal=other.terminal,
    )  # fmt: skip
    assert 's-x"><svg' in show(office, visit).partition("Another visit then")[0][-400:]


def test_one_phone_for_many_people_is_seen_and_so_is_asking_twice():
    office = an_office()
    visit, twin = office.request(), office.request()
    for name in ("Bijoy Murmu", "Laltu Ghosh"):
        office.request(asked={"name": name})
    page = show(office, visit)
    assert "Used for 3 people in 30 days" in page
    assert f"Also {twin.reference}" in page


def test_no_adult_is_a_stop():
    office = an_office()
    assert "Nobody of 18 or older" in show(office, office.request(visitor={"age": 17}))


def test_an_answered_request_is_read_only_and_says_who_decided():
    office = an_office()
    visit = office.request()
    other = an_officer(office.prison, name="Rina Lama")
    now = clock.now()
    deciding.refuse(visit_id=visit.pk, by=other, reason="R-60", note="Said no", now=now)
    page = show(office, visit)
    for fact in ("Not approved", "Rina Lama", "R-60", "Said no", "Refused"):
        assert fact in page, fact
    assert "The visit cannot go ahead. The jail has written down why." in page
    assert 'action="approve/"' not in page


def test_the_page_costs_few_queries(django_assert_max_num_queries):
    office = an_office()
    visit = office.request()
    with django_assert_max_num_queries(15):
        show(office, visit)
