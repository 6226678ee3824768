"""A visit at the jail: the answer says when to come, what to bring, and how the gate opens."""

import re
from pathlib import Path

import pytest

from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer
from tests.journeys.company import Company, Family, company
from tests.journeys.site import a_prison, an_officer, code_in, site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_visit_at_the_jail_brings_a_gate_code_and_no_pin(
    tmp_path: Path, smtp: MailServer, sms: SmsGateway
) -> None:
    prison = a_prison("open")
    officer = an_officer(prison)
    with site(tmp_path, smtp, sms) as place, company(place, "en") as people:
        page = people.come_as_visitor(scripts=False)
        post = place.post("salma@example.com", "9830020004")
        family = Family(page, place, post)
        page.goto(f"{place.origin}/book/jail/")
        where = {"state": prison.state.number, "prison": "Nadipur Central"}
        family.book(inmate="Rahim Sheikh", me="Salma Bibi", kind="physical", **where)  # type: ignore[arg-type]
        family.submit("Submit")
        people.visit = visit = family.confirm(code_in(post.text(1), 6))
        people.come_as_officer(officer)
        _approve_without_ground(people)
        preview = people.approve()
        text, letter = post.text(3), post.letter(3)
        assert visit.starts_at
        for told in (text, letter.text, preview):
            assert visit.reference in told
            assert re.search(r"Come by", told) and re.search(r"\bID\b", told)
            assert f"{visit.starts_at.astimezone(prison.zone):%M}" in told
            assert re.search(r"[Gg]ate code:? [0-9•]{4}", told) and not re.search(r"PIN|OTP", told)
        assert "/j/" not in text and "/j/" in letter.text  # to the pass
        assert visit.window and not visit.terminal


def _approve_without_ground(people: Company) -> None:
    """Approval tells that the person is held: without its ground nothing is approved or sent."""
    page, before = people.desk, people.site.sms.messages[:]
    page.goto(f"{people.site.origin}/staff/requests/")
    page.locator("th[scope=row] a").first.click()
    page.locator('a[href="who/"]').click()
    page.locator('input[name="person"]').first.check()
    page.locator(".s-foot .btn:not(.alt)").click()
    page.locator("#answer .btn:not(.alt)").click()
    page.locator(".s-foot .btn:not(.alt)").click()
    page.locator(".errors").wait_for()
    people.visit.refresh_from_db()
    assert people.visit.status == "requested"
    assert people.site.sms.messages == before
