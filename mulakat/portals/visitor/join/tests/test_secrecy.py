"""Who is told what: strangers walk the same pages, and nothing is sent for them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mulakat import clock
from mulakat.portals.visitor.join.tests.walk import Browser, delivered
from mulakat.visits import joining, reading
from mulakat.visits.models import JoinSession, Purpose, Visit
from mulakat.visits.proofs import codes, join_codes, links
from tests.world import a_prison, a_request, a_state, an_approved_visit

pytestmark = pytest.mark.django_db
STRANGER = "9123456789"


def walk(reference: str, mobile: str, typed: str = "123456") -> tuple[list[str], list[str]]:
    """The pages and addresses of one walk with a wrong code."""
    browser = Browser()
    pages = [browser.send("/join/", reference=reference, mobile=mobile).page]
    for _ in range(2):
        pages.append(browser.send(browser.path, otp=typed, pin=typed[:4]).page)
    return pages, browser.trail


@pytest.mark.parametrize("preset", ["open", "wb-2021", "bihar-2021"])
def test_a_thousand_neighbouring_numbers_send_nothing_and_look_alike(preset: str) -> None:
    prison = a_prison(a_state(preset))
    visit = an_approved_visit(prison, serial=500, year=2026)
    a_request(prison, serial=501, year=2026)
    head = f"{prison.state.number}/{prison.number}"
    pages, trail = walk(f"{head}/{visit.serial}/2026", STRANGER)
    for serial in range(1, 1001, 50):
        assert walk(f"{head}/{serial}/2026", STRANGER) == (pages, trail)
    if preset == "open":
        for serial in range(1, 1001):
            reference = f"{head}/{serial}/2026"
            assert Browser().send("/join/", reference=reference, mobile=STRANGER).page == pages[0]
    assert delivered() == []


def statements(visit: Visit, mobile: str) -> list[str]:
    """What one walk with wrong codes asks of the database; the worker sends in between."""
    browser = Browser()
    with CaptureQueriesContext(connection) as naming:
        browser.send("/join/", reference=visit.reference, mobile=mobile)
    join_codes.send_wanted(now=clock.now())
    with CaptureQueriesContext(connection) as trying:
        for _ in range(2):
            browser.send(browser.path, otp="123456", pin="1234")
    asked = [*naming.captured_queries, *trying.captured_queries]
    return [query["sql"].split()[0] for query in asked]


@pytest.mark.parametrize("preset", ["open", "wb-2021", "bihar-2021"])
def test_a_match_costs_the_same_statements_as_a_stranger(preset: str) -> None:
    visit = an_approved_visit(a_prison(a_state(preset)))
    codes.issue(
        visit=visit, purpose=Purpose.PIN, now=clock.now() - timedelta(minutes=2), digits=4,
        lifetime=timedelta(hours=1),
    )  # fmt: skip
    assert statements(visit, STRANGER) == statements(visit, "9830012345")


def test_a_match_and_a_stranger_see_the_same_bytes_until_a_code_is_right() -> None:
    visit = an_approved_visit(a_prison(a_state("open")))
    stranger, known = Browser(), Browser()
    stranger.send("/join/", reference=visit.reference, mobile=STRANGER)
    known.send("/join/", reference=visit.reference, mobile="9830012345")
    otp = delivered()[0]["otp"]
    wrong = "111111" if otp != "111111" else "222222"
    for _ in range(6):
        assert stranger.page == known.page
        stranger.send("/join/otp/", otp=wrong)
        known.send("/join/otp/", otp=wrong)


def test_opening_links_sends_nothing_and_uses_nothing_up() -> None:
    visit = an_approved_visit(a_prison(a_state("open")))
    url = links.make(visit=visit, channel="email", now=clock.now())
    path = url[url.index("/j/") :]
    for _ in range(3):
        browser = Browser().open(path)
        assert browser.path == "/join/send/"
        assert path.split("/")[-1] not in "".join([*browser.trail, browser.page])
    assert delivered() == []


def test_an_unknown_link_asks_for_number_and_mobile() -> None:
    browser = Browser().open("/j/AAAAAAAAAAAAAAAAAAAAAA")
    assert browser.path == "/join/no-link/"
    assert "This link does not work. Type the Visit Reference Number" in browser.page


def test_the_link_of_an_sms_tells_no_time_before_the_otp() -> None:
    visit = an_approved_visit(a_prison(a_state("open")), starts_at=clock.now() + timedelta(days=2))
    browser = Browser().open_link(visit, "sms")
    assert browser.path == "/join/send/" and "Your visit opens at" not in browser.page
    assert "Your visit opens at" in Browser().open_link(visit, "email").page


def test_no_number_mobile_or_token_stands_in_an_address_or_a_log(caplog: Any) -> None:
    visit = an_approved_visit(a_prison(a_state("open")))
    with caplog.at_level("DEBUG"):
        browser = Browser()
        browser.send("/join/", reference=visit.reference, mobile="9830012345")
        browser.send("/join/otp/", otp=delivered()[0]["otp"])
    seen = " ".join(browser.trail) + caplog.text.replace("'", "")
    assert visit.reference not in seen and "9830012345" not in " ".join(browser.trail)


@pytest.mark.parametrize("made", list(Purpose))
def test_a_code_serves_its_own_purpose_and_visit_only(made: Purpose) -> None:
    prison = a_prison(a_state("wb-2021"))
    visit, other = an_approved_visit(prison), an_approved_visit(prison)
    now = clock.now()
    code = codes.issue(visit=visit, purpose=made, now=now, digits=6, lifetime=timedelta(hours=1))
    assert code
    for asked in Purpose:
        assert not codes.check(visit=other, purpose=asked, typed=code, now=now).is_right
        if asked != made and asked != codes.TWINS.get(made):
            assert not codes.check(visit=visit, purpose=asked, typed=code, now=now).is_right
    assert codes.check(visit=visit, purpose=made, typed=code, now=now).is_right


def session_for(visit: Visit) -> JoinSession:
    url = links.make(visit=visit, channel="email", now=clock.now())
    opened = joining.open_link(token=url.rpartition("/")[2], cookie="", now=clock.now())
    assert opened
    return opened.session


def test_five_wrong_tries_stop_the_visit_for_an_hour_even_for_the_right_code() -> None:
    visit = an_approved_visit(a_prison(a_state("open")))
    browser = Browser().open_link(visit).send("/join/send/")
    otp = delivered()[0]["otp"]
    wrong = "111111" if otp != "111111" else "222222"
    left = ["4 more times", "3 more times", "2 more times", "1 more time", "Too many tries"]
    for text in left:
        assert text in browser.send("/join/otp/", otp=wrong).page
    assert "Wait until" in browser.send("/join/otp/", otp=otp).page


def test_an_old_code_is_named_old_and_a_new_one_is_sent() -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        prison = a_prison(a_state("open"), overrides={"join_opens_minutes": 60})
        visit = an_approved_visit(prison, minutes=60)
        browser = Browser().open_link(visit).send("/join/send/")
        old = delivered()[0]["otp"]
        travel.shift(timedelta(minutes=16))
        assert (
            "That OTP is too old. We have sent a new one to"
            in browser.send("/join/otp/", otp=old).page
        )
        assert len(delivered()) == 2
        assert browser.send("/join/otp/", otp=delivered()[1]["otp"]).path == "/join/room/"


def test_another_code_goes_out_after_thirty_seconds_and_five_times_an_hour() -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        visit = an_approved_visit(a_prison(a_state("open")), minutes=60)
        browser = Browser().open_link(visit).send("/join/send/")
        first = delivered()[0]["otp"]
        assert "after 30 seconds" in browser.send("/join/again/").page
        assert len(delivered()) == 1
        for count in range(2, 6):
            travel.shift(timedelta(seconds=31))
            browser.send("/join/again/")
            assert len(delivered()) == count
        travel.shift(timedelta(seconds=31))
        assert "Too many tries" in browser.send("/join/again/").page
        assert len(delivered()) == 5
        assert browser.send("/join/otp/", otp=first).path == "/join/room/"


def test_the_room_is_locked_before_and_after_the_visit() -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        visit = an_approved_visit(a_prison(a_state("open")), starts_at=clock.now())
        url = links.make(visit=visit, channel="email", now=clock.now())
        opened = joining.open_link(token=url.rpartition("/")[2], cookie="", now=clock.now())
        assert opened
        assert joining.session_of_cookie(opened.secret, clock.now()) is None
        join_codes.ask(session=opened.session, now=clock.now())
        join_codes.check_otp(session=opened.session, typed=delivered()[0]["otp"], now=clock.now())
        assert joining.session_of_cookie(opened.secret, clock.now())
        travel.move_to(visit.closes_at)
        assert joining.session_of_cookie(opened.secret, clock.now()) is None
        travel.move_to(visit.opens_at - timedelta(seconds=1))
        assert joining.session_of_cookie(opened.secret, clock.now()) is None


def test_the_secret_is_sent_only_where_it_serves() -> None:
    visit = an_approved_visit(a_prison(a_state("open")))
    url = links.make(visit=visit, channel="email", now=clock.now())
    response = Client().get(url[url.index("/j/") :])
    kept = [c for name, c in response.cookies.items() if name != "mulakat_language"]
    assert {cookie["path"] for cookie in kept} == {"/join/", "/j/", "/visits/"}
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in kept)
    assert response.cookies["mulakat_join"]["path"] == "/join/"


@pytest.mark.parametrize("preset", ["open", "wb-2021", "bihar-2021"])
def test_a_stranger_with_number_and_mobile_cannot_lock_the_family_out(preset: str) -> None:
    """Both are written on papers and told at counters; the link is the family's alone."""
    visit = an_approved_visit(a_prison(a_state(preset)), minutes=60)
    pin = codes.issue(
        visit=visit, purpose=Purpose.PIN, now=clock.now() - timedelta(minutes=2), digits=4,
        lifetime=timedelta(hours=1),
    )  # fmt: skip
    for _ in range(6):
        walk(visit.reference, "9830012345", "999999")
        join_codes.send_wanted(now=clock.now() - timedelta(minutes=1))
    session = session_for(visit)
    named = reading.reference(visit.reference)
    assert named
    joining.type_reference(session=session, reference=named, now=clock.now())
    asked = join_codes.ask(session=session, now=clock.now())
    assert asked is None
    otp = next(m["otp"] for m in reversed(delivered()) if "otp" in m)
    if preset != "open":
        assert join_codes.check_pin(session=session, typed=pin or "", now=clock.now()).is_right
    assert join_codes.check_otp(session=session, typed=otp, now=clock.now()).is_right
