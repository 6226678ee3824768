"""Let the visitor in: an officer has seen the visitor's face and the inmate's, and says yes."""

from datetime import datetime

from django.db import transaction

from mulakat.accounts.models import Role, User
from mulakat.audit.models import record
from mulakat.calls import loading
from mulakat.calls.models import Call
from mulakat.calls.room import Room


class CannotAdmit(Exception):
    """`reasons` holds all of them, as docs/protocol.md words them."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


def reasons_not_to_admit(room: Room, officer: str) -> list[str]:
    """Why this officer ("staff:5") cannot let this visitor in now; empty if nothing is amiss."""
    if room.is_over:
        return ["over"]
    reasons = {
        "early": room.now < room.visit.opens_at,
        "terminal_absent": room.terminal is None,
        "visitor_absent": room.visitor is None,
        "unwatched": not room.is_watched_by(officer),
        "already_admitted": room.visitor is not None and room.is_admitted,
    }
    return [reason for reason, holds in reasons.items() if holds]


@transaction.atomic
def admit(*, call: Call, by: User, now: datetime, checked: tuple[str, ...] | None = None) -> Call:
    """From here picture and sound flow both ways, while an officer watches.

    `checked`: what the officer ticked, for the history: "face", "names", "people".
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    room = loading.room_of_call(call_id=call.pk, now=now)
    reasons = reasons_not_to_admit(room, by.actor)
    if not by.is_active or not by.has_role(room.visit.prison, Role.SUPERVISOR):
        reasons.append("not_yours")
    if reasons or room.visitor is None:
        raise CannotAdmit(reasons)
    call.admitted_at = now
    call.admitted_by = by
    call.admitted_identity = room.visitor.identity
    call.counted_at = None
    call.save(update_fields=["admitted_at", "admitted_by", "admitted_identity", "counted_at"])
    facts = {} if checked is None else {"checked": list(checked)}
    record(
        "call.admitted",
        actor=by.actor,
        subject=room.visit.subject,
        visitor=room.visitor.identity,
        **facts,
    )
    return call
