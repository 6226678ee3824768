"""Complaints: answered once; those about staff go past the prison."""

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import Event
from mulakat.notifications.models import Notification
from mulakat.portals.staff.tests.office import an_office, at_desk
from mulakat.visits import complaining, deciding
from mulakat.visits.models import Complaint
from tests.world import an_officer

pytestmark = pytest.mark.django_db
LIST = "/staff/complaints/"


def a_complaint(office, cause="no_answer"):
    visit = office.request()
    return complaining.complain(
        visit=visit, cause=cause, text="Five weeks <b>now</b>", language="bn", now=clock.now()
    )


def superior(office):
    return at_desk(an_officer(office.prison, Role.SUPERIOR))


def test_the_office_reads_and_answers_its_own():
    office = an_office(None, Role.APPROVER)
    complaint = a_complaint(office)
    page = office.client.get(f"{LIST}{complaint.pk}/").content.decode()
    assert "Five weeks &lt;b&gt;now&lt;/b&gt;" in page
    assert Event.objects.filter(name="complaint.viewed").exists()
    before = Notification.objects.count()
    answer = office.client.post(f"{LIST}{complaint.pk}/", {"answer": "We are sorry"})
    assert answer.status_code == 302
    complaint.refresh_from_db()
    assert complaint.answer == {"text": "We are sorry"}
    assert complaint.answered_by == office.officer
    assert Notification.objects.count() > before
    again = office.client.post(f"{LIST}{complaint.pk}/", {"answer": "Twice"})
    assert "has been answered" in again.content.decode()


@pytest.mark.parametrize("cause", sorted(complaining.PAST_THE_PRISON))
def test_what_is_about_staff_is_not_there_for_the_office(cause):
    office = an_office(None, Role.APPROVER, Role.ADMIN)
    complaint = a_complaint(office, cause)
    assert complaint.number not in office.client.get(LIST).content.decode()
    for method in (office.client.get, office.client.post):
        assert method(f"{LIST}{complaint.pk}/", {"answer": "x"}).status_code == 404
    client = superior(office)
    assert complaint.number in client.get(LIST).content.decode()
    path = f"{LIST}{complaint.pk}/"
    assert client.post(path, {"answer": "We look into it"}).status_code == 302


@pytest.mark.parametrize(("answer", "said"), [(" ", "Write an answer"), ("x" * 1001, "At most")])
def test_a_wrong_answer_is_explained_and_kept(answer, said):
    office = an_office()
    complaint = a_complaint(office)
    page = office.client.post(f"{LIST}{complaint.pk}/", {"answer": answer}).content.decode()
    assert said in page
    assert answer.strip()[:900] in page
    assert Complaint.objects.get().answered_at is None


def test_another_prisons_complaint_is_not_found():
    complaint = a_complaint(an_office())
    other = an_office(None, *Role.values)
    assert other.client.get(f"{LIST}{complaint.pk}/").status_code == 404
    assert complaint.number not in other.client.get(LIST).content.decode()


def test_whoever_decided_the_visit_does_not_answer_a_complaint_about_it():
    """Also one who is approver and superior at once, and of a decision that stands no more."""
    office = an_office(None, Role.APPROVER, Role.SUPERIOR)
    for cause in ("rude", "reason"):
        complaint = a_complaint(office, cause)
        deciding.refuse(
            visit_id=complaint.visit_id, by=office.officer, reason="R-32", now=clock.now()
        )
        complaint.visit.decisions.update(superseded_at=clock.now())
        path = f"{LIST}{complaint.pk}/"
        answer = office.client.post(path, {"answer": "All was right"})
        assert "Another officer than you has to answer" in answer.content.decode()
        complaint.refresh_from_db()
        assert complaint.answered_at is None
        assert superior(office).post(path, {"answer": "We look into it"}).status_code == 302
