"""A whole call at the real server: three pages, two locks, the clock."""

from datetime import timedelta
from urllib.request import urlopen

import pytest

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.calls.models import Call, Signal
from mulakat.calls.tests.trio import ANSWER, OFFER, a_trio
from mulakat.visits.models import Visit
from tests.live import (
    LiveServer,
    a_visitor_page,
    an_officer_page,
    live,
    until,
)
from tests.world import a_prison, an_approved_visit, an_officer

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_call_goes_from_waiting_to_live_to_ended(server: LiveServer) -> None:
    trio = a_trio(server)
    until(lambda: trio.visitor.state["phase"] == "waiting")
    assert trio.visitor.state["mode"] == "off"
    trio.officer.say("choose", visit=str(trio.visit.uid))
    until(lambda: trio.visitor.state["phase"] == "checking")
    until(lambda: trio.terminal.state["mode"] == "preview")
    assert trio.visitor.state["terminal"] == trio.terminal.page
    assert trio.terminal.state["officers"] == [trio.officer.page]
    assert trio.terminal.state["match"] == trio.visitor.state["match"] != ""
    trio.officer.say("admit", visit=str(trio.visit.uid))
    until(lambda: trio.visitor.state["phase"] == "live")
    trio.officer.say("end", visit=str(trio.visit.uid), reason="finished")
    until(lambda: trio.visitor.state["phase"] == "ended")
    until(lambda: trio.terminal.state["phase"] == "ended")
    assert trio.visitor.state["end"]["reason"] == "finished"
    call = Call.objects.get(visit=trio.visit)
    assert trio.visitor.state["end"]["used_ms"] == call.used_ms < 60_000
    trio.visit.refresh_from_db()
    assert trio.visit.status == "ended"
    names = list(Event.objects.filter(subject=trio.visit.subject).values_list("name", flat=True))
    for name in ("call.visitor_joined", "call.watch_started", "call.admitted", "call.ended"):
        assert name in names


def test_nothing_of_the_visitor_leg_is_relayed_before_an_officer_looks(server: LiveServer) -> None:
    trio = a_trio(server)
    until(lambda: trio.terminal.state.get("visitor"))
    seq = trio.terminal.signal(trio.visitor, **OFFER)
    until(lambda: any(r["seq"] == seq for r in trio.terminal.refusals()))
    assert trio.terminal.refusals()[-1]["why"] == ["locked"]
    assert Signal.objects.count() == 0
    trio.officer.say("choose", visit=str(trio.visit.uid))
    until(lambda: trio.terminal.state["mode"] == "preview")
    trio.terminal.signal(trio.visitor, **OFFER)
    until(trio.visitor.signals)
    assert trio.visitor.signals()[0]["from"] == trio.terminal.page
    trio.visitor.signal(trio.terminal, **ANSWER)
    until(trio.terminal.signals)


def test_admission_needs_visitor_terminal_and_a_look(server: LiveServer) -> None:
    prison = a_prison()
    visit = an_approved_visit(prison)
    officer = an_officer_page(server, an_officer(prison)).open().ready()
    officer.frames = 0
    officer.say("admit", visit=str(visit.uid))
    until(officer.refusals)
    assert officer.refusals()[0]["why"] == ["not_chosen"]
    officer.say("choose", visit=str(visit.uid))
    officer.say("admit", visit=str(visit.uid))
    until(lambda: len(officer.refusals()) == 2)
    assert officer.refusals()[1]["why"] == ["terminal_absent", "visitor_absent", "unwatched"]


def test_an_officer_of_another_prison_gets_nothing(server: LiveServer) -> None:
    trio = a_trio(server)
    stranger = an_officer_page(server, an_officer(a_prison())).open().ready()
    assert stranger.state["board"] == []
    stranger.say("choose", visit=str(trio.visit.uid))
    until(stranger.refusals)
    assert stranger.refusals()[0]["why"] == ["not_there"]
    stranger.say(
        "signal", to=trio.terminal.page, body={"kind": "restart", "leg": "officer", "n": 1}
    )
    stranger.say("admit", visit=str(trio.visit.uid))
    stranger.say("end", visit=str(trio.visit.uid), reason="finished")
    until(lambda: len(stranger.refusals()) == 4)
    assert [refusal["why"] for refusal in stranger.refusals()[2:]] == [["not_chosen"]] * 2
    assert Signal.objects.count() == 0
    assert (trio.call.admitted_at, trio.call.ended_at) == (None, None)


