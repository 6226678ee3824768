"""Every way to answer: undo, ask, offer, wait, second officers, second looks, past a stop."""

from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.notifications.models import Notification
from mulakat.portals.staff.tests.office import an_office, approval, at_desk, on_list
from mulakat.portals.staff.toast import COOKIE
from mulakat.visits import deciding, looking_again
from mulakat.visits.models import Status
from tests.world import a_prison, a_state, an_inmate, an_officer

pytestmark = pytest.mark.django_db


def an_office_with(**overrides):
    return an_office(a_prison(a_state(), overrides={"notice_hours": 0, **overrides}))


def path(visit, page=""):
    return f"/staff/requests/{visit.pk}/{page}"


def post(office, visit, page, **given):
    return office.client.post(path(visit, page), given)


def test_an_answer_can_be_taken_back_and_nobody_hears_of_it():
    office = an_office_with(undo_seconds=60)
    visit = office.request()
    response = post(office, visit, "approve/", **approval(office, visit))
    assert response.cookies[COOKIE]["max-age"] == 60
    page = office.client.get("/staff/requests/").content.decode()
    assert f'action="/staff/requests/{visit.pk}/undo/"' in page
    assert post(office, visit, "undo/").status_code == 302
    visit.refresh_from_db()
    assert visit.status == Status.REQUESTED
    assert not Notification.objects.filter(subject=visit.subject).exists()
    assert "undo/" not in office.client.get("/staff/requests/").content.decode()


def test_another_officers_answer_cannot_be_taken_back():
    office = an_office_with(undo_seconds=60)
    visit = office.request()
    other = an_officer(office.prison)
    deciding.refuse(visit_id=visit.pk, by=other, reason="R-32", now=clock.now())
    response = post(office, visit, "undo/")
    assert response.status_code == 409
    assert "Only who gave the answer can take it back." in response.content.decode()


def test_the_note_of_undo_says_which_answer_it_takes_back():
    office = an_office_with(undo_seconds=60)
    visit = office.request()
    post(office, visit, "refuse/", act="refuse", reason="R-32", seen="R-32")
    note = office.client.get("/staff/people/").content.decode().partition("s-toast")[2]
    assert visit.reference in note.partition("</form>")[0]


def test_no_foreign_hand_can_write_the_note_of_undo():
    office = an_office_with(undo_seconds=60)
    office.client.cookies[COOKIE] = "1.9999999999:forged"
    assert "s-toast" not in office.client.get("/staff/requests/").content.decode()


def test_a_stranger_is_asked_nothing_that_would_tell():
    office = an_office_with()
    visit = office.request()
    page = office.client.get(path(visit, "ask/") + f"?person={office.inmate.pk}").content.decode()
    assert 'value="id"' in page
    assert 'value="which_person"' not in page
    assert 'value="own"' not in page
    given = {"key": "which_person", "person": str(office.inmate.pk)}
    assert (
        "would tell that the person is here"
        in post(office, visit, "ask/", **given).content.decode()
    )
    visit.refresh_from_db()
    assert visit.status == Status.REQUESTED


def test_a_known_visitor_is_asked_in_own_words_and_what_was_typed_stays():
    office = an_office_with()
    visit = office.request()
    on_list(office.inmate, visit)
    given = {"key": "own", "text": "x" * 301, "person": str(office.inmate.pk)}
    page = post(office, visit, "ask/", **given).content.decode()
    assert "At most 300 letters" in page
    assert "x" * 300 in page
    assert post(office, visit, "ask/", **given | {"text": "Which gate?"}).status_code == 302
    page = office.client.get(path(visit)).content.decode()
    assert "Which gate?" in page
    assert "no answer yet" in page


def test_a_time_is_offered_on_the_ground_of_an_approval():
    office = an_office_with()
    visit = office.request()
    assert post(
        office, visit, "approve/", **approval(office, visit, act="offer", basis="")
    ).status_code in {200, 409}
    assert (
        post(office, visit, "approve/", **approval(office, visit, act="offer")).status_code == 302
    )
    visit.refresh_from_db()
    assert visit.status == Status.OFFERED
    assert "is kept for the family until" in office.client.get(path(visit)).content.decode()
    assert post(office, visit, "withdraw/", act="offer").status_code == 302
    visit.refresh_from_db()
    assert visit.status == Status.REQUESTED


