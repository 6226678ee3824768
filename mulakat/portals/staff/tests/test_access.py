"""The lock: nobody unsigned, nobody without the role, nothing of another prison."""

import pytest
from django.test import Client

from mulakat.accounts.models import Role
from mulakat.portals.staff.tests.office import an_office, at_desk
from mulakat.visits.models import Status
from tests.world import a_prison, a_visit, an_officer

pytestmark = pytest.mark.django_db
PAGES = ["", "who/", "approve/", "refuse/"]


@pytest.mark.parametrize("page", ["", "requests/", "requests/1/", "terminals/", "prison/"])
def test_it_refuses_whoever_is_not_signed_in(page):
    response = Client().get(f"/staff/{page}")
    assert response.status_code == 302
    assert response["Location"].startswith("/staff/sign-in/?next=/staff/")


def test_a_request_of_another_prison_is_not_found_on_any_page():
    visit = an_office().request()
    stranger = an_office()
    for page in PAGES:
        path = f"/staff/requests/{visit.pk}/{page}"
        assert stranger.client.get(path).status_code == 404
        assert stranger.client.post(path, {"act": "approve"}).status_code == 404
    assert stranger.client.post(f"/staff/requests/{visit.pk}/phone/").status_code == 404
    visit.refresh_from_db()
    assert visit.status == Status.REQUESTED


def test_a_request_of_another_prison_and_one_that_never_was_look_alike():
    visit, stranger = an_office().request(), an_office()
    ours = stranger.client.get(f"/staff/requests/{visit.pk}/").content.decode()
    never = stranger.client.get("/staff/requests/999999999/").content.decode()
    assert ours.replace(f"/{visit.pk}/", "/N/") == never.replace("/999999999/", "/N/")


def test_an_inmate_of_another_prison_cannot_be_chosen():
    office, other = an_office(), an_office()
    visit = office.request()
    path = f"/staff/requests/{visit.pk}/"
    assert office.client.get(f"{path}?person={other.inmate.pk}").status_code == 404
    assert office.client.get(f"{path}approve/?person={other.inmate.pk}").status_code == 404
    assert office.client.get(f"{path}?person=1%27").status_code == 404


def test_a_terminal_of_another_prison_is_not_found():
    office, other = an_office(), an_office()
    for act in ("code", "revoke"):
        path = f"/staff/terminals/{other.terminal.pk}/{act}/"
        assert office.client.post(path).status_code == 404


def test_an_unconfirmed_request_is_nobodys_business():
    office = an_office()
    visit = a_visit(office.prison)
    assert office.client.get(f"/staff/requests/{visit.pk}/").status_code == 404


def test_each_page_needs_its_role():
    prison = a_prison()
    supervisor = at_desk(an_officer(prison, Role.SUPERVISOR))
    approver = at_desk(an_officer(prison, Role.APPROVER))
    assert supervisor.get("/staff/requests/").status_code == 403
    assert supervisor.get("/staff/terminals/").status_code == 200
    assert approver.get("/staff/terminals/").status_code == 403
    assert approver.get("/staff/requests/").status_code == 200
    assert supervisor.get("/staff/").status_code == approver.get("/staff/").status_code == 200


def test_the_staff_session_is_not_read_outside_its_path():
    office = an_office()
    assert "Vary" not in office.client.get("/healthz") or "Cookie" not in str(
        office.client.get("/healthz")["Vary"]
    )
    assert office.client.get("/staff/").wsgi_request.session.get_session_cookie_age() > 0
    cookie = Client().post("/staff/sign-in/", {}).cookies
    assert "mulakat_staff" not in cookie
