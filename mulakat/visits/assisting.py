"""Requests that somebody of the prison writes down for a caller, or for who stands there.

The same request, read and judged as the family's own. Nobody asks a caller for an OTP: an SMS
says what was made, that it is free, and asks whether it is right. Until the caller says yes
there, on a page the link opens, nothing is in the queue; after a day it is erased. Who stands
at the counter or the gate has said yes by being there; the SMS goes out all the same.

Nothing here looks for the person held: operator and caller learn nothing about that.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from mulakat.accounts.models import Role, User
from mulakat.audit.models import Event, record
from mulakat.notifications.models import Channel
from mulakat.prisons.models import Prison
from mulakat.schedule.timetable import free_slots
from mulakat.visits import cancelling, reference, requesting, telling
from mulakat.visits.acting import CannotAct, held
from mulakat.visits.models import Link, Purpose, Status, Tries, Visit
from mulakat.visits.proofs import codes, links, proving
from mulakat.visits.proofs.codes import CannotSend
from mulakat.visits.proofs.proving import PRESENT
from mulakat.visits.requesting import ASSISTED_FOR, Confirmation, RequestAnswers

PLACES = frozenset({"helpline", *PRESENT})
DOOR = "a"  # ORIGIN/a/<token>
SOON = timedelta(minutes=30)  # a place that is free now begins by then
URGENT = timedelta(minutes=15)  # in which an officer at work answers who waits at the gate
AT_WORK = timedelta(minutes=15)  # since an officer was last seen to do something
Answer = Literal["erased", "stopped", "gone"]


@transaction.atomic
def book(*, answers: RequestAnswers, by: User, at: str, uid: UUID, now: datetime) -> Visit:
    """Keep the request and send the SMS that asks whether it is right.

    `uid` comes from the form: pressed twice, it is one request. From the counter or the gate
    it is in the queue at once. Raises `TooManyOtps`, and keeps nothing.
    """
    if at not in PLACES:
        raise ValueError(at)
    User.objects.select_for_update().get(pk=by.pk)  # one form after the other
    before: Visit | None = Visit.objects.filter(uid=uid, assisted_by=by).first()
    if before:
        return before
    requesting.spare_the_phone(answers.phone_index, now)
    visit = Visit.objects.create(
        **requesting.columns(answers), uid=uid, created_at=now, assisted_by=by, assisted_at=at
    )
    requesting.write_persons(visit, answers.persons)
    Tries.objects.create(visit=visit, purpose=Purpose.REQUEST, sent=1, since=now)
    record("request.assisted", actor=by.actor, subject=visit.subject, at=at)
    visit.serial, visit.year = reference.allot(visit.prison, now)
    visit.save(update_fields=["serial", "year"])
    if at in PRESENT:
        requesting.send(visit, now)
    _tell(visit, now)
    return visit


@transaction.atomic
def walk_in(*, answers: RequestAnswers, by: User, at: str, uid: UUID, now: datetime) -> Visit:
    """Somebody came without a visit booked. If a place is free now and an officer who may
    approve is at work, the request is the first in the queue; else the next free times are
    asked for. Raises `TooManyOtps`."""
    prison, kind = answers.prison, answers.kind
    times = next_free(prison, kind, now)
    is_urgent = is_soon(times, now) and is_staffed(prison, by, now)
    if not is_urgent:  # as everybody: with the notice that leaves time to answer
        notice = timedelta(hours=prison.policy.notice_hours)
        times = next_free(prison, kind, now, notice=notice)
    visit = book(answers=replace(answers, wishes=times), by=by, at=at, uid=uid, now=now)
    if is_urgent and visit.details.get("walk_in") is None:
        visit.details["walk_in"] = "urgent"
        visit.answer_by = now + URGENT
        visit.save(update_fields=["details", "answer_by"])
    return visit


def next_free(
    prison: Prison, kind: str, now: datetime, *, notice: timedelta = timedelta(0)
) -> list[str]:
    """The next free times, as many as one may wish for; the timetable and nothing else
    decides."""
    policy = prison.policy
    end = now + timedelta(days=policy.horizon_days)
    # The whole horizon at once: day by day it cost six questions for each full day
    slots = free_slots(prison=prison, kind=kind, start=now + notice, end=end, now=now)
    return [slot.starts_at.isoformat() for slot in slots if slot.is_free][: policy.wishes]


def is_soon(times: list[str], now: datetime) -> bool:
    """The first of these times is as good as now."""
    return bool(times) and datetime.fromisoformat(times[0]) <= now + SOON


def is_staffed(prison: Prison, by: User, now: datetime) -> bool:
    """Has another officer who may approve done anything here lately? Two queries."""
    officers = User.objects.filter(
        memberships__prison=prison, memberships__role=Role.APPROVER, is_active=True
    ).exclude(pk=by.pk)
    actors = [officer.actor for officer in officers]
    return Event.objects.filter(at__gte=now - AT_WORK, actor__in=actors).exists()


def asked(*, token: str, now: datetime) -> Visit | None:
    """The request that the link of an SMS asks about; None for any other link. Two queries.

    Links of later messages live longer than the question does: they answer nothing here.
    """
    link: Link | None = links.found(token=token, now=now)
    if link is None or link.channel != Channel.SMS or link.visit.assisted_by_id is None:
        return None
    if link.expires_at > link.visit.created_at + ASSISTED_FOR:
        return None
    return link.visit


@transaction.atomic
def say_yes(*, visit: Visit, now: datetime) -> Confirmation | None:
    """The caller says it is right: the phone is proven, the request goes to the prison, once.

    The confirmation says if the same request, or too many, wait already. None: it was erased.
    """
    try:
        own = held(visit.pk)
    except Visit.DoesNotExist:
        return None
    if own.status != Status.UNCONFIRMED:
        proving.prove(own, now)  # written down at a desk: in the queue since then
        return Confirmation(codes.Outcome.RIGHT, 0)
    return requesting.send_proven(visit=own, now=now)


@transaction.atomic
def say_no(*, visit: Visit, now: datetime) -> Answer:
    """The caller did not ask for this: erased, or stopped if the prison has it. The superior
    sees how often an operator is told no."""
    try:
        own = held(visit.pk)
    except Visit.DoesNotExist:
        return "gone"
    answer: Answer = "stopped"
    if own.status == Status.UNCONFIRMED:
        answer = "erased"
    elif not _stop(own, now):
        return "gone"
    assert own.assisted_by_id is not None
    operator = f"staff:{own.assisted_by_id}"
    record(
        "request.denied", actor="visitor", subject=own.subject, operator=operator,
        prison=own.prison_id,
    )  # fmt: skip
    if answer == "erased":
        own.delete()
    return answer


@transaction.atomic
def send_again(*, visit: Visit, by: User, now: datetime) -> CannotSend | None:
    """The SMS once more, by who made the request; else why not, and from when."""
    own = held(visit.pk)
    tries = Tries.objects.select_for_update().get(visit=own, purpose=Purpose.REQUEST)
    if tries.since <= now - codes.WINDOW:
        tries.sent, tries.since = 0, now
    if tries.sent >= codes.SENT_AN_HOUR:
        return CannotSend("exhausted", tries.since + codes.WINDOW)
    tries.sent += 1
    tries.save(update_fields=["sent", "since"])
    record("request.asked_again", actor=by.actor, subject=own.subject)
    _tell(own, now)
    return None


def of_operator(*, by: User, since: datetime) -> QuerySet[Visit]:
    """What this operator has made since then and what still stands of it, newest first."""
    own: QuerySet[Visit] = Visit.objects.filter(assisted_by=by, created_at__gte=since)
    return own.select_related("prison__state").prefetch_related("persons").order_by("-created_at")


def _tell(visit: Visit, now: datetime) -> None:
    ends = visit.created_at + ASSISTED_FOR
    link = links.make(visit=visit, channel=Channel.SMS, now=now, door=DOOR, ends_at=ends)
    telling.assisted(visit=visit, now=now, link=link)


def _stop(visit: Visit, now: datetime) -> bool:
    """Withdraw or cancel, whatever the prison has answered; False if it is over."""
    act = cancelling.withdraw
    if visit.status_shown(now) == Status.APPROVED:
        act = cancelling.cancel_by_visitor
    try:
        act(visit=visit, now=now)
    except CannotAct:
        return False
    return True
