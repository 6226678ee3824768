"""The pages about inmates: found across scripts, written, logged, locked, within 8 queries."""

import re
from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import Event
from mulakat.people import barring, visitor_codes
from mulakat.people.models import Absence, Contact, Inmate, Restriction, VisitorCode
from mulakat.portals.staff.tests.office import an_office, at_desk
from mulakat.sealed import blind_index
from tests.world import a_prison, an_inmate, an_officer

pytestmark = pytest.mark.django_db
PHONE = "9830012345"


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def page(office):
    return f"/staff/people/{office.inmate.pk}/"


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize(
    "typed", ["rahim sk", "Shaikh", "RAHIM", "রহিম", "रहीम शेख", "ut-777/2026", "777 2026", "७७७"]
)
def test_an_inmate_is_found_by_number_or_name_in_any_script(office, typed):
    an_inmate(office.prison, name="Suresh Mondal", name_local="সুরেশ মণ্ডল", number="UT-1/2026")
    Inmate.objects.filter(pk=office.inmate.pk).update(number="UT-777/2026")
    answer = office.client.post("/staff/people/", {"wanted": typed})
    assert f'href="/staff/people/{office.inmate.pk}/"' in answer.content.decode()
    searched = Event.objects.get(name="inmate.searched")
    assert searched.data == {"inmates": [office.inmate.pk]}
    assert typed not in str(searched.data)


def test_a_search_without_words_and_one_without_a_find_say_so(office):
    assert "Enter a number or a name" in text_of(office.client.post("/staff/people/", {}))
    found = office.client.post("/staff/people/", {"wanted": "Zebulon"})
    assert "Nobody in the register" in text_of(found)
    assert 'value="Zebulon"' in found.content.decode()


def test_each_look_is_written_down_and_shown(office, page):
    for path in (page, f"{page}away/", f"{page}looks/"):
        answer = office.client.get(path)
        assert answer.status_code == 200
    assert Event.objects.filter(name="inmate.viewed").count() == 3
    assert text_of(answer).count("Looked at the page") == 3
    assert office.officer.name in text_of(answer)


def test_no_page_needs_more_than_eight_queries(office, page):
    second = an_officer(office.prison)
    for number in range(4):
        Contact.objects.create(
            inmate=office.inmate, name="A", relation="child", added_at=clock.now(),
            added_by=second.actor,
        )  # fmt: skip
        visitor_codes.make(inmate=office.inmate, for_whom=str(number), by=second, now=clock.now())
        bar = barring.Bar(
            prison=office.prison, inmate=office.inmate, phone=f"+91983000000{number}",
            cause="conduct", until=clock.now() + timedelta(days=9),
        )  # fmt: skip
        barring.propose(bar=bar, by=second, now=clock.now())
    for path in ("/staff/people/", page, f"{page}away/", f"{page}looks/", "/staff/people/bars/"):
        with CaptureQueriesContext(_connection()) as seen:
            assert office.client.get(path).status_code == 200
        assert len(seen) <= 8, (path, len(seen))
    with CaptureQueriesContext(_connection()) as seen:
        office.client.post("/staff/people/", {"wanted": "Rahim"})
    assert len(seen) <= 8


def _connection():
    from django.db import connection

    return connection


def test_a_visitor_comes_on_the_list_and_the_phone_is_shown_once_and_masked(office, page):
    form = {"act": "add", "contact_name": "Sabina Bibi", "relation": "spouse"}
    answer = office.client.post(page, form | {"phone": "९८३०० १२३४५"})
    assert "2345" in text_of(answer) and PHONE not in answer.content.decode()
    contact = Contact.objects.get()
    assert contact.phone_index == blind_index("+91" + PHONE, "phone")
    again = office.client.get(page)
    assert "2345" not in text_of(again) and "Sabina Bibi" in text_of(again)
    twice = office.client.post(page, form | {"phone": PHONE})
    assert "on the list already" in text_of(twice)
    office.client.post(page, {"act": f"remove:{contact.pk}"})
    assert "Sabina Bibi" not in text_of(office.client.get(page))


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(office, page):
    answer = office.client.post(
        page, {"act": "add", "contact_name": "Amina", "relation": "", "phone": "123"}
    )
    html = answer.content.decode()
    assert 'id="relation-e"' in html and 'id="phone-e"' in html
    assert 'value="Amina"' in html and 'value="123"' in html
    assert not Contact.objects.exists()


