"""Terminals: which are enrolled; a code that is shown once; an enrolment taken back."""

import re

import pytest

from mulakat import clock
from mulakat.accounts.models import Device, EnrolmentCode
from mulakat.portals.staff.tests.office import an_office

pytestmark = pytest.mark.django_db


def enrolled(office):
    code = EnrolmentCode.objects.create(
        terminal=office.terminal,
        digest="d",
        made_by="staff:1",
        made_at=clock.now(),
        expires_at=clock.now(),
    )
    return Device.objects.create(
        terminal=office.terminal, public_key={}, enrolled_at=clock.now(), enrolled_with=code
    )


def test_the_list_says_which_terminal_is_enrolled():
    office = an_office()
    assert "not enrolled" in office.client.get("/staff/terminals/").content.decode()
    enrolled(office)
    assert "enrolled since" in office.client.get("/staff/terminals/").content.decode()


def test_a_code_is_shown_once_and_never_stored_in_clear():
    office = an_office()
    path = f"/staff/terminals/{office.terminal.pk}/code/"
    page = office.client.post(path).content.decode()
    (code,) = re.findall(r"<bdi>([0-9A-Z]{5}-[0-9A-Z]{5})</bdi>", page)
    assert code not in office.client.get("/staff/terminals/").content.decode()
    row = EnrolmentCode.objects.get()
    assert row.made_by == office.officer.actor
    assert code.replace("-", "") not in row.digest
    assert office.client.get(path).status_code == 405


def test_an_enrolment_is_taken_back():
    office = an_office()
    device = enrolled(office)
    office.client.post(f"/staff/terminals/{office.terminal.pk}/revoke/")
    device.refresh_from_db()
    assert device.revoked_at is not None
    again = office.client.post(f"/staff/terminals/{office.terminal.pk}/revoke/")
    assert again.status_code == 404
