"""The visitor asks for other times. What he has is kept until the prison answers.

An approved visit gets an open `Change`, which an officer answers by moving the visit
(visits/moving.py) or by leaving it; of a request that still waits the wishes are replaced.
What the prison let lapse or had to cancel may be asked for anew, and keeps its turn.
"""

from datetime import datetime, timedelta

from django.db import transaction

from mulakat.accounts.models import Role, User
from mulakat.audit.models import record
from mulakat.schedule import timetable
from mulakat.visits import lapsing, telling
from mulakat.visits.acting import held, stop_if
from mulakat.visits.cancelling import WAITING, end_what_is_open, is_by_prison
from mulakat.visits.models import Change, Status, Visit
from mulakat.visits.rules import Obstacle

Wishes = list[datetime]


@transaction.atomic
def ask_to_change(*, visit: Visit, wishes: Wishes, now: datetime) -> Visit:
    """Ask for other times, first choice first; asked again, the new wishes stand.

    Raises `CannotAct`: cannot_change, has_begun, no_wish, same_wish, too_many_wishes,
    time_gone (with the times).
    """
    own = held(visit.pk)
    stop_if(reasons_not_to_change(own, wishes, now))
    written = [at.isoformat() for at in wishes]
    if own.status == Status.APPROVED:
        given = {"wishes": written, "at": now}
        _change, is_new = own.changes.update_or_create(
            answered_at=None, defaults={"wishes": written}, create_defaults=given
        )
        if is_new and own.starts_at:  # new wishes do not put the answer off
            own.answer_by = lapsing.deadline(own.prison.policy, [own.starts_at, *wishes], now)
            own.save(update_fields=["answer_by"])
    if own.status_shown(now) != Status.APPROVED:  # for all he knows, his request still waits
        own.wishes = written
        own.save(update_fields=["wishes"])
    record("change.asked", actor="visitor", subject=own.subject, wishes=len(wishes))
    if own.status_shown(now) == Status.APPROVED:  # the old time is kept, and told with it
        telling.change_asked(visit=own, now=now)
    return own


@transaction.atomic
def leave_as_it_is(*, visit_id: int, by: User, now: datetime) -> Visit:
    """An officer cannot give another time: the visit stays where it is.

    Raises `CannotAct`: not_your_prison, no_change.
    """
    own = held(visit_id)
    reasons = []
    if not by.has_role(own.prison, Role.APPROVER, Role.SUPERIOR):
        reasons.append(Obstacle("not_your_prison"))
    change = own.changes.filter(answered_at=None).first()
    if change is None:
        reasons.append(Obstacle("no_change"))
    stop_if(reasons)
    own.changes.filter(answered_at=None).update(answered_at=now, accepted=False)
    record("change.refused", actor=by.actor, subject=own.subject)
    telling.change_refused(visit=own, now=now)
    return own


@transaction.atomic
def choose_new_times(*, visit: Visit, wishes: Wishes, now: datetime) -> Visit:
    """The same request once more, after the prison failed it: number and turn are kept.

    Raises `CannotAct`: cannot_ask_anew, and those of the wishes.
    """
    own = held(visit.pk)
    reasons = []
    if not can_ask_anew(own, now):
        reasons.append(Obstacle("cannot_ask_anew", {"status": own.status}))
    stop_if([*reasons, *_wrong_wishes(own, wishes, now)])
    end_what_is_open(own, now)
    own.decisions.filter(superseded_at=None).update(superseded_at=now)
    own.status, own.outcome, own.basis = Status.REQUESTED, "", ""
    own.turn_since = own.turn_since or own.requested_at
    own.inmate = own.starts_at = own.minutes = own.terminal = own.window = None
    own.answer_shown_at = own.waitlisted_at = None
    own.wishes = [at.isoformat() for at in wishes]
    own.answer_by = now + timedelta(hours=own.prison.policy.answer_within_hours)
    own.details.pop("cancelled", None)
    own.details.pop("before", None)
    own.save()
    record("request.renewed", actor="visitor", subject=own.subject, wishes=len(wishes))
    telling.request_sent(visit=own, now=now)
    return own


def reasons_not_to_change(visit: Visit, wishes: Wishes, now: datetime) -> list[Obstacle]:
    return [*reasons_not_to_ask(visit, now), *_wrong_wishes(visit, wishes, now)]


def reasons_not_to_ask(visit: Visit, now: datetime) -> list[Obstacle]:
    """Whether a change may be asked for at all; `visit` as its visitor sees it."""
    shown = visit.status_shown(now)
    if shown == Status.APPROVED and visit.starts_at:
        return [Obstacle("has_begun")] if now >= visit.starts_at else []
    if shown in WAITING:
        return []
    return [Obstacle("cannot_change", {"status": shown})]


def can_ask_anew(visit: Visit, now: datetime) -> bool:
    """The prison failed, and no other request has taken the turn over since; `visit` as its
    visitor sees it. An answer that has not left is taken back with it."""
    return visit.status_shown(now) == Status.LAPSED or (is_by_prison(visit) and visit.goes_first)


def open_change(visit: Visit) -> Change | None:
    """What the visitor has asked for and nobody has answered."""
    return visit.changes.filter(answered_at=None).first()


def _wrong_wishes(visit: Visit, wishes: Wishes, now: datetime) -> list[Obstacle]:
    most = visit.prison.policy.wishes
    if not wishes:
        return [Obstacle("no_wish")]
    reasons = []
    if len(set(wishes)) < len(wishes):
        reasons.append(Obstacle("same_wish"))
    if len(wishes) > most:
        reasons.append(Obstacle("too_many_wishes", {"most": most}))
    if gone := [at for at in wishes if not _is_offered(visit, at, now)]:
        reasons.append(Obstacle("time_gone", {"times": gone}))
    return reasons


def _is_offered(visit: Visit, at: datetime, now: datetime) -> bool:
    """Within notice and horizon, a time of the prison's timetable."""
    policy = visit.prison.policy
    soonest = now + timedelta(hours=policy.notice_hours)
    if not soonest <= at < now + timedelta(days=policy.horizon_days):
        return False
    end = at + timedelta(minutes=1)
    return bool(timetable.slots(prison=visit.prison, kind=visit.kind, start=at, end=end))
