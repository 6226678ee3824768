"""The OTP page, its ways out, and what a proven phone may learn."""

from datetime import timedelta

import pytest
from django.test import Client

from mulakat import clock
from mulakat.notifications.models import Notification
from mulakat.portals.visitor.book.tests.walking import Walk, assert_complains, text
from mulakat.visits.models import Code, Status, Tries, Visit
from tests import world

pytestmark = pytest.mark.django_db


def wait(visit: Visit, **time: int) -> None:
    """Let the visit's codes and counts become so much older."""
    past = timedelta(**time)
    for code in Code.objects.filter(visit=visit):
        code.created_at -= past
        code.expires_at -= past
        code.save()
    for tries in Tries.objects.filter(visit=visit):
        tries.since -= past
        tries.save()


def test_it_says_where_the_otp_went_without_telling_the_number(walk: Walk) -> None:
    shown = text(walk.to("otp").get("otp"))
    assert "••••• •2345" in shown and "s•••@example.com" in shown
    assert "9830012345" not in shown
    assert 'inputmode="numeric"' in shown and 'autocomplete="one-time-code"' in shown


def test_who_comes_back_for_it_goes_on_at_the_otp(walk: Walk) -> None:
    assert 'href="/book/otp/"' in text(walk.to("otp").client.get("/book/"))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the OTP"),
        ("12345", "The OTP must be 6 digits"),
        ("12345x", "The OTP must be 6 digits"),
    ],
)
def test_it_asks_for_six_digits(walk: Walk, typed: str, message: str) -> None:
    answer = walk.to("otp").client.post("/book/otp/", {"otp": typed})
    assert_complains(answer, "otp", message)
    assert f'value="{typed}"' in text(answer)


def wrong(walk: Walk) -> str:
    return "000000" if walk.otp() != "000000" else "111111"


def test_it_counts_the_tries_down_and_then_stops(walk: Walk) -> None:
    walk.to("otp")
    for left in ("4 more times", "3 more times", "2 more times", "1 more time"):
        answer = walk.confirm(wrong(walk))
        assert_complains(answer, "otp", f"That OTP is not right. You can try {left}")
    for otp in (wrong(walk), walk.otp()):  # now the right one is of no use either
        shown = text(walk.confirm(otp))
        assert "Too many tries. Wait until " in shown and "or call 9073945590" in shown
    assert Visit.objects.get().status == Status.UNCONFIRMED


@pytest.mark.parametrize("shape", ["{a} {b}", "{a}-{b}", " {a}{b} ", "{bn}", "{hi}", "{wide}"])
def test_digits_are_read_as_people_write_them(walk: Walk, shape: str) -> None:
    otp = walk.to("otp").otp()
    other = {
        "bn": "".join("০১২৩৪৫৬৭৮৯"[int(digit)] for digit in otp),
        "hi": "".join("०१२३४५६७८९"[int(digit)] for digit in otp),
        "wide": "".join(chr(0xFF10 + int(digit)) for digit in otp),
    }
    typed = shape.format(a=otp[:2], b=otp[2:], **other)
    assert walk.confirm(typed)["Location"] == "/book/sent/"


def test_another_otp_is_sent_after_half_a_minute_and_both_are_good(walk: Walk) -> None:
    walk.to("otp")
    first, sent = walk.otp(), Notification.objects.count()
    shown = text(walk.client.post("/book/otp/", {"again": "1"}))
    assert "An OTP was sent a moment ago." in shown and Notification.objects.count() == sent
    wait(walk.visit, seconds=31)
    shown = text(walk.client.post("/book/otp/", {"again": "1"}))
    assert "We sent another OTP." in shown and Notification.objects.count() > sent
    assert walk.confirm(first)["Location"] == "/book/sent/"


def test_five_an_hour_are_enough(walk: Walk) -> None:
    walk.to("otp")
    for _again in range(4):
        wait(walk.visit, seconds=31)
        walk.client.post("/book/otp/", {"again": "1"})
    wait(walk.visit, seconds=31)
    assert "Too many tries. Wait until" in text(walk.client.post("/book/otp/", {"again": "1"}))


def test_an_old_otp_is_replaced_by_a_new_one(walk: Walk) -> None:
    otp = walk.to("otp").otp()
    wait(walk.visit, minutes=16)
    answer = walk.confirm(otp)
    assert_complains(
        answer,
        "otp",
        "That OTP is too old. We have sent a new one to ••••• •2345 / s•••@example.com",
    )
    assert walk.confirm()["Location"] == "/book/sent/"


def test_one_phone_gets_five_otps_an_hour_whoever_asks(walk: Walk) -> None:
    """Nobody can fill another's phone with our messages."""
    walk.to("otp")
    for _again in range(4):
        wait(walk.visit, seconds=31)
        walk.client.post("/book/otp/", {"again": "1"})
    sent = Notification.objects.count()
    stranger = Walk(walk.prison, Client()).to("check")
    assert "Too many tries. Wait until" in text(stranger.submit())
    assert Notification.objects.count() == sent and Visit.objects.count() == 1


def test_the_same_request_is_told_only_after_the_otp(walk: Walk) -> None:
    walk.to("otp").confirm()
    first = Visit.objects.get()
    again = Walk(walk.prison, Client()).to("otp")
    assert first.reference not in text(again.get("otp"))
    shown = text(again.confirm())
    assert "You already asked for this visit" in shown and first.reference in shown
    assert Visit.objects.filter(status=Status.REQUESTED).count() == 1


def test_too_many_open_requests_wait_for_an_answer(walk: Walk) -> None:
    for number in range(5):
        asked = {"name": f"Person {number}", "guardian": "", "age": 30, "gender": "man"}
        world.a_request(walk.prison, asked={**asked, "number": ""})
    shown = text(walk.to("otp").confirm())
    assert "You have 5 open requests." in shown
    assert "You can send another when one is answered." in shown


def test_a_refusal_not_yet_released_still_counts_as_open(walk: Walk) -> None:
    later = clock.now() + timedelta(minutes=30)
    asked = {"name": "Rahim Sheikh", "guardian": "", "age": 35, "gender": "man", "number": ""}
    world.a_request(walk.prison, status=Status.REFUSED, answer_shown_at=later, asked=asked)
    assert "You already asked for this visit" in text(walk.to("otp").confirm())


def test_another_browser_cannot_confirm(walk: Walk) -> None:
    otp = walk.to("otp").otp()
    answer = Client().post("/book/otp/", {"otp": otp})
    assert answer["Location"] == "/book/jail/"
    assert Visit.objects.get().status == Status.UNCONFIRMED


def test_a_visit_forgotten_meanwhile_is_sent_again_from_the_answers(walk: Walk) -> None:
    walk.to("otp")
    Visit.objects.all().delete()
    assert walk.get("otp")["Location"] == "/book/check/"
    assert walk.submit()["Location"] == "/book/otp/"
    assert walk.confirm()["Location"] == "/book/sent/"
