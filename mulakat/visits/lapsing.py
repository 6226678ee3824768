"""The prison answers in time, or it is said that it did not.

At half time the prison is reminded (a line of the history, shown on its page of today); at
the deadline the request has lapsed: the prison's fault, told so, the turn kept. A superior
answers it from his inbox, or an approver; the public figure counts it for ever.

A second look and a wish for another time are promised an answer too: of them the same is
written, and the refusal or the old time stands.

A time that was held (mode hold) is given back at the deadline: the family is asked to choose
new times, and what nobody answers must not keep a place from others. A late answer may
still give that time if it is free.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from mulakat.audit.models import Event, record
from mulakat.prisons.models import Prison
from mulakat.prisons.policy import Policy
from mulakat.schedule import places
from mulakat.visits import open_ends, telling
from mulakat.visits.acting import held
from mulakat.visits.models import Change, SecondLook, Status, Visit

REMINDED, LAPSED = "request.half_time", "request.lapsed"
BATCH = 500
_OPEN_LOOK = Q(answered_at=None, visit__status=Status.REFUSED)
_OPEN_CHANGE = Q(answered_at=None, visit__status=Status.APPROVED)


def remind_and_lapse(*, now: datetime) -> int:
    """The sweep: how many requests were reminded of or have lapsed."""
    over = Visit.objects.filter(status=Status.REQUESTED, answer_by__lte=now).order_by("answer_by")
    lapsed_now = sum(_lapse(pk, now) for pk in over.values_list("pk", flat=True)[:BATCH])
    return lapsed_now + _remind(now) + _promises(now)


def deadline(policy: Policy, wishes: Iterable[datetime], now: datetime) -> datetime:
    """By when the prison answers a request of now: `answer_within_hours`, and so long before
    the earliest wish that one can still come; never less than half of that time."""
    within = now + timedelta(hours=policy.answer_within_hours)
    first = min(wishes, default=None)
    if first is None:
        return within
    before = first - timedelta(hours=policy.answer_before_hours)
    least = now + (first - now) / 2
    return min(within, max(before, least))


def half_time(visit: Visit) -> datetime | None:
    """When half of the time to answer is over."""
    if visit.requested_at is None or visit.answer_by is None:
        return None
    return visit.requested_at + (visit.answer_by - visit.requested_at) / 2


def past_half_time(prison: Prison, now: datetime) -> QuerySet[Visit]:
    """What the prison should answer now: half of the time is over. For the page of today."""
    waiting: QuerySet[Visit] = Visit.objects.queue(prison)
    late = [v.pk for v in waiting.only("requested_at", "answer_by") if _is_late(v, now)]
    return waiting.filter(pk__in=late)


def lapsed(prison: Prison, now: datetime) -> QuerySet[Visit]:
    """The superior's inbox: what was not answered in time, the longest waiting first; also what
    the sweep has not reached yet."""
    looks = SecondLook.objects.filter(_OPEN_LOOK).values("visit")
    changes = Change.objects.filter(_OPEN_CHANGE).values("visit")
    promised = Q(answer_by__lte=now) & (Q(pk__in=looks) | Q(pk__in=changes))
    late = Q(status=Status.LAPSED) | Q(status=Status.REQUESTED, answer_by__lte=now) | promised
    visits: QuerySet[Visit] = Visit.objects.filter(late, prison=prison)
    return visits.order_by("turn_since", "id")


def lapsed_since(prison: Prison, since: datetime) -> int:
    """The public figure: how many requests of this prison lapsed, answered later or not."""
    count: int = Event.objects.filter(name=LAPSED, at__gte=since, data__prison=prison.pk).count()
    return count


@transaction.atomic
def _lapse(visit_id: int, now: datetime) -> int:
    """Once only, whichever worker comes; an answer that was faster stands."""
    visit = held(visit_id)
    if visit.status != Status.REQUESTED or visit.answer_by is None or visit.answer_by > now:
        return 0
    open_ends.close(visit, now)
    places.release(visit.subject)
    visit.status = Status.LAPSED
    visit.turn_since = visit.turn_since or visit.requested_at
    visit.save(update_fields=["status", "turn_since"])
    record(LAPSED, actor="system", subject=visit.subject, prison=visit.prison_id)
    telling.lapsed(visit=visit, now=now)
    return 1


def _remind(now: datetime) -> int:
    """A line of the history for each request whose half time is over, once."""
    waiting = Visit.objects.filter(status=Status.REQUESTED, answer_by__gt=now).only(
        "requested_at", "answer_by", "prison"
    )
    due = {visit.subject: visit for visit in waiting if _is_late(visit, now)}
    done = Event.objects.filter(name=REMINDED, subject__in=due).values_list("subject", flat=True)
    missing = [visit for subject, visit in due.items() if subject not in set(done)][:BATCH]
    for visit in missing:
        record(REMINDED, actor="system", subject=visit.subject, prison=visit.prison_id)
    return len(missing)


def _promises(now: datetime) -> int:
    """The second looks and wishes to change that nobody has answered: how many lines."""
    written = 0
    looks = SecondLook.objects.filter(_OPEN_LOOK).select_related("visit")
    changes = Change.objects.filter(_OPEN_CHANGE).select_related("visit")
    asked: list[SecondLook | Change] = [*looks, *changes]
    for one in asked:
        by = one.visit.answer_by
        if by is None or by <= one.at:  # a wish of before there was a deadline for it
            continue
        if by <= now:
            written += _write_once(LAPSED, one, now)
        elif one.at + (by - one.at) / 2 <= now:
            written += _write_once(REMINDED, one, now)
    return written


@transaction.atomic
def _write_once(name: str, asked: SecondLook | Change, now: datetime) -> int:
    """A line of the history for this look or wish; who waits for a look is told it is late."""
    visit = held(asked.visit_id)
    key = {"second_look" if isinstance(asked, SecondLook) else "change": asked.pk}
    lines = Event.objects.filter(name=name, subject=visit.subject)
    asked.refresh_from_db()
    if asked.answered_at or any(key.items() <= line.data.items() for line in lines):
        return 0
    record(name, actor="system", subject=visit.subject, prison=visit.prison_id, **key)
    if name == LAPSED and isinstance(asked, SecondLook):
        telling.lapsed(visit=visit, now=now)
    return 1


def _is_late(visit: Visit, now: datetime) -> bool:
    half = half_time(visit)
    return half is not None and half <= now
