"""Tokens that Jitsi's Prosody accepts: RFC 7519 in its compact form, HS256 or RS256.

Written here because minting is forty lines; nothing of ours ever reads a token. Prosody accepts a
token without `exp` and refuses `aud` as a list, so neither can be left to a caller: there is one
way to mint, and it sets every claim. docs/adr/0009-jitsi.md.
"""

import base64
import hmac
import json
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from mulakat.calls.models import Side
from mulakat.jitsi_file import Deployment

TO_JOIN = timedelta(minutes=2)
SKEW = timedelta(seconds=10)  # Prosody's clock may be so far behind ours
# What a token may switch on in Jitsi; all of it stays off
FEATURES = (
    "livestreaming", "recording", "transcription", "outbound-call", "inbound-call",
    "sip-outbound-call", "sip-inbound-call", "file-upload", "screen-sharing", "send-groupchat",
    "create-polls", "list-visitors", "flip",
)  # fmt: skip
# Neither Jitsi nor its logs need a name: the page before has told who comes
NAMES = {Side.VISITOR: "Visitor", Side.TERMINAL: "Terminal", Side.OFFICER: "Officer"}


def mint(
    deployment: Deployment, *, room: str, occupant: UUID, side: Side, now: datetime, until: datetime
) -> str:
    """A token for one person and one room, good for two minutes and never past `until`."""
    claims = _claims(deployment, room=room, occupant=occupant, side=side)
    claims["nbf"] = int((now - SKEW).timestamp())
    claims["exp"] = int(min(now + TO_JOIN, until).timestamp())
    header = {"alg": deployment.algorithm, "typ": "JWT"}
    if deployment.key_id:
        header["kid"] = deployment.key_id
    signed = f"{_part(header)}.{_part(claims)}"
    return f"{signed}.{_base64(_signature(deployment, signed.encode()))}"


def _claims(deployment: Deployment, *, room: str, occupant: UUID, side: Side) -> dict[str, Any]:
    is_officer = side == Side.OFFICER
    user = {
        "id": str(occupant),
        "name": NAMES[side],
        # Jitsi's own word, and that of the module token_affiliation, which acts on it
        "moderator": is_officer,
        "affiliation": "owner" if is_officer else "member",
    }
    return {
        "iss": deployment.app_id,
        "aud": deployment.audience,
        "sub": deployment.domain,
        "room": room,
        "context": {"user": user, "features": dict.fromkeys(FEATURES, False)},
    }


def _signature(deployment: Deployment, signed: bytes) -> bytes:
    if deployment.algorithm == "HS256":
        return hmac.digest(deployment.key, signed, "sha256")
    key = cast(RSAPrivateKey, load_pem_private_key(deployment.key, password=None))
    return key.sign(signed, PKCS1v15(), SHA256())


def _part(value: dict[str, Any]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
