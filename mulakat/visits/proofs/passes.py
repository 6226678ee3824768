"""The gate pass of a visit at the prison: its code, its short name, its signed text.

The text is what the QR holds: 30 bytes of facts and an ECDSA P-256 signature, in base 32 so that a
QR takes it in its dense alphabet. A gate without a network knows by the public key alone that
the pass is real, whose it is, for which prison and which time. It names no person.

    version 1 | key 4 | state 2 | prison 2 | visit 8 | starts 4 | minutes 1 | window 2 | seat 1
    | persons 1 | come by, before it starts 2 | expires, after it starts 2
                                            (bytes, big-endian; times in minutes since EPOCH)

The private keys live in mulakat/gate/keys.py; nothing here reads a database.
"""

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from mulakat import ids
from mulakat.sealed import digest, same
from mulakat.visits.models import Visit

PREFIX = "MULAKAT:"
VERSION = 1
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
FACTS = struct.Struct(">BIHH8sIBHBBHH")
NUMBER = 32  # bytes of each half of a signature
MINUTE = timedelta(minutes=1)
SHORT = 8  # letters of a short code
LOOKALIKES = str.maketrans("OIL", "011")


def gate_code(visit: Visit) -> str:
    """The digits spoken at the gate ("4083"), the same until the visit is moved.

    Derived from the visit and its time: nothing is stored, and a moved visit gets another.
    """
    assert visit.starts_at is not None
    digits = visit.prison.policy.gate_code_digits
    at = visit.starts_at.astimezone(UTC).isoformat(timespec="seconds")
    number = int(digest(f"{visit.uid}|{at}", "gate-code"), 16) % 10**digits
    return f"{number:0{digits}}"


def is_gate_code(visit: Visit, typed: str) -> bool:
    """Is this what the visitor was given? In constant time; who asks limits the tries."""
    return same(gate_code(visit).encode().hex(), typed.encode().hex())


def name_of(visit: Visit) -> str:
    """How pass, list and gate name a visit: 16 hex digits, random, of no use elsewhere."""
    return visit.uid.bytes[:8].hex()


def short_code(visit: Visit) -> str:
    """What is typed where nothing scans: "7K3Q-9MX2", 40 random bits of the visit's name."""
    number = int.from_bytes(visit.uid.bytes[:5])
    letters = "".join(ids.READABLE[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def name_from_short_code(typed: str) -> str | None:
    """The first 10 hex digits of a visit's name, however the code was typed; None if it is none."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(LOOKALIKES)
    if len(letters) != SHORT or any(letter not in ids.READABLE for letter in letters):
        return None
    number = 0
    for letter in letters:
        number = number << 5 | ids.READABLE.index(letter)
    return f"{number:010x}"


def uid_range(name: str) -> tuple[UUID, UUID]:
    """The first and the last uid that begin with these hex digits."""
    return UUID(name.ljust(32, "0")), UUID(name.ljust(32, "f"))


@dataclass(frozen=True)
class Pass:
    """What a pass says. `visit` as `name_of`; numbers of state and prison as in every VisRN."""

    key: int
    state: int
    prison: int
    visit: str
    starts_at: datetime
    minutes: int
    window: int  # 0: not given
    seat: int  # 0: not given
    persons: int
    come_by: datetime
    expires_at: datetime  # the end of its day: lateness is looked at, not refused by the pass


def of(visit: Visit, *, key: int, seat: int = 0) -> Pass:
    """The pass of an approved visit at the prison, to be signed by that key."""
    assert visit.starts_at is not None and visit.minutes is not None
    prison = visit.prison
    starts_at = visit.starts_at.replace(second=0, microsecond=0)
    return Pass(
        key=key,
        state=prison.state.number,
        prison=prison.number,
        visit=name_of(visit),
        starts_at=starts_at,
        minutes=min(visit.minutes, 255),
        window=visit.window.number if visit.window else 0,
        seat=seat,
        persons=visit.persons.count(),
        come_by=starts_at - prison.policy.arrive_before_minutes * MINUTE,
        expires_at=_end_of_day(starts_at, prison.zone),
    )


def sign(given: Pass, private: ec.EllipticCurvePrivateKey) -> str:
    """The text of the QR, "MULAKAT:AEAAA…", about 160 letters of the dense QR alphabet."""
    facts = _facts(given)
    halves = decode_dss_signature(private.sign(_signed(facts), ec.ECDSA(hashes.SHA256())))
    signature = b"".join(half.to_bytes(NUMBER) for half in halves)
    return PREFIX + _base32(facts + signature)


@dataclass(frozen=True)
class Read:
    """A text that has the shape of a pass. Nothing in it counts before `is_signed_by`."""

    says: Pass
    facts: bytes
    signature: bytes

    def is_signed_by(self, public: ec.EllipticCurvePublicKey) -> bool:
        halves = (int.from_bytes(self.signature[:NUMBER]), int.from_bytes(self.signature[NUMBER:]))
        try:
            public.verify(
                encode_dss_signature(*halves), _signed(self.facts), ec.ECDSA(hashes.SHA256())
            )
        except (InvalidSignature, ValueError):
            return False
        return True


def read(text: str) -> Read | None:
    """What a scanned or pasted text says; None when it is no pass of ours."""
    text = "".join(text.split()).upper()
    if not text.startswith(PREFIX) or len(text) > 400:
        return None
    body = text.removeprefix(PREFIX)
    try:
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
        if len(raw) != FACTS.size + 2 * NUMBER or _base32(raw) != body or raw[0] != VERSION:
            return None
        says = _says(raw[: FACTS.size])
    except (binascii.Error, ValueError, OverflowError):
        return None
    return Read(says, raw[: FACTS.size], raw[FACTS.size :])


def _facts(given: Pass) -> bytes:
    return FACTS.pack(
        VERSION,
        given.key,
        given.state,
        given.prison,
        bytes.fromhex(given.visit),
        (given.starts_at - EPOCH) // MINUTE,
        given.minutes,
        given.window,
        given.seat,
        given.persons,
        (given.starts_at - given.come_by) // MINUTE,
        (given.expires_at - given.starts_at) // MINUTE,
    )


def _says(facts: bytes) -> Pass:
    _version, key, state, prison, visit, starts, *rest = FACTS.unpack(facts)
    minutes, window, seat, persons, come_by, expires = rest
    starts_at = EPOCH + starts * MINUTE
    return Pass(
        key=key,
        state=state,
        prison=prison,
        visit=visit.hex(),
        starts_at=starts_at,
        minutes=minutes,
        window=window,
        seat=seat,
        persons=persons,
        come_by=starts_at - come_by * MINUTE,
        expires_at=starts_at + expires * MINUTE,
    )


def _signed(facts: bytes) -> bytes:
    """A signature for a pass is good for nothing else."""
    return b"mulakat-pass-v1|" + facts


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")


def _end_of_day(at: datetime, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone) + timedelta(days=1)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