def test_without_a_watching_officer_the_media_stop_within_five_seconds(server: LiveServer) -> None:
    trio = a_trio(server)
    trio.admit()
    trio.officer.frames = 0
    until(lambda: trio.terminal.state["mode"] == "off", seconds=5.2)
    assert trio.terminal.state["phase"] == "paused"
    assert trio.visitor.state["why"] == ["unwatched"]
    trio.officer.frames = 20
    until(lambda: trio.terminal.state["mode"] == "live", seconds=12)
    trio.officer.close()
    until(lambda: trio.terminal.state["mode"] == "off", seconds=5.2)
    until(lambda: Event.objects.filter(name="call.watch_stopped").count() == 2)


def test_minutes_run_only_while_media_flow_and_end_the_call(server: LiveServer) -> None:
    trio = a_trio(server)
    trio.admit()
    assert trio.call.used_ms == 0
    trio.terminal.flowing = True
    until(lambda: trio.call.used_ms > 900, seconds=12)
    total = trio.visit.minutes * 60_000  # type: ignore[operator]
    Call.objects.update(used_ms=total - 118_000)
    until(lambda: trio.visitor.state["warn"] == 2, seconds=12)
    Call.objects.update(used_ms=total - 58_000)
    until(lambda: trio.terminal.state["warn"] == 1, seconds=12)
    Call.objects.update(used_ms=total - 1_000)
    until(lambda: trio.terminal.state["phase"] == "ended", seconds=12)
    trio.visit.refresh_from_db()
    assert (trio.visit.status, trio.visit.outcome) == ("ended", "done")
    assert trio.call.end_reason == "time"


def test_the_place_is_given_back_when_it_is_due(server: LiveServer) -> None:
    trio = a_trio(server)
    trio.admit()
    Visit.objects.filter(pk=trio.visit.pk).update(starts_at=clock.now() - timedelta(minutes=21))
    until(lambda: trio.visitor.state["phase"] == "ended", seconds=12)
    until(lambda: Call.objects.filter(end_reason="closed").exists(), seconds=12)


def test_a_killed_server_loses_nothing() -> None:
    with live() as server:
        _survives_a_kill(server)


def _survives_a_kill(server: LiveServer) -> None:
    trio = a_trio(server)
    trio.admit()
    trio.terminal.signal(trio.visitor, **OFFER)
    until(trio.visitor.signals)
    before = trio.call
    trio.visitor.signal(trio.terminal, **ANSWER)
    until(lambda: Signal.objects.count() == 2)
    server.kill()
    pages = (trio.terminal, trio.visitor, trio.officer)
    until(lambda: all(page.closed for page in pages))
    server.start_again()
    for page in pages:
        page.open().ready()
    until(lambda: trio.terminal.state.get("mode") == "live", "the same call goes on", 12)
    assert trio.call.admitted_at == before.admitted_at
    assert trio.call.match_number == before.match_number
    until(trio.terminal.signals)
    assert [s["body"]["kind"] for s in trio.terminal.signals()] == ["answer"]
    assert [s["body"]["kind"] for s in trio.visitor.signals()] == ["offer"]


def test_another_browser_of_the_visitor_is_looked_at_again(server: LiveServer) -> None:
    trio = a_trio(server)
    trio.admit()
    other = a_visitor_page(server, trio.visit).open().ready()
    until(lambda: trio.visitor.closed == 4409)
    until(lambda: other.state["phase"] == "checking")
    trio.officer.say("admit", visit=str(trio.visit.uid))
    until(lambda: other.state["phase"] == "live")


def test_two_processes_on_one_database_carry_one_call(server: LiveServer) -> None:
    with live() as second:
        trio = a_trio(server, beside=second)
        trio.admit()
        trio.terminal.signal(trio.visitor, **OFFER)
        until(trio.visitor.signals, "an offer reaches the other process", 1.5)
        trio.visitor.signal(trio.terminal, **ANSWER)
        until(trio.terminal.signals, "an answer comes back", 1.5)


def test_pages_are_served_beside_open_sockets(server: LiveServer) -> None:
    trio = a_trio(server)
    for _ in range(20):
        with urlopen(f"{server.origin}/healthz", timeout=5) as answer:
            assert answer.status == 200
    assert [trio.visitor.closed, trio.officer.closed, trio.terminal.closed] == [None] * 3
