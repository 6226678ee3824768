"""Addresses and credentials of the visitor leg: only while something may flow, relayed only."""

from typing import Any

import pytest
from django.conf import settings

from mulakat import clock
from mulakat.calls import admission, relaying
from mulakat.calls.engines import peer
from mulakat.calls.models import Call, Participant, Side, Signal
from mulakat.calls.tests.rooms import a_call, a_page, a_watcher, room
from tests.world import a_prison, an_approved_visit, an_officer

pytestmark = pytest.mark.django_db
HOST = "candidate:1 1 udp 2122260223 10.0.0.7 50000 typ host"
RELAY = "candidate:3 1 udp 41885439 203.0.113.9 60000 typ relay raddr 10.0.0.7 rport 50000"


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Call:
    """Watched and let in, under the relay policy of production."""
    monkeypatch.setattr(settings.CONFIG, "ICE_POLICY", "relay")
    monkeypatch.setattr(settings.CONFIG, "TURN_URLS", "turn:turn.example:3478")
    monkeypatch.setattr(settings.CONFIG, "TURN_SECRET", "the-shared-secret")
    visit = an_approved_visit(a_prison())
    officer = an_officer(visit.prison)
    call = a_call(visit)
    for side in (Side.VISITOR, Side.TERMINAL):
        a_page(call, side)
    a_watcher(call, officer)
    return admission.admit(call=call, by=officer, now=clock.now())


def page(side: Side) -> Participant:
    return Participant.objects.get(side=side)


def relay(sender: Side, receiver: Side, **body: Any) -> list[str]:
    return relaying.relay(
        sender_id=page(sender).pk,
        to=page(receiver).connection,
        body={"n": 1, **body},
        now=clock.now(),
    )


def test_no_credential_is_minted_while_nobody_watches(call: Call) -> None:
    assert peer.visitor_leg(room(call), "visitor")["servers"]
    Participant.objects.filter(side=Side.OFFICER).update(rendered_at=None)
    assert peer.visitor_leg(room(call), "visitor") == {"policy": "relay", "servers": []}


def test_both_ends_have_credentials_of_their_own(call: Call) -> None:
    names = {
        peer.visitor_leg(room(call), side)["servers"][0]["username"]
        for side in (Side.VISITOR, Side.TERMINAL)
    }
    assert len(names) == 2


@pytest.mark.parametrize(
    ("sender", "receiver"), [(Side.VISITOR, Side.TERMINAL), (Side.TERMINAL, Side.VISITOR)]
)
def test_addresses_are_stripped_both_ways(call: Call, sender: Side, receiver: Side) -> None:
    candidate = {"kind": "candidate", "leg": "visitor"}
    assert relay(sender, receiver, **candidate, candidate={"candidate": HOST}) == []
    assert relay(sender, receiver, **candidate, candidate={"candidate": RELAY}) == []
    kind = "offer" if sender == Side.TERMINAL else "answer"
    assert relay(sender, receiver, kind=kind, leg="visitor", sdp=f"v=0\r\na={HOST}\r\n") == []
    stored = str(list(Signal.objects.values_list("body", flat=True)))
    assert "10.0.0.7" not in stored
    assert Signal.objects.count() == 2


def test_the_officers_leg_keeps_the_prisons_own_addresses(call: Call) -> None:
    body = {"kind": "candidate", "leg": "officer", "candidate": {"candidate": HOST}}
    assert relay(Side.TERMINAL, Side.OFFICER, **body) == []
    assert "10.0.0.7" in str(Signal.objects.get().body)


@pytest.mark.parametrize(
    ("sender", "receiver", "body", "why"),
    [
        (Side.VISITOR, Side.OFFICER, {"kind": "answer", "leg": "officer"}, "not_there"),
        (Side.OFFICER, Side.VISITOR, {"kind": "answer", "leg": "visitor"}, "not_there"),
        (Side.OFFICER, Side.TERMINAL, {"kind": "answer", "leg": "visitor"}, "not_yours"),
        (Side.VISITOR, Side.TERMINAL, {"kind": "offer", "leg": "visitor"}, "not_yours"),
        (Side.TERMINAL, Side.VISITOR, {"kind": "restart", "leg": "visitor"}, "not_yours"),
        (Side.TERMINAL, Side.TERMINAL, {"kind": "offer", "leg": "visitor"}, "not_yours"),
    ],
)
def test_each_leg_has_the_terminal_at_one_end(
    call: Call, sender: Side, receiver: Side, body: dict[str, Any], why: str
) -> None:
    assert relay(sender, receiver, **body) == [why]
    assert not Signal.objects.exists()


def test_after_the_end_nothing_is_relayed_on_any_leg(call: Call) -> None:
    now = clock.now()
    Call.objects.update(ended_at=now)
    assert relay(Side.TERMINAL, Side.VISITOR, kind="offer", leg="visitor", sdp="v=0") == ["locked"]
    assert relay(Side.TERMINAL, Side.OFFICER, kind="offer", leg="officer", sdp="v=0") == ["locked"]
