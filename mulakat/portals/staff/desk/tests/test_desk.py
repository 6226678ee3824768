"""The desk opens to supervisors of the prison, and holds no names before its socket does."""

import pytest
from django.test import Client

from mulakat.accounts.models import Role
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