def test_a_request_goes_to_the_waiting_list():
    office = an_office_with()
    visit = office.request()
    given = approval(office, visit, act="wait")
    assert post(office, visit, "approve/", **given).status_code == 302
    visit.refresh_from_db()
    assert visit.status == Status.WAITLISTED
    page = office.client.get("/staff/requests/?waits=waitlisted").content.decode()
    assert path(visit) in page


def test_past_a_stop_only_with_a_reason():
    office = an_office_with(persons_max=0)
    visit = office.request()
    page = office.client.get(path(visit, "approve/")).content.decode()
    assert 'name="overruled" value="persons"' in page
    given = approval(office, visit, overruled="persons")
    assert "Write why" in post(office, visit, "approve/", **given).content.decode()
    assert post(office, visit, "approve/", **given | {"note": "A cradle"}).status_code == 302
    visit.refresh_from_db()
    assert visit.decision.overruled == ["persons"]


def test_what_may_not_be_overruled_has_no_box():
    office = an_office_with()
    visit = office.request()
    office.inmate.left_at = clock.now()
    office.inmate.save()
    page = office.client.get(path(visit, "approve/") + f"?person={office.inmate.pk}")
    assert 'name="overruled"' not in page.content.decode()


def test_where_the_rules_want_two_the_first_proposes_and_another_agrees():
    office = an_office_with(second_approval=["spouse"], undo_seconds=0)
    visit = office.request()
    page = office.client.get(path(visit)).content.decode()
    assert "Propose" in page
    given = approval(office, visit, act="propose")
    assert post(office, visit, "approve/", **given).status_code == 302
    assert "It waits for another officer" in office.client.get(path(visit)).content.decode()
    assert post(office, visit, "second/", act="agree").status_code == 409
    second = at_desk(an_officer(office.prison, Role.SUPERIOR))
    assert "Approval proposed" in second.get("/staff/review/").content.decode()
    assert second.post(path(visit, "second/"), {"act": "agree"}).status_code == 302
    visit.refresh_from_db()
    assert visit.status == Status.APPROVED


def refused_and_asked_again(office, by):
    visit, now = office.request(), clock.now()
    deciding.refuse(visit_id=visit.pk, by=by, reason="R-32", now=now - timedelta(hours=2))
    visit.refresh_from_db()
    looking_again.ask(visit=visit, text="Please look at the letter", now=now)
    return visit


def test_a_second_look_is_not_for_who_refused():
    office = an_office_with()
    visit = refused_and_asked_again(office, office.officer)
    page = office.client.get(path(visit)).content.decode()
    assert "Please look at the letter" in page
    assert "You refused it, so another officer has to answer." in page
    assert 'data-key="a"' not in page
    given = approval(office, visit)
    assert "Another officer than you" in post(office, visit, "approve/", **given).content.decode()
    visit.refresh_from_db()
    assert visit.status == Status.REFUSED


def test_another_officer_answers_the_second_look():
    office = an_office_with()
    first = an_officer(office.prison, name="Rina Lama")
    visit = refused_and_asked_again(office, first)
    page = office.client.get(path(visit)).content.decode()
    assert "Rina Lama refused on" in page
    assert "R-32" in page
    assert post(office, visit, "approve/", **approval(office, visit)).status_code == 302
    visit.refresh_from_db()
    assert visit.status == Status.APPROVED


def test_what_lapsed_is_answered_by_a_superior():
    office = an_office_with()
    visit = office.request(status=Status.LAPSED)
    superior = at_desk(an_officer(office.prison, Role.SUPERIOR))
    assert "Not answered in time" in superior.get("/staff/review/").content.decode()
    assert superior.post(path(visit, "approve/"), approval(office, visit)).status_code == 302
    waiting = office.request(phone="+919830012399")
    given = approval(office, waiting, person=str(an_inmate(office.prison, name="Bijoy").pk))
    assert "You may not decide" in superior.post(path(waiting, "approve/"), given).content.decode()
