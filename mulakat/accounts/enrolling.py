"""A browser becomes a prison's terminal: a one-time staff code, then a key that signs.

The key pair is made in the terminal's browser and cannot be taken out of it; only the public
half comes here. Copied cookies, storage or a device number are worth nothing without the key.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from mulakat import ids, sealed
from mulakat.accounts import device_keys
from mulakat.accounts.models import Device, EnrolmentCode
from mulakat.audit.models import record
from mulakat.prisons.models import Terminal

LIFETIME = timedelta(hours=24)  # made in the office, typed in the computer section
LOOKALIKES = str.maketrans("OIL", "011")


class CannotEnrol(Exception):
    """`key` says why: "code" (wrong, used or too old) or "key" (no P-256 public key)."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@transaction.atomic
def make_code(*, terminal: Terminal, by: str, now: datetime) -> str:
    """A code for this terminal, "7K3QF-9MX2A", good once and for a day; `by` as in history."""
    code = ids.short_secret()
    EnrolmentCode.objects.create(
        terminal=terminal,
        digest=digest_of(code),
        made_by=by,
        made_at=now,
        expires_at=now + LIFETIME,
    )
    record("terminal.code_made", actor=by, subject=f"terminal:{terminal.pk}")
    return f"{code[:5]}-{code[5:]}"


@transaction.atomic
def enrol(*, typed: str, public_key: Mapping[str, object], now: datetime) -> Device:
    """The browser that holds the private half is now the code's terminal, the only one."""
    try:
        jwk = device_keys.public_jwk(public_key)
    except ValueError as wrong:
        raise CannotEnrol("key") from wrong
    code = (
        EnrolmentCode.objects.select_for_update()
        .filter(digest=digest_of(typed), used_at=None, expires_at__gt=now)
        .first()
    )
    if code is None:
        raise CannotEnrol("code")
    EnrolmentCode.objects.filter(pk=code.pk).update(used_at=now)
    for device in Device.objects.live().filter(terminal=code.terminal):
        revoke(device=device, by=code.made_by, now=now)
    device = Device.objects.create(
        terminal=code.terminal, public_key=jwk, enrolled_at=now, enrolled_with=code
    )
    subject = f"terminal:{code.terminal_id}"
    record("terminal.enrolled", actor=code.made_by, subject=subject, device=device.pk)
    return device


@transaction.atomic
def revoke(*, device: Device, by: str, now: datetime) -> None:
    """This key opens nothing any more; its open connection ends within seconds."""
    if Device.objects.live().filter(pk=device.pk).update(revoked_at=now):
        subject = f"terminal:{device.terminal_id}"
        record("terminal.revoked", actor=by, subject=subject, device=device.pk)


def challenge(nonce: str, origin: str) -> str:
    """The text a terminal signs at each connect; the origin keeps a proof from travelling."""
    return f"mulakat-terminal-v1|{nonce}|{origin}"


def proves(*, device: Device, text: str, signature: str) -> bool:
    """Did the device's key sign this text? `signature` is base64url of r||s, 64 bytes."""
    return device_keys.has_signed(jwk=device.public_key, text=text, signature=signature)


def digest_of(typed: str) -> str:
    """Of the code as read aloud or copied: any case, any gaps, O for 0 and I or L for 1."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(LOOKALIKES)
    return sealed.digest(code, "enrolment")
