"""The list of a phone's visits: the next one large, then what waits, what is past, the rest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mulakat.portals.visitor import here
from mulakat.portals.visitor.visits import standing
from mulakat.visits.models import Status, Visit

WAITING = frozenset({
    Status.REQUESTED, Status.QUESTION, Status.OFFERED, Status.WAITLISTED, Status.LAPSED,
})  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One visit as the list shows it."""

    pk: int
    word: str
    colour: str
    shape: str
    when: str
    place: str
    whom: str
    reference: str


def of(visits: list[Visit], now: datetime) -> dict[str, Any]:
    """The context of visits/list.html."""
    coming = [visit for visit in visits if _is_coming(visit, now)]
    coming.sort(key=lambda visit: visit.starts_at or now)
    first, rest = coming[:1], coming[1:]
    waiting = [v for v in visits if v.status_shown(now) in WAITING]
    past = [v for v in visits if _is_past(v, now)]
    taken = {visit.pk for visit in [*coming, *waiting, *past]}
    return {
        "next": line(first[0], now) if first else None,
        "coming": [line(visit, now) for visit in rest],
        "waiting": [line(visit, now) for visit in waiting],
        "past": [line(visit, now) for visit in past],
        "others": [line(visit, now) for visit in visits if visit.pk not in taken],
        "has_none": not visits,
        "here": here.here_in(visits[0].prison.state) if visits else None,
    }


def line(visit: Visit, now: datetime) -> Line:
    status = Status(visit.status_shown(now))
    colour, shape = standing.SHAPES.get(status, standing.SHAPES[Status.REQUESTED])
    is_fixed = visit.starts_at is not None and status in {Status.APPROVED, Status.ENDED}
    return Line(
        pk=visit.pk,
        word=standing.word_of(visit, status),
        colour=colour,
        shape=shape,
        when=standing.moment(visit, visit.starts_at) if is_fixed and visit.starts_at else "",
        place=visit.prison.name(),
        whom=visit.asked["name"],
        reference=visit.reference,
    )


def _is_coming(visit: Visit, now: datetime) -> bool:
    shown = visit.status_shown(now) == Status.APPROVED
    return shown and visit.starts_at is not None and now < visit.closes_at


def _is_past(visit: Visit, now: datetime) -> bool:
    status = visit.status_shown(now)
    return status == Status.ENDED or (status == Status.APPROVED and not _is_coming(visit, now))
