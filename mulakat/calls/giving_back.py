"""What a fault took of a visit is given back, as long as its terminal is free afterwards.

Minutes run only while media flows, so a broken line leaves minutes over when the place is due.
Then the next cells are taken, a few minutes before the end; what does not fit is made up by
another visit (visits/making_up.py). What the visitor himself was late is not given back.
"""

from datetime import datetime, timedelta

from django.db import transaction

from mulakat.audit.models import record
from mulakat.calls import causes
from mulakat.calls.models import Call
from mulakat.calls.room import Room
from mulakat.schedule import places
from mulakat.schedule.models import CELL_MINUTES
from mulakat.visits import lasting
from mulakat.visits.models import Status, Visit

EARLY = timedelta(minutes=3)  # before the hard end: nobody is warned of an end that moves
MINUTE = timedelta(minutes=1)


def is_due(room: Room) -> bool:
    """The hard end is near, and it would come before the minutes are used. Pure."""
    if room.call is None or room.is_over or room.call.admitted_at is None:
        return False
    is_near = room.visit.closes_at - room.now <= EARLY
    return is_near and _missing(room.call, room.visit, room.now) > timedelta(0)


@transaction.atomic
def give_back(*, call: Call, now: datetime) -> int:
    """Keep the place longer for what a fault took; so many minutes, 0 if none are free."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    visits = Visit.objects.select_related("prison__state").defer("contact", "asked", "wishes")
    visit = visits.select_for_update(of=("self",)).get(pk=call.visit_id)
    if call.ended_at is not None or visit.status != Status.APPROVED or now >= visit.closes_at:
        return 0
    fault = causes.lost(call, visit, now).by_fault
    most = visit.prison.policy.give_back_minutes - visit.kept_minutes
    wanted = min(-(-min(_missing(call, visit, now), fault) // MINUTE), most)
    got = _take(visit, wanted)
    if got:
        lasting.keep_longer(visit=visit, minutes=got, now=now)
        record("call.given_back", actor="system", subject=visit.subject, minutes=got)
    return got


def _missing(call: Call, visit: Visit, now: datetime) -> timedelta:
    """Of the minutes, what would be left over at the hard end if all went well from now."""
    assert visit.minutes is not None
    left = timedelta(minutes=visit.minutes) - timedelta(milliseconds=call.used_ms)
    return left - (visit.closes_at - now)


def _take(visit: Visit, wanted: int) -> int:
    """Take cells for so many minutes, or for as many as are free; how many minutes they are."""
    for cells in range(-(-wanted // CELL_MINUTES), 0, -1):
        try:
            with transaction.atomic():
                places.extend(holder=visit.subject, minutes=cells * CELL_MINUTES)
        except places.PlaceTaken:  # PlaceGone is one
            continue
        return cells * CELL_MINUTES
    return 0
