"""TURN credentials, and what the relay policy lets through."""

import base64
import hashlib
import hmac
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings

from mulakat import clock
from mulakat.calls import candidates, turn

HOST = "candidate:1 1 udp 2122260223 10.0.0.7 50000 typ host generation 0 ufrag ab"
RELAY = "candidate:3 1 udp 41885439 203.0.113.9 60000 typ relay raddr 10.0.0.7 rport 50000 ufrag ab"


@pytest.fixture(autouse=True)
def _turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.CONFIG, "TURN_URLS", "turn:turn.example:3478, turns:turn.example")
    monkeypatch.setattr(settings.CONFIG, "TURN_SECRET", "the-shared-secret")


def test_a_credential_is_coturns_and_ends_ten_minutes_after_the_visit() -> None:
    closes_at = clock.now() + timedelta(minutes=20)
    [server] = turn.servers(visit_uid=UUID(int=7), side="visitor", closes_at=closes_at)
    expires = int(server["username"].partition(":")[0])
    assert expires == int((closes_at + timedelta(minutes=10)).timestamp())
    digest = hmac.new(b"the-shared-secret", server["username"].encode(), hashlib.sha1).digest()
    assert server["credential"] == base64.b64encode(digest).decode()
    assert server["urls"] == ["turn:turn.example:3478", "turns:turn.example"]


def test_without_a_turn_server_there_is_no_credential(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.CONFIG, "TURN_SECRET", "")
    assert turn.servers(visit_uid=UUID(int=7), side="visitor", closes_at=clock.now()) == []


def test_only_relay_candidates_pass_and_they_hide_what_is_behind() -> None:
    body = {"kind": "candidate", "leg": "visitor", "n": 1, "candidate": {"candidate": HOST}}
    assert candidates.relayed(body) is None
    passed = candidates.relayed({**body, "candidate": {"candidate": RELAY, "sdpMid": "0"}})
    assert passed
    assert "10.0.0.7" not in passed["candidate"]["candidate"]
    assert "203.0.113.9 60000 typ relay" in passed["candidate"]["candidate"]
    assert passed["candidate"]["sdpMid"] == "0"
    for end in (None, {"candidate": ""}):
        assert candidates.relayed({**body, "candidate": end}) == {**body, "candidate": end}


def test_a_candidate_that_only_looks_like_a_relay_is_dropped() -> None:
    for line in (
        "candidate:1 1 udp 1 10.0.0.7 50000 typ host typ relay",
        "candidate:1 1 udp 1 10.0.0.7 50000",
        "candidate:1 1 udp 1 abc.local 50000 typ host",
    ):
        body = {"kind": "candidate", "leg": "visitor", "candidate": {"candidate": line}}
        assert candidates.relayed(body) is None


def test_a_description_names_no_address_but_the_relays() -> None:
    lines = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "m=audio 50000 UDP/TLS/RTP/SAVPF 111"]
    lines += ["c=IN IP4 10.0.0.7", "a=rtcp:50001 IN IP4 10.0.0.7", f"a={HOST}", f"a={RELAY}"]
    passed = candidates.relayed({"kind": "offer", "sdp": "\r\n".join(lines) + "\r\n"})
    assert passed
    assert "10.0.0.7" not in passed["sdp"]
    assert passed["sdp"].count("a=candidate:") == 1
    assert passed["sdp"].endswith("\r\n")


def test_an_origin_line_with_an_address_is_blanked() -> None:
    passed = candidates.relayed({"kind": "offer", "sdp": "v=0\r\no=- 1 2 IN IP4 10.0.0.7\r\n"})
    assert passed
    assert "10.0.0.7" not in passed["sdp"]
