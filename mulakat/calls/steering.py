"""What an officer does to a call that runs: warn, mute, pause, extend, write down, settle.

Each verb is one transaction under the call's row, leaves its line of history, and returns why
it is not possible now: [] when done. Nobody acts on a call that is not on the own desk; that
is the caller's to see (calls/live/acts.py).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from mulakat import aadhaar
from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.calls.models import Call, CallNote, NoteKind
from mulakat.schedule import places
from mulakat.visits import lasting
from mulakat.visits.models import Status, Visit


@transaction.atomic
def warn(*, call: Call, by: User, reason: str, now: datetime) -> list[str]:
    """Both sides hear the reason, each in the own language."""
    call = _held(call)
    if why := _not_running(call):
        return why
    call.warning, call.warned_at, call.warnings = reason, now, call.warnings + 1
    call.save(update_fields=["warning", "warned_at", "warnings"])
    _record("call.warned", call, by, reason=reason)
    return []


@transaction.atomic
def mute(*, call: Call, by: User, side: str, on: bool, now: datetime) -> list[str]:
    """Silence the "visitor" or the "inmate" for everybody; the terminal enforces it."""
    call = _held(call)
    if why := _not_running(call):
        return why
    field = f"muted_{side}"
    if getattr(call, field) == on:
        return []
    setattr(call, field, on)
    call.save(update_fields=[field])
    _record("call.muted" if on else "call.unmuted", call, by, side=side)
    return []


@transaction.atomic
def pause(*, call: Call, by: User, reason: str, now: datetime) -> list[str]:
    """Picture and sound off on both sides; the minutes stand."""
    call = _held(call)
    if why := _not_running(call):
        return why
    if call.paused_at is not None:
        return ["already_paused"]
    call.paused_at, call.pause_reason, call.counted_at = now, reason, None
    call.save(update_fields=["paused_at", "pause_reason", "counted_at"])
    _record("call.paused", call, by, reason=reason)
    return []


@transaction.atomic
def resume(*, call: Call, by: User, now: datetime) -> list[str]:
    call = _held(call)
    if call.ended_at is not None:
        return ["over"]
    if call.paused_at is None:
        return ["not_paused"]
    seconds = round((now - call.paused_at).total_seconds())
    call.paused_at, call.pause_reason = None, ""
    call.save(update_fields=["paused_at", "pause_reason"])
    _record("call.resumed", call, by, seconds=seconds)
    return []


@transaction.atomic
def voice_only(*, call: Call, by: User, on: bool, now: datetime) -> list[str]:
    """No picture either way, for a line that carries only the voice; the officer sees both."""
    call = _held(call)
    if why := _not_running(call):
        return why
    if call.voice_only != on:
        call.voice_only = on
        call.save(update_fields=["voice_only"])
        _record("call.voice_only" if on else "call.picture_back", call, by)
    return []


@transaction.atomic
def extend(*, call: Call, by: User, minutes: int, now: datetime) -> list[str]:
    """So many more minutes, if the terminal and the inmate are free for them."""
    call = _held(call)
    if why := _not_running(call):
        return why
    visit = Visit.objects.defer("contact", "asked").select_for_update().get(pk=call.visit_id)
    if visit.status != Status.APPROVED:
        return ["over"]
    try:
        with transaction.atomic():
            places.extend(holder=visit.subject, minutes=minutes)
    except (places.PlaceTaken, places.PlaceGone):
        return ["no_free_time"]
    Visit.objects.filter(pk=visit.pk).update(minutes=F("minutes") + minutes)
    visit.refresh_from_db(fields=["minutes"])
    lasting.prolong(visit=visit, now=now)
    Call.objects.filter(pk=call.pk).update(extended_ms=F("extended_ms") + minutes * 60_000)
    _record("call.extended", call, by, minutes=minutes)
    return []


@transaction.atomic
def write(*, call: Call, by: User, kind: str, what: str, text: str, now: datetime) -> list[str]:
    """A note or an incident; also after the end. An incident wants what was seen."""
    words = aadhaar.hidden_in(text.strip())  # it came by no form (web/typed.py)
    if len(words) < (10 if kind == NoteKind.INCIDENT else 1):
        return ["no_text"]
    CallNote.objects.create(call=call, kind=kind, what=what, text={"text": words}, by=by, at=now)
    _record(f"call.{kind}", call, by, **({"what": what} if what else {}))
    return []


@transaction.atomic
def settle(*, call: Call, by: User, outcome: str, now: datetime) -> list[str]:
    """Confirm or correct what became of an ended visit; the facts proposed one."""
    call = _held(call)
    if call.ended_at is None:
        return ["not_over"]
    visit = Visit.objects.defer("contact", "asked").select_for_update().get(pk=call.visit_id)
    if visit.status != Status.ENDED:
        return ["not_over"]
    before = visit.outcome
    Visit.objects.filter(pk=visit.pk).update(outcome=outcome)
    Call.objects.filter(pk=call.pk).update(settled_at=now)
    _record("call.settled", call, by, outcome=outcome, before=before)
    return []


def _held(call: Call) -> Call:
    return Call.objects.select_for_update().get(pk=call.pk)


def _not_running(call: Call) -> list[str]:
    if call.ended_at is not None:
        return ["over"]
    return [] if call.admitted_at is not None else ["not_admitted"]


def _record(name: str, call: Call, by: User, **facts: object) -> None:
    record(name, actor=by.actor, subject=f"visit:{call.visit_id}", **facts)
