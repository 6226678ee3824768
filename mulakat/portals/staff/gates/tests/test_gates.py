"""The office makes a browser a gate, ends that, and sees what does not fit."""

from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.gate.models import GateCode, GateDevice
from mulakat.portals.gate.tests.gatehouse import at_work
from mulakat.portals.staff.tests.office import an_office
from tests.gate_cases import arrive
from tests.world import a_gate_visit, a_prison

pytestmark = pytest.mark.django_db


def test_a_code_is_made_and_shown_once():
    office = an_office()
    page = office.client.post("/staff/gates/code/", {"gate": "2"})
    code = GateCode.objects.get()
    assert code.gate == 2 and code.prison == office.prison
    assert "Code for gate 2" in page.content.decode()
    assert "Code for gate 2" not in office.client.get("/staff/gates/").content.decode()


@pytest.mark.parametrize("typed", ["", "0", "10", "-1", "a", "٣"])
def test_a_gate_has_a_number_from_one_to_nine(typed):
    office = an_office()
    answer = office.client.post("/staff/gates/code/", {"gate": typed})
    assert answer.status_code == 422 and "1 to 9" in answer.content.decode()
    assert not GateCode.objects.exists()


def test_a_gate_is_revoked_by_its_own_prison_alone():
    house = at_work()
    stranger = an_office()
    address = f"/staff/gates/{house.device.pk}/revoke/"
    assert stranger.client.post(address).status_code == 404
    assert GateDevice.objects.live().exists()
    an_office(house.prison).client.post(address)
    assert not GateDevice.objects.live().exists()


def test_an_officer_who_runs_nothing_makes_no_gate():
    office = an_office(a_prison(), Role.APPROVER)
    assert office.client.get("/staff/gates/").status_code == 403


def test_a_pass_used_at_two_gates_stands_on_the_page_with_both_times():
    one, two = at_work(), None
    visit = a_gate_visit(one.prison, starts_at=clock.now() + timedelta(seconds=20))
    two = at_work(one.prison, gate=2)
    arrive(visit, one.device, clock.now())
    arrive(visit, two.device, clock.now())
    page = an_office(one.prison).client.get("/staff/gates/").content.decode()
    assert "let somebody in twice" in page and visit.reference in page
    assert "gate 1" in page and "gate 2" in page
