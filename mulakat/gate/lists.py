"""The day's list as a gate keeps it without a network, and the box it is sealed in.

    {"day", "made_at", "wipe_at", "gate", "guard", "ticket", "prison", "prisons", "keys", "rules",
     "visits": [...], "later": {...}, "doubles": [...]}          (times in ms since 1970)

The box is sealed to the key of one gate (ECDH P-256, HKDF, AES-256-GCM): what lies in the
browser's storage is worth nothing without the key that cannot leave it. Gate codes stand in it
as slow salted digests, so that nobody reads them off a screen; the server checks them again.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import get_language

from mulakat.accounts import device_keys
from mulakat.gate import keys, today, working
from mulakat.gate.models import GateDevice, GateEvent, GateSession, Kind
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Kind as VisitKind
from mulakat.visits.models import Status, Visit, VisitPerson
from mulakat.visits.proofs import passes
from mulakat.visits.words.choices import ID_TYPES, RELATIONS

ROUNDS = 1000  # of PBKDF2 for a gate code: half a millisecond here, five seconds to try all
INFO = b"mulakat-gate-list-v1"


def contents(session: GateSession, now: datetime) -> dict[str, Any]:
    """Everything a gate needs until midnight, words in the guard's language."""
    prison = session.device.prison
    start, end = today.bounds(prison, now)
    listed = today.entries(prison, now)
    return {
        "day": start.date().isoformat(),
        "made_at": _ms(now),
        "from": _ms(start),
        "wipe_at": _ms(end),
        "gate": session.device.gate,
        "guard": session.user.name,
        "ticket": working.ticket(session),
        "state": prison.state.number,
        "prison": prison.number,
        "prison_name": prison.name(),
        "zone": prison.state.timezone,
        "language": get_language(),
        "prisons": {one.number: one.name() for one in Prison.objects.filter(state=prison.state)},
        "keys": keys.public_keys(prison.state),
        "rules": {
            "late_minutes": prison.policy.late_minutes,
            "digits": prison.policy.gate_code_digits,
            "rounds": ROUNDS,
        },
        "visits": [_visit(entry) for entry in listed],
        "later": _later(prison, end),
    }


def seal(device: GateDevice, what: dict[str, Any]) -> dict[str, Any]:
    """What only the private half in that browser opens: {"key": JWK, "nonce", "box"}."""
    assert device.box_key is not None
    once = ec.generate_private_key(ec.SECP256R1())
    shared = once.exchange(ec.ECDH(), device_keys.curve_point(device.box_key))
    key = HKDF(hashes.SHA256(), 32, salt=b"", info=INFO).derive(shared)
    nonce = bytes(12)  # the key serves once
    box = AESGCM(key).encrypt(nonce, json.dumps(what, ensure_ascii=False).encode(), INFO)
    return {
        "key": device_keys.jwk_of(once.public_key()),
        "nonce": device_keys.text_of(nonce),
        "box": device_keys.text_of(box),
    }


def code_digest(visit: Visit) -> str:
    """Of the gate code, salted with the visit's name: PBKDF2-SHA256, 64 hex digits."""
    salt, code = passes.name_of(visit).encode(), passes.gate_code(visit).encode()
    return hashlib.pbkdf2_hmac("sha256", code, salt, ROUNDS).hex()


def event(happened: GateEvent) -> dict[str, Any]:
    return {
        "uid": str(happened.uid),
        "kind": happened.kind,
        "at": _ms(happened.at),
        "gate": happened.device.gate,
        "conflict": happened.conflict,
        "token": happened.token,
        "locker": happened.locker,
    }


def _visit(entry: today.Entry) -> dict[str, Any]:
    visit = entry.visit
    assert visit.starts_at is not None and visit.inmate is not None
    return {
        "id": passes.name_of(visit),
        "reference": visit.reference,
        "short": passes.short_code(visit),
        "starts_at": _ms(visit.starts_at.replace(second=0, microsecond=0)),
        "minutes": visit.minutes,
        "window": visit.window.number if visit.window else 0,
        "gone": entry.state == today.CANCELLED,
        "persons": [_person(person) for person in visit.persons.all()],
        "phone": str(visit.contact.get("phone", ""))[-4:],
        "wheelchair": "wheelchair" in visit.details.get("help", ()),
        "inmate": visit.inmate.name,
        "ward": visit.inmate.ward,
        "code": code_digest(visit),
        "events": [event(happened) for happened in entry.events if happened.kind in _SHOWN],
        "tries": entry.wrong_tries,
    }


_SHOWN = frozenset({Kind.ARRIVED, Kind.INSIDE, Kind.LEFT, Kind.REFUSED})


def _person(person: VisitPerson) -> dict[str, Any]:
    number = str((person.id_number or {}).get("number", ""))
    return {
        "position": person.position,
        "name": person.name,
        "age": person.age,
        "relation": str(RELATIONS.get(person.relation, person.relation)),
        "id": str(ID_TYPES.get(person.id_type, "")),
        "last4": number[-4:],
    }


def _later(prison: Prison, end: datetime) -> dict[str, int]:
    """Approved visits of later days by name: a pass of today may have been moved to one."""
    coming = Visit.objects.filter(
        prison=prison, kind=VisitKind.PHYSICAL, status=Status.APPROVED, starts_at__gte=end
    ).only("uid", "starts_at")
    return {passes.name_of(visit): _ms(visit.starts_at) for visit in coming if visit.starts_at}


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
