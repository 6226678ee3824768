"""All visits of a phone: nothing tells whether there are any, before the OTP is right."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mulakat import clock
from mulakat.notifications.models import Notification
from mulakat.visits.models import PhoneSession, Status
from mulakat.visits.proofs import codes, phone_codes
from tests.world import a_prison, a_request, a_visit

pytestmark = pytest.mark.django_db
MINE, NOBODYS = "+919830012345", "+919123456789"


def begun(phone: str) -> PhoneSession:
    return phone_codes.begin(phone=phone, language="bn", now=clock.now()).session


def sent() -> list[str]:
    phone_codes.send_wanted(now=clock.now())
    notes = Notification.objects.order_by("pk")
    return [note.payload["context"]["otp"] for note in notes]


def test_the_owner_of_the_phone_sees_its_visits_the_latest_first() -> None:
    now = clock.now()
    old = a_request(a_prison(), requested_at=now - timedelta(days=9))
    new = a_request(a_prison())
    a_visit(a_prison())  # never confirmed
    a_request(a_prison(), phone=NOBODYS)
    session = begun(MINE)
    assert phone_codes.visits_of(session) == []
    assert phone_codes.check(session=session, typed=sent()[0], now=now).is_right
    session.refresh_from_db()
    assert phone_codes.visits_of(session) == [new, old]
    note = Notification.objects.get()
    assert (note.channel, note.language, note.payload["to"]) == ("sms", "bn", MINE)


@pytest.mark.parametrize("owner", ["neighbour", "shop"])
def test_a_phone_that_serves_several_families_shows_none_to_another(owner: str) -> None:
    a_request(a_prison(), contact={"phone_owner": owner})
    session = begun(MINE)
    phone_codes.check(session=session, typed=sent()[0], now=clock.now())
    session.refresh_from_db()
    assert session.proven_at and phone_codes.visits_of(session) == []


def statements(phone: str) -> list[str]:
    with CaptureQueriesContext(connection) as begins:
        session = begun(phone)
    phone_codes.send_wanted(now=clock.now())
    with CaptureQueriesContext(connection) as tries:
        for _ in range(6):
            phone_codes.check(session=session, typed="000000", now=clock.now())
        phone_codes.ask(session=session, now=clock.now() + timedelta(seconds=40))
    asked = [*begins.captured_queries, *tries.captured_queries]
    return [query["sql"].split()[0] for query in asked]


def test_a_phone_nobody_used_costs_the_same_statements() -> None:
    a_request(a_prison())
    assert statements(MINE) == statements(NOBODYS)


def test_nothing_is_sent_to_a_phone_nobody_used() -> None:
    a_request(a_prison())
    begun(NOBODYS)
    assert sent() == []


def test_five_texts_an_hour_reach_one_phone_however_many_browsers_name_it() -> None:
    a_request(a_prison())
    for _ in range(8):
        begun(MINE)
    assert len(sent()) == 5


def test_a_code_serves_the_browser_that_asked_for_it() -> None:
    a_request(a_prison())
    first, second = begun(MINE), begun(MINE)
    mine, others = sent()
    now = clock.now()
    assert not phone_codes.check(session=first, typed=others, now=now).is_right
    assert phone_codes.check(session=first, typed=mine, now=now).is_right
    assert phone_codes.check(session=second, typed=others, now=now).is_right


def test_an_older_code_stays_good_and_one_too_old_is_named_so() -> None:
    a_request(a_prison())
    session, now = begun(MINE), clock.now()
    first = sent()[0]
    phone_codes.ask(session=session, now=now + timedelta(seconds=31))
    phone_codes.send_wanted(now=now + timedelta(seconds=31))
    late = phone_codes.check(session=session, typed=first, now=now + timedelta(minutes=16))
    assert late.outcome is codes.Outcome.EXPIRED
    good = phone_codes.check(session=session, typed=first, now=now + timedelta(minutes=14))
    assert good.is_right


def test_a_new_code_after_thirty_seconds_and_five_in_an_hour() -> None:
    session, now = begun(NOBODYS), clock.now()
    early = phone_codes.ask(session=session, now=now + timedelta(seconds=29))
    assert early and early.why == "pause"
    for number in range(1, 5):
        assert phone_codes.ask(session=session, now=now + timedelta(seconds=31 * number)) is None
    last = phone_codes.ask(session=session, now=now + timedelta(minutes=9))
    assert last and last.why == "exhausted"


def test_a_list_closes_after_half_an_hour_and_is_swept() -> None:
    opened = phone_codes.begin(phone=MINE, language="en", now=clock.now())
    a_request(a_prison())
    phone_codes.check(session=opened.session, typed=sent()[0], now=clock.now())
    late = clock.now() + phone_codes.AFTER_OTP
    assert phone_codes.session_of_cookie(opened.secret, clock.now())
    assert phone_codes.session_of_cookie(opened.secret, late) is None
    assert phone_codes.forget_expired(now=late) == 1


def test_a_withdrawn_visit_stays_in_the_list() -> None:
    a_request(a_prison(), status=Status.WITHDRAWN)
    session = begun(MINE)
    phone_codes.check(session=session, typed=sent()[0], now=clock.now())
    session.refresh_from_db()
    assert len(phone_codes.visits_of(session)) == 1
