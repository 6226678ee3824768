"""The clock of a call: minutes run on the terminal's report alone, and the server ends it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from mulakat.calls import loading, supervision
from mulakat.calls.models import Call, Participant, Side, Signal
from mulakat.calls.room import Mode
from mulakat.schedule.models import Kind
from mulakat.visits.models import Status, Visit

STEP_MAX = timedelta(milliseconds=1500)  # counted for one report, however late it is
SIGNALS_KEPT = timedelta(minutes=10)
PAGES_KEPT = timedelta(days=2)


@transaction.atomic
def count(*, call: Call, report: bool, now: datetime) -> int:
    """Add the time since the last report; returns the milliseconds added.

    `report`: the terminal saw media flow both ways. Counted only while the call is live (let
    in and watched) with its visitor there; the first report of a stretch only starts it.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    room = loading.room_of_call(call_id=call.pk, now=now)
    if not (report and room.mode == Mode.LIVE and room.visitor):
        if call.counted_at is not None:
            Call.objects.filter(pk=call.pk).update(counted_at=None)
        return 0
    since = now - call.counted_at if call.counted_at else timedelta(0)
    step = max(timedelta(0), min(since, STEP_MAX))
    added = round(step / timedelta(milliseconds=1))
    Call.objects.filter(pk=call.pk).update(used_ms=F("used_ms") + added, counted_at=now)
    return added


def close_overdue(now: datetime) -> int:
    """End every video visit whose place is due, also those nobody came to; how many.

    For the worker, at any interval; forgets signals and pages nobody needs any more.
    """
    started = Visit.objects.select_related("prison__state").filter(
        status=Status.APPROVED, kind=Kind.VIDEO, starts_at__lt=now
    )
    # Contacts stay sealed: a row that cannot be opened must not keep all the others open.
    started = started.defer("contact", "asked", "wishes")
    overdue = [visit for visit in started.iterator() if visit.closes_at <= now]
    for visit in overdue:
        call = supervision.call_for(visit=visit)
        supervision.end(call=call, by="system", reason=supervision.CLOSED, now=now)
    Signal.objects.filter(created_at__lt=now - SIGNALS_KEPT).delete()
    Participant.objects.filter(seen_at__lt=now - PAGES_KEPT).exclude(side=Side.VISITOR).delete()
    return len(overdue)
