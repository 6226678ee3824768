"""The article about Buxar, in Hindi, word by word; at the end with the voice alone."""

import re
from pathlib import Path

import pytest

from mulakat.notifications.models import Notification
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer
from tests.journeys import media
from tests.journeys.company import Company, Family, company, go_on, look, talk
from tests.journeys.secrets import assert_nothing_in_clear
from tests.journeys.site import a_prison, an_officer, code_in, site
from tests.journeys.trio import INMATE_HZ, VISITOR_HZ, until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SUBMIT, OK, NEXT = "जमा करें (Submit)", "ठीक है (OK)", "आगे (Next)"
JOIN = "मीटिंग से जुड़ें (Join the meeting)"
VC_PIN = "VC PIN"


def test_the_article_of_buxar(tmp_path: Path, smtp: MailServer, sms: SmsGateway) -> None:
    prison = a_prison("bihar-2021")
    officer = an_officer(prison)
    with site(tmp_path, smtp, sms) as place, company(place, "hi") as people:
        page = people.come_as_visitor()
        post = place.post("savitri@example.com", "9430020003")
        family = Family(page, place, post)
        page.goto(f"{place.origin}/")
        assert "e-Mulakat" in page.locator("header .brand").inner_text()
        look(page)
        go_on(page.locator("a.tile.main"))
        # The form, video conferencing, Submit; then the OTP on the mobile
        family.book(prison.state.number, "नदीपुर केंद्रीय", "रहीम शेख", "सावित्री देवी")
        assert page.locator('input[name="captcha"]').count() == 0
        family.submit(SUBMIT)
        people.visit = visit = family.confirm(code_in(post.text(1), 6))
        family.press_ok(OK)
        # Approved: an e-mail with link, VisRN, VC PIN, date and time
        people.come_as_officer(officer)
        people.enrol_terminal()
        preview = people.approve()
        letter = post.letter(1)
        assert post.count() == (1, 1)
        link = re.search(r"https?://\S+/j/[\w-]+", letter.text)
        assert link and visit.reference in letter.text and VC_PIN in letter.text
        assert visit.starts_at
        local = visit.starts_at.astimezone(prison.zone)
        assert f"{local.day} " in letter.text and f"{local:%M}" in letter.text
        pin = code_in(letter.text[letter.text.index(VC_PIN) :], 4)
        assert pin not in preview and letter.subject in preview
        # The link; VisRN, Next; VC PIN, Next; OTP on the mobile, Next; Join the meeting
        page.goto(link[0])
        family.press_next(NEXT, reference=visit.reference)
        assert VC_PIN in page.locator("h1").inner_text()
        assert post.count() == (1, 1)
        family.press_next(NEXT, pin=pin)
        family.press_next(NEXT, otp=code_in(post.text(2), 6))
        look(page)
        button = page.locator("main a.btn")
        assert button.inner_text() == JOIN
        go_on(button)
        # The person sits in the computer section
        look(page)
        talk(people, "मिनट बाकी")
        _go_on_with_voice(people)
        people.end()
        assert_nothing_in_clear(people, post)
        assert post.count() == (1, 2)
        assert Notification.objects.count() == 3


def _go_on_with_voice(people: Company) -> None:
    """The visitor comes back with the second of the two options, audio."""
    page = people.visitor
    page.click('[data-do="end"]')
    page.click('[data-do="end-yes"]')
    page.click('[data-screen="left"] [data-do="again"]')
    people.enter("voice")
    until(lambda: people.hears(people.terminal, "[data-sound]", VISITOR_HZ), "the voice")
    until(lambda: people.hears(page, "[data-sound]", INMATE_HZ), "the inmate's voice")
    before = media.frames(people.terminal, "[data-remote]")
    look(people.terminal)
    assert media.frames(people.terminal, "[data-remote]") == before
