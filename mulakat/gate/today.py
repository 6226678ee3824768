"""The day of a gate: every visit at the prison today, and how far each has come."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch, Q

from mulakat.gate.models import Conflict, GateEvent, Kind
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Kind as VisitKind
from mulakat.visits.models import Status, Visit

EXPECTED, TURNED_BACK, CANCELLED = "expected", "refused", "cancelled"
# Of the acts the last one in this order counts: a gate that tells late changes no later state
ORDER = (Kind.ARRIVED, Kind.INSIDE, Kind.LEFT)


@dataclass
class Entry:
    """One visit of the day. `state`: expected, arrived, inside, left, refused, cancelled."""

    visit: Visit
    events: list[GateEvent]
    state: str = EXPECTED
    arrived: list[GateEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.arrived = [event for event in self.events if event.kind == Kind.ARRIVED]
        self.state = self._state()

    @property
    def is_used_twice(self) -> bool:
        return any(event.conflict == Conflict.USED_TWICE for event in self.events)

    @property
    def conflicts(self) -> list[GateEvent]:
        return [event for event in self.events if event.conflict]

    @property
    def token(self) -> int | None:
        return next((event.token for event in reversed(self.events) if event.token), None)

    @property
    def locker(self) -> str:
        return next((event.locker for event in reversed(self.events) if event.locker), "")

    @property
    def wrong_tries(self) -> int:
        return sum(event.kind == Kind.WRONG_CODE for event in self.events)

    def at(self, kind: str) -> datetime | None:
        """When this happened first."""
        return next((event.at for event in self.events if event.kind == kind), None)

    def _state(self) -> str:
        kinds = [event.kind for event in self.events if event.kind != Kind.WRONG_CODE]
        if self.visit.status not in (Status.APPROVED, Status.ENDED):
            return CANCELLED
        if kinds and kinds[-1] == Kind.REFUSED:
            return TURNED_BACK
        done = [kind for kind in ORDER if kind in kinds]
        return str(done[-1]) if done else EXPECTED


def bounds(prison: Prison, now: datetime) -> tuple[datetime, datetime]:
    """The prison's own day around `now`, [from, to)."""
    day = now.astimezone(prison.zone).date()
    return _midnight(prison, day), _midnight(prison, day + timedelta(days=1))


def entries(prison: Prison, now: datetime, visit_id: int | None = None) -> list[Entry]:
    """Today's visits by time; with `visit_id` that one alone, of whatever day.

    An approval counts from the moment it is told: until then an officer may still undo it.
    """
    if visit_id is None:
        day = _of(prison, starts_at__range=_inclusive(*bounds(prison, now)))
        visits = Visit.objects.filter(day)
    else:
        visits = Visit.objects.filter(_of(prison, starts_at__isnull=False), pk=visit_id)
    kept = GateEvent.objects.select_related("device", "by").order_by("at", "pk")
    found = visits.select_related("prison__state", "inmate", "window").prefetch_related(
        "persons", Prefetch("gate_events", queryset=kept)
    )
    return [
        Entry(visit, list(visit.gate_events.all()))
        for visit in found.order_by("starts_at", "pk")
        if not (visit.answer_shown_at and visit.answer_shown_at > now)
    ]


def _of(prison: Prison, **when: Any) -> Q:
    """Each half is a partial index of its own (visits/models/visit.py)."""
    ours = Q(prison=prison, kind=VisitKind.PHYSICAL, inmate__isnull=False, **when)
    is_on = ours & Q(status__in=[Status.APPROVED, Status.ENDED])
    return is_on | (ours & Q(status=Status.CANCELLED))


def doubles(listed: list[Entry]) -> list[Entry]:
    """Passes that let somebody in twice, and whatever else does not fit: people look at it."""
    shown = {Conflict.USED_TWICE, Conflict.CANCELLED, Conflict.MOVED, Conflict.REFUSED_BEFORE}
    return [
        entry
        for entry in listed
        if entry.is_used_twice or any(event.conflict in shown for event in entry.events)
    ]


def _midnight(prison: Prison, day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=prison.zone)


def _inclusive(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    return start, end - timedelta(microseconds=1)
