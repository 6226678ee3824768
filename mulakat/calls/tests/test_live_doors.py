"""Who gets a socket, and who does not."""

import json
import threading
from datetime import timedelta

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from mulakat import clock
from mulakat.accounts import enrolling
from mulakat.accounts.models import Device, Membership, Role
from mulakat.calls.models import Participant
from mulakat.calls.tests.trio import a_trio
from mulakat.visits.models import JoinSession
from tests.live import (
    LiveServer,
    OfficerPage,
    Page,
    TerminalPage,
    VisitorPage,
    a_terminal_page,
    a_visitor_page,
    an_officer_page,
    until,
)
from tests.world import a_prison, a_terminal, an_approved_visit, an_officer

pytestmark = pytest.mark.django_db(transaction=True)


def test_strangers_are_closed_out_and_told_nothing(server: LiveServer) -> None:
    strangers = [
        VisitorPage(server).open(),
        VisitorPage(server, "mulakat_join=AAAAAAAAAAAAAAAAAAAAAA").open(),
        OfficerPage(server).open(),
        OfficerPage(server, "mulakat_staff=abcdefghijklmnopqrstuvwxyz012345").open(),
    ]
    until(lambda: all(stranger.closed for stranger in strangers))
    for stranger in strangers:
        assert (stranger.closed, stranger.received) == (4401, [])
    assert not Participant.objects.exists()


def test_link_number_and_pin_without_the_otp_open_no_socket(server: LiveServer) -> None:
    page = a_visitor_page(server, an_approved_visit(a_prison()))
    JoinSession.objects.update(otp_ok_at=None)
    page.open()
    until(lambda: page.closed == 4401)
    assert page.received == []


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://127.0.0.1.evil.example", "null"]
)
def test_a_foreign_page_gets_no_socket(server: LiveServer, origin: str) -> None:
    page = a_visitor_page(server, an_approved_visit(a_prison()))
    with pytest.raises(InvalidStatus) as refused:
        page.open(origin=origin)
    assert refused.value.response.status_code == 403


def test_an_approver_who_is_no_supervisor_has_no_desk(server: LiveServer) -> None:
    prison = a_prison()
    page = an_officer_page(server, an_officer(prison, Role.APPROVER)).open()
    until(lambda: page.closed == 4401)


def test_a_role_or_session_taken_away_closes_the_socket(server: LiveServer) -> None:
    trio = a_trio(server)
    Membership.objects.filter(user=trio.by, role=Role.SUPERVISOR).delete()
    until(lambda: trio.officer.closed == 4401, seconds=5)
    JoinSession.objects.all().delete()
    until(lambda: trio.visitor.closed == 4401, seconds=5)
    enrolling.revoke(device=Device.objects.get(), by="staff:0", now=clock.now())
    until(lambda: trio.terminal.closed == 4401, seconds=5)


def test_a_terminal_without_the_key_is_nobody(server: LiveServer) -> None:
    terminal = a_terminal(a_prison())
    real = a_terminal_page(server, terminal)
    copied = TerminalPage(server)  # the device number, but another key
    copied.device = real.device
    copied.key = a_terminal_page(server, a_terminal(a_prison())).key
    copied.open()
    until(lambda: copied.closed == 4401)
    real.proof_origin = "https://evil.example"  # a proof made for another page
    real.open()
    until(lambda: real.closed == 4401)
    assert not Participant.objects.exists()


def test_a_terminals_proof_serves_once(server: LiveServer) -> None:
    page = a_terminal_page(server, a_terminal(a_prison()))
    proof = page.prove("an-earlier-nonce")
    page.prove = lambda nonce: proof  # type: ignore[method-assign]
    page.open()
    until(lambda: page.closed == 4401)


def test_the_newer_page_of_a_terminal_replaces_the_older(server: LiveServer) -> None:
    first = a_terminal_page(server, a_terminal(a_prison())).open().ready()
    second = TerminalPage(server)
    second.key, second.device = first.key, first.device
    second.open().ready()
    until(lambda: first.closed == 4409)
    assert second.closed is None
    assert Participant.objects.filter(left_at=None).count() == 1


