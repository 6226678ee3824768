"""A staff session is found by its cookie, and the database does not tell the cookie."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from tests.world import a_prison, an_officer

pytestmark = pytest.mark.django_db


def test_the_row_of_a_session_does_not_tell_its_cookie() -> None:
    client = Client()
    client.force_login(an_officer(a_prison()))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    row = Session.objects.get()
    assert cookie not in row.session_key and cookie not in row.session_data
    assert client.get("/staff/").status_code == 200
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    assert stolen.get("/staff/").status_code == 302


def test_signing_out_deletes_the_row() -> None:
    client = Client()
    client.force_login(an_officer(a_prison()))
    client.post("/staff/sign-out/")
    assert not Session.objects.exists()
