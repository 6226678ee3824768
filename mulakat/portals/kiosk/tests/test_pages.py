"""The terminal's page tells nothing by itself; a code and a key make a terminal, once."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpResponse
from django.test import Client

from mulakat import clock
from mulakat.accounts import enrolling
from mulakat.accounts.models import Device
from tests import world
from tests.live import jwk

pytestmark = pytest.mark.django_db
KEY = json.dumps(jwk(ec.generate_private_key(ec.SECP256R1())))


def _enrol(code: str, key: str = KEY) -> HttpResponse:
    answer = Client().post("/kiosk/enrol/", {"code": code, "public_key": key})
    assert isinstance(answer, HttpResponse)
    return answer


def test_the_page_holds_no_name_and_sets_no_session(client: Client) -> None:
    visit = world.an_approved_visit(world.a_prison())
    answer = client.get("/kiosk/")
    assert visit.visitor.name not in answer.content.decode()
    assert set(client.cookies) <= {"mulakat_csrf"}


def test_a_code_and_a_key_make_a_terminal_once() -> None:
    terminal = world.a_terminal(world.a_prison())
    code = enrolling.make_code(terminal=terminal, by="staff:0", now=clock.now())
    made = _enrol(code.lower())
    assert made.status_code == 200
    assert Device.objects.get(pk=json.loads(made.content)["device"]).terminal == terminal
    assert _enrol(code).status_code == 400


@pytest.mark.parametrize("key", ["", "[]", "{}", "{", '{"kty":"RSA"}'])
def test_it_refuses_what_is_no_key_and_keeps_the_code(key: str) -> None:
    terminal = world.a_terminal(world.a_prison())
    code = enrolling.make_code(terminal=terminal, by="staff:0", now=clock.now())
    assert _enrol(code, key).status_code == 400
    assert _enrol(code).status_code == 200


def test_it_needs_the_page_s_own_form() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/kiosk/enrol/", {"code": "x", "public_key": KEY}).status_code == 403


@pytest.mark.django_db
def test_a_key_that_is_nested_without_end_is_a_wrong_key() -> None:
    assert _enrol("x", "[" * 2000).status_code == 400