def test_a_visitor_code_is_shown_once_and_can_be_revoked(office, page):
    answer = office.client.post(page, {"act": "make", "for_whom": "my sister Amina"})
    written = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text_of(answer))
    assert written
    found = visitor_codes.find(written[0], phone_index=blind_index("+91" + PHONE, "phone"))
    assert found is not None and found.inmate == office.inmate
    again = office.client.get(page)
    assert written[0] not in text_of(again) and "my sister Amina" in text_of(again)
    assert "no-store" in answer.headers["Cache-Control"]
    office.client.post(page, {"act": f"revoke:{found.pk}"})
    assert VisitorCode.objects.get().revoked_at


def test_absences_are_written_and_taken_back(office, page):
    day = clock.now() + timedelta(days=2)
    form = {"act": "absence", "absence_cause": "court"}
    wrong = office.client.post(
        f"{page}away/", form | {"starts": "soon", "ends": "01/01/2020 10:00"}
    )
    assert "Enter from when" in text_of(wrong) and "over already" in text_of(wrong)
    times = {"starts": f"{day:%d/%m/%Y} 10:00", "ends": f"{day:%Y-%m-%d}T17:00"}
    assert office.client.post(f"{page}away/", form | times).status_code == 302
    absence = Absence.objects.get()
    local = absence.starts_at.astimezone(office.prison.zone)
    assert (local.hour, absence.ends_at - absence.starts_at) == (10, timedelta(hours=7))
    assert "In court" in text_of(office.client.get(f"{page}away/"))
    office.client.post(f"{page}away/", {"act": f"remove:{absence.pk}"})
    assert "No absence is known" in text_of(office.client.get(f"{page}away/"))


def a_bar(**kw) -> dict[str, str]:
    until = (clock.now() + timedelta(days=30)).date().isoformat()
    return {
        "act": "bar", "whom": "one", "bar_phone": PHONE, "bar_name": "Karim", "bar_kind": "",
        "bar_cause": "conduct", "until": until, "review": "", "note": "", **kw,
    }  # fmt: skip


def test_a_bar_is_proposed_by_one_and_agreed_by_another(office, page):
    assert office.client.post(f"{page}away/", a_bar()).status_code == 302
    row = Restriction.objects.get()
    assert not barring.counts(row)
    bars = "/staff/people/bars/"
    until = (clock.now() + timedelta(days=30)).date()
    assert f"until {until:%a} {until.day} " in text_of(office.client.get(bars))
    assert f"agree:{row.pk}" not in office.client.get(bars).content.decode()
    refused = office.client.post(bars, {"act": f"agree:{row.pk}"})
    assert "Another officer than the one who proposed it" in text_of(refused)
    other = at_desk(an_officer(office.prison, Role.ADMIN))
    assert f"agree:{row.pk}" in other.get(bars).content.decode()
    assert other.post(bars, {"act": f"agree:{row.pk}"}).status_code == 302
    row.refresh_from_db()
    assert barring.counts(row)
    assert "counts" in text_of(office.client.get(f"{page}away/"))
    office.client.post(bars, {"act": f"lift:{row.pk}"})
    assert "No bar stands" in text_of(office.client.get(f"{page}away/"))


