"""What Prosody's token modules accept, told again from RFC 7515/7519 and from trying them.

Shares no line with the product: hmac and `cryptography` alone. The order of the checks and the
words are those of mod_auth_token and token/util as they were tried on Prosody 0.12.
"""

import base64
import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256


class Refused(Exception):
    """SASL failure or a refused presence; the text is Prosody's."""


@dataclass(frozen=True)
class Prosody:
    """A virtual host with authentication = "token", set up as docs/jitsi.md asks."""

    app_id: str
    audience: str
    domain: str
    secret: bytes = b""
    public_key: rsa.RSAPublicKey | None = None  # with it, RS256 is the one algorithm
    allow_empty: bool = False
    verifies_domain: bool = True

    def log_in(self, token: str, now: int) -> dict[str, Any]:
        """The claims of a token that lets in; `Refused` otherwise."""
        if not token:
            if self.allow_empty:
                return {}
            raise Refused("token required")
        claims = self._opened(token)
        if claims.get("iss") != self.app_id:
            raise Refused("Invalid issuer ('iss' claim)")
        if not isinstance(claims.get("aud"), str) or claims["aud"] != self.audience:
            raise Refused("Invalid audience ('aud' claim)")
        if isinstance(claims.get("exp"), int | float) and claims["exp"] <= now:
            raise Refused("Not acceptable by exp")
        if isinstance(claims.get("nbf"), int | float) and claims["nbf"] > now:
            raise Refused("Not acceptable by nbf")
        if not isinstance(claims.get("room"), str):
            raise Refused("")
        return claims

    def join(self, claims: dict[str, Any], room: str) -> None:
        """Into a room (the part before the @) with the claims of the log-in."""
        if not claims:
            return
        wanted = claims["room"]
        if wanted != "*" and wanted.lower() != room.lower():
            raise Refused("Room and token mismatched")
        if self.verifies_domain and claims.get("sub") not in {"*", self.domain}:
            raise Refused("Room and token mismatched")

    def _opened(self, token: str) -> dict[str, Any]:
        parts = token.split(".")
        if len(parts) != 3:
            raise Refused("Invalid token")
        try:
            header, claims = (json.loads(_decoded(part)) for part in parts[:2])
            signature = _decoded(parts[2])
        except ValueError:
            raise Refused("Invalid token") from None
        if not isinstance(header, dict) or not isinstance(claims, dict) or not signature:
            raise Refused("Invalid token")
        wanted = "RS256" if self.public_key else "HS256"
        if header.get("typ") != "JWT" or header.get("alg") != wanted:
            raise Refused("Invalid or incorrect alg")
        if not self._is_signed(".".join(parts[:2]).encode(), signature):
            raise Refused("Invalid signature")
        return claims

    def _is_signed(self, signed: bytes, signature: bytes) -> bool:
        if self.public_key is None:
            expected = hmac.new(self.secret, signed, hashlib.sha256).digest()
            return hmac.compare_digest(expected, signature)
        try:
            self.public_key.verify(signature, signed, padding.PKCS1v15(), SHA256())
        except InvalidSignature:
            return False
        return True


def _decoded(part: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9_-]*", part):
        raise ValueError(part)
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
