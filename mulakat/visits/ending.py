"""A visit at the prison whose time is over has ended: it took place, or nobody came.

Whether somebody came stands in the history (`visit.gate_…`, written by the gate). Where no gate
is in use at the prison, nothing says that he did not come, and nobody is blamed.
"""

from datetime import datetime, timedelta

from django.db import transaction

from mulakat.audit.models import Event, record
from mulakat.schedule.models import Kind
from mulakat.visits import telling
from mulakat.visits.acting import held
from mulakat.visits.models import Outcome, Status, Visit

CAME = ("visit.gate_arrived", "visit.gate_inside", "visit.gate_left")
REFUSED = "visit.gate_refused"
GATE_LAG = timedelta(hours=3)  # a gate without a network tells later (gate/sync.py)
BATCH = 500


def end_physical(*, now: datetime) -> int:
    """The sweep: how many visits have ended."""
    over = Visit.objects.filter(
        status=Status.APPROVED, kind=Kind.PHYSICAL, starts_at__lt=now - GATE_LAG
    ).order_by("starts_at")
    return sum(_end(pk, now) for pk in over.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _end(visit_id: int, now: datetime) -> int:
    """Once, whoever comes; a visit that was ended or cancelled meanwhile stays as it is."""
    visit = held(visit_id)
    if visit.status != Status.APPROVED or visit.closes_at + GATE_LAG > now:
        return 0
    names = set(
        Event.objects.filter(subject=visit.subject, name__in=(*CAME, REFUSED)).values_list(
            "name", flat=True
        )
    )
    visit.outcome = _outcome(visit, names)
    visit.status = Status.ENDED
    visit.save(update_fields=["status", "outcome"])
    record("visit.ended", actor="system", subject=visit.subject, outcome=visit.outcome)
    if visit.outcome == Outcome.MISSED_VISITOR:
        telling.missed(visit=visit, now=now)
    return 1


def _outcome(visit: Visit, names: set[str]) -> str:
    if names & set(CAME):
        return Outcome.DONE
    if REFUSED in names:
        return Outcome.NOT_ADMITTED
    return Outcome.MISSED_VISITOR if _has_gate(visit) else Outcome.DONE


def _has_gate(visit: Visit) -> bool:
    """Has the gate of this prison told of any visit that day? Else it was not in use."""
    assert visit.starts_at is not None
    day = timedelta(hours=24)
    that_day = Visit.objects.filter(
        prison=visit.prison_id, kind=Kind.PHYSICAL, starts_at__gt=visit.starts_at - day,
        starts_at__lt=visit.starts_at + day,
    )  # fmt: skip
    subjects = [other.subject for other in that_day.only("pk")]
    return Event.objects.filter(name__in=(*CAME, REFUSED), subject__in=subjects).exists()
