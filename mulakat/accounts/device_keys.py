"""The keys of the prison's own browsers: ECDSA P-256, made there, of which we hold the public
half as a JWK. A terminal and a gate prove themselves by signing a text that cannot travel.
"""

import base64
import binascii
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

COORDINATE = 32  # bytes of each number of a P-256 key or signature
Jwk = dict[str, str]


def public_jwk(given: Mapping[str, object]) -> Jwk:
    """Only the values of a public P-256 key; a private one is refused, never stored.

    `ValueError` when it is no such key.
    """
    jwk = {name: given.get(name) for name in ("kty", "crv", "x", "y")}
    texts = {name: value for name, value in jwk.items() if isinstance(value, str)}
    if "d" in given or len(texts) != len(jwk) or (texts["kty"], texts["crv"]) != ("EC", "P-256"):
        raise ValueError("key")
    curve_point(texts)
    return texts


def jwk_of(public: ec.EllipticCurvePublicKey) -> Jwk:
    """The JWK of one of our own public keys."""
    numbers = public.public_numbers()
    x, y = (text_of(number.to_bytes(COORDINATE)) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def has_signed(*, jwk: Mapping[str, str], text: str, signature: str) -> bool:
    """Did the key of this JWK sign this text? `signature` is base64url of r||s, 64 bytes."""
    raw = bytes_of(signature)
    if raw is None or len(raw) != 2 * COORDINATE:
        return False
    numbers = (int.from_bytes(raw[:COORDINATE]), int.from_bytes(raw[COORDINATE:]))
    try:
        key = curve_point(jwk)
        key.verify(encode_dss_signature(*numbers), text.encode(), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def curve_point(jwk: Mapping[str, str]) -> ec.EllipticCurvePublicKey:
    """The key of a JWK; `ValueError` when it is no point of the curve."""
    x, y = bytes_of(jwk["x"]), bytes_of(jwk["y"])
    if x is None or y is None or len(x) != COORDINATE or len(y) != COORDINATE:
        raise ValueError("coordinate")
    point = ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), ec.SECP256R1())
    return point.public_key()


def text_of(raw: bytes) -> str:
    """Base64url without padding, as browsers and JWKs write it."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def bytes_of(text: str) -> bytes | None:
    """What base64url without padding stands for, or None."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
