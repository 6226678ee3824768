"""All visits of a phone, for whoever proves the phone: a session, its codes, its list.

Nothing is looked up before the OTP is right: the same row is written for every number, and
only the worker finds out whether any visit has it. Tries are counted for each browser, whose
codes are its own, so that nobody can use up another's.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet, Sum

from mulakat import ids
from mulakat.audit.models import record
from mulakat.prisons.policy import Policy
from mulakat.sealed import blind_index, digest, same
from mulakat.visits.models import PhoneSession, Status, Visit
from mulakat.visits.proofs import codes
from mulakat.visits.proofs.codes import CannotSend, Outcome, Verdict
from mulakat.visits.told import texting

log = logging.getLogger(__name__)
BEFORE_OTP, AFTER_OTP = timedelta(hours=1), timedelta(minutes=30)
MOST = 60  # visits in a list, the latest first
# A phone of a shop or neighbour serves several families: none may see the others' visits
SHARED = frozenset({"neighbour", "shop"})


@dataclass(frozen=True)
class Opened:
    session: PhoneSession
    secret: str


@transaction.atomic
def begin(*, phone: str, language: str, now: datetime) -> Opened:
    """A session for this phone (E.164) with a code on its way, known or not."""
    secret = ids.secret()
    session = PhoneSession.objects.create(
        digest=_digest(secret),
        phone={"phone": phone},
        phone_index=blind_index(phone, "phone"),
        language=language,
        created_at=now,
        expires_at=now + BEFORE_OTP,
        wanted_at=now,
        details={"asked": [now.isoformat()]},
    )
    record("phone.named", actor="visitor", subject=session.subject)
    return Opened(session, secret)


def session_of_cookie(value: str, now: datetime) -> PhoneSession | None:
    if not value:
        return None
    return PhoneSession.objects.filter(digest=_digest(value), expires_at__gt=now).first()


@transaction.atomic
def ask(*, session: PhoneSession, now: datetime) -> CannotSend | None:
    """Have another code sent; or why not, and from when. The same for every number."""
    own = _locked(session.pk)
    if refusal := cannot_ask(session=own, now=now):
        return refusal
    own.details["asked"] = [at.isoformat() for at in [*_asked(own, now), now]]
    own.wanted_at = now
    own.save(update_fields=["details", "wanted_at"])
    return None


def cannot_ask(*, session: PhoneSession, now: datetime) -> CannotSend | None:
    asked = _asked(session, now)
    if len(asked) >= codes.SENT_AN_HOUR:
        return CannotSend("exhausted", asked[0] + codes.WINDOW)
    if asked and asked[-1] + codes.PAUSE > now:
        return CannotSend("pause", asked[-1] + codes.PAUSE)
    return None


@transaction.atomic
def check(*, session: PhoneSession, typed: str, now: datetime) -> Verdict:
    """Whether `typed` (digits) is a live code of this browser; the right one opens the list."""
    own = _locked(session.pk)
    if own.proven_at:
        return Verdict(Outcome.RIGHT, codes.WRONG_TRIES)
    wrong = own.details.get("wrong", 0)
    if wrong >= codes.WRONG_TRIES:
        return Verdict(Outcome.EXHAUSTED, 0)
    wanted = _code_digest(own, typed)
    found = [code for code in own.codes if same(code["digest"], wanted)]
    if any(datetime.fromisoformat(code["until"]) > now for code in found):
        own.proven_at, own.expires_at = now, now + AFTER_OTP
        own.save(update_fields=["proven_at", "expires_at"])
        record("otp.right", actor="visitor", subject=own.subject, purpose="list")
        return Verdict(Outcome.RIGHT, codes.WRONG_TRIES)
    own.details["wrong"] = wrong + 1
    own.save(update_fields=["details"])
    record("code.wrong", actor="visitor", subject=own.subject, field="otp")
    left = codes.WRONG_TRIES - own.details["wrong"]
    if found:
        return Verdict(Outcome.EXPIRED, left)
    return Verdict(Outcome.WRONG if left else Outcome.EXHAUSTED, left)


def visits_of(session: PhoneSession) -> list[Visit]:
    """The visits asked for with this phone, the latest first; none before the OTP."""
    if session.proven_at is None:
        return []
    visits = _of_phone(session).select_related("inmate", "visitor_code", "terminal", "window")
    shown = [visit for visit in visits.order_by("-requested_at")[:MOST] if not _is_shared(visit)]
    return shown


def send_wanted(*, now: datetime, limit: int = 50) -> int:
    """Send the codes that were asked for; how many. Each in its own transaction."""
    wanted = PhoneSession.objects.filter(wanted_at__lte=now).order_by("wanted_at", "pk")
    return sum(_tried(pk, now) for pk in list(wanted.values_list("pk", flat=True)[:limit]))


def forget_expired(*, now: datetime) -> int:
    """Delete sessions whose time is over; how many."""
    count, _each = PhoneSession.objects.filter(expires_at__lte=now).delete()
    return int(count)


def _tried(pk: int, now: datetime) -> bool:
    try:
        return _send_to(pk, now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:  # its words may hold an address: the kind must do
        log.error("code for phone:%s failed: %s", pk, type(fault).__name__)
        PhoneSession.objects.filter(pk=pk).update(wanted_at=None)
        return False


@transaction.atomic
def _send_to(pk: int, now: datetime) -> bool:
    own = _locked(pk)
    if own.wanted_at is None:
        return False
    own.wanted_at = None
    visit = next((v for v in _of_phone(own).order_by("-requested_at")[:MOST]), None)
    is_sent = visit is not None and own.expires_at > now and _may_text(own, now)
    if is_sent and visit:
        policy = Policy()  # of no prison: the list may show several
        otp = ids.digits(policy.otp_digits)
        until = now + timedelta(minutes=policy.otp_minutes)
        own.codes = [*own.codes, {"digest": _code_digest(own, otp), "until": until.isoformat()}]
        own.sent, own.sent_at = own.sent + 1, now
        texting.list_otp(session=own, visit=visit, otp=otp, now=now)
        record("codes.sent", actor="visitor", subject=own.subject, purpose="list")
    own.save(update_fields=["wanted_at", "codes", "sent", "sent_at"])
    return is_sent


def _may_text(session: PhoneSession, now: datetime) -> bool:
    """One phone gets so many of these an hour, however many browsers name it."""
    recent = PhoneSession.objects.filter(
        phone_index=session.phone_index, sent_at__gt=now - codes.WINDOW
    )
    return (recent.aggregate(total=Sum("sent"))["total"] or 0) < codes.SENT_AN_HOUR


def _of_phone(session: PhoneSession) -> "QuerySet[Visit]":
    visits: QuerySet[Visit] = Visit.objects.filter(
        ~Q(status=Status.UNCONFIRMED), phone_index=session.phone_index
    )
    return visits.select_related("prison__state").prefetch_related("persons", "decisions")


def _is_shared(visit: Visit) -> bool:
    return visit.contact.get("phone_owner", "mine") in SHARED


def _asked(session: PhoneSession, now: datetime) -> list[datetime]:
    asked = [datetime.fromisoformat(at) for at in session.details.get("asked", [])]
    return [at for at in asked if at > now - codes.WINDOW]


def _locked(pk: int) -> PhoneSession:
    return PhoneSession.objects.select_for_update().get(pk=pk)


def _digest(secret: str) -> str:
    return digest(secret, "phone")


def _code_digest(session: PhoneSession, code: str) -> str:
    return digest(f"{session.pk}/{code}", "phone-code")
