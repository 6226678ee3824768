"""A visit that shall not take place: withdrawn before the answer, cancelled after it.

The place is free again in the same transaction. Cancelled early enough, a visit uses up
nothing; what the prison cancels never does, and puts the family first.
"""

from collections.abc import Iterable
from copy import copy
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from mulakat.accounts.models import Role, User
from mulakat.audit.models import record
from mulakat.notifications.models import Notification
from mulakat.schedule import places
from mulakat.visits import open_ends, telling
from mulakat.visits.acting import held, stop_if
from mulakat.visits.models import Outcome, Status, Visit
from mulakat.visits.rules import Obstacle
from mulakat.visits.words.causes import CAUSES

WAITING = frozenset({Status.REQUESTED, Status.QUESTION, Status.OFFERED, Status.WAITLISTED})
TAKEN_BACK = WAITING | {Status.LAPSED}  # the family need not wait for a late answer
# Messages that say how a request stood before it was answered or ended
OVERTAKEN = (
    "approved", "refused", "offered", "question", "waitlisted", "lapsed", "reminder", "moved",
)  # fmt: skip
OF_THE_VISITOR = ("plan", "phone", "ill", "work", "other")  # why; none need be given


@transaction.atomic
def withdraw(*, visit: Visit, why: str = "", now: datetime) -> Visit:
    """The visitor takes back a request that has no answer yet, as far as he can see, or
    that had none in time.

    An answer that has not left is taken back with it, so nobody learns that there was one.
    Raises `CannotAct`: has_answer, is_over.
    """
    own = held(visit.pk)
    shown = own.status_shown(now)
    stop_if(reasons_not_to_withdraw(own, now))
    if own.status != shown:  # decided, and not told yet: nothing of it may show
        own.decisions.filter(superseded_at=None).update(superseded_at=now)
        own.inmate = own.starts_at = own.minutes = own.terminal = own.window = None
        own.basis = ""
    _end(own, Status.WITHDRAWN, now)
    record("visit.withdrawn", actor="visitor", subject=own.subject, why=_why(why))
    telling.cancelled_by_visitor(visit=own, now=now)
    return own


@transaction.atomic
def cancel_by_visitor(*, visit: Visit, why: str = "", now: datetime) -> Visit:
    """The visitor cannot come. Later than the policy allows, the visit counts as missed.

    Raises `CannotAct`: not_approved, has_begun.
    """
    own = held(visit.pk)
    stop_if(reasons_not_to_cancel(own, now))
    is_late = now > in_time_until(own)
    own.outcome = Outcome.MISSED_VISITOR if is_late else ""
    own.goes_first = False
    own.details["cancelled"] = {"by": "visitor", "late": is_late}
    _end(own, Status.CANCELLED, now)
    record(
        "visit.cancelled", actor="visitor", subject=own.subject, by="visitor", why=_why(why),
        late=is_late,
    )  # fmt: skip
    telling.cancelled_by_visitor(visit=own, now=now)
    return own


@transaction.atomic
def cancel_by_prison(
    *, visit_id: int, by: User | None, cause: str, is_stopped: bool = False, now: datetime
) -> Visit:
    """The prison cannot hold a visit it has approved, or any of the times asked for.

    The family keeps its turn and goes first. `cause` is one of causes.py; `by` is empty where
    no person decides; `is_stopped` says that nothing takes place today. Raises `CannotAct`:
    not_your_prison, is_over, no_cause.
    """
    own = held(visit_id)
    stop_if(_reasons_not_to_cancel_by_prison(own, by, cause, now))
    own.outcome = Outcome.MISSED_JAIL if own.starts_at else ""
    own.goes_first = True
    own.turn_since = own.turn_since or own.requested_at
    own.details["cancelled"] = {"by": "prison", "cause": cause}
    _end(own, Status.CANCELLED, now)
    actor = by.actor if by else "system"
    record("visit.cancelled", actor=actor, subject=own.subject, by="prison", cause=cause)
    tell = telling.stopped_today if is_stopped else telling.cancelled_by_prison
    tell(visit=_at_its_time(own), now=now, cause=cause)
    return own


def reasons_not_to_withdraw(visit: Visit, now: datetime) -> list[Obstacle]:
    if visit.status_shown(now) in TAKEN_BACK:
        return []
    is_answered = visit.status in {Status.APPROVED, Status.REFUSED}
    return [Obstacle("has_answer" if is_answered else "is_over", {"status": visit.status})]


def reasons_not_to_cancel(visit: Visit, now: datetime) -> list[Obstacle]:
    if visit.status_shown(now) != Status.APPROVED or visit.starts_at is None:
        return [Obstacle("not_approved", {"status": visit.status_shown(now)})]
    return [Obstacle("has_begun")] if now >= visit.starts_at else []


def in_time_until(visit: Visit) -> datetime:
    """Until then a cancelled visit does not use up the quota."""
    assert visit.starts_at is not None
    return visit.starts_at - timedelta(hours=visit.prison.policy.cancel_before_hours)


def is_by_prison(visit: Visit) -> bool:
    """It was cancelled, and the prison did it."""
    by = visit.details.get("cancelled", {}).get("by", "")
    return visit.status == Status.CANCELLED and bool(by == "prison")


def end_what_is_open(visit: Visit, now: datetime) -> None:
    """Close what waits for an answer about this visit, and free every place kept for it."""
    places.release(visit.subject)
    open_ends.close(visit, now)
    visit.changes.filter(answered_at=None).update(answered_at=now)
    take_back_messages(visit, now)


def _end(visit: Visit, status: Status, now: datetime) -> None:
    end_what_is_open(visit, now)
    visit.status = status
    visit.answer_shown_at = None
    visit.details.pop("before", None)  # an answer that could be undone is no more
    visit.save()


def _at_its_time(visit: Visit) -> Visit:
    """What is told names a day: of a request without one, the day it asked for first."""
    if visit.starts_at is not None or not visit.wishes:
        return visit
    told = copy(visit)
    told.starts_at = datetime.fromisoformat(visit.wishes[0])
    told.minutes = visit.prison.policy.visit_minutes
    return told


def take_back_messages(visit: Visit, now: datetime, causes: Iterable[str] = OVERTAKEN) -> None:
    """What is still on our side would say what is no longer true. Codes stay: they expire."""
    untouched = Q(claimed_until=None) | Q(claimed_until__lte=now)
    of_answers = Q()
    for cause in causes:
        of_answers |= Q(key__startswith=f"{visit.subject}:{cause}")
    waiting = Notification.objects.waiting().filter(untouched, of_answers, started_at=None)
    waiting.filter(subject=visit.subject).delete()


def _reasons_not_to_cancel_by_prison(
    visit: Visit, by: User | None, cause: str, now: datetime
) -> list[Obstacle]:
    reasons = []
    if by and not by.has_role(visit.prison, Role.APPROVER, Role.ADMIN, Role.SUPERIOR):
        reasons.append(Obstacle("not_your_prison"))
    is_to_come = visit.status == Status.APPROVED and now < visit.ends_at
    if not is_to_come and visit.status not in WAITING:
        reasons.append(Obstacle("is_over", {"status": visit.status}))
    if cause not in CAUSES:
        reasons.append(Obstacle("no_cause"))
    return reasons


def _why(why: str) -> str:
    return why if why in OF_THE_VISITOR else ""
