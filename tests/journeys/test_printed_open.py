"""Our own procedure, in English: link, OTP, waiting room, call."""

import re
from pathlib import Path

import pytest

from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer
from tests.journeys.company import Family, company, go_on, look, talk
from tests.journeys.secrets import assert_nothing_in_clear
from tests.journeys.site import a_prison, an_officer, code_in, site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_the_open_procedure_from_the_start_page_to_the_end(
    tmp_path: Path, smtp: MailServer, sms: SmsGateway
) -> None:
    prison = a_prison("open")
    officer = an_officer(prison)
    with site(tmp_path, smtp, sms) as place, company(place, "en") as people:
        people.looks_at_staff = True
        page = people.come_as_visitor()
        post = place.post("savitri@example.com", "9700020001")
        family = Family(page, place, post)
        page.goto(f"{place.origin}/")
        look(page)
        go_on(page.locator("a.tile.main"))
        family.book(prison.state.number, "Nadipur Central", "Rahim Sheikh", "Savitri Devi")
        family.submit("Submit")
        people.visit = visit = family.confirm(code_in(post.text(1), 6))
        assert post.letter(1).subject.startswith(code_in(post.letter(1).text, 6))
        family.press_ok("OK")
        assert visit.reference in post.text(2)
        assert visit.reference in post.letter(2).subject

        people.come_as_officer(officer)
        people.enrol_terminal()
        preview = people.approve()
        approval, letter = post.text(3), post.letter(3)
        assert visit.reference in approval and visit.reference in letter.subject
        assert "PIN" not in approval + letter.text
        assert post.count() == (3, 3)
        link = re.search(r"https?://\S+/j/[\w-]+", approval)
        assert link and "/j/" in preview and link[0] not in preview

        page.goto(link[0])
        look(page)
        go_on(page.get_by_role("button", name="Send me the OTP"))
        family.press_next("Next", otp=code_in(post.text(4), 6))
        assert page.url.endswith("/join/room/")
        look(page)
        talk(people, "minutes left")
        look(people.desk)
        people.end()
        assert_nothing_in_clear(people, post)
