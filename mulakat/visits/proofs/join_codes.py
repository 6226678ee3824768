"""The codes of joining: asked for by a browser, sent by the worker, checked once.

Asking only marks the session; `send_wanted` issues and queues in its own time. So neither
the answer nor its duration tells whether the session has a visit behind it. For the same
reason a browser that only typed a number is told its own tries, never those of the visit.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import InterfaceError, OperationalError, transaction

from mulakat.audit.models import record
from mulakat.prisons.policy import Policy
from mulakat.schedule.models import Kind
from mulakat.visits import joining, telling
from mulakat.visits.models import Code, JoinSession, Purpose, Status, Visit
from mulakat.visits.proofs import codes
from mulakat.visits.proofs.codes import CannotSend, Outcome, Verdict

log = logging.getLogger(__name__)
LEAVE_FOR_LOOKING = timedelta(minutes=30)
JOINS = frozenset({Purpose.JOIN, Purpose.TYPED})
Asked = Literal["pin", "otp"]  # the field a browser filled in


@dataclass(frozen=True)
class Sent:
    """What one call of `send_wanted` did."""

    asked: int
    sent: int


def purpose_of(session: JoinSession, now: datetime) -> Purpose:
    """What the session's OTP is good for: joining an approved video visit, else looking.

    Whoever only typed a number has codes and tries apart from those of the link. While an
    approval can still be undone, nothing tells that there is one.
    """
    visit = session.visit
    is_approved = visit is not None and visit.status_shown(now) == Status.APPROVED
    may_join = visit is not None and visit.kind == Kind.VIDEO and is_approved
    if may_join and session.came_by not in {joining.STATUS, joining.ACT}:
        return Purpose.TYPED if _only_typed(session) else Purpose.JOIN
    return Purpose.LOOK if _only_typed(session) else Purpose.STATUS


def cannot_ask(*, session: JoinSession, now: datetime) -> CannotSend | None:
    """Why this browser gets no further code now; the same for all that only typed a number."""
    asked = [at for at in _asked(session) if at > now - codes.WINDOW]
    if len(asked) >= codes.SENT_AN_HOUR:
        return CannotSend("exhausted", asked[0] + codes.WINDOW)
    if asked and asked[-1] + codes.PAUSE > now:
        return CannotSend("pause", asked[-1] + codes.PAUSE)
    if session.visit is None or _only_typed(session):
        return None
    known = codes.cannot_send(visit=session.visit, purpose=purpose_of(session, now), now=now)
    return known if known and known.why == "exhausted" else None


@transaction.atomic
def ask(*, session: JoinSession, now: datetime) -> CannotSend | None:
    """Have the session's codes sent; or why not, and from when. One row is written."""
    own = joining.locked(session)
    if refusal := cannot_ask(session=own, now=now):
        return refusal
    _want(own, now)
    return None


def send_wanted(*, now: datetime, limit: int = 50) -> Sent:
    """Issue and queue what was asked for; each in its own transaction, killed at will.

    Strangers, however many, hold up no family: their wish is struck out in one statement.
    Nor does a session that fails: it goes to the end of the queue, until it expires.
    """
    wanted = JoinSession.objects.filter(wanted_at__isnull=False)
    strangers = wanted.filter(visit=None, wanted_at__lte=now)
    if strangers.exists():
        strangers.update(wanted_at=None)
    waiting = list(wanted.order_by("wanted_at", "pk").values_list("pk", flat=True)[:limit])
    return Sent(len(waiting), sum(_tried(pk, now) for pk in waiting))


@transaction.atomic
def check_pin(*, session: JoinSession, typed: str, now: datetime) -> Verdict:
    """Whether `typed` is the room PIN (VC PIN); a PIN of the approval mail stays good."""
    own = joining.locked(session)
    if own.pin_ok_at:
        return Verdict(Outcome.RIGHT, codes.WRONG_TRIES)
    reusable = joining.policy_of(own).pin_delivery == "approval"
    verdict = _verdict(own, "pin", _pin_of(own), typed, now, reusable=reusable)
    if verdict.is_right:
        own.pin_ok_at = now
        own.save(update_fields=["pin_ok_at"])
    return verdict


@transaction.atomic
def check_otp(*, session: JoinSession, typed: str, now: datetime) -> Verdict:
    """Whether `typed` is a live OTP of this session's purpose. Sent twice, it stays right.

    One that is too old has a new one sent.
    """
    own = joining.locked(session)
    purpose = purpose_of(own, now)
    if own.otp_ok_at if purpose in JOINS else own.status_ok_at:
        return Verdict(Outcome.RIGHT, codes.WRONG_TRIES)
    verdict = _verdict(own, "otp", purpose, typed, now)
    if verdict.is_right:
        _prove(own, purpose, now)
    elif verdict.outcome is Outcome.EXPIRED and not cannot_ask(session=own, now=now):
        _want(own, now)
    return verdict


