"""The way into a visit: one browser's session, the pages it still has to pass, the lock.

A session begins with a link (`open_link`) or with a typed number and mobile (`name_visit`).
Whoever names no visit of ours gets a session too, and walks the same pages for nothing.
Codes are asked for, sent and checked in `join_codes`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet

from mulakat import ids
from mulakat.audit.models import record
from mulakat.notifications.models import Channel
from mulakat.prisons.models import Prison
from mulakat.prisons.policy import Policy
from mulakat.schedule.models import Kind
from mulakat.sealed import blind_index, digest, same
from mulakat.visits.models import JoinSession, Link, Status, Visit
from mulakat.visits.proofs import links
from mulakat.visits.reading import Reference

TYPED, STATUS = "typed", "status"
ACT = "act"  # a link's holder who proves the phone, to change something
LOOKS_FOR = timedelta(minutes=30)  # after a proof
TYPED_LASTS = timedelta(hours=1)  # until the codes are right


class Step(StrEnum):
    """What a session has to do next. SEND: press "Send me the OTP"."""

    REFERENCE = "reference"
    SEND = "send"
    PIN = "pin"
    CODES = "codes"  # PIN and OTP on one page
    OTP = "otp"
    MEETING = "meeting"  # the page with the button "Join the meeting"
    ROOM = "room"
    ANSWER = "answer"  # why one cannot join now


class Reason(StrEnum):
    """Why nobody can join this visit now."""

    NOT_ANSWERED = "not_answered"
    NOT_APPROVED = "not_approved"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    FINISHED = "finished"
    AT_THE_JAIL = "at_the_jail"
    EARLY = "early"
    LATE = "late"


REASON_OF_STATUS = {
    Status.REFUSED: Reason.NOT_APPROVED,
    Status.CANCELLED: Reason.CANCELLED,
    Status.WITHDRAWN: Reason.CANCELLED,
    Status.LAPSED: Reason.LAPSED,
    Status.ENDED: Reason.FINISHED,
}


@dataclass(frozen=True)
class Opened:
    """A session and the secret of its cookie; only the browser keeps the secret."""

    session: JoinSession
    secret: str


def reasons_not_to_join(visit: Visit, now: datetime) -> list[Reason]:
    """All reasons, as the visitor may know them; empty while one can join."""
    shown = Status(visit.status_shown(now))
    if shown != Status.APPROVED:
        return [REASON_OF_STATUS.get(shown, Reason.NOT_ANSWERED)]
    reasons = [Reason.AT_THE_JAIL] if visit.kind != Kind.VIDEO else []
    if now < visit.opens_at:
        reasons.append(Reason.EARLY)
    if now >= visit.closes_at:
        reasons.append(Reason.LATE)
    return reasons


def policy_of(session: JoinSession) -> Policy:
    """The policy of the prison that was named: public, whether or not the visit exists."""
    return session.prison.policy if session.prison else Policy()


def asks_pin(policy: Policy) -> bool:
    return policy.pin_is_used and policy.join_layout != "otp"


def has_asked(session: JoinSession) -> bool:
    """Whether this browser has asked for codes (visits/proofs/join_codes.py: ask)."""
    return bool(session.details.get("asked"))


def sends_at_once(session: JoinSession) -> bool:
    """Whether the right number has the codes sent: not where a PIN page comes between."""
    policy = policy_of(session)
    is_typed = policy.join_vrn_typed or session.came_by == TYPED
    return is_typed and not (asks_pin(policy) and policy.join_layout == "steps")


def next_step(session: JoinSession, now: datetime) -> Step:
    """The page this session belongs on; never tells more than the session has proved."""
    policy = policy_of(session)
    if is_told(session) and session.visit and reasons_not_to_join(session.visit, now):
        return Step.ANSWER
    if policy.join_vrn_typed and not session.vrn_ok_at:
        return Step.REFERENCE
    if has_all_codes(session):
        return Step.MEETING if policy.join_button else Step.ROOM
    return _code_step(session, policy)


def _code_step(session: JoinSession, policy: Policy) -> Step:
    lacks_pin = asks_pin(policy) and not session.pin_ok_at
    if lacks_pin and policy.join_layout == "steps":
        return Step.PIN
    if not session.otp_ok_at and not has_asked(session):
        return Step.SEND
    is_one_page = asks_pin(policy) and policy.join_layout == "one_page"
    return Step.CODES if is_one_page else Step.OTP


def is_told(session: JoinSession) -> bool:
    """Whether this browser may see how the visit stands: a mail's link, or a right OTP."""
    proved = session.otp_ok_at or session.status_ok_at
    return session.visit is not None and (session.came_by == Channel.EMAIL or bool(proved))


def has_all_codes(session: JoinSession) -> bool:
    policy = policy_of(session)
    has_named = bool(session.vrn_ok_at) or not policy.join_vrn_typed
    has_pin = bool(session.pin_ok_at) or not asks_pin(policy)
    return session.visit is not None and bool(session.otp_ok_at) and has_named and has_pin


