from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.notifications import outbox
from mulakat.notifications.claiming import claim
from mulakat.notifications.delivery import BATCH, DOUBTS, LEASE, deliver_due, pause
from mulakat.notifications.models import Notification
from mulakat.notifications.tests.written import a_mail_courier, an_otp, an_sms_courier, later
from tests.doubles.behaviour import Answer
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer

pytestmark = pytest.mark.django_db


def taken(worker: str, now: datetime) -> list[int]:
    rows = claim(channel="email", worker=worker, now=now, lease=LEASE, batch=BATCH)
    return [row.pk for row in rows]


def test_a_mail_is_delivered_and_its_words_are_blanked(smtp: MailServer) -> None:
    row = an_otp()
    assert deliver_due(channel="email", courier=a_mail_courier(smtp), worker="w") == 1
    row.refresh_from_db()
    assert row.delivered_at and row.payload is None and row.claimed_by == ""
    (letter,) = smtp.letters
    assert "482913" in letter.subject and "482913" in letter.text and "482913" in letter.html
    assert letter.sender == "no-reply@jail.example"
    assert letter.message["From"] == "e-Mulakat West Bengal <no-reply@jail.example>"
    assert letter.message["Auto-Submitted"] == "auto-generated"


def test_a_mail_may_carry_a_calendar_file(smtp: MailServer) -> None:
    event = {"uid": "1@x", "starts_at": "2026-11-24T05:00:00+00:00", "minutes": 15, "place": "A,B"}
    context = dict(an_otp().payload["context"], event=event)
    an_otp(context=context, language="bn")
    deliver_due(channel="email", courier=a_mail_courier(smtp), worker="w")
    letter = smtp.letters[1]
    (file,) = letter.message.iter_attachments()
    assert file.get_content_type() == "text/calendar" and file.get_filename() == "visit.ics"
    assert "LOCATION:A\\,B" in file.get_content() and "482913" in letter.text + letter.html


def test_an_sms_is_delivered_and_its_words_are_blanked(sms: SmsGateway, tmp_path: Path) -> None:
    row = an_otp("sms")
    to = row.payload["to"]
    deliver_due(channel="sms", courier=an_sms_courier(sms, tmp_path), worker="w")
    row.refresh_from_db()
    assert row.delivered_at and row.payload is None
    assert sms.to(to)[0].text.endswith("\n@emulakat.example #482913")


def test_one_connection_serves_a_whole_batch(smtp: MailServer) -> None:
    for _ in range(5):
        an_otp()
    courier = a_mail_courier(smtp)
    assert deliver_due(channel="email", courier=courier, worker="w") == 5
    courier.close()
    assert (len(smtp.letters), smtp.connections) == (5, 1)


def test_the_same_key_is_queued_once() -> None:
    first = an_otp(key="visit:1:approved:email")
    second = an_otp(key="visit:1:approved:email", to="other@example.com")
    assert second.pk == first.pk
    assert Notification.objects.get().payload["to"] == first.payload["to"]


def test_a_message_falls_with_its_cause() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        an_otp()
        raise ZeroDivisionError
    assert not Notification.objects.exists()


def test_neither_address_nor_words_stand_in_the_database_in_clear() -> None:
    an_otp(to="sabina@example.com")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notifications_notification")
        dump = str([bytes(c) if isinstance(c, memoryview) else c for c in cursor.fetchone()])
    assert "sabina" not in dump and "482913" not in dump


def test_a_server_that_says_later_gets_the_same_message_again(smtp: MailServer) -> None:
    row = an_otp()
    smtp.then([Answer.LATER])
    deliver_due(channel="email", courier=a_mail_courier(smtp), worker="w")
    row.refresh_from_db()
    assert (row.last_error, row.tries, row.delivered_at) == ("later:451", 1, None)
    assert deliver_due(channel="email", courier=a_mail_courier(smtp), worker="w") == 0
    deliver_due(channel="email", courier=a_mail_courier(smtp), worker="w", now=later(seconds=6))
    row.refresh_from_db()
    assert row.delivered_at and row.tries == 2 and row.last_error == ""


def test_a_refused_address_is_given_up_loudly(smtp: MailServer) -> None:
    row = an_otp()
    smtp.then([Answer.REFUSE])
    deliver_due(channel="email", courier=a_mail_courier(smtp), worker="w")
    row.refresh_from_db()
    assert row.given_up_at and row.payload is None and row.last_error == "refused:550"
    event = Event.objects.get(name="notification.given_up")
    assert event.subject == "visit:12" and event.data["why"] == "refused:550"
    assert list(outbox.overdue(prison_id=7, now=clock.now(), patience_minutes=15)) == [row]


