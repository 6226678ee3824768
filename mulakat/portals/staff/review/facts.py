"""What the review page rests on, read in four questions however much there is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mulakat.people.models import Absence, Restriction
from mulakat.portals.staff.requests.loading import remember_persons
from mulakat.portals.staff.review.suspects import suspects, to_come
from mulakat.portals.staff.together import together
from mulakat.prisons.models import Prison
from mulakat.schedule import openings
from mulakat.schedule.models import ExtraTime, Hearing, SlotRule
from mulakat.visits import lapsing
from mulakat.visits.findings import Facts, Finding, findings
from mulakat.visits.models import (
    Change,
    Kept,
    Proposal,
    SecondLook,
    Status,
    Visit,
    VisitPerson,
)

SHOWN = 100
LAPSED_SHOWN = timedelta(days=30)


@dataclass(frozen=True)
class Review:
    """Findings by time, and what waits for a superior or another officer, oldest first."""

    found: list[Finding]
    escalated: list[Visit]
    proposals: dict[int, Proposal]
    changes: dict[int, Change]


def read(prison: Prison, now: datetime) -> Review:
    ahead = list(
        suspects(prison, to_come(prison, now), now)
        .select_related("inmate", "terminal", "window")
        .defer("contact")
        .order_by("starts_at", "pk")[:SHOWN]
    )
    waiting = list(
        escalated(prison, now)
        .select_related("second_look__refused_by")
        .defer("contact")
        .order_by("answer_by", "pk")[:SHOWN]
    )
    both = {visit.pk: visit for visit in [*ahead, *waiting]}
    persons, proposals, changes, *facts = together(
        VisitPerson.objects.filter(visit__in=both, position=0),
        Proposal.objects.filter(visit__in=both, answered_at=None),
        Change.objects.filter(visit__in=both, answered_at=None),
        *_questions(prison, ahead),
    )
    by_visit: dict[int, list[VisitPerson]] = {}
    for person in persons:
        by_visit.setdefault(person.visit_id, []).append(person)
    for visit in both.values():
        visit.prison = prison
        remember_persons(visit, by_visit.get(visit.pk, []))
    return Review(
        found=findings(ahead, now, _facts(prison, ahead, facts)) if ahead else [],
        escalated=waiting,
        proposals={proposal.visit_id: proposal for proposal in proposals},
        changes={change.visit_id: change for change in changes},
    )


def escalated(prison: Prison, now: datetime) -> Any:
    """What lapsed, is looked at again, waits for a second officer, or asks for another time."""
    lapsed = lapsing.lapsed(prison, now).filter(answer_by__gt=now - LAPSED_SHOWN)
    keys = (
        lapsed.order_by()
        .values("pk")
        .union(
            _of(prison, SecondLook).filter(visit__status=Status.REFUSED).values("visit"),
            _of(prison, Proposal).values("visit"),
            _of(prison, Change).values("visit"),
        )
    )
    return Visit.objects.filter(pk__in=keys)


def _of(prison: Prison, model: Any) -> Any:
    return model.objects.filter(answered_at=None, visit__prison=prison)


def _questions(prison: Prison, visits: list[Visit]) -> list[Any]:
    """The tables of visits/findings.py, for these visits."""
    people = {visit.inmate_id for visit in visits}
    starts = min((v.starts_at for v in visits if v.starts_at), default=None)
    ends = max((v.ends_at for v in visits), default=None)
    if starts is None or ends is None:
        return []
    return [
        Absence.objects.filter(
            inmate__in=people, removed_at=None, starts_at__lt=ends, ends_at__gt=starts
        ),
        Restriction.objects.filter(prison=prison, lifted_at=None, starts_at__lt=ends),
        Hearing.objects.filter(
            inmate__in=people, cancelled_at=None, starts_at__lt=ends,
            starts_at__gt=starts - timedelta(days=1),
        ),
        to_come(prison, starts).filter(starts_at__lt=ends),
        Kept.objects.filter(visit__in=visits),
        SlotRule.objects.filter(prison=prison),
        ExtraTime.objects.filter(prison=prison, removed_at=None),
    ]  # fmt: skip


def _facts(prison: Prison, visits: list[Visit], read: list[list[Any]]) -> Facts:
    absences, bars, hearings, closures, kept, rules, extras = read
    there: list[openings.Opening] = [*rules, *extras]
    return Facts(
        absences=absences,
        restrictions=bars,
        hearings=hearings,
        closures=sorted(closures, key=lambda closure: (closure.starts_at, closure.pk)),
        kept=kept,
        givers={
            visit.pk: [
                one
                for one in there
                if one.kind == visit.kind
                and visit.starts_at
                and openings.gives(one, visit.starts_at, prison.zone)
            ]
            for visit in visits
        },
    )
