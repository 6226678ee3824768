"""A browser becomes a gate of a prison: a one-time staff code, then keys and a cookie.

With script it makes two keys that never leave it: one signs, to one the day's list is sealed.
Without script it has the cookie alone, and no list without a network. A code makes the browser
the only one of that gate; a revoked one opens nothing, and wipes its list when it hears of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from mulakat import ids, sealed
from mulakat.accounts import device_keys, enrolling
from mulakat.audit.models import record
from mulakat.gate.models import GateCode, GateDevice
from mulakat.prisons.models import Prison

LIFETIME = timedelta(hours=24)


class CannotEnrol(Exception):
    """`key` says why: "code" (wrong, used or too old) or "key" (not two public P-256 keys)."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Enrolled:
    device: GateDevice
    secret: str  # for the browser's cookie, in clear this once


@transaction.atomic
def make_code(*, prison: Prison, gate: int, by: str, now: datetime) -> str:
    """A code for this gate, "7K3QF-9MX2A", good once and for a day; `by` as in history."""
    code = ids.short_secret()
    GateCode.objects.create(
        prison=prison,
        gate=gate,
        digest=enrolling.digest_of(code),
        made_by=by,
        made_at=now,
        expires_at=now + LIFETIME,
    )
    record("gate.code_made", actor=by, subject=f"prison:{prison.pk}", gate=gate)
    return f"{code[:5]}-{code[5:]}"


@transaction.atomic
def enrol(
    *,
    typed: str,
    public_key: Mapping[str, object] | None,
    box_key: Mapping[str, object] | None,
    now: datetime,
) -> Enrolled:
    """This browser is now the code's gate, the only one. Without script both keys are None."""
    proof, box = _jwk(public_key), _jwk(box_key)
    if (proof is None) != (box is None):
        raise CannotEnrol("key")
    unused = GateCode.objects.select_for_update().filter(used_at=None, expires_at__gt=now)
    code = unused.filter(digest=enrolling.digest_of(typed)).select_related("prison__state").first()
    if code is None:
        raise CannotEnrol("code")
    GateCode.objects.filter(pk=code.pk).update(used_at=now)
    for device in GateDevice.objects.live().filter(prison=code.prison, gate=code.gate):
        revoke(device=device, by=code.made_by, now=now)
    secret = ids.secret()
    device = GateDevice.objects.create(
        prison=code.prison,
        gate=code.gate,
        cookie=cookie_digest(secret),
        public_key=proof,
        box_key=box,
        enrolled_at=now,
        enrolled_with=code,
    )
    record("gate.enrolled", actor=code.made_by, subject=device.subject, gate=code.gate)
    return Enrolled(device, secret)


@transaction.atomic
def revoke(*, device: GateDevice, by: str, now: datetime) -> None:
    """This browser opens nothing any more; guards who work on it are signed out."""
    if GateDevice.objects.live().filter(pk=device.pk).update(revoked_at=now):
        device.sessions.filter(ended_at=None).update(ended_at=now)
        record("gate.revoked", actor=by, subject=device.subject, gate=device.gate)


def of_cookie(secret: str) -> GateDevice | None:
    """The live gate that holds this secret."""
    if not secret:
        return None
    live = GateDevice.objects.live().select_related("prison__state")
    device: GateDevice | None = live.filter(cookie=cookie_digest(secret)).first()
    return device


def proves(*, device: GateDevice, purpose: str, said: str, origin: str, signature: str) -> bool:
    """Did this gate's key sign that, for that purpose, at our origin? False without a key."""
    text = f"mulakat-gate-v1|{purpose}|{said}|{origin}"
    return device.public_key is not None and device_keys.has_signed(
        jwk=device.public_key, text=text, signature=signature
    )


def cookie_digest(secret: str) -> str:
    return sealed.digest(secret, "gate-device")


def _jwk(given: Mapping[str, object] | None) -> device_keys.Jwk | None:
    if given is None:
        return None
    try:
        return device_keys.public_jwk(given)
    except ValueError as wrong:
        raise CannotEnrol("key") from wrong