def test_of_pages_that_come_at_once_one_stays(server: LiveServer) -> None:
    first = a_terminal_page(server, a_terminal(a_prison()))
    pages = [first, *(TerminalPage(server) for _ in range(7))]
    for page in pages:
        page.key, page.device = first.key, first.device
    openers = [threading.Thread(target=page.open) for page in pages]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    until(lambda: [page.closed for page in pages].count(4409) == 7)
    assert Participant.objects.filter(left_at=None).count() == 1


def test_a_reload_of_the_same_page_takes_over_its_socket(server: LiveServer) -> None:
    trio = a_trio(server)
    again = VisitorPage(server, trio.visitor.cookie, page=trio.visitor.page)  # type: ignore[arg-type]
    again.open().ready()
    until(lambda: trio.visitor.closed == 4409)
    assert Participant.objects.filter(side="visitor").count() == 1


def test_a_page_id_belongs_to_whom_it_was_first_used_by(server: LiveServer) -> None:
    trio = a_trio(server)
    other = a_visitor_page(server, an_approved_visit(a_prison()))
    other.page = trio.visitor.page
    other.open()
    until(lambda: other.closed == 4403)
    assert trio.visitor.closed is None


def test_a_silent_socket_is_dropped(server: LiveServer) -> None:
    page = a_visitor_page(server, an_approved_visit(a_prison()))
    page.beats = False
    page.open().ready()
    until(lambda: page.closed == 4408, seconds=7)


def test_a_visit_of_tomorrow_opens_no_room(server: LiveServer) -> None:
    visit = an_approved_visit(a_prison(), starts_at=clock.now() + timedelta(days=1))
    page = a_visitor_page(server, visit).open()
    until(lambda: page.closed == 4401)


@pytest.mark.parametrize("page", ["", "not-a-uuid", "{00000000-0000-0000-0000-000000000000}"])
def test_a_socket_needs_a_page_id(server: LiveServer, page: str) -> None:
    visitor = a_visitor_page(server, an_approved_visit(a_prison()))
    visitor.page = page
    with pytest.raises(InvalidStatus):
        visitor.open()


def said_until_closed(page: Page, messages: list[str | bytes], *, at_most: int) -> int:
    """Say these in turn, far more than one socket is forgiven; how many were on their way."""
    for number in range(at_most):
        try:
            page.say_as_it_is(messages[number % len(messages)])
        except ConnectionClosed:
            return number
    return at_most


def test_a_thousand_bad_or_replayed_messages_change_nothing(server: LiveServer) -> None:
    trio = a_trio(server)
    trio.admit()
    seq = trio.terminal.signal(trio.visitor, kind="offer", leg="visitor", sdp="v=0\r\n")
    until(trio.visitor.signals)
    replay = json.dumps(
        {
            "t": "signal",
            "seq": seq,
            "to": trio.visitor.page,
            "body": {"kind": "offer", "leg": "visitor", "n": 1, "sdp": "v=0\r\n"},
        }
    )
    bad: list[str | bytes] = [
        replay,
        "{",
        "[]",
        '{"t":"admit"}',
        '{"t":"beat","flowing":NaN}',
        "x" * 15_000,
        b"\x00",
    ]
    sent = 0
    while sent < 1000:
        sent += said_until_closed(trio.terminal, bad, at_most=100)
        until(lambda: trio.terminal.closed is not None, "a page that talks nonsense is closed")
        assert trio.terminal.closed == 4400
        trio.terminal.open().ready()
    until(lambda: trio.visitor.state["mode"] == "live")
    assert len(trio.visitor.signals()) == 1
    assert trio.visitor.closed is None
    assert trio.officer.closed is None
    assert trio.call.ended_at is None


def test_a_page_of_another_side_cannot_speak_for_an_officer(server: LiveServer) -> None:
    trio = a_trio(server)
    trio.visitor.say("admit", visit=str(trio.visit.uid))
    trio.terminal.say("end", visit=str(trio.visit.uid), reason="finished")
    trio.visitor.signal(trio.terminal, kind="offer", leg="visitor", sdp="v=0")
    until(trio.visitor.refusals)
    assert trio.visitor.refusals()[0]["why"] == ["not_yours"]
    assert trio.call.admitted_at is None
    assert trio.call.ended_at is None
