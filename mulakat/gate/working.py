"""A guard at work on a gate: signed in there, for ten hours, with the role GATE.

The ticket is what the guard's acts carry while there is no network: it names guard and gate, and
only this server can have written it.
"""

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from mulakat import ids
from mulakat.accounts.models import Membership, Role, User
from mulakat.audit.models import record
from mulakat.gate.models import GateDevice, GateSession
from mulakat.sealed import digest

LASTS = timedelta(hours=10)
TICKET, TICKET_LASTS = "gate-ticket", timedelta(days=14)  # a gate may be without network so long


def may_work(user: User, device: GateDevice) -> bool:
    here = Membership.objects.filter(user=user, prison=device.prison, role=Role.GATE)
    return user.is_active and here.exists()


@transaction.atomic
def begin(*, user: User, device: GateDevice, now: datetime) -> str:
    """The secret of the guard's cookie; whoever worked on this gate before is signed out."""
    device.sessions.filter(ended_at=None).update(ended_at=now)
    secret = ids.secret()
    GateSession.objects.create(
        digest=digest(secret, "gate-session"),
        device=device,
        user=user,
        started_at=now,
        expires_at=now + LASTS,
    )
    record("gate.signed_in", actor=user.actor, subject=device.subject)
    return secret


@transaction.atomic
def end(*, session: GateSession, now: datetime) -> None:
    GateSession.objects.filter(pk=session.pk).update(ended_at=now)
    record("gate.signed_out", actor=session.user.actor, subject=session.device.subject)


def session_of(secret: str, device: GateDevice, now: datetime) -> GateSession | None:
    """Who works here now: the role is asked for anew each time."""
    if not secret:
        return None
    live = GateSession.objects.filter(device=device, ended_at=None, expires_at__gt=now)
    session = live.filter(digest=digest(secret, "gate-session")).select_related("user").first()
    return session if session and may_work(session.user, device) else None


def ticket(session: GateSession) -> str:
    return signing.dumps({"user": session.user_id, "gate": session.device_id}, salt=TICKET)


def guard_of(text: str, device: GateDevice) -> User | None:
    """Who acted, by the ticket of an act that comes late; None if it is not of this gate.

    A gate that was revoked and enrolled again hands over what it had kept from before.
    """
    try:
        said = signing.loads(text, salt=TICKET, max_age=TICKET_LASTS)
    except signing.BadSignature:
        return None
    earlier = GateDevice.objects.filter(prison=device.prison, gate=device.gate)
    is_ours = earlier.filter(pk=said["gate"]).exists()
    return User.objects.filter(pk=said["user"]).first() if is_ours else None
