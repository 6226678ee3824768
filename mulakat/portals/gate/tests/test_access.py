"""A gate opens to an enrolled browser with a guard of this prison, and to nothing else."""

import json

import pytest
from django.test import Client

from mulakat import clock
from mulakat.accounts.models import Membership, Role
from mulakat.gate import devices
from mulakat.gate.models import GateDevice, GateSession
from mulakat.portals.gate.tests.gatehouse import a_gatehouse, at_work
from tests import world

pytestmark = pytest.mark.django_db


def test_a_guard_signs_in_on_an_enrolled_gate():
    house = a_gatehouse()
    guard = world.a_guard(house.prison)
    assert house.client.get("/gate/").headers["Location"] == "/gate/sign-in/"
    assert house.sign_in(guard.staff_id).headers["Location"] == "/gate/app/"
    assert house.client.get("/gate/").status_code == 200


def test_the_cookies_of_the_gate_serve_below_the_gate_alone():
    house = at_work()
    for name in ("mulakat_gate", "mulakat_gate_device"):
        cookie = house.client.cookies[name]
        assert cookie["path"] == "/gate/" and cookie["httponly"] and cookie["samesite"] == "Strict"
    assert not GateSession.objects.filter(digest=house.client.cookies["mulakat_gate"].value)


def test_a_copied_cookie_without_the_key_signs_nobody_in():
    house = a_gatehouse()
    guard = world.a_guard(house.prison)
    assert house.sign_in(guard.staff_id, proof="").status_code == 200
    other = a_gatehouse(house.prison, gate=2)
    nonce = house.client.get("/gate/sign-in/").context["nonce"]
    wrong = other.sign("sign-in", nonce)
    assert house.sign_in(guard.staff_id, nonce=nonce, proof=wrong).status_code == 200
    assert house.sign_in(guard.staff_id, nonce="made-up").status_code == 200
    assert not GateSession.objects.exists()


def test_without_script_the_online_pages_work_with_the_cookie():
    prison = world.a_prison()
    code = devices.make_code(prison=prison, gate=1, by="staff:1", now=clock.now())
    client = Client()
    assert client.post("/gate/enrol/", {"code": code}).headers["Location"] == "/gate/sign-in/"
    guard = world.a_guard(prison)
    given = {"staff_id": guard.staff_id, "password": world.PASSWORD}
    assert client.post("/gate/sign-in/", given).headers["Location"] == "/gate/"
    assert client.get("/gate/").status_code == 200
    assert client.get("/gate/list/").json() == {"error": "no_gate"}


@pytest.mark.parametrize("role", [Role.APPROVER, Role.SUPERVISOR, Role.ADMIN])
def test_only_the_role_of_the_gate_works_there(role):
    house = a_gatehouse()
    officer = world.an_officer(house.prison, role)
    assert house.sign_in(officer.staff_id).status_code == 200
    assert not GateSession.objects.exists()


def test_a_guard_of_another_prison_does_not_work_here():
    house = a_gatehouse()
    stranger = world.a_guard(world.a_prison(house.prison.state))
    house.sign_in(stranger.staff_id)
    assert not GateSession.objects.exists()


def test_who_loses_the_role_is_out_at_the_next_page():
    house = at_work()
    Membership.objects.filter(prison=house.prison).delete()
    assert house.client.get("/gate/").status_code == 302
    assert house.client.get("/gate/list/").status_code == 401


def test_wrong_passwords_are_throttled_as_at_the_staffs_door():
    house = a_gatehouse()
    guard = world.a_guard(house.prison)
    for _ in range(5):
        house.sign_in(guard.staff_id, "wrong-password")
    assert house.sign_in(guard.staff_id).status_code == 429


def test_a_code_works_once_and_its_gate_is_the_only_one():
    prison = world.a_prison()
    first = a_gatehouse(prison)
    second = a_gatehouse(prison)
    first.device.refresh_from_db()
    assert first.device.revoked_at and second.device.revoked_at is None
    code = devices.make_code(prison=prison, gate=1, by="staff:1", now=clock.now())
    assert Client().post("/gate/enrol/", {"code": code}).status_code == 302
    assert Client().post("/gate/enrol/", {"code": code}).status_code == 422


@pytest.mark.parametrize(
    "keys",
    [
        {"public_key": "{}", "box_key": "{}"},
        {"public_key": "nonsense", "box_key": "[]"},
        {"public_key": json.dumps({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"})},
    ],
)
def test_a_browser_with_no_true_keys_becomes_no_gate_and_the_code_stays_good(keys):
    prison = world.a_prison()
    code = devices.make_code(prison=prison, gate=1, by="staff:1", now=clock.now())
    assert Client().post("/gate/enrol/", {"code": code, **keys}).status_code == 422
    assert Client().post("/gate/enrol/", {"code": code}).status_code == 302


def test_a_revoked_gate_opens_nothing_and_hears_that_it_is_none():
    house = at_work()
    devices.revoke(device=house.device, by="staff:1", now=clock.now())
    assert house.client.get("/gate/").headers["Location"] == "/gate/enrol/"
    assert house.client.get("/gate/board/").headers["Location"] == "/gate/enrol/"
    assert house.client.get("/gate/list/").json() == {"error": "no_gate"}
    assert house.sync([]).status_code == 401


def test_what_a_gate_hands_over_must_be_signed_by_it():
    house = at_work()
    assert house.sync([]).status_code == 200
    for headers in (
        {"X-Gate-Proof": "AAAA"},
        {"X-Gate": "0"},
        {"X-Gate": "x"},
        {"X-Gate": "٣"},
    ):
        assert house.sync([], **headers).status_code == 401, headers
    assert house.client.post("/gate/sync/", "{}", content_type="text/plain").status_code == 401


def test_signing_out_ends_the_work_and_not_the_gate():
    house = at_work()
    assert house.client.post("/gate/sign-out/").status_code == 302
    assert house.client.get("/gate/").headers["Location"] == "/gate/sign-in/"
    assert GateDevice.objects.live().count() == 1