def session_of_cookie(value: str, now: datetime) -> JoinSession | None:
    """The lock of the room and its socket: a session with every code right, while the visit
    is open. `value` is the cookie `mulakat_join`. An ended visit keeps its room until it
    closes, so that the last page can be read again.
    """
    session = any_session(value, now)
    if session is None or session.visit is None or not has_all_codes(session):
        return None
    visit = session.visit
    is_told = visit.status_shown(now) in {Status.APPROVED, Status.ENDED}
    is_held = is_told and visit.kind == Kind.VIDEO
    is_open = is_held and visit.starts_at and visit.opens_at <= now < visit.closes_at
    return session if is_open else None


def any_session(value: str, now: datetime) -> JoinSession | None:
    """The session of a cookie however far it has come; for the pages of the way in only."""
    if not value:
        return None
    return _sessions().filter(digest=_digest(value), expires_at__gt=now).first()


@transaction.atomic
def open_link(*, token: str, cookie: str, now: datetime) -> Opened | None:
    """Exchange a link's token for a session; None if there is no such link.

    A browser that comes back keeps its session, with the codes it has already given.
    Consumes and sends nothing: mail scanners open links too.
    """
    link = links.found(token=token, now=now)
    if link is None:
        return None
    kept = any_session(cookie, now)
    if kept and kept.visit_id == link.visit_id and kept.came_by != STATUS:
        if link.channel == Channel.EMAIL and kept.came_by != Channel.EMAIL:
            kept.came_by = Channel.EMAIL
            kept.expires_at = max(kept.expires_at, link.expires_at)
            kept.save(update_fields=["came_by", "expires_at"])
        return Opened(kept, cookie)
    record("link.opened", actor="visitor", subject=link.visit.subject, channel=link.channel)
    return _opened(
        link.visit, link.visit.prison, came_by=link.channel, expires_at=link.expires_at, now=now
    )


@transaction.atomic
def name_visit(*, reference: Reference, mobile: str, now: datetime, came_by: str = TYPED) -> Opened:
    """A session for whoever typed a number and a mobile (E.164), known or not.

    The visit is the session's only if both are right. The same statements run either way.
    """
    # Nothing of a visit is unsealed or carried along: that alone would take longer than none.
    visits = Visit.objects.only("phone_index").exclude(status=Status.UNCONFIRMED)
    named = visits.referred(
        reference.state, reference.prison, reference.serial, reference.year
    ).first()
    prison = (
        Prison.objects.select_related("state")
        .filter(state__number=reference.state, number=reference.prison)
        .first()
    )
    is_registered = same(named.phone_index if named else "", blind_index(mobile, "phone"))
    visit = named if is_registered else None
    opened = _opened(
        visit, prison, came_by=came_by, expires_at=now + TYPED_LASTS, now=now, vrn_ok_at=now
    )
    record("visit.named", actor="visitor", subject=opened.session.subject, matched=bool(visit))
    return opened


@transaction.atomic
def look(*, visit: Visit, now: datetime) -> Opened:
    """A session for a browser that has already proven the visit's phone in another way."""
    ends = max(now + LOOKS_FOR, visit.closes_at) if visit.starts_at else now + LOOKS_FOR
    opened = _opened(visit, visit.prison, came_by=STATUS, expires_at=ends, now=now, vrn_ok_at=now)
    opened.session.status_ok_at = now
    opened.session.save(update_fields=["status_ok_at"])
    record("visit.opened", actor="visitor", subject=visit.subject)
    return opened


@transaction.atomic
def prove(*, session: JoinSession, now: datetime) -> Opened:
    """A session that asks the holder of a link for an OTP before anything is changed."""
    assert session.visit is not None
    prison = session.visit.prison
    return _opened(session.visit, prison, came_by=ACT, expires_at=now + TYPED_LASTS, now=now)


def is_proven(session: JoinSession) -> bool:
    """Whether an OTP has proven the phone: a mail's link alone shows, and changes nothing."""
    return session.visit is not None and bool(session.otp_ok_at or session.status_ok_at)


@transaction.atomic
def type_reference(*, session: JoinSession, reference: Reference, now: datetime) -> bool:
    """Whether this is the number of the link's visit; if so the session may go on."""
    if session.visit is None or session.visit.reference != str(reference):
        return False
    if session.vrn_ok_at is None:
        session.vrn_ok_at = now
        session.save(update_fields=["vrn_ok_at"])
    return True


def forget_expired(*, now: datetime) -> int:
    """Delete sessions and links whose time is over; how many sessions went."""
    Link.objects.filter(expires_at__lte=now).delete()
    count, _ = JoinSession.objects.filter(expires_at__lte=now).delete()
    return count


def _sessions() -> "QuerySet[JoinSession]":
    return JoinSession.objects.select_related("visit__prison__state", "prison__state")


def _opened(
    visit: Visit | None,
    prison: Prison | None,
    *,
    came_by: str,
    expires_at: datetime,
    now: datetime,
    vrn_ok_at: datetime | None = None,
) -> Opened:
    secret = ids.secret()
    session = JoinSession.objects.create(
        digest=_digest(secret),
        visit=visit,
        prison=prison,
        came_by=came_by,
        created_at=now,
        expires_at=expires_at,
        vrn_ok_at=vrn_ok_at,
    )
    return Opened(session, secret)


def _digest(secret: str) -> str:
    return digest(secret, "join")


def locked(session: JoinSession) -> JoinSession:
    """The session again, locked to the end of the transaction where the database can."""
    return _sessions().select_for_update(of=("self",)).get(pk=session.pk)
