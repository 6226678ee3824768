"""What a family does on the pages of its visit, without JavaScript."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mulakat import clock
from mulakat.notifications.models import Notification
from mulakat.portals.visitor import here
from mulakat.portals.visitor.book import where
from mulakat.portals.visitor.join.tests.walk import Browser
from mulakat.prisons.models import Prison
from mulakat.visits import cancelling, joining
from mulakat.visits.form import times
from mulakat.visits.models import Complaint, Decision, Offer, Question, Status, Visit
from mulakat.visits.proofs import phone_codes, proving
from mulakat.visits.tests.placed import at, cells_of, placed
from tests.world import a_prison, a_request, a_terminal, all_day_rules, an_officer

pytestmark = pytest.mark.django_db
MOBILE = "9830012345"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    for kept in (here, where, times):
        kept.forget()


@pytest.fixture
def prison() -> Prison:
    prison = a_prison()
    all_day_rules(prison)
    return prison


def at_visit(visit: Visit) -> Browser:
    """A browser that has proven the phone of this visit."""
    browser = Browser()
    opened = joining.look(visit=visit, now=clock.now())
    browser.client.cookies["mulakat_visit"] = opened.secret
    return browser.open("/visits/visit/")


def listed(mobile: str = MOBILE) -> Browser:
    """A browser that has proven a phone and stands on its list."""
    browser = Browser().send("/visits/", mobile=mobile)
    phone_codes.send_wanted(now=clock.now())
    note = Notification.objects.filter(subject__startswith="phone:").latest("pk")
    return browser.send("/visits/phone/", otp=note.payload["context"]["otp"])


def wishes(prison: Prison, count: int = 2) -> list[str]:
    days = times.days(prison, "video", clock.now())
    slots = [slot for day in days.values() for slot in day][200 : 200 + count]
    return [times.value(slot.starts_at) for slot in slots]


def test_the_phone_alone_leads_to_the_list_and_on_to_a_visit(prison: Prison) -> None:
    visit = placed(prison)
    a_request(prison)
    browser = listed()
    assert browser.path == "/visits/list/"
    assert "Your next visit" in browser.page and "Waiting" in browser.page
    browser.send("/visits/open/", visit=str(visit.pk))
    assert browser.path == "/visits/visit/" and "Approved" in browser.page
    assert browser.open("/visits/").path == "/visits/visit/"


def test_no_visit_of_another_phone_opens_from_a_list(prison: Prison) -> None:
    a_request(prison)
    other = a_request(prison, phone="+919123456789")
    assert listed().send("/visits/open/", visit=str(other.pk)).path == "/visits/list/"


def test_a_phone_nobody_used_sees_the_same_pages_at_the_same_cost(prison: Prison) -> None:
    a_request(prison)
    Browser().open("/visits/other/")  # the states are in memory now
    walks = []
    for mobile in (MOBILE, "9123456789"):
        with CaptureQueriesContext(connection) as asked:
            browser = Browser().send("/visits/", mobile=mobile)
            pages = [browser.page, browser.path]
            for path in ("/visits/phone/", "/visits/phone/again/", "/visits/phone/"):
                browser.send(path, otp="000000")
                pages += [browser.page, browser.path]
        walks.append((pages, [query["sql"].split()[0] for query in asked.captured_queries]))
    assert walks[0] == walks[1]


def test_five_wrong_otps_stop_this_browser_and_no_other(prison: Prison) -> None:
    a_request(prison)
    guesser = Browser().send("/visits/", mobile=MOBILE)
    for _ in range(5):
        guesser.send("/visits/phone/", otp="000000")
    assert "Wait until" in guesser.page
    assert listed().path == "/visits/list/"


def test_a_mails_link_shows_and_an_otp_comes_before_any_change(prison: Prison) -> None:
    visit = placed(prison)
    browser = Browser().open_link(visit).open("/visits/")
    assert "Approved" in browser.page
    for act in ("cancel", "change", "contact", "complain"):
        assert browser.open(f"/visits/{act}/").path == "/visits/prove/"
    assert browser.send("/visits/cancel/", answer="yes").path == "/visits/prove/"
    visit.refresh_from_db()
    assert visit.status == Status.APPROVED
    assert not Notification.objects.filter(message="S32").exists()  # looking sends nothing
    browser.send("/visits/prove/")
    assert browser.path == "/visits/otp/"
    from mulakat.portals.visitor.join.tests.walk import delivered

    browser.send("/visits/otp/", otp=delivered()[-1]["otp"])
    assert browser.open("/visits/cancel/").path == "/visits/cancel/"


@pytest.mark.parametrize(
    "path",
    ["answer", "offer", "change", "cancel", "waiting", "waiting/join", "look-again", "contact",
     "contact/otp", "complain", "visit", "calendar.ics", "list", "prove"],
)  # fmt: skip
def test_a_stranger_is_led_to_number_and_phone(path: str) -> None:
    end = "" if path.endswith(".ics") else "/"
    assert Browser().open(f"/visits/{path}{end}").path in {"/visits/", "/visits/other/"}


def test_the_booking_browser_goes_from_ok_to_its_visit(prison: Prison) -> None:
    from mulakat.portals.visitor.book.tests.walking import Walk

    walk = Walk(prison).to("otp")
    walk.confirm()
    answer = walk.client.post("/visits/mine/", follow=True)
    assert answer.request["PATH_INFO"] == "/visits/visit/"
    assert walk.visit.reference in answer.content.decode()


def test_cancelling_asks_once_and_frees_the_place(prison: Prison) -> None:
    visit = placed(prison)
    browser = at_visit(visit).open("/visits/cancel/")
    assert "It will not count in your visits if you cancel before" in browser.page
    browser.send("/visits/cancel/")
    assert "Choose yes or no" in browser.page and cells_of(visit.subject) == 4
    assert browser.send("/visits/cancel/", answer="no").path == "/visits/visit/"
    browser.send("/visits/cancel/", answer="yes", why="ill")
    assert "The visit is cancelled." in browser.page and "Cancelled by you" in browser.page
    assert cells_of(visit.subject) == 0


def test_a_late_cancellation_is_told_before(prison: Prison) -> None:
    visit = placed(prison, hours=2)
    assert "the visit counts in your visits" in at_visit(visit).open("/visits/cancel/").page


def test_a_request_is_taken_back(prison: Prison) -> None:
    visit = a_request(prison)
    browser = at_visit(visit).send("/visits/cancel/", answer="yes")
    assert "You took the request back." in browser.page
    visit.refresh_from_db()
    assert visit.status == Status.WITHDRAWN


def test_new_times_are_chosen_and_the_old_one_stands(prison: Prison) -> None:
    visit = placed(prison)
    browser = at_visit(visit).open("/visits/change/")
    assert "Your old time is kept until the jail answers" in browser.page
    assert "Choose at least one time" in browser.send("/visits/change/").page
    first, second = wishes(prison)
    browser.client.post("/visits/change/", {"wish": [first], "time": [second], "show": "1"})
    assert not visit.changes.exists()
    browser._land(browser.client.post("/visits/change/", {"wish": [first, second]}, follow=True))
    assert "Your new times have been sent to the jail." in browser.page
    assert "This one is kept until you get an answer" in browser.page
    assert cells_of(visit.subject) == 4 and len(visit.changes.get().wishes) == 2


def test_a_time_that_is_not_offered_is_named_and_nothing_is_lost(prison: Prison) -> None:
    good = wishes(prison, 1)[0]
    wrong = times.value(at(50) + timedelta(minutes=7))
    visit = placed(prison)
    browser = at_visit(visit)
    browser._land(browser.client.post("/visits/change/", {"wish": [good, wrong]}, follow=True))
    assert "is no longer possible. Choose another time" in browser.page
    assert f'value="{good}"' in browser.page


def test_what_the_jail_let_lapse_is_sent_again_in_one_go(prison: Prison) -> None:
    visit = a_request(prison, status=Status.LAPSED)
    browser = at_visit(visit)
    assert "That is our fault, not yours." in browser.page
    browser._land(browser.client.post("/visits/change/", {"wish": wishes(prison)}, follow=True))
    assert "You keep your turn." in browser.page
    visit.refresh_from_db()
    assert visit.status == Status.REQUESTED and visit.turn_since == visit.requested_at


def test_what_the_jail_cancelled_says_why_and_offers_new_times(prison: Prison) -> None:
    visit = placed(prison)
    cancelling.cancel_by_prison(visit_id=visit.pk, by=None, cause="power", now=clock.now())
    browser = at_visit(Visit.objects.get())
    assert "Cancelled by the jail" in browser.page and "no electricity" in browser.page
    assert 'href="/visits/change/"' in browser.page


def test_a_question_is_answered_with_what_is_wrong_beside_it(prison: Prison) -> None:
    visit = a_request(prison, status=Status.QUESTION)
    now = clock.now()
    Question.objects.create(
        visit=visit, key="id", at=now, by=an_officer(prison), answer_by=now + timedelta(hours=9)
    )
    browser = at_visit(visit).open("/visits/answer/")
    assert "Your ID is not clear to us." in browser.page
    assert "Enter your answer" in browser.send("/visits/answer/", text=" ").page
    long = "অ" * 501
    browser.send("/visits/answer/", text=long)
    assert "must be 500 characters or less" in browser.page and long in browser.page
    browser.send("/visits/answer/", text="Voter ID\nABC1234567")
    assert "Your answer has been sent" in browser.page
    assert Question.objects.get().answer == {"text": "Voter ID\nABC1234567"}


def an_offer(prison: Prison) -> Offer:
    now = clock.now()
    visit = a_request(prison, status=Status.OFFERED, details={"offered_from": "waitlisted"})
    return Offer.objects.create(
        visit=visit, cause="waiting_list", starts_at=at(30), minutes=15, at=now,
        terminal=a_terminal(prison), by=an_officer(prison), answer_by=now + timedelta(hours=9),
    )  # fmt: skip


@pytest.mark.parametrize(("answer", "words"), [("no", "You said no"), ("yes", "You said yes")])
def test_an_offer_is_answered_yes_or_no(prison: Prison, answer: str, words: str) -> None:
    from mulakat.schedule import places

    made = an_offer(prison)
    places.claim(
        holder=made.subject, prison=prison, starts_at=made.starts_at, minutes=15,
        terminal=made.terminal,
    )  # fmt: skip
    browser = at_visit(made.visit).open("/visits/offer/")
    assert "A place is free" in browser.page
    assert "Choose yes or no" in browser.send("/visits/offer/").page
    assert words in browser.send("/visits/offer/", answer=answer).page
    made.refresh_from_db()
    assert made.answer == {"no": "declined", "yes": "accepted"}[answer]
    assert cells_of(made.visit.subject if answer == "yes" else made.subject) == (
        4 if answer == "yes" else 0
    )


def test_other_times_instead_of_the_offer(prison: Prison) -> None:
    made = an_offer(prison)
    browser = at_visit(made.visit).send("/visits/offer/", answer="other")
    assert browser.path == "/visits/change/"
    browser.client.post("/visits/change/", {"wish": wishes(prison)})
    made.refresh_from_db()
    assert made.answer == "other_times" and len(Visit.objects.get().wishes) == 2


def test_a_refusal_is_looked_at_again_once(prison: Prison) -> None:
    now = clock.now()
    visit = a_request(prison, status=Status.REFUSED, answer_shown_at=now)
    Decision.objects.create(
        visit=visit, at=now, by=an_officer(prison), approved=False, reason="R-60", told="R-90"
    )
    browser = at_visit(visit)
    assert "The visit cannot go ahead." in browser.page
    browser.send("/visits/look-again/", text="x" * 301)
    assert "300 characters or less" in browser.page
    browser.send("/visits/look-again/", text="He is my husband.")
    assert "Another officer reads your request again" in browser.page
    assert browser.open("/visits/look-again/").path == "/visits/visit/"


def test_another_phone_proves_itself_on_the_pages(prison: Prison) -> None:
    visit = a_request(prison)
    browser = at_visit(visit).send("/visits/contact/", what="phone", phone="12")
    assert "The mobile number must be 10 digits" in browser.page
    browser.send("/visits/contact/", what="phone", phone="91234 56780")
    assert browser.path == "/visits/contact/otp/" and "ends in 6780" in browser.page
    otp = Notification.objects.get(message="S37").payload["context"]["otp"]
    browser.send("/visits/contact/otp/", otp=otp)
    assert "Your new phone number is kept." in browser.page
    assert Visit.objects.get().contact["phone"] == "+919123456780"
    browser.send("/visits/contact/", what="email", email="nobody")
    assert "Enter an email address, like name@example.com" in browser.page
    browser.send("/visits/contact/", what="language", language="bn")
    assert Visit.objects.get().language == "bn"


def test_who_confirmed_by_mail_can_prove_the_number_there_is(prison: Prison) -> None:
    details = {proving.BY_MAIL: clock.now().isoformat()}
    visit = a_request(prison, phone="+919123456780", details=details)
    browser = at_visit(visit).open("/visits/contact/")
    assert "You confirmed your request by email." in browser.page
    browser.send("/visits/contact/", what="phone", phone="91234 56780")
    otp = Notification.objects.get(message="S37").payload["context"]["otp"]
    browser.send("/visits/contact/otp/", otp=otp)
    assert "Your phone number is confirmed." in browser.page
    assert proving.is_proven(Visit.objects.get())
    browser.open("/visits/contact/")
    assert "by email. To confirm" not in browser.page
    browser.send("/visits/contact/", what="phone", phone="91234 56780")
    assert "This is the number we already have" in browser.page


def test_a_complaint_gets_its_number(prison: Prison) -> None:
    browser = at_visit(a_request(prison)).send("/visits/complain/")
    assert "Choose what went wrong" in browser.page and "Enter what happened" in browser.page
    browser.send("/visits/complain/", cause="money", text="500 rupees\nat the gate")
    complaint = Complaint.objects.get()
    assert complaint.number in browser.page and "does not read it first" in browser.page
    assert complaint.text == {"text": "500 rupees\nat the gate"}


def test_book_again_asks_for_nothing_but_times(prison: Prison) -> None:
    visit = a_request(prison, status=Status.WITHDRAWN, details={"help": ["hearing"]})
    browser = at_visit(visit).send("/visits/book-again/")
    assert browser.path == "/book/kind/"
    data = {"kind": "video", "wish": wishes(prison)}
    browser._land(browser.client.post("/book/kind/", data, follow=True))
    assert browser.path == "/book/check/"
    for word in ("Rahim Sheikh", "Sabina Khatun", "12 Station Road", "I hear badly", "••••4567"):
        assert word in browser.page


def test_the_calendar_file_takes_no_orders_from_a_name(prison: Prison) -> None:
    evil = "X\r\nATTENDEE:mailto:evil@example.com\nSUMMARY;x:1"
    visit = placed(prison, asked={"name": evil, "guardian": evil, "age": 3, "gender": "man"})
    visit.prison.names = {"en": evil}
    visit.prison.save()
    answer = at_visit(visit).client.get("/visits/calendar.ics")
    text = answer.content.decode()
    lines = text.split("\r\n")
    assert answer["Content-Type"].startswith("text/calendar")
    assert not [line for line in lines if line.startswith(("ATTENDEE", "SUMMARY;"))]
    assert "Rahim" not in text and visit.reference not in text and "evil" not in text
    assert lines.count("STATUS:CONFIRMED") == 1


def test_the_calendar_entry_keeps_its_name_and_is_taken_out_when_cancelled(
    prison: Prison,
) -> None:
    visit = placed(prison)
    browser = at_visit(visit)

    def entry() -> dict[str, str]:
        lines = browser.client.get("/visits/calendar.ics").content.decode().split("\r\n")
        return dict(line.split(":", 1) for line in lines if ":" in line)

    first = entry()
    browser.send("/visits/cancel/", answer="yes")
    second = entry()
    assert first["UID"] == second["UID"]
    assert int(second["SEQUENCE"]) >= int(first["SEQUENCE"])
    assert (first["STATUS"], second["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_two_browsers_answer_and_the_second_is_told_how_it_stands(prison: Prison) -> None:
    visit = placed(prison)
    first, second = at_visit(visit), at_visit(visit)
    first.send("/visits/cancel/", answer="yes")
    second.send("/visits/cancel/", answer="yes")
    assert "Something has changed in the meantime." in second.page
    assert "Cancelled by you" in second.page
