"""The West Bengal leaflet, in Bengali, word by word. Without JavaScript until the call."""

import re
from pathlib import Path

import pytest

from mulakat.notifications.models import Notification
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer
from tests.journeys.company import Family, company, look, talk
from tests.journeys.secrets import assert_nothing_in_clear
from tests.journeys.site import a_prison, an_officer, code_in, site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PRINTED_PATH = "/NPIP/public/MyVisitRegistration.aspx"  # leaflet, line 1
SUBMIT, OK, NEXT = "জমা দিন (Submit)", "ঠিক আছে (OK)", "পরবর্তী (Next)"
ROOM_PIN = "রুম PIN"


def test_the_leaflet_of_west_bengal(tmp_path: Path, smtp: MailServer, sms: SmsGateway) -> None:
    prison = a_prison("wb-2021")
    officer = an_officer(prison)
    with site(tmp_path, smtp, sms) as place, company(place, "bn") as people:
        page = people.come_as_visitor(scripts=False)
        post = place.post("sabina@example.com", "9830020002")
        family = Family(page, place, post)
        # 1-4: the form, Video Conferencing, CAPTCHA, Submit
        page.goto(place.origin + PRINTED_PATH)
        assert page.locator("html").get_attribute("lang") == "bn"
        family.book(prison.state.number, "নদীপুর কেন্দ্রীয়", "রহিম শেখ", "সাবিনা খাতুন")
        family.solve_captcha()
        family.submit(SUBMIT)
        # 5: an OTP, by SMS and by e-mail
        otp = code_in(post.text(1), 6)
        assert code_in(post.letter(1).subject, 6) == code_in(post.letter(1).text, 6)
        # 6: the number on the screen, OK
        people.visit = visit = family.confirm(otp)
        family.press_ok(OK)
        # 7: the confirmation by e-mail, not by mobile
        people.come_as_officer(officer)
        people.enrol_terminal()
        preview = people.approve()
        letter = post.letter(2)
        assert post.count() == (2, 1)
        link = re.search(r"https?://\S+/j/[\w-]+", letter.text)
        assert link and link[0] not in preview
        assert letter.subject.startswith("মঞ্জুর: ভিডিও সাক্ষাৎ") and letter.subject in preview
        assert visit.starts_at
        local = visit.starts_at.astimezone(prison.zone)
        assert f"{local.day} " in letter.text and f"{local:%M}" in letter.text
        # 8: the link, the number, Next
        page.goto(link[0])
        family.press_next(NEXT, reference=visit.reference)
        # 9: a new OTP and the Room PIN, by e-mail, not by mobile
        letter = post.letter(3)
        assert ROOM_PIN in letter.text and ROOM_PIN in page.locator("h1").inner_text()
        codes = {"pin": code_in(letter.text, 4), "otp": code_in(letter.text, 6)}
        assert codes["otp"] != otp
        # 10: both on one page, Next; the call
        family.press_next(NEXT, **codes)
        people.scripts_run(page, True)
        page.goto(f"{place.origin}/join/room/")
        look(page)
        assert page.locator('[data-choice="voice"]').count() == 0
        talk(people, "মিনিট বাকি")
        people.end()
        assert_nothing_in_clear(people, post)
        assert post.count() == (3, 1)
        assert Notification.objects.filter(channel="sms").count() == 1
