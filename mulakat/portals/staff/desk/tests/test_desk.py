"""The desk opens to supervisors of the prison, and holds no names before its socket does."""

import pytest
from django.test import Client

from mulakat.accounts.models import Role
from mulakat.calls import steering_messages as codes
from mulakat.calls.supervision import OFFICER_REASONS
from mulakat.portals.staff.desk import labels
from mulakat.portals.staff.requests.call_lines import OUTCOMES
from tests import world

pytestmark = pytest.mark.django_db


def test_it_opens_to_a_supervisor(client: Client) -> None:
    prison = world.a_prison()
    visit = world.an_approved_visit(prison)
    client.force_login(world.an_officer(prison, Role.SUPERVISOR))
    page = client.get("/staff/desk/")
    assert page.status_code == 200
    assert visit.visitor.name not in page.content.decode()


def test_it_is_closed_to_who_only_approves(client: Client) -> None:
    client.force_login(world.an_officer(world.a_prison(), Role.APPROVER))
    assert client.get("/staff/desk/").status_code == 403


def test_it_asks_a_stranger_to_sign_in(client: Client) -> None:
    assert client.get("/staff/desk/").headers["Location"].startswith("/staff/sign-in/")


def test_it_offers_every_code_of_the_protocol_in_words(client: Client) -> None:
    prison = world.a_prison()
    client.force_login(world.an_officer(prison, Role.SUPERVISOR))
    page = client.get("/staff/desk/").content.decode()
    assert set(labels.WARN) == codes.WARNINGS
    assert set(labels.PAUSE) == codes.PAUSES
    assert set(labels.INCIDENT) == codes.INCIDENTS
    assert {str(code) for code in OUTCOMES} == codes.OUTCOMES
    for code in labels.WARN:
        assert f'data-do="warn" data-why="{code}"' in page
    for code in labels.PAUSE:
        assert f'data-do="pause" data-why="{code}"' in page
    for code in OFFICER_REASONS:
        assert f'<option value="{code}">' in page and code in labels.REASONS