def pin_sent_at(session: JoinSession) -> datetime | None:
    """When the last PIN of the visit was made; told only to the holder of a link."""
    if session.visit is None or _only_typed(session):
        return None
    pins = Code.objects.filter(visit=session.visit, purpose=Purpose.PIN).order_by("-created_at")
    return pins.values_list("created_at", flat=True).first()


def wait_until(*, session: JoinSession, field: Asked, now: datetime) -> datetime:
    """From when one may try again after too many wrong tries."""
    if session.visit and not _only_typed(session):
        purpose = _pin_of(session) if field == "pin" else purpose_of(session, now)
        stopped = codes.cannot_send(visit=session.visit, purpose=purpose, now=now)
        if stopped and stopped.why == "exhausted":
            return stopped.until
    return session.created_at + codes.WINDOW


def _only_typed(session: JoinSession) -> bool:
    return session.came_by in {joining.TYPED, joining.STATUS}


def _pin_of(session: JoinSession) -> Purpose:
    return Purpose.TYPED_PIN if _only_typed(session) else Purpose.PIN


def _asked(session: JoinSession) -> list[datetime]:
    return [datetime.fromisoformat(at) for at in session.details.get("asked", [])]


def _want(own: JoinSession, now: datetime) -> None:
    own.wanted_at = now
    recent = [at for at in _asked(own) if at > now - codes.WINDOW]
    own.details["asked"] = [at.isoformat() for at in [*recent, now]]
    own.save(update_fields=["wanted_at", "details"])


def _tried(pk: int, now: datetime) -> bool:
    """One session's codes sent, or not; only a database that is away ends the round."""
    try:
        return _send_to(pk, now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:  # its words may hold an address: the kind must do
        log.error("codes for join:%s failed: %s", pk, type(fault).__name__)
        JoinSession.objects.filter(pk=pk).update(wanted_at=now)
        return False


@transaction.atomic
def _send_to(pk: int, now: datetime) -> bool:
    own = joining.locked(JoinSession(pk=pk))
    if own.wanted_at is None:
        return False
    own.wanted_at = None
    own.save(update_fields=["wanted_at"])
    if own.visit is None or own.expires_at <= now:
        return False
    return _send(own.visit, purpose_of(own, now), now)


def _send(visit: Visit, purpose: Purpose, now: datetime) -> bool:
    policy = visit.prison.policy
    lifetime = timedelta(minutes=policy.otp_minutes)
    otp = codes.issue(
        visit=visit, purpose=purpose, now=now, digits=policy.otp_digits, lifetime=lifetime
    )
    if otp is None:
        return False
    if purpose in JOINS:
        pin = _pin(visit, policy, purpose, now)
        telling.join_codes(visit=visit, otp=otp, pin=pin, now=now)
    else:
        telling.status_otp(visit=visit, otp=otp, now=now)
    record("codes.sent", actor="visitor", subject=visit.subject, purpose=purpose)
    return True


def _pin(visit: Visit, policy: Policy, purpose: Purpose, now: datetime) -> str | None:
    """A new PIN to go out beside the OTP, where the policy delivers it so."""
    if policy.pin_delivery != "join":
        return None
    lifetime = timedelta(minutes=policy.otp_minutes)
    own = Purpose.TYPED_PIN if purpose == Purpose.TYPED else Purpose.PIN
    return codes.issue(
        visit=visit, purpose=own, now=now, digits=policy.pin_digits, lifetime=lifetime
    )


def _verdict(
    own: JoinSession,
    field: Asked,
    purpose: Purpose,
    typed: str,
    now: datetime,
    *,
    reusable: bool = False,
) -> Verdict:
    wrong = own.details.get("wrong", {})
    if _only_typed(own) and wrong.get(field, 0) >= codes.WRONG_TRIES:
        return Verdict(Outcome.EXHAUSTED, 0)
    verdict = codes.check(visit=own.visit, purpose=purpose, typed=typed, now=now, reusable=reusable)
    if verdict.outcome not in {Outcome.WRONG, Outcome.EXHAUSTED}:
        return verdict
    count = wrong.get(field, 0) + 1
    own.details["wrong"] = {**wrong, field: count}
    own.save(update_fields=["details"])
    record("code.wrong", actor="visitor", subject=own.subject, field=field)
    return _own_verdict(count) if _only_typed(own) else verdict


def _own_verdict(count: int) -> Verdict:
    left = max(codes.WRONG_TRIES - count, 0)
    return Verdict(Outcome.WRONG if left else Outcome.EXHAUSTED, left)


def _prove(own: JoinSession, purpose: Purpose, now: datetime) -> None:
    """Note the right OTP; the session now lasts until the visit closes."""
    if purpose in JOINS:
        own.otp_ok_at = now
    else:
        own.status_ok_at = now
    visit = own.visit
    if visit and visit.starts_at:
        own.expires_at = max(own.expires_at, visit.closes_at)
    own.expires_at = max(own.expires_at, now + LEAVE_FOR_LOOKING)
    own.save(update_fields=["otp_ok_at", "status_ok_at", "expires_at"])
    record("otp.right", actor="visitor", subject=(visit or own).subject, purpose=purpose)
