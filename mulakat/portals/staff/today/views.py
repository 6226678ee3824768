"""The first page: what waits, what is due, today's visits, and messages that did not arrive."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Case, OuterRef, Subquery, When
from django.db.models.functions import Cast, Substr
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString

from mulakat import clock
from mulakat.notifications import faults, outbox
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.assist import watch
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.review import suspects
from mulakat.portals.staff.sign_in.views import LAST_USED
from mulakat.portals.staff.today import incidents, numbers
from mulakat.portals.staff.together import together
from mulakat.prisons.models import Prison
from mulakat.visits.models import Visit


@dataclass(frozen=True)
class Undelivered:
    """One message a visitor does not have, and why."""

    since: str
    visit_pk: str
    reference: str
    channel: str
    message: str
    error: str
    is_given_up: bool


@dataclass(frozen=True)
class Line:
    """One visit of today."""

    at: str
    place: str
    inmate: SafeString
    visitor: SafeString
    kind: str
    state: str  # planned, live, over
    pk: int


@for_roles()
def today(request: StaffRequest) -> HttpResponse:
    if request.staff.only_assists:
        return redirect("staff:assist")
    now, prison = clock.now(), request.staff.prison
    visits = numbers.todays_visits(prison, now)
    running = numbers.running(visits)
    wanted = incidents.questions(prison, now) if request.staff.is_superior else []
    terminals, closures, *noted = together(
        prison.terminals.all(), suspects.to_come(prison, now), *wanted
    )
    context = numbers.numbers(prison, now) | {
        "running": len(running),
        "review": suspects.number(prison, closures, now) if request.staff.looks_again else 0,
        "lines": [_line(visit, running, now) for visit in visits],
        "rail": numbers.picture(terminals, visits, running, now),
        "videos": sum(visit.kind == "video" for visit in visits),
        "at_jail": sum(visit.kind == "physical" for visit in visits),
        "undelivered": _undelivered(prison, now),
        "incidents": incidents.incidents(prison, noted) if noted else [],
        "last_used": _last_used(request),
        "assisted": watch.figure(prison, now) if request.staff.watches_desks else None,
        "assisted_many": watch.MANY_PER_PHONE,
    }
    return page(request, "today", "today", context)


def _line(visit: Visit, running: set[int], now: datetime) -> Line:
    assert visit.starts_at is not None and visit.inmate is not None
    state = "live" if visit.pk in running else "over" if visit.ends_at <= now else "planned"
    place = visit.terminal or visit.window
    return Line(
        at=words.clock(visit.starts_at, visit.prison.zone),
        place=str(place.number) if place else "",
        inmate=words.named(visit.inmate.name),
        visitor=words.named(visit.visitor.name),
        kind=visit.kind,
        state=state,
        pk=visit.pk,
    )


def _undelivered(prison: Prison, now: datetime) -> list[Undelivered]:
    """What nobody has received in the time of the policy, oldest first. One query."""
    patience = prison.policy.message_patience_minutes
    rows = outbox.overdue(prison_id=prison.pk, now=now, patience_minutes=patience)
    state = prison.state.number
    listed = []
    for row in rows.annotate(serial=_of_visit("serial"), year=_of_visit("year"))[:20]:
        serial = getattr(row, "serial", None)
        listed.append(
            Undelivered(
                since=words.moment(row.due_at, prison.zone),
                visit_pk=row.subject.removeprefix("visit:") if serial else "",
                reference=f"{state}/{prison.number}/{serial}/{getattr(row, 'year', 0)}"
                if serial
                else "",
                channel=row.channel,
                message=row.message,
                error=faults.sentence(row.last_error) if row.last_error else "",
                is_given_up=row.given_up_at is not None,
            )
        )
    return listed


def _of_visit(field: str) -> Case:
    """A field of the visit that the subject of a message names ("visit:12")."""
    named = Cast(Substr(OuterRef("subject"), len("visit:") + 1), BigIntegerField())
    found = Visit.objects.filter(pk=named).values(field)[:1]
    return Case(When(subject__startswith="visit:", then=Subquery(found)))


def _last_used(request: StaffRequest) -> str:
    before = parse_datetime(request.session.get(LAST_USED) or "")
    return words.moment(before, request.staff.prison.zone) if before else ""
