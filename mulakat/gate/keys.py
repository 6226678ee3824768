"""The keys that sign passes: one per state at a time, made anew every half year.

The private half stands sealed in the database and leaves it only to sign. Gates hold the public
halves of the whole state, so that they can name another prison's pass instead of doubting it.
"""

import base64
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import IntegrityError, transaction

from mulakat.accounts import device_keys
from mulakat.audit.models import record
from mulakat.gate.models import SigningKey
from mulakat.prisons.models import State
from mulakat.schedule.models import Cell
from mulakat.visits.models import Visit
from mulakat.visits.proofs import passes

SIGNS_FOR = timedelta(days=182)


def pass_text(visit: Visit, now: datetime) -> str:
    """The signed text of this visit's pass, as its QR holds it."""
    key = signing_key(state=visit.prison.state, now=now)
    seat = Cell.objects.filter(holder=visit.subject).values_list("seat", flat=True).first()
    return passes.sign(passes.of(visit, key=key.pk, seat=seat or 0), _private(key))


def signing_key(*, state: State, now: datetime) -> SigningKey:
    """The key that signs now; the first call, and one every half year, makes another."""
    key = SigningKey.objects.filter(state=state, retired_at=None).first()
    if key is not None and now - key.made_at < SIGNS_FOR:
        return key
    try:
        return rotate(state=state, by="system", now=now)
    except IntegrityError:  # another process was faster
        return SigningKey.objects.get(state=state, retired_at=None)


@transaction.atomic
def rotate(*, state: State, by: str, now: datetime, withdraw: bool = False) -> SigningKey:
    """A new key signs. What the old one signed stays good, unless it is withdrawn (stolen)."""
    old = SigningKey.objects.filter(state=state, retired_at=None)
    old.update(retired_at=now, withdrawn_at=now if withdraw else None)
    private = ec.generate_private_key(ec.SECP256R1())
    der = private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    key = SigningKey.objects.create(
        state=state,
        private={"der": base64.b64encode(der).decode()},
        public=device_keys.jwk_of(private.public_key()),
        made_at=now,
    )
    record("gate.key_made", actor=by, subject=f"state:{state.pk}", key=key.pk, withdrew=withdraw)
    return key


def public_keys(state: State) -> dict[int, device_keys.Jwk]:
    """By number, what this state's gates trust."""
    trusted = SigningKey.objects.filter(state=state, withdrawn_at=None)
    return dict(trusted.values_list("pk", "public"))


def _private(key: SigningKey) -> ec.EllipticCurvePrivateKey:
    loaded = serialization.load_der_private_key(base64.b64decode(key.private["der"]), None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey)
    return loaded
