"""Everything that is told between a request and its end, in each language."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mulakat import clock
from mulakat.notifications import calendar, envelope, rendering
from mulakat.notifications.models import Notification
from mulakat.people.models import Contact
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Kind
from mulakat.visits import telling
from mulakat.visits.models import Complaint, Offer, Question, Visit
from mulakat.visits.told import facts
from mulakat.visits.told.queue import after_night
from mulakat.visits.words import questions
from tests import world

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "hi", "bn")
INDIA = ZoneInfo("Asia/Kolkata")
CANARY = "Zz-canary-zZ"


def words(row: Notification) -> str:
    """Everything a reader of the message could see, its calendar file with it."""
    context = row.payload["context"]
    if row.channel == "sms":
        return rendering.sms(row.message, row.language, context)
    mail = rendering.mail(row.message, row.language, context, clock.now())
    return "\n".join([mail.subject, mail.text, mail.html, mail.calendar])


def told(visit: Visit) -> dict[str, str]:
    return {row.message: words(row) for row in Notification.objects.filter(subject=visit.subject)}


def mail_of(visit: Visit, message: str) -> rendering.Mail:
    row = Notification.objects.get(subject=visit.subject, message=message)
    return rendering.mail(message, row.language, row.payload["context"], clock.now())


def a_contact(visit: Visit) -> None:
    assert visit.inmate
    Contact.objects.create(
        inmate=visit.inmate, name="Sabina", relation="spouse", phone_index=visit.phone_index,
        added_at=clock.now(), added_by="staff:1",
    )  # fmt: skip


def a_visit(prison: Prison, kind: str = Kind.VIDEO, **kw: Any) -> Visit:
    """Approved for tomorrow, with canaries wherever a person could have typed."""
    typed = {"name": CANARY, "guardian": CANARY, "relation_other": CANARY}
    asked = {"name": CANARY, "guardian": CANARY, "age": 30, "gender": "man", "number": CANARY}
    place: dict[str, Any] = {}
    if kind == Kind.PHYSICAL:
        place = {"terminal": None, "window": world.a_window(prison, place=CANARY)}
    tomorrow = (clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    visit = world.an_approved_visit(
        prison, kind=kind, visitor=typed, asked=asked, answer_by=clock.now() + timedelta(hours=9),
        starts_at=tomorrow, **place, **kw,
    )  # fmt: skip
    return Visit.objects.select_related("prison__state", "inmate", "window").get(pk=visit.pk)


def causes(visit: Visit) -> list[Callable[[], None]]:
    """One call for each cause of this file."""
    now, officer = clock.now(), world.an_officer(visit.prison, name=CANARY)
    question = Question.objects.create(
        visit=visit, key=questions.OWN, text={"text": CANARY}, at=now, by=officer,
        answer_by=now + timedelta(hours=48),
    )  # fmt: skip
    offer = Offer.objects.create(
        visit=visit, cause=Offer.Cause.OFFICER, starts_at=now + timedelta(days=3), minutes=15,
        at=now, answer_by=now + timedelta(days=1),
    )  # fmt: skip
    freed = Offer(
        pk=offer.pk + 1000, visit=visit, cause=Offer.Cause.WAITING_LIST,
        starts_at=offer.starts_at, minutes=15, at=now, answer_by=offer.answer_by,
    )  # fmt: skip
    complaint = Complaint.objects.create(
        number=f"C-{visit.pk}", visit=visit, prison=visit.prison, cause="other",
        text={"text": CANARY}, language=visit.language, at=now, answer_by=now + timedelta(days=7),
        answer={"text": CANARY},
    )  # fmt: skip
    about = partial(partial, visit=visit, now=now)
    return [
        about(telling.question_asked, question=question),
        about(telling.offered, offer=offer),
        about(telling.offered, offer=freed),
        about(telling.waitlisted),
        about(telling.lapsed),
        about(telling.second_look_asked),
        about(telling.reminder, which="day-before"),
        about(telling.reminder, which="soon"),
        about(telling.moved, old=now, reason="power"),
        about(telling.change_refused),
        about(telling.cancelled_by_prison, cause="power"),
        about(telling.change_asked),
        about(telling.broken),
        about(telling.stopped_today, cause="network"),
        about(telling.assisted),
        about(telling.phone_changed, old="+919812312312"),
        about(telling.complaint_received, complaint=complaint),
        about(telling.complaint_answered, complaint=complaint),
        about(telling.arrived, token="12"),
        about(telling.turned_back),
        about(telling.missed),
    ]


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_is_told_free_with_the_helpline_and_nothing_typed(
    language: str, kind: str
) -> None:
    visit = a_visit(world.a_prison(), kind, language=language)
    for tell in causes(visit):
        tell()
    free = {"en": ("Free", "free"), "hi": ("मुफ़्त",), "bn": ("বিনামূল্যে",)}[language]
    texts = told(visit)
    assert len(texts) == 2 * len(causes_told := {message[1:] for message in texts})
    assert len(causes_told) == 21
    for message, text in texts.items():
        assert "9073945590" in text and any(word in text for word in free), message
        assert CANARY not in text, message
        assert "%(" not in text, message


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_below_fifteen_kilobytes_and_loads_nothing(language: str) -> None:
    visit = a_visit(world.a_prison(), Kind.PHYSICAL, language=language)
    for tell in causes(visit):
        tell()
    for row in Notification.objects.filter(subject=visit.subject, channel="email"):
        html = rendering.mail(row.message, language, row.payload["context"]).html
        assert len(html.encode()) <= 15_000 and "<img" not in html and "url(" not in html


@pytest.mark.parametrize(
    ("language", "jail"), [("en", "Nadipur"), ("hi", "नदीपुर"), ("bn", "নদীপুর")]
)
def test_no_sms_to_a_shared_phone_names_the_jail(language: str, jail: str) -> None:
    visit = a_visit(
        world.a_prison(), Kind.PHYSICAL, language=language, contact={"phone_owner": "shop"}
    )
    for tell in causes(visit):
        tell()
    texts = [text for message, text in told(visit).items() if message.startswith("S")]
    assert len(texts) == 21 and not [text for text in texts if jail in text]


@pytest.mark.parametrize("preset", ["wb-2021", "bihar-2021"])
def test_what_is_about_a_fixed_time_goes_where_approvals_go(preset: str) -> None:
    visit = a_visit(world.a_prison(world.a_state(preset)))
    now = clock.now()
    telling.reminder(visit=visit, which="day-before", now=now)
    telling.moved(visit=visit, now=now)
    telling.cancelled_by_prison(visit=visit, now=now, cause="power")
    telling.lapsed(visit=visit, now=now)
    assert set(told(visit)) == {"E09", "E13", "E14", "S08", "E08"}


def test_the_old_phone_hears_that_there_is_a_new_one() -> None:
    visit = a_visit(world.a_prison())
    telling.phone_changed(visit=visit, now=clock.now(), old="+919812312312")
    to = {row.message: row.payload["to"] for row in Notification.objects.all()}
    assert to == {"S22": "+919812312312", "E22": "sabina@example.com"}


@pytest.mark.parametrize("cause", ["court", "absent", "person", "left"])
def test_a_cause_that_rests_on_the_person_reaches_only_the_known(cause: str) -> None:
    prison = world.a_prison()
    stranger, known = a_visit(prison), a_visit(prison)
    a_contact(known)
    for visit in (stranger, known):
        telling.cancelled_by_prison(visit=visit, now=clock.now(), cause=cause)
    assert "not possible" in told(stranger)["S14"]
    for truth in ("court", "jail that day", "no longer", "person inside"):
        assert not [text for text in told(stranger).values() if truth in text]
    assert told(stranger)["E14"].count("has written down why") and "E14" in told(stranger)
    assert set(told(known)) == ({"S20", "E20"} if cause == "left" else {"S14", "E14"})
    assert not [text for text in told(known).values() if "written down why" in text]


def test_a_transfer_says_so_to_the_known_whatever_the_officer_chose() -> None:
    visit = a_visit(world.a_prison())
    a_contact(visit)
    assert visit.inmate
    visit.inmate.left_at = clock.now()
    visit.details["cancelled"] = {"by": "prison", "cause": "other"}
    telling.cancelled_by_prison(visit=visit, now=clock.now())
    assert set(told(visit)) == {"S20", "E20"}


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ("06:59", "07:00"), ("07:00", "07:00"), ("20:59", "20:59"), ("21:00", "+07:00"),
        ("23:30", "+07:00"), ("00:00", "07:00"),
    ],
)  # fmt: skip
def test_nobody_is_woken_between_nine_and_seven(at: str, then: str) -> None:
    def wall(text: str) -> datetime:
        hour, minute = text.removeprefix("+").split(":")
        day = 2 if text.startswith("+") else 1
        return datetime(2026, 12, day, int(hour), int(minute), tzinfo=INDIA).astimezone(UTC)

    assert after_night(wall(at), INDIA) == wall(then)


def test_an_offer_of_the_night_waits_for_the_morning_and_a_cancelled_visit_does_not() -> None:
    visit = a_visit(world.a_prison())
    night = datetime(2026, 12, 1, 23, tzinfo=INDIA).astimezone(UTC)
    offer = Offer.objects.create(
        visit=visit, cause=Offer.Cause.OFFICER, starts_at=night + timedelta(days=3), minutes=15,
        at=night, answer_by=night + timedelta(days=1),
    )  # fmt: skip
    telling.offered(visit=visit, offer=offer, now=night)
    telling.stopped_today(visit=visit, now=night, cause="power")
    due = {row.message: row.due_at for row in Notification.objects.all()}
    assert due["S06"] == due["E06"] == night + timedelta(hours=8)
    assert due["S27"] == night
    assert Notification.objects.get(message="S06").expires_at == offer.answer_by


def test_a_reminder_of_the_night_is_sent_at_once_if_the_morning_is_too_late() -> None:
    visit = a_visit(world.a_prison())
    visit.starts_at = datetime(2026, 12, 2, 7, 10, tzinfo=INDIA).astimezone(UTC)
    night = visit.starts_at - timedelta(hours=1)
    telling.reminder(visit=visit, which="soon", now=night)
    assert {row.due_at for row in Notification.objects.all()} == {night}


def test_moved_twice_and_back_is_told_each_time_and_reminded_once_for_each_time() -> None:
    visit = a_visit(world.a_prison())
    now, first = clock.now(), visit.starts_at
    assert first
    for step, at in enumerate((first + timedelta(hours=1), first, first + timedelta(hours=1))):
        visit.starts_at = at
        telling.moved(visit=visit, now=now + timedelta(minutes=step))
        telling.reminder(visit=visit, which="soon", now=now)
    assert Notification.objects.filter(message="S13").count() == 3
    assert Notification.objects.filter(message="S10").count() == 2


def lines(mail: rendering.Mail) -> list[str]:
    return mail.calendar.replace("\r\n ", "").split("\r\n")


def test_one_entry_in_the_calendar_is_made_moved_and_taken_out() -> None:
    visit, now = a_visit(world.a_prison()), clock.now()
    assert visit.starts_at
    telling.approved(visit=visit, now=now, pin=None)
    made = mail_of(visit, "E03")
    visit.starts_at += timedelta(hours=2)
    telling.moved(visit=visit, now=now + timedelta(minutes=5))
    changed = mail_of(visit, "E13")
    telling.cancelled_by_visitor(visit=visit, now=now + timedelta(minutes=9))
    gone = mail_of(visit, "E15")
    methods = [mail.method for mail in (made, changed, gone)]
    assert methods == ["REQUEST", "REQUEST", "CANCEL"]
    assert [f"METHOD:{method}" in lines(mail) for method, mail in zip(
        methods, (made, changed, gone), strict=True)] == [True] * 3  # fmt: skip
    uids = {line for mail in (made, changed, gone) for line in lines(mail) if "UID:" in line}
    assert len(uids) == 1
    numbers = [
        int(line.partition(":")[2])
        for mail in (made, changed, gone)
        for line in lines(mail)
        if line.startswith("SEQUENCE")
    ]
    assert numbers[1] - numbers[0] == 300 and numbers[2] - numbers[1] == 240
    assert f"DTSTART:{visit.starts_at:%Y%m%dT%H%M%SZ}" in lines(changed)
    assert "STATUS:CANCELLED" in lines(gone) and "BEGIN:VALARM" not in lines(gone)
    for mail in (made, changed, gone):
        assert any(line.startswith("ORGANIZER") for line in lines(mail))
        assert "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:sabina@example.com" in lines(mail)


BREAKS_OUT = 'Jail\r\nBcc: spy@example.com\r\nATTENDEE:mailto:spy@example.com\n\n.\r\n"<b>;,\\x'


def test_a_name_that_tries_to_break_out_stays_a_name() -> None:
    """The names of a prison come from people too; nothing else that is typed is in a mail."""
    prison = world.a_prison(names={"en": BREAKS_OUT}, short_names={"en": BREAKS_OUT})
    visit = a_visit(prison, Kind.PHYSICAL)
    telling.approved(visit=visit, now=clock.now(), pin=None)
    mail = mail_of(visit, "E04")
    file = lines(mail)
    assert not [line for line in file if line.startswith(("Bcc", "ATTENDEE:", ".", "<b>"))]
    assert len([line for line in file if line.startswith("LOCATION:")]) == 1
    assert "<b>" not in mail.html
    raw = envelope.build(
        mail=mail, to="a@example.com", sender="e-Mulakat <m@example.com>", name=BREAKS_OUT,
        key="k", language="en", now=clock.now(),
    )  # fmt: skip
    parsed = message_from_bytes(raw)
    assert parsed["Bcc"] is None and parsed.get_all("To") == ["<a@example.com>"]
    assert not parsed.defects and b"\r\n.\r\n" not in raw
    part = [one for one in parsed.walk() if one.get_content_type() == "text/calendar"]
    assert part[0].get_param("method") == "REQUEST"


@pytest.mark.parametrize(
    "address", ["a@b.c\r\nBEGIN:VEVENT", "a@b.c;RSVP=TRUE", "a@b.c,d@e.f", 'a"@b.c', "ab.c", ""]
)
def test_an_address_that_is_none_never_stands_in_the_calendar(address: str) -> None:
    visit = a_visit(world.a_prison(), contact={"email": address})
    event = {
        **facts.invitation(visit, "email", "REQUEST", clock.now())["event"],
    }
    text = calendar.appointment(event, "Visit", clock.now())
    assert "ATTENDEE" not in text and "METHOD:PUBLISH" in text
    assert text.count("BEGIN:VEVENT") == 1


def test_a_stranger_may_be_asked_only_about_himself() -> None:
    free = {question.key for question in questions.ready(is_known=False)}
    assert {"id", "relation", "address", "phone", "who_comes", "lawyer"} == free
    assert not questions.may_be_asked("which_person", is_known=False)
    assert not questions.may_be_asked(questions.OWN, is_known=False)
    assert questions.may_be_asked(questions.OWN, is_known=True)
    assert not questions.may_be_asked("nonsense", is_known=True)
    assert len(list(questions.ready(is_known=True))) == 8
