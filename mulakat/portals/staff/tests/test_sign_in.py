"""Signing in: one text for every wrong try, a rest after too many, a new key each time."""

from datetime import timedelta

import pytest
from django.test import Client

from mulakat.accounts import throttle
from mulakat.audit.models import Event
from tests.world import PASSWORD, a_prison, an_officer

pytestmark = pytest.mark.django_db
PAGE = "/staff/sign-in/"


def try_to(client, staff_id, password=PASSWORD, **kw):
    return client.post(PAGE, {"staff_id": staff_id, "password": password, **kw})


def plain(response):
    """The page without what differs by nature: the CSRF token and what was typed."""
    import re

    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return re.sub(r'name="staff_id" type="text" value="[^"]*"', "", text)


def test_a_member_of_staff_signs_in_and_out():
    officer = an_officer(a_prison(), staff_id="WB-1")
    client = Client()
    assert try_to(client, "WB-1")["Location"] == "/staff/"
    assert client.get("/staff/").status_code == 200
    assert Event.objects.filter(name="staff.signed_in", actor=officer.actor).exists()
    assert client.get("/staff/sign-out/").status_code == 405
    assert client.post("/staff/sign-out/").status_code == 302
    assert client.get("/staff/")["Location"].startswith(PAGE)


def test_an_id_that_no_database_can_hold_is_as_wrong_as_any_other():
    assert "is not right" in try_to(Client(), "WB\0-1").content.decode()


def test_the_page_asked_for_comes_after_signing_in_and_no_other_host():
    an_officer(a_prison(), staff_id="WB-1")
    assert try_to(Client(), "WB-1", next="/staff/requests/")["Location"] == "/staff/requests/"
    for elsewhere in ("https://evil.example/staff/", "//evil.example/staff/", "/book/"):
        assert try_to(Client(), "WB-1", next=elsewhere)["Location"] == "/staff/"


def test_the_session_gets_a_new_key():
    an_officer(a_prison(), staff_id="WB-1")
    client = Client()
    session = client.session
    session["planted"] = "1"
    session.save()
    before = client.session.session_key
    try_to(client, "WB-1")
    assert client.session.session_key != before


def test_it_asks_for_what_is_empty():
    page = try_to(Client(), "", "").content.decode()
    assert "Enter your staff ID" in page
    assert "Enter your password" in page


def test_an_unknown_id_and_a_wrong_password_read_alike():
    an_officer(a_prison(), staff_id="WB-1")
    wrong, unknown = try_to(Client(), "WB-1", "x"), try_to(Client(), "WB-9", "x")
    assert "The staff ID or password is not right" in wrong.content.decode()
    assert plain(wrong) == plain(unknown)


def test_it_refuses_a_person_who_left():
    officer = an_officer(a_prison(), staff_id="WB-1")
    officer.is_active = False
    officer.save()
    assert "is not right" in try_to(Client(), "WB-1").content.decode()


def test_an_id_rests_after_five_wrong_tries_even_with_the_right_password():
    an_officer(a_prison(), staff_id="WB-1")
    for staff_id in ("WB-1", "WB-9"):
        for _ in range(5):
            assert try_to(Client(), staff_id, "x").status_code == 200
    known, unknown = try_to(Client(), "WB-1"), try_to(Client(), "WB-9")
    assert known.status_code == unknown.status_code == 429
    assert plain(known) == plain(unknown)
    assert try_to(Client(REMOTE_ADDR="10.0.0.9"), "WB-1").status_code == 302


def test_the_rest_ends_after_fifteen_minutes():
    for _ in range(5):
        throttle.count_failure("WB-1", "10.0.0.1")
    now = Event.objects.latest("at").at
    assert throttle.is_locked("wb-1", "10.0.0.1", now)
    assert not throttle.is_locked("WB-1", "10.0.0.1", now + timedelta(minutes=16))


def test_a_source_that_tries_many_ids_rests_as_a_whole():
    for number in range(30):
        throttle.count_failure(f"WB-{number}", "10.0.0.1")
    now = Event.objects.latest("at").at
    assert throttle.is_locked("WB-new", "10.0.0.1", now)
    assert not throttle.is_locked("WB-new", "10.0.0.2", now)


def test_the_history_of_failures_holds_no_id_and_no_address():
    try_to(Client(REMOTE_ADDR="10.1.2.3"), "WB-secret", "x")
    rows = " ".join(str(row) for row in Event.objects.values_list("subject", "actor", "data"))
    assert "secret" not in rows
    assert "10.1.2.3" not in rows


def test_who_works_at_two_prisons_chooses_one():
    first, second, other = a_prison(), a_prison(), a_prison()
    officer = an_officer(first, staff_id="WB-1")
    officer.memberships.create(prison=second, role="approver")
    client = Client()
    try_to(client, "WB-1")
    assert client.get("/staff/requests/")["Location"] == "/staff/prison/"
    page = client.get("/staff/prison/").content.decode()
    assert f'value="{second.pk}"' in page
    assert f'value="{other.pk}"' not in page
    refused = client.post("/staff/prison/", {"prison": other.pk})
    assert "Choose where you work" in refused.content.decode()
    client.post("/staff/prison/", {"prison": second.pk})
    assert client.get("/staff/requests/").status_code == 200


def test_a_role_taken_away_counts_at_once():
    prison = a_prison()
    officer = an_officer(prison, staff_id="WB-1")
    client = Client()
    try_to(client, "WB-1")
    assert client.get("/staff/requests/").status_code == 200
    officer.memberships.all().delete()
    assert client.get("/staff/requests/")["Location"] == "/staff/prison/"
    assert "no role" in client.get("/staff/prison/").content.decode()