def test_a_refused_number_is_given_up_loudly(sms: SmsGateway, tmp_path: Path) -> None:
    row = an_otp("sms")
    sms.then([Answer.REFUSE])
    deliver_due(channel="sms", courier=an_sms_courier(sms, tmp_path), worker="w")
    row.refresh_from_db()
    assert row.given_up_at and row.last_error == "refused:400"


def test_a_broken_line_after_the_last_dot_makes_one_copy_more_at_most(smtp: MailServer) -> None:
    row = an_otp()
    smtp.standing = Answer.DROP
    for wait in (0, 10, 60, 600, 6000):
        deliver_due(
            channel="email", courier=a_mail_courier(smtp), worker="w", now=later(seconds=wait)
        )
    assert len(smtp.letters) == DOUBTS
    assert smtp.letters[0].key == smtp.letters[1].key
    row.refresh_from_db()
    assert row.given_up_at and row.last_error.startswith("unsure")


def test_a_broken_line_to_the_gateway_makes_one_copy_more_at_most(
    sms: SmsGateway, tmp_path: Path
) -> None:
    an_otp("sms")
    sms.standing = Answer.DROP
    courier = an_sms_courier(sms, tmp_path)
    for wait in (0, 10, 60, 600, 6000):
        deliver_due(channel="sms", courier=courier, worker="w", now=later(seconds=wait))
    assert len(sms.messages) == DOUBTS


def test_hours_without_a_server_lose_nothing(smtp: MailServer) -> None:
    rows = [an_otp() for _ in range(30)]
    courier = a_mail_courier(smtp)
    smtp.stop()
    for hours in (0, 1, 2, 3, 4):
        while deliver_due(channel="email", courier=courier, worker="w", now=later(hours=hours)):
            pass
    rows[0].refresh_from_db()
    assert rows[0].last_error == "unreachable:ConnectionRefusedError"
    smtp.start()
    while deliver_due(channel="email", courier=courier, worker="w", now=later(hours=5)):
        pass
    assert len(smtp.letters) == len({letter.key for letter in smtp.letters}) == 30


def test_two_days_without_a_server_are_given_up_loudly() -> None:
    row = an_otp()
    from mulakat.notifications.channels.email import EmailCourier

    courier = EmailCourier(server=None, sender="a@b.example")
    deliver_due(channel="email", courier=courier, worker="w", now=later(hours=49))
    row.refresh_from_db()
    assert row.given_up_at and row.last_error == "unset"


def test_an_otp_that_is_too_old_is_not_sent(smtp: MailServer) -> None:
    row = an_otp(expires_at=clock.now() + timedelta(minutes=15))
    deliver_due(channel="email", courier=a_mail_courier(smtp), worker="w", now=later(minutes=15))
    row.refresh_from_db()
    assert not smtp.letters and row.given_up_at and row.payload is None
    assert row.last_error == "expired"


def test_a_message_waits_for_its_hour(smtp: MailServer) -> None:
    an_otp(due_at=clock.now() + timedelta(minutes=30))
    courier = a_mail_courier(smtp)
    assert deliver_due(channel="email", courier=courier, worker="w") == 0
    assert deliver_due(channel="email", courier=courier, worker="w", now=later(minutes=31)) == 1


def test_codes_go_before_all_other_messages() -> None:
    now = clock.now()
    plain = an_otp(now=now - timedelta(hours=1))
    code = an_otp(now=now, expires_at=now + timedelta(minutes=15))
    assert taken("w", now) == [code.pk, plain.pk]


def test_a_claimed_message_is_not_claimed_again_before_its_lease_ends() -> None:
    row, now = an_otp(), clock.now()
    assert taken("one", now) == [row.pk]
    assert taken("two", now + LEASE / 2) == []
    assert taken("two", now + LEASE) == [row.pk]


def test_two_workers_never_hold_the_same_message() -> None:
    rows, now = {an_otp().pk for _ in range(50)}, clock.now()
    one, two, three = (taken(worker, now) for worker in ("one", "two", "three"))
    assert (len(one), len(two), len(three)) == (20, 20, 10)
    assert set(one) | set(two) | set(three) == rows


