"""Whose phone is proven: by an OTP, or by the yes on the page that an SMS opens.

A family's own request is there only after its OTP, a caller's only after his yes. Who stands
at the counter or the gate is heard at once, with a number that somebody else has typed: it is
proven when its holder says yes (S21), or proves another one.
"""

from datetime import datetime

from mulakat.visits.models import Status, Visit

PRESENT = frozenset({"counter", "gate"})
PROVEN = "phone_proven_at"  # in `Visit.details`: an ISO time


def is_proven(visit: Visit) -> bool:
    """Has the holder of the visit's phone shown that it is his?"""
    if visit.status == Status.UNCONFIRMED:
        return False
    return visit.assisted_at not in PRESENT or PROVEN in visit.details


def prove(visit: Visit, now: datetime) -> None:
    """Note it once; the visit is held by the caller's transaction."""
    if not is_proven(visit):
        visit.details[PROVEN] = now.isoformat()
        visit.save(update_fields=["details"])
