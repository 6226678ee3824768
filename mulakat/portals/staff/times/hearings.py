"""Court hearings by video: which terminal a court has when; a new one, one that is cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mulakat import clock
from mulakat.people.models import Inmate
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.rail import Rail, Span, rail
from mulakat.portals.staff.times import wording
from mulakat.portals.staff.times.frame import PLANS, draw
from mulakat.portals.staff.times.reading import Form
from mulakat.prisons.models import Prison, Terminal
from mulakat.schedule import hearings as schedule
from mulakat.schedule import openings
from mulakat.schedule.models import CELL_MINUTES, Cell, Hearing
from mulakat.schedule.obstacles import CannotPlan
from mulakat.schedule.timetable import day_bounds, from_wall

TEXTS = ("terminal", "court", "day", "starts", "minutes", "number")
FIELDS = {
    "terminal_taken": "starts",
    "inmate_busy": "number",
    "no_court": "court",
    "minutes_0": "minutes",
    "time_is_past": "starts",
    "terminal_removed": "terminal",
    "terminal_broken": "terminal",
    "inmate_elsewhere": "number",
    "inmate_left": "number",
}
STEP = timedelta(minutes=CELL_MINUTES)


@dataclass(frozen=True)
class Row:
    """One hearing to come."""

    pk: int
    at: str
    minutes: int
    terminal: int
    court: str
    inmate: SafeString | str


@for_roles(*PLANS)
def hearings(request: StaffRequest) -> HttpResponse:
    prison = request.staff.prison
    form = Form(request.POST, TEXTS)
    if request.method != "POST" or request.POST.get("act") == "show":
        day = request.POST.get("day") or clock.now().astimezone(prison.zone).date().isoformat()
        typed = {"minutes": "30"} | ({"day": day} if request.method != "POST" else form.values)
        return _page(request, typed, {})
    if _book(request, form):
        return redirect("staff:times_hearings")
    return _page(request, form.values, form.errors)


@require_POST
@for_roles(*PLANS)
def cancel(request: StaffRequest, hearing_id: int) -> HttpResponse:
    """Gives the terminal back; a second press changes nothing."""
    here = {"terminal__prison": request.staff.prison}
    hearing = get_object_or_404(Hearing, pk=hearing_id, **here)
    try:
        schedule.cancel(hearing=hearing, by=request.staff.user, now=clock.now())
    except CannotPlan as cannot:
        errors = wording.field_errors(cannot.obstacles, {"": "hearings"}, request.staff.prison)
        return _page(request, {"minutes": "30"}, errors)
    return redirect("staff:times_hearings")


def _book(request: StaffRequest, form: Form) -> bool:
    """Whether it is booked; else `form.errors` says everything."""
    prison = request.staff.prison
    terminal = _terminal(form, prison)
    day = form.day("day", _("Choose the day"))
    starts = form.clock("starts", _("Enter when it begins, like 10:30"))
    minutes = form.number("minutes", _("Enter how many minutes it lasts"))
    court = form.text("court", 80)
    if not court:
        form.wrong("court", _("Enter the name of the court"))
    inmate = _inmate(form, prison)
    if day and starts and not openings.exists(datetime.combine(day, starts), prison.zone):
        form.wrong("starts", _("The clocks do not show this time on that day"))
    if form.errors or terminal is None or not day or starts is None or minutes is None:
        return False
    try:
        schedule.book(
            terminal=terminal,
            court=court,
            starts_at=from_wall(prison, datetime.combine(day, starts)),
            minutes=minutes,
            inmate=inmate,
            by=request.staff.user,
            now=clock.now(),
        )
    except CannotPlan as cannot:
        form.errors = wording.field_errors(cannot.obstacles, FIELDS, prison)
        return False
    return True


def _terminal(form: Form, prison: Prison) -> Terminal | None:
    pk = form.values["terminal"]
    found = None
    if pk.isascii() and pk.isdecimal() and len(pk) < 18:
        found = Terminal.objects.filter(pk=int(pk), prison=prison, removed_at=None).first()
    if found is None:
        form.wrong("terminal", _("Choose the terminal"))
    else:
        found.prison = prison
    return found


def _inmate(form: Form, prison: Prison) -> Inmate | None:
    """By the number of the register; a court may also have the terminal for nobody yet."""
    number = form.values["number"]
    if not number:
        return None
    found = Inmate.objects.filter(prison=prison, number__iexact=number).first()
    if found is None:
        form.wrong("number", _("Nobody in the register has this number"))
    return found


def _page(request: StaffRequest, typed: dict[str, str], errors: dict[str, str]) -> HttpResponse:
    prison, now = request.staff.prison, clock.now()
    since = now - timedelta(hours=12)
    found = Hearing.objects.filter(
        terminal__prison=prison, cancelled_at=None, starts_at__gt=since
    ).select_related("terminal", "inmate")
    listed = list(found.order_by("starts_at", "terminal__number"))
    terminals = list(prison.terminals.filter(removed_at=None).order_by("number"))
    day = _day(typed.get("day", ""), now.astimezone(prison.zone).date())
    context = {
        "rows": [_row(h, prison) for h in listed if h.starts_at + _length(h) > now],
        "terminals": [(str(t.pk), _("Terminal %(n)s") % {"n": t.number}) for t in terminals],
        "typed": typed,
        "errors": errors,
        "rail": _rail(prison, terminals, day),
        "day": wording.span(*day_bounds(prison, day), prison),
    }
    return draw(request, "hearings", "hearings", context, status=422 if errors else 200)


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today


def _length(hearing: Hearing) -> timedelta:
    return timedelta(minutes=hearing.minutes)


def _row(hearing: Hearing, prison: Prison) -> Row:
    return Row(
        pk=hearing.pk,
        at=words.moment(hearing.starts_at, prison.zone),
        minutes=hearing.minutes,
        terminal=hearing.terminal.number,
        court=hearing.court,
        inmate=words.named(hearing.inmate.name) if hearing.inmate else "–",
    )


def _rail(prison: Prison, terminals: list[Terminal], day: date) -> Rail | None:
    """What holds the terminals on that day: visits pale, courts dark."""
    start, end = day_bounds(prison, day)
    held = Cell.objects.filter(terminal__in=terminals, at__gte=start, at__lt=end).order_by("at")
    cells = list(held.values_list("terminal_id", "holder", "at"))
    if not terminals:
        return None
    first = min([start + timedelta(hours=9), *(at for _t, _h, at in cells)])
    last = max([start + timedelta(hours=17), *(at + STEP for _t, _h, at in cells)])
    lanes = [
        (
            _("Terminal %(n)s") % {"n": terminal.number},
            _("out of order") if terminal.broken_since else "",
            list(_spans((holder, at) for pk, holder, at in cells if pk == terminal.pk)),
        )
        for terminal in terminals
    ]
    return rail(lanes, start=first, end=last, step=timedelta(hours=1), width=1300, zone=prison.zone)


def _spans(cells: Iterable[tuple[str, datetime]]) -> Iterable[Span]:
    """The cells of one terminal, joined by holder."""
    by_holder: dict[str, list[datetime]] = {}
    for holder, at in cells:
        by_holder.setdefault(holder, []).append(at)
    for holder, times in by_holder.items():
        is_court = holder.startswith("hearing:")
        minutes = int((times[-1] + STEP - times[0]) / timedelta(minutes=1))
        kind, text = ("this", _("court")) if is_court else ("taken", "")
        yield Span(times[0], minutes, kind, text if minutes >= 30 else "")
