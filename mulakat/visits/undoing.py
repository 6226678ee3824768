"""Taking an answer back while nobody has read it: within `policy.undo_seconds`, by who gave it.

The messages of an answer are due when these seconds are over. Whoever undoes locks them
first: a courier that has claimed one has won, and the answer stands.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.notifications.models import Notification
from mulakat.schedule import places
from mulakat.schedule.models import Cell
from mulakat.visits import telling
from mulakat.visits.models import Code, Decision, Purpose, SecondLook, Status, Visit
from mulakat.visits.placing import held
from mulakat.visits.rules import Obstacle

ANSWERED = (Status.APPROVED, Status.REFUSED)


class CannotUndo(Exception):
    """Why the answer stands: nothing_to_undo, not_yours, too_late or already_sent."""

    def __init__(self, *keys: str) -> None:
        super().__init__(", ".join(keys))
        self.reasons = [Obstacle(key) for key in keys]


@transaction.atomic
def undo(*, visit_id: int, by: User, now: datetime) -> Visit:
    """The request waits again as it did before the answer, and nobody hears of it.

    Raises `CannotUndo`, and then everything stands as it stood.
    """
    visits = Visit.objects.select_related("prison__state")
    visit: Visit = visits.select_for_update(of=("self",)).get(pk=visit_id)
    decision = visit.decision
    if decision is None or visit.status not in ANSWERED:
        raise CannotUndo("nothing_to_undo")
    if decision.by_id != by.pk:
        raise CannotUndo("not_yours")
    if now >= undone_until(visit, decision):
        raise CannotUndo("too_late")
    _take_back_messages(visit, decision, now)
    _forget_answer(visit, decision, now)
    record("visit.undone", actor=by.actor, subject=visit.subject, decision=decision.pk)
    return visit


def undone_until(visit: Visit, decision: Decision) -> datetime:
    """Until then the answer can be taken back; never once the visitor may have read it."""
    ends = decision.at + undo_time(visit)
    return min(ends, visit.answer_shown_at) if visit.answer_shown_at else ends


def undo_time(visit: Visit) -> timedelta:
    """So long an answer stays on our side."""
    return timedelta(seconds=visit.prison.policy.undo_seconds)


def remember(visit: Visit) -> dict[str, Any]:
    """How the visit stood before its answer, as JSON, for `Visit.details["before"]`."""
    cell = held(visit)
    decision = visit.decision
    shown = visit.answer_shown_at
    return {
        "status": visit.status,
        "inmate": visit.inmate_id,
        "basis": visit.basis,
        "decision": decision.pk if decision else None,
        "shown": shown.isoformat() if shown else "",
        "held": _place_of(cell) | _rest_of(cell, visit) if cell else None,
    }


def _take_back_messages(visit: Visit, decision: Decision, now: datetime) -> None:
    """Delete them under lock; a courier that was faster keeps the answer as it is."""
    word = "approved" if decision.approved else "refused"
    of_answer = Q(key__startswith=f"{visit.subject}:{word}-{decision.pk}:")
    for change in ("moved", "change-refused"):  # of the visit that is none, due with its answer
        key = f"{visit.subject}:{change}-"
        of_answer |= Q(key__startswith=key, due_at__gte=visit.answer_shown_at)
    rows = Notification.objects.filter(of_answer, subject=visit.subject).defer("payload")
    for row in rows.select_for_update():
        is_gone = row.delivered_at or row.given_up_at or row.started_at
        if is_gone or (row.claimed_until and row.claimed_until > now):
            raise CannotUndo("already_sent")
    rows.delete()


def _forget_answer(visit: Visit, decision: Decision, now: datetime) -> None:
    before = visit.details.pop("before", None) or {"status": Status.REQUESTED}
    visit.changes.filter(answered_at=None).update(answered_at=now)  # its times are the wishes now
    _give_back_place(visit, before.get("held"))
    Code.objects.filter(visit=visit, purpose__in=(Purpose.PIN, Purpose.TYPED_PIN)).delete()
    decision.undone_at = decision.superseded_at = now
    decision.save(update_fields=["undone_at", "superseded_at"])
    if before.get("decision") and before["status"] == Status.REFUSED:  # looked at again
        Decision.objects.filter(pk=before["decision"]).update(superseded_at=None)
        SecondLook.objects.filter(visit=visit).update(answered_at=None)
    visit.status = before["status"]
    if visit.status == Status.QUESTION:  # the question fell away with the answer
        visit.status = Status.REQUESTED
    visit.inmate_id, visit.basis = before.get("inmate"), before.get("basis", "")
    visit.starts_at = visit.minutes = visit.terminal = visit.window = None
    shown = before.get("shown")
    visit.answer_shown_at = datetime.fromisoformat(shown) if shown else None
    visit.save(
        update_fields=["status", "inmate", "basis", "starts_at", "minutes", "terminal", "window",
                       "answer_shown_at", "details"]
    )  # fmt: skip
    _tell_again(visit, now)


def _tell_again(visit: Visit, now: datetime) -> None:
    """What was put off for the night, and taken back when the answer came."""
    told = Notification.objects.filter(key__startswith=f"{visit.subject}:waitlisted-")
    if visit.status == Status.WAITLISTED and not told.filter(subject=visit.subject).exists():
        telling.waitlisted(visit=visit, now=now)


def _give_back_place(visit: Visit, before: dict[str, Any] | None) -> None:
    """A time that the visit held for itself it holds again, without the inmate."""
    cell = held(visit)
    if before and cell and _place_of(cell).items() <= before.items():
        Cell.objects.filter(holder=visit.subject).update(inmate=None)
        return
    places.release(visit.subject)
    if before:
        _hold_again(visit, before)


def _hold_again(visit: Visit, before: dict[str, Any]) -> None:
    """The cells that the answer gave up, unless somebody else has taken them since."""
    at = datetime.fromisoformat(before["at"])
    place = {name: before.get(name) for name in ("terminal_id", "window_id", "seat")}
    rows = [
        Cell(at=at + places.CELL * step, holder=visit.subject, **place)
        for step in range(before.get("cells", 0))
    ]
    for row in rows[:1]:
        row.pool, row.lane = before["pool"], before["lane"]
    with suppress(IntegrityError), transaction.atomic():
        Cell.objects.bulk_create(rows)


def _place_of(cell: Cell) -> dict[str, Any]:
    return {
        "at": cell.at.isoformat(),
        "terminal_id": cell.terminal_id,
        "window_id": cell.window_id,
        "seat": cell.seat,
    }


def _rest_of(cell: Cell, visit: Visit) -> dict[str, Any]:
    cells = Cell.objects.filter(holder=visit.subject).count()
    return {"cells": cells, "pool": cell.pool, "lane": cell.lane}
