"""Whose phone is proven: by an OTP, or by the yes on the page that an SMS opens.

A family's own request is there only after an OTP, a caller's only after his yes. The OTP of the
SMS proves the phone; that of the e-mail sends the request as well, and proves the address alone
(docs/adr/0010-two-codes.md). Who stands at the counter or the gate is heard at once, with a number
that somebody else has typed: it is proven when its holder says yes (S21). In both cases an OTP
that goes to the phone alone proves it later (visits/contacting.py).

To look at a request, by whatever OTP, proves nothing: the holder of a phone may well be curious
what a stranger has asked for with his number.
"""

from datetime import datetime

from mulakat.visits.models import Status, Visit

PRESENT = frozenset({"counter", "gate"})
PROVEN = "phone_proven_at"  # in `Visit.details`: an ISO time
BY_MAIL = "confirmed_by_mail_at"  # the same; nothing has proven the phone since


def is_proven(visit: Visit) -> bool:
    """Has the holder of the visit's phone shown that it is his?"""
    if visit.status == Status.UNCONFIRMED:
        return False
    if PROVEN in visit.details:
        return True
    return visit.assisted_at not in PRESENT and not is_by_mail(visit)


def is_by_mail(visit: Visit) -> bool:
    """Has only an e-mail's OTP been typed, so that the phone may be anybody's?"""
    return BY_MAIL in visit.details


def is_of_one(visit: Visit, other: Visit) -> bool:
    """Do two visits that name one phone surely come from one hand?

    Not if one of them has typed no more than an e-mail's OTP, unless both name that address.
    """
    if not is_by_mail(visit) and not is_by_mail(other):
        return True
    mail, others = (str(v.contact.get("email", "")).casefold() for v in (visit, other))
    return bool(mail) and mail == others


def note(visit: Visit, channel: str, now: datetime) -> None:
    """By which channel came the OTP that was right; the caller saves `details`."""
    visit.details[PROVEN if channel == "sms" else BY_MAIL] = now.isoformat()


def prove(visit: Visit, now: datetime) -> None:
    """Note it once; the visit is held by the caller's transaction."""
    if not is_proven(visit):
        visit.details[PROVEN] = now.isoformat()
        visit.details.pop(BY_MAIL, None)
        visit.save(update_fields=["details"])
