"""The queue: requests that wait, nearest deadline first, with light and fairness note."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests.filters import Filters, position, token
from mulakat.portals.staff.requests.lights import Light, lights
from mulakat.portals.staff.words import Deadline
from mulakat.visits.models import Outcome, Status, Visit

PAGE = 12  # fills a screen of 768 lines
MET = (Outcome.DONE, Outcome.CUT_SHORT, Outcome.STOPPED)


@dataclass(frozen=True)
class Row:
    """One request on one line. `begins_group`: a stitched line stands above it."""

    pk: int
    deadline: Deadline
    inside: SafeString
    number: str
    visitor: SafeString
    relation: str
    kind: str
    wish: str
    age: str
    last: str  # since the family last met
    light: Light
    mark: str  # why this one is not like the others
    begins_group: bool


@for_roles(Role.APPROVER)
def queue(request: StaffRequest) -> HttpResponse:
    now, prison = clock.now(), request.staff.prison
    filters = Filters.read(request.GET)
    waiting = filters.apply(prison, now)
    after = position(request.GET.get("after", ""))
    if after:
        at, pk = after
        waiting = waiting.filter(Q(answer_by__gt=at) | Q(answer_by=at, pk__gt=pk))
    visits = listed(waiting, PAGE + 1)
    for visit in visits:
        visit.prison = prison
    shown = visits[:PAGE]
    made = rows(shown, now)
    context = {
        "rows": made,
        "filters": filters,
        "filter_fields": filters.fields(prison),
        "next": token(shown[-1]) if len(visits) > PAGE else "",
        "is_first": after is None,
        "clear": sum(row.light.is_clear for row in made) if not filters.waits else 0,
    }
    return page(request, "queue", "requests", context)


def listed(waiting: Any, most: int) -> list[Visit]:
    """The rows with what a line shows, and when the family last met. Two queries."""
    met = (
        Visit.objects.filter(
            phone_index=OuterRef("phone_index"),
            prison=OuterRef("prison"),
            status=Status.ENDED,
            outcome__in=MET,
        )
        .order_by()
        .values("phone_index")
        .annotate(last=Max("starts_at"))
        .values("last")
    )
    read = waiting.select_related("visitor_code__inmate")
    read = read.annotate(last_met=Subquery(met))
    return list(read.defer("contact").prefetch_related("persons")[:most])


def rows(visits: list[Visit], now: datetime) -> list[Row]:
    seen = lights(visits, now)
    made: list[Row] = []
    for visit in visits:
        before = made[-1].deadline.state if made else None
        made.append(_row(visit, seen[visit.pk], now, before))
    return made


def _row(visit: Visit, light: Light, now: datetime, before: str | None) -> Row:
    assert visit.answer_by is not None and visit.requested_at is not None
    zone, lead = visit.prison.zone, visit.visitor
    deadline = words.deadline(visit.answer_by, now, zone, since=visit.requested_at)
    wish = datetime.fromisoformat(visit.wishes[0]) if visit.wishes else None
    return Row(
        pk=visit.pk,
        deadline=deadline,
        inside=words.named(str(visit.asked.get("name", ""))),
        number=light.inmate.number if light.inmate else str(visit.asked.get("number") or ""),
        visitor=words.named(lead.name),
        relation=words.relation(lead),
        kind=visit.kind,
        wish=words.moment(wish, zone) if wish else "",
        age=words.span(now - visit.requested_at),
        last=_last(visit, now),
        light=light,
        mark=_mark(visit),
        begins_group=before is not None and before != deadline.state,
    )


def _last(visit: Visit, now: datetime) -> str:
    """The fairness note: how long this family has not met anybody here."""
    met: datetime | None = getattr(visit, "last_met", None)
    if met is None:
        return _("never yet")
    zone = visit.prison.zone
    days = (now.astimezone(zone).date() - met.astimezone(zone).date()).days
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days else _("today")


def _mark(visit: Visit) -> str:
    return "first" if visit.goes_first else ""
