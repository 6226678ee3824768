"""Reminders: the day before at five in the afternoon, and an hour before one has to be there.

Found by the clock, written once by the key of the message; whoever waits already is spared.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import islice

from django.db import transaction

from mulakat.notifications.models import Channel, Notification
from mulakat.prisons.models import State
from mulakat.visits import telling
from mulakat.visits.models import JoinSession, Status, Visit, VisitQuerySet
from mulakat.visits.told.day import DAY_BEFORE, SOON, leaves_for

EVENING = time(17)  # in the prison's wall time, of the day before
DAY = timedelta(days=1)
CHUNK = 400  # keys of both channels in one question; SQLite takes a thousand and more


def send_reminders(*, now: datetime) -> int:
    """The sweep: how many visits were reminded of."""
    states = State.objects.filter(prisons__visits__in=_coming(now)).distinct()
    return sum(_evening_of(state, now) for state in states) + _soon(now)


def _evening_of(state: State, now: datetime) -> int:
    """From five in the afternoon: what begins tomorrow, where the policy wants it."""
    here = now.astimezone(state.zone)
    if here.time() < EVENING:
        return 0
    starts, ends = (
        datetime.combine(here.date() + DAY * days, time(0), state.zone).astimezone(UTC)
        for days in (1, 2)
    )
    tomorrow = _coming(now).filter(prison__state=state, starts_at__gte=starts, starts_at__lt=ends)
    return sum(
        _remind(visit, DAY_BEFORE, now)
        for visit in _untold(tomorrow, DAY_BEFORE)
        if visit.prison.policy.remind_day_before
    )


def _soon(now: datetime) -> int:
    """What one has to be at in so many minutes, by the policy of its prison."""
    near = _coming(now).filter(starts_at__lt=now + DAY)
    waiting = _in_waiting_room(now)
    return sum(
        _remind(visit, SOON, now)
        for visit in _untold(near, SOON)
        if _is_near(visit, now) and visit.pk not in waiting
    )


def _is_near(visit: Visit, now: datetime) -> bool:
    """Not yet late either, and not a visit approved a moment ago for a moment from now."""
    minutes = visit.prison.policy.remind_minutes_before
    assert visit.starts_at is not None
    before = visit.starts_at if visit.kind == "video" else leaves_for(visit)
    begins = before - timedelta(minutes=minutes)
    is_new = visit.answer_shown_at is not None and visit.answer_shown_at > begins
    return bool(minutes) and begins <= now < before and not is_new


def _coming(now: datetime) -> VisitQuerySet:
    """Approved visits to come whose answer has left."""
    visits: VisitQuerySet = Visit.objects.filter(status=Status.APPROVED, starts_at__gt=now).exclude(
        answer_shown_at__gt=now
    )
    return visits


def _untold(visits: VisitQuerySet, which: str) -> Iterator[Visit]:
    """Those without this reminder for the time they have now; light rows, in the order of time.

    One query, and one more for each CHUNK of them.
    """
    rows = visits.select_related("prison__state").defer("contact", "details", "asked")
    for chunk in batched(rows.order_by("starts_at", "pk"), CHUNK):
        keys = {_key(visit, which): visit for visit in chunk}
        written = [f"{key}:{channel}" for key in keys for channel in Channel.values]
        told = Notification.objects.filter(key__in=written).values_list("key", flat=True)
        done = {key.rpartition(":")[0] for key in told}
        yield from (visit for key, visit in keys.items() if key not in done)


def batched(rows: Iterable[Visit], size: int) -> Iterator[list[Visit]]:
    """The rows in lists of at most `size`."""
    each = iter(rows)
    while chunk := list(islice(each, size)):
        yield chunk


def _key(visit: Visit, which: str) -> str:
    assert visit.starts_at is not None
    return f"{visit.subject}:reminder-{which}-{int(visit.starts_at.timestamp())}"


def _in_waiting_room(now: datetime) -> set[int]:
    """Visits into which somebody has found his way by now."""
    sessions = JoinSession.objects.filter(otp_ok_at__isnull=False, expires_at__gt=now)
    return {pk for pk in sessions.values_list("visit_id", flat=True) if pk is not None}


@transaction.atomic
def _remind(visit: Visit, which: str, now: datetime) -> int:
    """Under the visit's lock: cancelled or moved meanwhile, it is not reminded of."""
    own = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("prison__state", "window", "inmate")
        .get(pk=visit.pk)
    )
    if own.status != Status.APPROVED or own.starts_at != visit.starts_at:
        return 0
    telling.reminder(visit=own, which=which, now=now)
    return 1
