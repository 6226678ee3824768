"""Day sheet and slips: who to bring, by ward, and nothing a lost sheet may not tell."""

import re
from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import Event
from mulakat.portals.staff.tests.office import an_office, at_desk
from mulakat.visits.models import Status, VisitPerson
from tests.world import a_prison, an_approved_visit, an_inmate, an_officer

pytestmark = pytest.mark.django_db
PAGES = ["/staff/sheets/", "/staff/sheets/slips/"]


def tomorrow(office):
    return (clock.now().astimezone(office.prison.zone) + timedelta(days=1)).date().isoformat()


def approved(office, ward="4", hours=0, **kw):
    noon = clock.now().astimezone(office.prison.zone).replace(
        hour=12, minute=0, second=0, microsecond=0
    )  # fmt: skip
    inmate = kw.pop("inmate", None) or an_inmate(office.prison, ward=ward, name=f"Ward {ward} man")
    at = noon + timedelta(days=1, hours=hours)
    return an_approved_visit(office.prison, inmate=inmate, starts_at=at, **kw)


def sheet(office, path="/staff/sheets/"):
    return office.client.get(f"{path}?day={tomorrow(office)}").content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_it_shows_whom_when_where_and_by_whom(path):
    office = an_office()
    visit = approved(office, inmate=office.inmate, terminal=office.terminal,
                     details={"help": ["wheelchair"]})  # fmt: skip
    VisitPerson.objects.create(visit=visit, position=1, name="Imran", age=6, relation="child")
    page = sheet(office, path)
    place = f"</span>{office.terminal.number}</span>"
    both = "Wife or husband, Son or daughter"
    for fact in ("12:00", "Rahim Sheikh", "রহিম শেখ", office.inmate.number, "Wheelchair", both):
        assert fact in page, fact
    assert place in page


@pytest.mark.parametrize("path", PAGES)
def test_a_lost_sheet_tells_neither_name_nor_address_nor_phone_of_the_family(path):
    office = an_office()
    visit = approved(office)
    page = sheet(office, path)
    for secret in ("Sabina", "Station Road", "Basirhat", "9830012345", "2345", "ABC1234567",
                   visit.reference):  # fmt: skip
        assert secret not in page.partition('class="ds-paper"')[2], secret


def test_wards_stand_in_the_order_of_their_numbers_and_times_in_order():
    office = an_office()
    for ward, hours in (("10", 0), ("2", 3), ("2", 1), ("Women", 0), ("", 0)):
        approved(office, ward, hours)
    page = sheet(office)
    assert re.findall(r"<h2>([^<]+)</h2>", page) == ["Ward 2", "Ward 10", "Ward Women", "No ward"]
    ward = page.partition("<h2>Ward 2</h2>")[2].partition("</section>")[0]
    assert re.findall(r'ds-time">([0-9:]+)', ward) == ["13:00", "15:00"]
    assert "Bring 5 people." in page


def test_a_lawyers_visit_is_a_square_and_seen_but_not_heard():
    office = an_office()
    approved(office, basis="legal")
    page = sheet(office)
    assert "ds-legal" in page
    assert "see, not hear" in page


def test_only_what_is_approved_and_told_stands_there():
    office, now = an_office(), clock.now()
    approved(office, "1", status=Status.CANCELLED)
    approved(office, "2", answer_shown_at=now + timedelta(seconds=40))
    approved(an_office(), "3")
    assert "Nobody is to be brought" in sheet(office)


def test_it_is_open_to_those_who_bring_people_and_each_look_is_written_down():
    prison = a_prison()
    for role in (Role.APPROVER, Role.SUPERVISOR, Role.GATE, Role.ADMIN):
        assert at_desk(an_officer(prison, role)).get("/staff/sheets/").status_code == 200
    assert at_desk(an_officer(prison, Role.ASSISTANT)).get("/staff/sheets/").status_code == 403
    assert Event.objects.filter(name="sheet.viewed").count() == 4


@pytest.mark.parametrize("day", ["x", "2026-13-01", "0001-01-01", "9999-12-31"])
def test_a_nonsense_day_is_a_day_near_by(day):
    response = an_office().client.get(f"/staff/sheets/?day={day}")
    assert response.status_code == 200
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", response["X-Sheet-Day"])


def test_the_worker_is_served_within_its_own_scope():
    response = an_office().client.get("/staff/sheets/worker.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert b"mulakat-sheets" in response.content
