"""What happens at a gate: somebody arrived, is inside, left, was refused entry.

A gate that was without a network tells it later. So an act is never undone by what came between:
it is kept as it happened, marked with what does not fit, and the visit follows from all acts
together, in whatever order they come. Each act has a name its browser made, and counts once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.gate import reasons, today
from mulakat.gate.models import Conflict, GateDevice, GateEvent, Kind
from mulakat.visits import telling
from mulakat.visits.acting import held
from mulakat.visits.models import Outcome, Status, Visit
from mulakat.visits.proofs import passes

TRIES = 5  # wrong gate codes; then only with a reason
GONE = frozenset({Status.CANCELLED, Status.WITHDRAWN})


@dataclass(frozen=True)
class Act:
    """One thing a guard did. `pass_starts_at` is the time on the pass or list it was done by."""

    uid: UUID
    kind: str
    at: datetime
    code: str = ""  # as the visitor said it
    reason: str = ""
    override: str = ""  # why an officer let them in although the gate said STOP
    ids: Sequence[dict[str, Any]] = ()
    token: int | None = None
    locker: str = ""
    pass_starts_at: datetime | None = None


@dataclass(frozen=True)
class Kept:
    """What became of an act; `is_new` is False when it was told before."""

    event: GateEvent
    is_new: bool


@transaction.atomic
def keep(*, visit_id: int, act: Act, by: User, device: GateDevice, now: datetime) -> Kept:
    """Write the act down, once, and bring the visit to what all its acts say.

    Nothing is refused here: it has happened. What does not fit stands in `event.conflict`.
    """
    visit = held(visit_id)
    known = GateEvent.objects.filter(uid=act.uid).first()
    if known is not None:
        return Kept(known, is_new=False)
    event = GateEvent.objects.create(
        uid=act.uid,
        visit=visit,
        device=device,
        by=by,
        kind=act.kind,
        at=min(act.at, now),  # a gate's clock may run ahead
        received_at=now,
        reason=act.reason,
        ids=list(act.ids),
        token=act.token,
        locker=act.locker,
        conflict=_conflict(visit, act, device, min(act.at, now)),
    )
    facts: dict[str, Any] = {"gate": device.gate, "at": event.at.isoformat()}
    if event.conflict:
        facts["conflict"] = event.conflict
    if event.reason:
        facts["reason"] = event.reason
    if act.override:
        facts["override"] = act.override
    record(f"visit.gate_{event.kind}", actor=by.actor, subject=visit.subject, **facts)
    _settle(visit)
    _tell(visit, event, act, now)
    return Kept(event, is_new=True)


def wrong_tries(visit: Visit) -> int:
    return GateEvent.objects.filter(visit=visit, kind=Kind.WRONG_CODE).count()


def used_at(visit: Visit) -> list[GateEvent]:
    """Each time this pass let somebody in, first one first: more than one is a double use."""
    arrived = visit.gate_events.filter(kind=Kind.ARRIVED)
    return list(arrived.select_related("device").order_by("at", "pk"))


def _conflict(visit: Visit, act: Act, device: GateDevice, at: datetime) -> str:
    if visit.status in GONE:
        return Conflict.CANCELLED
    if visit.status not in (Status.APPROVED, Status.ENDED) or visit.starts_at is None:
        return Conflict.NOT_APPROVED
    if act.pass_starts_at and act.pass_starts_at != _minute(visit.starts_at):
        return Conflict.MOVED
    if at < _day_of(visit):
        return Conflict.MOVED
    return _conflict_of_acts(visit, act, device)


def _conflict_of_acts(visit: Visit, act: Act, device: GateDevice) -> str:
    before = visit.gate_events.exclude(kind=Kind.WRONG_CODE)
    last = before.last()
    came_again = last is not None and last.kind == Kind.REFUSED  # and was let in this time
    if act.kind == Kind.ARRIVED and not came_again and before.filter(kind=Kind.ARRIVED).exists():
        return Conflict.USED_TWICE
    elsewhere = before.filter(kind=Kind.REFUSED).exclude(device=device)
    if act.kind in (Kind.ARRIVED, Kind.INSIDE) and elsewhere.exists():
        return Conflict.REFUSED_BEFORE
    if act.kind == Kind.ARRIVED and not act.reason and not _is_code(visit, act):
        return Conflict.WRONG_CODE
    return ""


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _is_code(visit: Visit, act: Act) -> bool:
    return passes.is_gate_code(visit, act.code)


def _settle(visit: Visit) -> None:
    """The status the acts say. A visit that was cancelled stays so: its acts are conflicts."""
    outcome = _outcome(visit)
    if outcome and visit.status in (Status.APPROVED, Status.ENDED):
        _end(visit, outcome)
    elif visit.status == Status.ENDED and visit.outcome == Outcome.NOT_ADMITTED:
        visit.status, visit.outcome = Status.APPROVED, ""  # they came again, with the ID
        visit.save(update_fields=["status", "outcome"])
        record("visit.let_in_after_all", actor="gate", subject=visit.subject)


def _day_of(visit: Visit) -> datetime:
    """When its day begins: who comes on an earlier one is turned back, and the visit stands."""
    assert visit.starts_at is not None
    return today.bounds(visit.prison, visit.starts_at)[0]


def _outcome(visit: Visit) -> str:
    """How it went, by all acts of its day in the order they happened; "" while it goes on."""
    outcome = ""
    if visit.starts_at is None:
        return outcome
    acts = visit.gate_events.exclude(kind=Kind.WRONG_CODE).filter(at__gte=_day_of(visit))
    for kind in acts.values_list("kind", flat=True):
        if kind == Kind.LEFT:
            outcome = Outcome.DONE
        elif kind == Kind.REFUSED and outcome != Outcome.DONE:
            outcome = Outcome.NOT_ADMITTED
        elif kind in (Kind.ARRIVED, Kind.INSIDE) and outcome != Outcome.DONE:
            outcome = _let_in(visit)
    return outcome


def _let_in(visit: Visit) -> str:
    """Whoever was let in did come: the sweep (visits/ending.py) that knew nothing of it is put
    right. While the visit lasts, it goes on."""
    missed = visit.status == Status.ENDED and visit.outcome == Outcome.MISSED_VISITOR
    return Outcome.DONE if missed else ""


def _end(visit: Visit, outcome: str) -> None:
    """Write how it ended, if that is new; whoever was not at fault goes first next time."""
    if (visit.status, visit.outcome) == (Status.ENDED, outcome):
        return
    before = visit.outcome
    visit.status, visit.outcome = Status.ENDED, outcome
    refused = visit.gate_events.filter(kind=Kind.REFUSED).last()
    if outcome == Outcome.NOT_ADMITTED and refused:
        visit.goes_first = visit.goes_first or refused.reason in reasons.NOT_THEIR_FAULT
    visit.save(update_fields=["status", "outcome", "goes_first"])
    facts = {"outcome": outcome, **({"before": before} if before else {})}
    record("visit.ended", actor="gate", subject=visit.subject, **facts)


def _tell(visit: Visit, event: GateEvent, act: Act, now: datetime) -> None:
    """Who was turned back learns what to do. Who came in without the code is told of it:
    nobody may mark a family as come that never was there."""
    if event.kind == Kind.REFUSED and visit.status == Status.ENDED:
        sentence, way_out = reasons.told(event.reason, visit.prison.state, visit.language)
        telling.turned_back(visit=visit, now=now, sentence=sentence, way_out=way_out)
    elif event.kind == Kind.ARRIVED and visit.starts_at and not _is_code(visit, act):
        telling.arrived(visit=visit, token=str(event.token or "-"), now=now)
