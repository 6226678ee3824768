"""Who writes how many requests for others: the watch on touts. Counts only, no names of
callers, no phone numbers."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.http import HttpResponse

from mulakat import clock
from mulakat.accounts.models import Role, User
from mulakat.audit.models import Event
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.prisons.models import Prison
from mulakat.visits.models import Visit

WINDOW = timedelta(days=30)
MANY_PER_PHONE = 4  # of one phone, by one operator, in 30 days
MANY_DENIED = 2


@dataclass(frozen=True)
class Operator:
    """What one operator has made in 30 days. `most`: requests of the phone that has most."""

    name: str
    made: int
    today: int
    phones: int
    most: int
    denied: int

    @property
    def needs_a_look(self) -> bool:
        return self.most >= MANY_PER_PHONE or self.denied >= MANY_DENIED


def operators(prison: Prison, now: datetime) -> list[Operator]:
    """Those with most requests first. Three queries."""
    made = Visit.objects.filter(
        prison=prison, assisted_by__isnull=False, created_at__gte=now - WINDOW
    )
    per_phone = made.values("assisted_by", "phone_index", "created_at__date").annotate(
        n=Count("pk")
    )
    denied = Counter(
        event.data["operator"]
        for event in Event.objects.filter(name="request.denied", at__gte=now - WINDOW)
        if event.data.get("prison") == prison.pk
    )
    rows: list[dict[str, Any]] = [dict(row) for row in per_phone.order_by()]
    people = {row["assisted_by"] for row in rows} | {int(key[6:]) for key in denied}
    names = User.objects.in_bulk(people)
    found = [_operator(names[pk], rows, denied, now) for pk in people if pk in names]
    return sorted(found, key=lambda one: (-one.needs_a_look, -one.made, one.name))


def figure(prison: Prison, now: datetime) -> dict[str, int] | None:
    """For the first page: how many in 30 days, and the most of one phone by one operator. One
    query; None where nobody writes requests for others."""
    counts = list(
        Visit.objects.filter(prison=prison, assisted_by__isnull=False, created_at__gte=now - WINDOW)
        .values("assisted_by", "phone_index")
        .annotate(n=Count("pk"))
        .order_by()
        .values_list("n", flat=True)
    )
    return {"made": sum(counts), "most": max(counts)} if counts else None


def _operator(
    user: User, rows: list[dict[str, Any]], denied: Counter[str], now: datetime
) -> Operator:
    own = [row for row in rows if row["assisted_by"] == user.pk]
    phones: Counter[str] = Counter()
    for row in own:
        phones[row["phone_index"]] += row["n"]
    today = sum(row["n"] for row in own if row["created_at__date"] == now.date())
    return Operator(
        name=user.name,
        made=phones.total(),
        today=today,
        phones=len(phones),
        most=max(phones.values(), default=0),
        denied=denied[user.actor],
    )


@for_roles(Role.SUPERIOR, Role.ADMIN)
def watch(request: StaffRequest) -> HttpResponse:
    rows = operators(request.staff.prison, clock.now())
    return page(request, "assist/watch", "today", {"rows": rows, "many": MANY_PER_PHONE})
