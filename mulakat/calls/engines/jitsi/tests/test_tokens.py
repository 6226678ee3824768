"""Tokens against rules that share nothing with the minter (tests/doubles/prosody.py)."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from mulakat import clock, ids
from mulakat.calls.engines.jitsi import tokens
from mulakat.calls.engines.jitsi.tests.deployments import KEY, a_deployment
from mulakat.calls.models import Side
from tests.doubles.prosody import Prosody, Refused

ROOM = "0f" * 16
NOW = clock.now().replace(microsecond=0)
SECONDS = int(NOW.timestamp())
PROSODY = Prosody("mulakat", "jitsi", "meet.example.in", secret=KEY)


def minted(side: Side = Side.VISITOR, **values: Any) -> str:
    until = NOW + timedelta(minutes=20)
    given = {"room": ROOM, "occupant": ids.uid(), "side": side, "now": NOW, "until": until}
    deployment = values.pop("deployment", a_deployment())
    return tokens.mint(deployment, **{**given, **values})


def opened(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


def written(claims: dict[str, Any], key: bytes = KEY, **header: str) -> str:
    """A token by a hand of its own, for what the minter would never make."""
    head = {"alg": "HS256", "typ": "JWT", **header}
    parts = [
        base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in (head, claims)
    ]
    hashes = {"HS256": hashlib.sha256, "HS512": hashlib.sha512}
    signed = b".".join(parts)
    if head["alg"] not in hashes:
        return f"{signed.decode()}."
    signature = hmac.new(key, signed, hashes[head["alg"]]).digest()
    return f"{signed.decode()}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def changed(**claims: Any) -> str:
    """Ours with claims changed (None leaves one out), rightly signed."""
    merged = {**opened(minted()), **claims}
    return written({name: value for name, value in merged.items() if value is not None})


def outcome(token: str, room: str = ROOM, now: int = SECONDS, prosody: Prosody = PROSODY) -> str:
    """ "joined", or why not."""
    try:
        prosody.join(prosody.log_in(token, now), room)
    except Refused as refused:
        return f"refused: {refused}"
    return "joined"


@pytest.mark.parametrize("side", list(Side))
def test_ours_joins_its_own_room(side: Side) -> None:
    assert outcome(minted(side)) == "joined"


CASES = {
    "our room, written in capitals": (minted, ROOM.upper(), 0, "joined"),
    "another room": (minted, "ab" * 16, 0, "refused: Room and token mismatched"),
    "a second before it ends": (minted, ROOM, 119, "joined"),
    "after two minutes": (minted, ROOM, 120, "refused: Not acceptable by exp"),
    "a clock ten seconds behind": (minted, ROOM, -10, "joined"),
    "a clock a minute behind": (minted, ROOM, -60, "refused: Not acceptable by nbf"),
    "another key": (
        lambda: written(opened(minted()), key=b"x" * 40), ROOM, 0, "refused: Invalid signature",
    ),
    "a changed payload": (
        lambda: _spliced(minted(), changed(room="ab" * 16)), ROOM, 0, "refused: Invalid signature",
    ),
    "an officer's payload": (
        lambda: _spliced(minted(), minted(Side.OFFICER)), ROOM, 0, "refused: Invalid signature",
    ),
    "HS512": (
        lambda: written(opened(minted()), alg="HS512"), ROOM, 0, "refused: Invalid or incorrect alg"
    ),
    "alg none": (lambda: written(opened(minted()), alg="none"), ROOM, 0, "refused: Invalid token"),
    "rubbish": (lambda: "rubbish", ROOM, 0, "refused: Invalid token"),
    "two parts": (
        lambda: minted().rpartition(".")[0], ROOM, 0, "refused: Invalid token",
    ),
    "no signature": (
        lambda: minted().rpartition(".")[0] + ".", ROOM, 0, "refused: Invalid token",
    ),
    "another issuer": (
        lambda: changed(iss="other"), ROOM, 0, "refused: Invalid issuer ('iss' claim)",
    ),
    "no issuer": (lambda: changed(iss=None), ROOM, 0, "refused: Invalid issuer ('iss' claim)"),
    "another audience": (
        lambda: changed(aud="other"), ROOM, 0, "refused: Invalid audience ('aud' claim)",
    ),
    "the audience as a list": (
        lambda: changed(aud=["jitsi"]), ROOM, 0, "refused: Invalid audience ('aud' claim)",
    ),
    "no room": (lambda: changed(room=None), ROOM, 0, "refused: "),
    "no token": (lambda: "", ROOM, 0, "refused: token required"),
    "another subject": (
        lambda: changed(sub="other.example.in"), ROOM, 0, "refused: Room and token mismatched",
    ),
    # What Prosody lets pass: why the minter alone decides
    "no exp: Prosody lets it pass": (lambda: changed(exp=None), ROOM, 10**6, "joined"),
    "every room: Prosody lets it pass": (lambda: changed(room="*"), "ab" * 16, 0, "joined"),
    "every domain: Prosody lets it pass": (lambda: changed(sub="*"), ROOM, 0, "joined"),
}  # fmt: skip


def _spliced(left: str, right: str) -> str:
    head, _payload, signature = left.split(".")
    return f"{head}.{right.split('.')[1]}.{signature}"


@pytest.mark.parametrize("name", CASES)
def test_a_token_with(name: str) -> None:
    token, room, later, expected = CASES[name]
    assert outcome(token(), room, SECONDS + later) == expected


def test_without_enable_domain_verification_another_subject_passes() -> None:
    loose = Prosody("mulakat", "jitsi", "meet.example.in", secret=KEY, verifies_domain=False)
    assert outcome(changed(sub="other.example.in"), prosody=loose) == "joined"


def test_every_claim_stands_in_ours_and_aud_is_a_string() -> None:
    claims = opened(minted())
    assert set(claims) == {"iss", "aud", "sub", "room", "nbf", "exp", "context"}
    assert isinstance(claims["aud"], str)
    assert claims["room"] == ROOM and "*" not in {claims["room"], claims["sub"]}
    assert claims["exp"] - SECONDS == 120


def test_it_never_outlives_the_place_of_the_visit() -> None:
    assert opened(minted(until=NOW + timedelta(seconds=30)))["exp"] == SECONDS + 30


def test_only_an_officer_is_moderator() -> None:
    users = {side: opened(minted(side))["context"]["user"] for side in Side}
    assert [side for side, user in users.items() if user["moderator"]] == [Side.OFFICER]
    assert [side for side, user in users.items() if user["affiliation"] == "owner"] == [
        Side.OFFICER
    ]


def test_it_says_nothing_about_a_person_and_switches_nothing_on() -> None:
    occupant = UUID(int=7)
    context = opened(minted(occupant=occupant))["context"]
    assert context["user"] == {
        "id": str(occupant), "name": "Visitor", "moderator": False, "affiliation": "member",
    }  # fmt: skip
    assert not any(context["features"].values())


def test_rs256_is_signed_by_the_private_key_and_read_with_the_public_one() -> None:
    private = rsa.generate_private_key(65537, 2048)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    deployment = a_deployment(algorithm="RS256", key=pem, key_id="2026")
    token = minted(deployment=deployment)
    theirs = Prosody("mulakat", "jitsi", "meet.example.in", public_key=private.public_key())
    assert outcome(token, prosody=theirs) == "joined"
    head = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    assert head == {"alg": "RS256", "typ": "JWT", "kid": "2026"}
    # HS256 with the public key as its secret, the oldest trick
    other = Prosody(
        "mulakat",
        "jitsi",
        "meet.example.in",
        public_key=rsa.generate_private_key(65537, 2048).public_key(),
    )
    assert outcome(token, prosody=other) == "refused: Invalid signature"
    assert outcome(changed(), prosody=theirs) == "refused: Invalid or incorrect alg"
