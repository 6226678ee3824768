"""The officer's part: choose a visit, watch it, end it. Every look has its line of history."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mulakat import ids
from mulakat.audit.models import record
from mulakat.calls import causes
from mulakat.calls.loading import Scene
from mulakat.calls.models import Call, Participant, Side, Signal
from mulakat.schedule.models import Kind
from mulakat.visits.models import Status, Visit

# Why an officer may end a visit; portals word them, and what the visitor is told.
OFFICER_REASONS = frozenset(
    {
        "finished",
        "not_the_person",
        "other_people",
        "recording",
        "forbidden_talk",
        "threat",
        "dress",
        "asked_to_stop",
        "technical",
    }
)
MISCONDUCT = frozenset({"other_people", "recording", "forbidden_talk", "threat", "dress"})
TIME, CLOSED, CANCELLED = "time", "closed", "cancelled"
NEARLY_ALL = 0.8  # of the minutes: the visit has taken place


def call_for(*, visit: Visit) -> Call:
    """The call of a visit, made by whoever comes first."""
    call, _ = Call.objects.get_or_create(visit=visit, defaults={"match_number": ids.digits(4)})
    return call


@transaction.atomic
def choose(*, desk: Participant, visit_uid: UUID | None, now: datetime) -> list[str]:
    """Put a visit (or none) on an officer's desk; returns why not, if not."""
    call = None
    if visit_uid is not None:
        visits = Visit.objects.select_related("prison__state")
        visit = visits.filter(uid=visit_uid, prison=desk.prison_id, kind=Kind.VIDEO).first()
        if visit is None or visit.status not in {Status.APPROVED, Status.ENDED}:
            return ["not_there"]
        if now < visit.opens_at:
            return ["early"]
        call = call_for(visit=visit)
    if call and desk.call_id == call.pk:
        return []
    _stop(desk=desk, now=now)
    # Frames of another inmate are no look at this one.
    Participant.objects.filter(pk=desk.pk).update(
        call=call, chosen_at=now if call else None, rendered_at=None
    )
    return []


def note_watching(*, scene: Scene) -> None:
    """Write into the history which desks began to watch, and which stopped."""
    now = scene.now
    watching = {desk.pk for room in scene.rooms for desk in room.watchers if not room.is_over}
    for desk in scene.participants:
        if desk.side != Side.OFFICER or (desk.pk in watching) == bool(desk.watching_since):
            continue
        if desk.pk in watching:
            _start(desk=desk, now=now)
        else:
            _stop(desk=desk, now=now)


@transaction.atomic
def _start(*, desk: Participant, now: datetime) -> None:
    began = Participant.objects.filter(pk=desk.pk, watching_since=None).update(watching_since=now)
    if began and (visit_id := _visit_id(desk)):
        record("call.watch_started", actor=desk.identity, subject=f"visit:{visit_id}")


@transaction.atomic
def _stop(*, desk: Participant, now: datetime) -> None:
    row = Participant.objects.select_for_update().get(pk=desk.pk)
    if row.watching_since is None:
        return
    seconds = round((now - row.watching_since).total_seconds())
    Participant.objects.filter(pk=row.pk).update(watching_since=None)
    if visit_id := _visit_id(row):
        record(
            "call.watch_stopped", actor=row.identity, subject=f"visit:{visit_id}", seconds=seconds
        )


def stop_watching(*, desk: Participant, now: datetime) -> None:
    """The desk is gone; its look ends in the history too."""
    _stop(desk=desk, now=now)


def _visit_id(desk: Participant) -> int | None:
    if desk.call_id is None:
        return None
    return Call.objects.filter(pk=desk.call_id).values_list("visit_id", flat=True).first()


@transaction.atomic
def end(*, call: Call, by: str, reason: str, now: datetime) -> Call:
    """End the call and its visit, once; `by` as in the history ("staff:5", "system")."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.ended_at is not None:
        return call
    call.ended_at, call.ended_by, call.end_reason = now, by, reason
    call.save(update_fields=["ended_at", "ended_by", "end_reason"])
    without_contact = Visit.objects.defer("contact", "asked", "wishes")
    visit = without_contact.select_for_update().get(pk=call.visit_id)
    cause = causes.cause(call, visit, now) if call.used_ms and is_short(call, visit) else ""
    outcome = outcome_of(call, visit, cause)
    if visit.status == Status.APPROVED:
        Visit.objects.filter(pk=visit.pk).update(status=Status.ENDED, outcome=outcome)
    Signal.objects.filter(call=call).delete()
    record(
        "call.ended",
        actor=by,
        subject=visit.subject,
        reason=reason,
        outcome=outcome,
        used_seconds=call.used_ms // 1000,
        **({"cause": cause} if cause else {}),
    )
    return call


def is_short(call: Call, visit: Visit) -> bool:
    """Fewer minutes were talked than promised; what was given on top aside."""
    assert visit.minutes is not None
    promised = visit.minutes * 60_000 - call.extended_ms
    return call.used_ms < NEARLY_ALL * promised


def by_minutes(call: Call, visit: Visit) -> str:
    """Done or cut_short, by the minutes alone."""
    return "cut_short" if is_short(call, visit) else "done"


def outcome_of(call: Call, visit: Visit, cause: str) -> str:
    """What became of the visit, by the facts: done, cut_short, stopped or missed by somebody.

    A short visit counts as done where the family is to blame, or wished it (causes.py).
    """
    if call.used_ms:
        if call.end_reason in MISCONDUCT:
            return "stopped"
        return "done" if cause in causes.THE_FAMILYS else by_minutes(call, visit)
    visitor_came = call.participants.filter(side=Side.VISITOR).exists()
    was_refused = call.end_reason == "not_the_person"
    return "missed_jail" if visitor_came and not was_refused else "missed_visitor"
