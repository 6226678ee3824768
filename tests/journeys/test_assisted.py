"""Booked for a caller: the helpline writes it down, the phone is asked, the caller decides."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mulakat.accounts.models import Role
from mulakat.prisons.models import Prison
from mulakat.visits.models import Status, Visit
from tests import walks
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer
from tests.journeys.company import Company, company, go_on, look
from tests.journeys.site import a_prison, an_officer, site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FIRST = {
    "in-name": "Rahim Sheikh", "in-unknown": "1", "in-age": "35", "in-gender": "man",
    "when-kind": "video", "call-language": "bn",
}  # fmt: skip
SECOND = {
    "you-name": "Sabina Khatun", "you-guardian": "Abdul Karim", "you-age": "29",
    "you-gender": "woman", "you-relation": "spouse", "id-id_type": "voter",
    "id-number": "ABC1234567", "id-line": "12 Station Road", "id-district": "Basirhat",
    "id-pin": "743411", "id-phone_owner": "neighbour", "watch": "1", "agree": "1",
}  # fmt: skip


def test_the_helpline_books_and_the_caller_says_yes_or_no(
    tmp_path: Path, smtp: MailServer, sms: SmsGateway
) -> None:
    prison = a_prison("open")
    operator = an_officer(prison, Role.ASSISTANT, name="Helen Tudu")
    officer = an_officer(prison)
    with site(tmp_path, smtp, sms) as place, company(place, "bn") as people:
        desk = people.come_as_officer(operator)
        assert desk.url.endswith("/staff/assist/")
        look(desk)
        first, second = place.post("", "9830020011"), place.post("", "9830020012")
        _book(people, "9830020011")
        right = _book(people, "9830020012")
        assert not Visit.objects.queue(prison).exists()

        page = people.come_as_visitor(scripts=False)
        page.goto(_link(first.text(1)))
        look(page)
        assert "Rahim Sheikh" in page.locator("main").inner_text()
        go_on(page.locator('button[value="no"]'))
        look(page)
        assert Visit.objects.get() == right
        page.goto(_link(second.text(1)))
        go_on(page.locator('button[value="yes"]'))
        look(page)
        right.refresh_from_db()
        assert right.status == Status.REQUESTED
        assert right.reference in second.text(1)
        assert "OTP" not in second.text(1) and not re.search(r"\b\d{6}\b", second.text(1))
        _is_in_the_queue_with_its_writer(people, prison, right)
        people.come_as_officer(officer)
        desk = people.desk
        desk.goto(f"{place.origin}/staff/requests/{right.pk}/")
        assert "Helen Tudu" in desk.locator("main").inner_text()


def _book(people: Company, phone: str) -> Visit:
    """Two pages at the helpline, with every look on the way."""
    page = people.desk
    page.goto(f"{people.site.origin}/staff/assist/book/")
    look(page)
    walks.fill(page, FIRST)
    page.locator('[name="when-day-0"]').select_option(index=2)
    page.locator('[name="when-time-0"]').select_option(index=20)
    _press(page)
    look(page)
    walks.fill(page, SECOND | {"id-phone": phone})
    _press(page)
    look(page)
    number = re.search(r"/assist/(\d+)/$", page.url)
    assert number, page.locator("main").inner_text()
    visit: Visit = Visit.objects.get(pk=int(number[1]))
    assert visit.status == Status.UNCONFIRMED
    return visit


def _press(page: Page) -> None:
    go_on(page.locator(".s-foot .btn:not(.alt)"))


def _link(text: str) -> str:
    found = re.search(r"https?://\S+/a/\w+", text)
    assert found, text
    return found[0]


def _is_in_the_queue_with_its_writer(people: Company, prison: Prison, visit: Visit) -> None:
    assert list(Visit.objects.queue(prison)) == [visit]
    assert visit.assisted_by is not None and visit.assisted_by.name == "Helen Tudu"
    people.desk.goto(f"{people.site.origin}/staff/assist/")
    assert visit.reference in people.desk.locator("main").inner_text()