def test_a_bar_by_a_court_ends_when_a_second_officer_wants_it_too(office, page):
    office.client.post(f"{page}away/", a_bar(bar_cause="court_order"))
    row, bars = Restriction.objects.get(), "/staff/people/bars/"
    other = at_desk(an_officer(office.prison, Role.ADMIN))
    other.post(bars, {"act": f"agree:{row.pk}"})
    office.client.post(bars, {"act": f"lift:{row.pk}"})
    mine = office.client.get(bars)
    assert "counts until a second officer agrees to end it" in text_of(mine)
    assert f"lift:{row.pk}" not in mine.content.decode()
    assert f"lift:{row.pk}" in other.get(bars).content.decode()
    other.post(bars, {"act": f"lift:{row.pk}"})
    row.refresh_from_db()
    assert row.lifted_at


def test_a_bar_without_phone_is_not_taken_for_a_bar_of_everybody(office, page):
    answer = office.client.post(f"{page}away/", a_bar(bar_phone=""))
    assert "Enter the mobile number of the visitor" in text_of(answer)
    assert 'value="Karim"' in answer.content.decode()
    office.client.post(f"{page}away/", a_bar(whom="all"))
    row = Restriction.objects.get()
    assert (row.phone_index, row.name, barring.counts(row)) == ("", None, True)
    prison_wide = office.client.post("/staff/people/bars/", a_bar(whom="all", bar_phone=""))
    assert "Enter the mobile number" in text_of(prison_wide)


def test_an_administrator_enters_a_person_and_marks_who_is_gone(office):
    form = {"number": "UT-9/2026", "name": "", "gender": "", "birth_year": "abc", "category": "x"}
    wrong = office.client.post("/staff/people/enter/", form)
    for field in ("name", "gender", "birth_year", "category"):
        assert f'id="{field}-e"' in wrong.content.decode(), field
    right = form | {"name": "Kamala Soren", "gender": "woman", "birth_year": "১৯৮০"}
    made = office.client.post("/staff/people/enter/", right | {"category": "convict"})
    inmate = Inmate.objects.get(number="UT-9/2026")
    assert made.headers["Location"] == f"/staff/people/{inmate.pk}/"
    assert inmate.birth_year == 1980
    page = f"/staff/people/{inmate.pk}/"
    assert "Choose the cause" in text_of(office.client.post(page, {"act": "leave"}))
    office.client.post(page, {"act": "leave", "left_for": "transfer"})
    assert "Moved elsewhere" in text_of(office.client.get(page))
    assert "Put on the list" not in text_of(office.client.get(page))
    office.client.post(page, {"act": "back"})
    inmate.refresh_from_db()
    assert inmate.left_at is None


@pytest.mark.parametrize("role", [Role.GATE, Role.ASSISTANT, Role.SUPERVISOR])
def test_other_roles_find_nobody(office, page, role):
    desk = at_desk(an_officer(office.prison, role))
    for path in ("/staff/people/", "/staff/people/bars/", page, f"{page}away/", f"{page}looks/"):
        assert desk.get(path).status_code == 403
        assert desk.post(path, {"text": "Rahim", "act": "make", "for_whom": "x"}).status_code == 403
    assert not VisitorCode.objects.exists()


def test_rows_of_another_prison_are_not_touched(office, page):
    theirs = an_inmate(a_prison())
    code, _written = visitor_codes.make(
        inmate=theirs, for_whom="x", by=office.officer, now=clock.now()
    )
    assert office.client.get(f"/staff/people/{theirs.pk}/").status_code == 404
    assert office.client.post(page, {"act": f"revoke:{code.pk}"}).status_code == 404
    assert office.client.post(page, {"act": "revoke:" + "9" * 30}).status_code == 404
    assert office.client.post(page, {"act": "revoke:x"}).status_code == 404
    code.refresh_from_db()
    assert code.revoked_at is None


def test_an_approver_cannot_enter_people(office):
    desk = at_desk(an_officer(office.prison, Role.APPROVER))
    assert desk.get("/staff/people/enter/").status_code == 403
