"""The numbers of the day, and its picture: terminals as lanes, visits as blocks."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from mulakat.portals.staff import words
from mulakat.portals.staff.rail import Rail, Span, rail
from mulakat.portals.staff.requests.loading import remember_persons
from mulakat.prisons.models import Prison, Terminal
from mulakat.prisons.terms import terms_of
from mulakat.schedule.models import Kind
from mulakat.schedule.timetable import day_bounds
from mulakat.visits.models import Status, Visit, VisitPerson

HOUR = timedelta(hours=1)


def numbers(prison: Prison, now: datetime) -> dict[str, Any]:
    """What waits: the oldest, how many are due today, how many late, the next. One query."""
    _start, end = day_bounds(prison, now.astimezone(prison.zone).date())
    counted = Visit.objects.filter(prison=prison, status=Status.REQUESTED).aggregate(
        oldest=Min("requested_at"),
        due=Count("pk", filter=Q(answer_by__lt=end)),
        late=Count("pk", filter=Q(answer_by__lte=now)),
        next=Min("answer_by", filter=Q(answer_by__gt=now)),
    )
    oldest, following = counted["oldest"], counted["next"]
    return {
        "oldest": words.span(now - oldest) if oldest else "",
        "due": counted["due"],
        "late": counted["late"],
        "next": words.clock(following, prison.zone) if following and following < end else "",
    }


def todays_visits(prison: Prison, now: datetime) -> list[Visit]:
    """Approved and ended visits of today with calls and lead persons, in order. One query: the
    persons bring their visits with them."""
    start, end = day_bounds(prison, now.astimezone(prison.zone).date())
    leads = VisitPerson.objects.filter(
        position=0,
        visit__prison=prison,
        visit__status__in=[Status.APPROVED, Status.ENDED],
        visit__starts_at__gte=start,
        visit__starts_at__lt=end,
    )
    read = leads.select_related(
        "visit__inmate", "visit__terminal", "visit__window", "visit__call"
    ).defer("id_number", "visit__contact")
    found = []
    for lead in read.order_by("visit__starts_at", "visit_id"):
        lead.visit.prison = prison
        remember_persons(lead.visit, [lead])
        found.append(lead.visit)
    return found


def running(visits: list[Visit]) -> set[int]:
    """Keys of the visits whose call is let in and not over."""
    calls = [call for visit in visits if (call := getattr(visit, "call", None))]
    return {call.visit_id for call in calls if call.admitted_at and not call.ended_at}


def picture(
    terminals: list[Terminal], visits: list[Visit], live: set[int], now: datetime
) -> Rail | None:
    """None on a day without visits. No query."""
    if not visits:
        return None
    prison = visits[0].prison
    times = [visit.starts_at for visit in visits if visit.starts_at]
    start = min(*times, now).astimezone(UTC) if len(times) > 1 else min(times[0], now)
    start = _hour(start, prison)
    end = max(*(visit.ends_at for visit in visits), start + 4 * HOUR)
    lanes = []
    for terminal in sorted(terminals, key=lambda one: one.number):
        at = [v for v in visits if v.kind == Kind.VIDEO and v.terminal_id == terminal.pk]
        since = terminal.broken_since
        note = (
            _("Out of order since %(at)s") % {"at": words.moment(since, prison.zone)}
            if (since)
            else ""
        )
        label = _("Terminal %(n)s") % {"n": terminal.number}
        lanes.append((label, note, [_span(visit, live, now) for visit in at]))
    at_jail = [_span(visit, live, now) for visit in visits if visit.kind == Kind.PHYSICAL]
    if at_jail:
        lanes.append((_("At the %(at_jail)s") % terms_of(prison.state), "", at_jail))
    step = HOUR if end - start <= 10 * HOUR else 2 * HOUR
    return rail(lanes, start=start, end=end, step=step, width=1300, zone=prison.zone, now=now)


def _hour(at: datetime, prison: Prison) -> datetime:
    """The full hour of the prison's clock before."""
    local = at.astimezone(prison.zone).replace(minute=0, second=0, microsecond=0)
    return local.astimezone(UTC)


def _span(visit: Visit, live: set[int], now: datetime) -> Span:
    assert visit.starts_at is not None and visit.minutes is not None
    kind = "live" if visit.pk in live else "given" if visit.ends_at <= now else "planned"
    return Span(visit.starts_at, visit.minutes, kind)