def test_an_idle_look_and_a_single_mail_cost_few_statements(
    smtp: MailServer, django_assert_max_num_queries: Any
) -> None:
    courier = a_mail_courier(smtp)
    with django_assert_max_num_queries(1):
        deliver_due(channel="email", courier=courier, worker="w")
    an_otp()
    with django_assert_max_num_queries(4):
        deliver_due(channel="email", courier=courier, worker="w")


def test_a_worker_whose_claim_was_taken_over_sends_nothing(smtp: MailServer) -> None:
    row, now = an_otp(), clock.now()

    class Slow(type(a_mail_courier(smtp))):  # type: ignore[misc]
        def offer(self, row: Notification, at: datetime) -> None:
            super().offer(row, at)
            taken("two", now + LEASE * 2)

    courier = Slow(server=a_mail_courier(smtp).server, sender="a@b.example")
    deliver_due(channel="email", courier=courier, worker="one")
    row.refresh_from_db()
    assert not smtp.letters and row.claimed_by == "two"


def test_a_message_sealed_under_another_key_does_not_stop_the_others(smtp: MailServer) -> None:
    broken, whole = an_otp(), an_otp()
    Notification.objects.filter(pk=broken.pk).update(payload=b"x" * 60)
    deliver_due(channel="email", courier=a_mail_courier(smtp), worker="w")
    states = Notification.objects.defer("payload").in_bulk()
    assert states[broken.pk].last_error == "unreadable" and states[broken.pk].given_up_at
    assert states[whole.pk].delivered_at


def test_a_message_that_cannot_be_worded_does_not_stop_the_others(smtp: MailServer) -> None:
    broken, whole = an_otp(context={"state": "West Bengal"}), an_otp()
    deliver_due(channel="email", courier=a_mail_courier(smtp), worker="w")
    broken.refresh_from_db()
    whole.refresh_from_db()
    assert broken.last_error == "internal:KeyError" and whole.delivered_at


def test_an_address_cannot_bring_headers_or_commands_with_it(smtp: MailServer) -> None:
    for address in ("a@b.example>\r\nRCPT TO:<c@d.example", "a@b\nBcc: c@d.example", "a b@c.d"):
        row = an_otp(to=address)
        deliver_due(channel="email", courier=a_mail_courier(smtp), worker="w")
        row.refresh_from_db()
        assert row.last_error == "refused:address", address
    assert not smtp.letters


def test_a_line_break_in_a_name_cannot_begin_a_header(smtp: MailServer) -> None:
    context = dict(an_otp().payload["context"], state="X\r\nBcc: c@d.example", otp="1\r\nBcc: q@z")
    an_otp(context=context)
    deliver_due(channel="email", courier=a_mail_courier(smtp), worker="w")
    assert all("Bcc" not in letter.message for letter in smtp.letters)


def test_pauses_double_up_to_five_minutes() -> None:
    assert [pause(n).seconds for n in (1, 2, 3, 4, 7, 8, 40)] == [5, 10, 20, 40, 300, 300, 300]


def test_stopping_finishes_the_message_in_hand_and_lets_the_others_go(smtp: MailServer) -> None:
    for _ in range(3):
        an_otp()
    deliver_due(
        channel="email",
        courier=a_mail_courier(smtp),
        worker="w",
        stopping=lambda: bool(smtp.letters),
    )
    assert len(smtp.letters) == 1
    assert Notification.objects.filter(delivered_at=None, claimed_until=None).count() == 2


def test_staff_see_a_code_that_never_went_out_with_the_first_reason(smtp: MailServer) -> None:
    row = an_otp(expires_at=clock.now() + timedelta(minutes=15))
    lasting = an_otp(due_at=clock.now() + timedelta(minutes=20))
    smtp.standing = Answer.LATER
    courier = a_mail_courier(smtp)
    for minutes in (0, 15, 30):
        deliver_due(channel="email", courier=courier, worker="w", now=later(minutes=minutes))
    later_on = clock.now() + timedelta(minutes=40)
    assert list(outbox.overdue(prison_id=7, now=later_on, patience_minutes=15)) == [lasting, row]
    row.refresh_from_db()
    assert row.given_up_at and row.last_error == "later:451"


def test_staff_see_what_waits_too_long_and_not_what_is_only_late_by_plan() -> None:
    now = clock.now()
    late = an_otp(now=now - timedelta(minutes=16))
    an_otp(now=now - timedelta(minutes=5))
    an_otp(now=now - timedelta(minutes=50), due_at=now + timedelta(minutes=10))
    an_otp(now=now - timedelta(minutes=16), prison_id=8)
    assert list(outbox.overdue(prison_id=7, now=now, patience_minutes=15)) == [late]
