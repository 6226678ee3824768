"""What an officer does to a call, through the real socket: whose call, once, and who is told."""

import json

import pytest

from mulakat.accounts.models import Role
from mulakat.audit.models import Event
from mulakat.calls.models import Call
from mulakat.calls.tests.trio import Trio, a_trio
from tests.live import LiveServer, an_officer_page, until
from tests.world import a_prison, an_approved_visit, an_officer

pytestmark = pytest.mark.django_db(transaction=True)


def _acts(visit: str) -> list[dict[str, object]]:
    return [
        {"t": "warn", "visit": visit, "reason": "dress"},
        {"t": "mute", "visit": visit, "side": "visitor", "on": True},
        {"t": "pause", "visit": visit, "reason": "technical"},
        {"t": "resume", "visit": visit},
        {"t": "voice_only", "visit": visit, "on": True},
        {"t": "extend", "visit": visit, "minutes": 5},
        {"t": "write", "visit": visit, "kind": "note", "what": "", "text": "A note"},
        {"t": "settle", "visit": visit, "outcome": "done"},
    ]


def test_all_three_are_told_what_the_officer_did(server: LiveServer) -> None:
    trio = a_trio(server)
    trio.admit()
    visit = str(trio.visit.uid)
    sides = (trio.visitor, trio.terminal, trio.officer)
    trio.officer.say("warn", visit=visit, reason="recording")
    trio.officer.say("mute", visit=visit, side="visitor", on=True)
    trio.officer.say("voice_only", visit=visit, on=True)
    for page in sides:
        until(lambda p=page: p.state["voice_only"])  # type: ignore[misc]
        assert page.state["warning"] == {"n": 1, "reason": "recording"}
        assert page.state["muted"] == {"visitor": True, "inmate": False}
    trio.officer.say("pause", visit=visit, reason="distress")
    for page in sides:
        until(lambda p=page: p.state["mode"] == "off")  # type: ignore[misc]
        assert (page.state["phase"], page.state["pause"]) == ("paused", {"reason": "distress"})
    trio.officer.say("resume", visit=visit)
    until(lambda: trio.visitor.state["mode"] == "live")
    assert trio.visitor.state["pause"] is None


def test_nobody_acts_on_a_call_that_is_not_on_the_own_desk(server: LiveServer) -> None:
    trio = a_trio(server)
    trio.admit()
    before = Call.objects.values("warnings", "muted_visitor", "paused_at", "ended_at").get()
    beside = an_officer_page(server, an_officer(trio.visit.prison)).open().ready()
    stranger = an_officer_page(server, an_officer(a_prison())).open().ready()
    for desk in (beside, stranger):
        for number, act in enumerate(_acts(str(trio.visit.uid)), start=1):
            desk.say_as_it_is(json.dumps(act | {"seq": number}))
        until(lambda d=desk: len(d.refusals()) == len(_acts("")))  # type: ignore[misc]
        assert {tuple(refusal["why"]) for refusal in desk.refusals()} == {("not_chosen",)}
    assert Call.objects.values("warnings", "muted_visitor", "paused_at", "ended_at").get() == before


def test_another_visit_on_the_same_desk_is_the_wrong_call(server: LiveServer) -> None:
    trio = a_trio(server)
    trio.admit()
    other = an_approved_visit(trio.visit.prison)
    trio.officer.say("warn", visit=str(other.uid), reason="dress")
    until(trio.officer.refusals)
    assert trio.officer.refusals()[0]["why"] == ["not_chosen"]


def test_an_act_said_twice_is_done_once(server: LiveServer) -> None:
    trio = a_trio(server)
    trio.admit()
    seq = trio.officer.say("warn", visit=str(trio.visit.uid), reason="dress")
    again = {"t": "warn", "seq": seq, "visit": str(trio.visit.uid), "reason": "dress"}
    trio.officer.say_as_it_is(json.dumps(again))
    trio.officer.say("mute", visit=str(trio.visit.uid), side="inmate", on=True)
    until(lambda: trio.officer.state["muted"]["inmate"])
    assert trio.call.warnings == 1
    assert Event.objects.filter(name="call.warned").count() == 1


def test_without_the_role_nothing_is_done(server: LiveServer) -> None:
    trio = a_trio(server)
    trio.admit()
    trio.by.memberships.filter(role=Role.SUPERVISOR).delete()
    trio.officer.say("warn", visit=str(trio.visit.uid), reason="dress")
    until(lambda: trio.officer.closed or trio.officer.refusals())
    assert trio.call.warnings == 0
    assert _all_refused(trio)


def _all_refused(trio: Trio) -> bool:
    """Refused, or the socket was closed before it was read."""
    return all(refusal["why"] == ["not_yours"] for refusal in trio.officer.refusals())
