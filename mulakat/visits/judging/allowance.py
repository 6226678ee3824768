"""How often an inmate may be visited: what is used, and from when the next visit may be.

Counted in the days of the state's wall clock, over every rolling window that contains the day
(visits/judging/periods.py). Lawyers have a quota of their own. What prison or network broke,
what was declined, turned back without fault or cancelled early never uses anything up.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from mulakat.people.models import Inmate
from mulakat.prisons.policy import Policy
from mulakat.visits.judging.periods import Days, Quota, first_free, most
from mulakat.visits.models import COUNTED_OUTCOMES, Outcome, Status, Visit, VisitPerson

LOOK_BACK = timedelta(days=32)  # the longest window and a day
LAWYER = "lawyer"


@dataclass(frozen=True)
class Allowance:
    """`used` of `total` in the fullest `period` around the day; `total` None: no limit.

    `next_from` is the first day, from the one asked about, on which one more is allowed.
    """

    used: int = 0
    total: int | None = None
    period: str = ""
    next_from: date | None = None

    @property
    def is_used_up(self) -> bool:
        return self.total is not None and self.used >= self.total


def counts(visit: Visit) -> bool:
    """Does the visit use up a place of the quota? Its status and outcome alone decide.

    A visitor who cancels later than `policy.cancel_before_hours` leaves a cancelled visit with
    the outcome MISSED_VISITOR (visits/cancelling.py); all other cancelled ones are free.
    """
    if visit.status == Status.APPROVED:
        return True
    if visit.status == Status.ENDED:
        return visit.outcome in COUNTED_OUTCOMES
    return visit.status == Status.CANCELLED and visit.outcome == Outcome.MISSED_VISITOR


def allowance(
    *,
    inmate: Inmate,
    kind: str,
    relation: str,
    on: date,
    policy: Policy,
    apart_from: Visit | None = None,
) -> Allowance:
    """How the quota stands on a day for a visit of this kind by such a visitor. One query.

    `apart_from` is the visit that asks, which does not stand in its own way.
    """
    zone = inmate.prison.zone
    if not quotas(policy, category=inmate.category, kind=kind, relation=relation):
        return Allowance(next_from=on)
    since = datetime.combine(on - LOOK_BACK, time(0), zone)
    visits = [v for v in taking(taken_since(inmate, since), inmate) if inmate_of(v) == inmate.pk]
    return reckon(
        visits=visits, category=inmate.category, kind=kind, relation=relation, on=on,
        policy=policy, zone=zone, apart_from=apart_from,
    )  # fmt: skip


def reckon(
    *,
    visits: Iterable[Visit],
    category: str,
    kind: str,
    relation: str,
    on: date,
    policy: Policy,
    zone: ZoneInfo,
    apart_from: Visit | None = None,
) -> Allowance:
    """The same over visits of the inmate that are at hand, as `taking` reads them."""
    limits = quotas(policy, category=category, kind=kind, relation=relation)
    if not limits:
        return Allowance(next_from=on)
    asked_by_lawyer = relation == LAWYER
    own = [
        visit
        for visit in visits
        if visit.pk != (apart_from.pk if apart_from else None)
        and _is_of(visit, policy, kind=kind, by_lawyer=asked_by_lawyer)
    ]
    taken = [days for visit in own if (days := days_of(visit, zone))]
    used = [(number, period, most(taken, on, period)) for number, period in limits]
    number, period, n = min(used, key=lambda limit: limit[0] - limit[2])
    return Allowance(n, number, period, first_free(taken, on, limits))


def quotas(policy: Policy, *, category: str, kind: str, relation: str) -> list[Quota]:
    """The limits that hold for such a visit: of the inmate's class, else those of "*"."""
    if relation in policy.quota_free_relations:
        return []
    if relation == LAWYER:
        rows = policy.lawyer_quotas
    else:
        is_apart = kind == "physical" and not policy.quota_shared
        rows = policy.quotas_physical if is_apart else policy.quotas
    of_class = [(number, period) for which, number, period in rows if which == category]
    return of_class or [(number, period) for which, number, period in rows if which == "*"]


def days_of(visit: Visit, zone: ZoneInfo) -> Days:
    """The days on which the visit takes a place: its own, and that of an open offer."""
    return frozenset(at.astimezone(zone).date() for at in _moments(visit))


def taken_since(inmate: Inmate, since: datetime) -> Q:
    """Which visits of the inmate may use up something after `since`; for `taking`."""
    is_there = Q(status__in=(Status.APPROVED, Status.ENDED, Status.CANCELLED))
    at = is_there & Q(starts_at__gte=since) | Q(status=Status.OFFERED)
    return Q(inmate=inmate) & at


def taking(which: Q, *inmates: Inmate) -> QuerySet[Visit]:
    """The visits of `which`, and those to which one of `inmates` is offered; each with
    `lead_relation`, `lead_name`, `offered_at` and `offered` (time and `wanted` of the offer it
    has not answered), and nothing sealed.
    """
    lead = VisitPerson.objects.filter(visit=OuterRef("pk"), position=0)
    visits: QuerySet[Visit] = Visit.objects.annotate(
        open_offer=FilteredRelation("offers", condition=Q(offers__answered_at=None)),
        offered_at=F("open_offer__starts_at"),
        offered=F("open_offer__wanted"),
        lead_relation=Subquery(lead.values("relation")[:1]),
        lead_name=Subquery(lead.values("name")[:1]),
    ).defer("contact", "details")
    if not inmates:
        return visits.filter(which)
    # A request has no inmate yet, its offer names him. A union, for an OR would read every visit
    offered = Visit.objects.filter(
        prison__in={inmate.prison_id for inmate in inmates}, status=Status.OFFERED,
        offers__answered_at=None, offers__wanted__inmate__in=[one.pk for one in inmates],
    )  # fmt: skip
    there = Visit.objects.filter(which).values("pk")
    return visits.filter(pk__in=there.union(offered.values("pk")))


def inmate_of(visit: Visit) -> int | None:
    """The inmate on whose quota the visit draws: whom its open offer names, else its own."""
    offered: dict[str, Any] = cast(Any, visit).offered or {}
    return offered.get("inmate") or visit.inmate_id


def _moments(visit: Visit) -> Iterator[datetime]:
    if counts(visit) and visit.starts_at:
        yield visit.starts_at
    if offered_at := cast(Any, visit).offered_at:
        yield offered_at


def _is_of(visit: Visit, policy: Policy, *, kind: str, by_lawyer: bool) -> bool:
    """Does the visit draw on the same quota as one of `kind` by such a visitor?"""
    relation = cast(Any, visit).lead_relation
    if by_lawyer:
        return bool(relation == LAWYER)
    if relation == LAWYER or relation in policy.quota_free_relations:
        return False
    return policy.quota_shared or visit.kind == kind
