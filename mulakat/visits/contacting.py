"""How a visitor is reached: another phone, another e-mail address, another language.

A new phone proves itself by an OTP before anything goes there, and the old one is told. The
number waits sealed beside the old one until then. Where the request was confirmed by the e-mail's
OTP alone, or written down at a desk, its own phone can be proven in the same way.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum

from mulakat.audit.models import record
from mulakat.people import visitor_codes
from mulakat.sealed import blind_index
from mulakat.visits import telling
from mulakat.visits.acting import held, stop_if
from mulakat.visits.models import JoinSession, Purpose, Status, Tries, Visit
from mulakat.visits.proofs import codes, proving
from mulakat.visits.proofs.codes import CannotSend, Outcome, Verdict
from mulakat.visits.rules import Obstacle
from mulakat.visits.told import texting

WAITS = timedelta(hours=1)
ENDED = frozenset({Status.UNCONFIRMED, Status.WITHDRAWN, Status.CANCELLED, Status.ENDED})


@transaction.atomic
def ask_for_phone(*, visit: Visit, phone: str, now: datetime) -> CannotSend | None:
    """Send an OTP to the new phone (E.164), or say why none goes out and from when.

    Raises `CannotAct`: is_over, same_phone.
    """
    own = held(visit.pk)
    reasons = _over(own)
    if phone == own.contact["phone"] and proving.is_proven(own):
        reasons.append(Obstacle("same_phone"))
    stop_if(reasons)
    waiting = own.contact.get("new_phone")
    if waiting and waiting["phone"] != phone:
        own.codes.filter(purpose=Purpose.PHONE).delete()  # sent to another number
    if until := _too_many(own, now):
        return CannotSend("exhausted", until)
    policy = own.prison.policy
    otp = codes.issue(
        visit=own, purpose=Purpose.PHONE, now=now, digits=policy.otp_digits,
        lifetime=timedelta(minutes=policy.otp_minutes),
    )  # fmt: skip
    if otp is None:
        return codes.cannot_send(visit=own, purpose=Purpose.PHONE, now=now)
    own.contact = {**own.contact, "new_phone": {"phone": phone, "at": now.isoformat()}}
    own.save(update_fields=["contact"])
    record("phone.asked", actor="visitor", subject=own.subject)
    texting.phone_otp(visit=own, phone=phone, otp=otp, now=now)
    return None


@transaction.atomic
def change_phone(*, visit: Visit, typed: str, session: JoinSession, now: datetime) -> Verdict:
    """The OTP that came to the new phone (digits only); the right one makes the change.

    Every other browser that had proven the old phone has to prove the new one. A visitor code
    that served the old phone serves the new one from now on.
    """
    own = held(visit.pk)
    new = phone_asked_for(own, now)
    if not new:
        return Verdict(Outcome.EXPIRED, 0)
    verdict = codes.check(visit=own, purpose=Purpose.PHONE, typed=typed, now=now)
    if not verdict.is_right:
        return verdict
    old = own.contact["phone"]
    contact: dict[str, Any] = {k: v for k, v in own.contact.items() if k != "new_phone"}
    own.contact = {**contact, "phone": new}
    own.phone_index = blind_index(new, "phone")
    own.save(update_fields=["contact", "phone_index"])
    _serve_by_code(own, old)
    proving.prove(own, now)
    own.join_sessions.exclude(pk=session.pk).delete()
    if new == old:
        record("phone.proven", actor="visitor", subject=own.subject)
        return verdict
    record("phone.changed", actor="visitor", subject=own.subject)
    telling.phone_changed(visit=own, old=old, now=now)
    return verdict


def _serve_by_code(own: Visit, old: str) -> None:
    """The visitor code that was given serves the new phone, if it was the holder's to give on."""
    if own.visitor_code is None:
        return
    if proving.is_proven(own):
        visitor_codes.move(own.visitor_code, old=blind_index(old, "phone"), new=own.phone_index)
    else:
        visitor_codes.bind(own.visitor_code, phone_index=own.phone_index)


@transaction.atomic
def change_email(*, visit: Visit, email: str, now: datetime) -> Visit:
    """Another address, or "" for none. Raises `CannotAct`: is_over, email_needed."""
    own = held(visit.pk)
    reasons = _over(own)
    if not email and own.prison.policy.booking_email == "required":
        reasons.append(Obstacle("email_needed"))
    stop_if(reasons)
    if own.contact.get("email", "") != email:
        own.contact = {**own.contact, "email": email}
        own.save(update_fields=["contact"])
        own.links.filter(channel="email").delete()  # the old mails open nothing any more
        record("email.changed", actor="visitor", subject=own.subject)
    return own


@transaction.atomic
def change_language(*, visit: Visit, language: str, now: datetime) -> Visit:
    """The language of every message from now on."""
    own = held(visit.pk)
    if own.language != language:
        own.language = language
        own.save(update_fields=["language"])
        record("language.changed", actor="visitor", subject=own.subject, language=language)
    return own


def phone_asked_for(visit: Visit, now: datetime) -> str:
    """The new phone (E.164) that waits for its OTP; "" if none does."""
    waiting = visit.contact.get("new_phone")
    if not waiting or datetime.fromisoformat(waiting["at"]) <= now - WAITS:
        return ""
    return str(waiting["phone"])


def _over(visit: Visit) -> list[Obstacle]:
    return [Obstacle("is_over", {"status": visit.status})] if visit.status in ENDED else []


def _too_many(visit: Visit, now: datetime) -> datetime | None:
    """One family's requests together send so many OTPs an hour to numbers that are not theirs."""
    counts = Tries.objects.filter(
        visit__phone_index=visit.phone_index, purpose=Purpose.PHONE, since__gt=now - codes.WINDOW
    )
    if (counts.aggregate(total=Sum("sent"))["total"] or 0) < codes.SENT_AN_HOUR:
        return None
    first = counts.order_by("since").values_list("since", flat=True)[0]
    until: datetime = first + codes.WINDOW
    return until
