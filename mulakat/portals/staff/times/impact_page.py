"""Whom it hits, and what becomes of them: the page before anything is closed or taken away.

A form in one to three steps, all answers carried along: what becomes of each group; where
those go that are moved, one kind of visit at a time; then `act` does it all at once. If other
visits are hit by then, the first step comes again and says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, cast

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mulakat import clock
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest
from mulakat.portals.staff.times.frame import draw
from mulakat.portals.staff.times.reading import Form
from mulakat.portals.staff.times.wording import field_errors
from mulakat.prisons.models import Prison
from mulakat.schedule.timetable import day_bounds, free_slots, from_wall
from mulakat.visits import wording
from mulakat.visits.closures import closing
from mulakat.visits.closures.closing import Choice, Extent, Impact
from mulakat.visits.models import Visit

Group = Literal["approved", "asked"]
GROUPS: tuple[Group, ...] = ("approved", "asked")
KINDS = ("video", "physical")
AHEAD = timedelta(days=28)  # how far one may move to
TEXTS = ("seen", "reason", *(f"{group}_what" for group in GROUPS),
         *(f"{group}_{part}_{kind}" for group in GROUPS for kind in KINDS
           for part in ("number", "day", "from")))  # fmt: skip
FIELDS = {
    "no_choice_approved": "approved_what",
    "no_choice_asked": "asked_what",
    "no_reason_to_keep": "reason",
    "too_few_places": "day",
    "no_day": "day",
}


@dataclass(frozen=True)
class Chosen:
    """All that was chosen, as `closing` takes it."""

    seen: str
    approved: Choice
    asked: Choice


@dataclass(frozen=True)
class Line:
    """One visit that is hit."""

    at: str
    inmate: SafeString
    reference: str
    kind: str
    pk: int


@dataclass(frozen=True)
class Step:
    """Where one kind of visit of one group goes."""

    group: Group
    kind: str
    number: int

    @property
    def field(self) -> str:
        return f"{self.group}_day_{self.kind}"

    @property
    def from_field(self) -> str:
        return f"{self.group}_from_{self.kind}"


Act = Callable[[Chosen], object]


def show(
    request: StaffRequest,
    *,
    extent: Extent,
    act: Act,
    template: str,
    section: str,
    context: dict[str, Any],
    may_keep: bool = True,
    may_move: bool = True,
) -> HttpResponse | None:
    """The page that is due, or None once `act` has done it."""
    form = Form(request.POST, TEXTS)
    page = _Page(request, extent, form, template, section, context, may_keep, may_move)
    if request.POST.get("act") != "settle":
        return page.impact()
    _check_choices(form, may_keep)
    if form.errors:
        return page.impact()
    if step := _next_step(form):
        return page.where_to(step, is_asked=request.POST.get("step") == step.field)
    try:
        act(_chosen(form, extent))
    except closing.ImpactChanged as changed:
        return page.impact(changed.impact)
    except closing.CannotClose as cannot:
        return page.refused(cannot)
    return None


@dataclass
class _Page:
    request: StaffRequest
    extent: Extent
    form: Form
    template: str
    section: str
    context: dict[str, Any]
    may_keep: bool
    may_move: bool

    def impact(self, changed: Impact | None = None) -> HttpResponse:
        """The visits, and what becomes of each group. `changed`: not those seen before."""
        found = changed or closing.impact(extent=self.extent, now=clock.now())
        numbers = {
            f"{group}_number_{kind}": sum(v.kind == kind for v in getattr(found, group))
            for group in GROUPS
            for kind in KINDS
        }
        context = {
            "approved": [_line(visit) for visit in found.approved],
            "asked": [_line(visit) for visit in found.asked],
            "besides": len(found.asked_besides),
            "numbers": numbers,
            "seen": found.seen,
            "is_changed": changed is not None,
            "may_keep": self.may_keep,
            "may_move": self.may_move,
        }
        return self._draw(context, 409 if changed else 422 if self.form.errors else 200)

    def where_to(self, step: Step, *, is_asked: bool) -> HttpResponse:
        """The days with places for one kind of visit."""
        if is_asked and not self.form.errors:
            self.form.wrong(step.field, _("Choose the day they move to"))
        prison = self.extent.prison
        assert prison is not None
        days = _days(prison, step.kind, self.extent, clock.now())
        carried = [(n, v) for n, v in self.form.values.items() if n not in _asked_for(step)]
        context = {
            "step": step,
            "days": days,
            "carried": carried,
            "day": self.form.values[step.field],
            "day_error": self.form.errors.get(step.field, ""),
            "from_error": self.form.errors.get(step.from_field, ""),
        }
        return self._draw(context, 422 if self.form.errors else 200)

    def refused(self, cannot: closing.CannotClose) -> HttpResponse:
        """Why nothing was done; the days are asked for again if they were the fault."""
        prison = self.extent.prison or self.request.staff.prison
        errors = field_errors(cannot.reasons, FIELDS, prison)
        moved = [step for group in GROUPS for step in _steps(self.form, group)]
        if moved and not {"approved_what", "asked_what", "reason"} & set(errors):
            self.form.errors = {moved[0].field: " ".join(errors.values())}
            return self.where_to(moved[0], is_asked=False)
        self.form.errors = errors
        return self.impact()

    def _draw(self, context: dict[str, Any], status: int) -> HttpResponse:
        shown = {"typed": self.form.typed, "errors": self.form.errors} | self.context | context
        return draw(self.request, self.template, self.section, shown, status=status)


def _check_choices(form: Form, may_keep: bool) -> None:
    """A choice for each group that has visits; a reason where approved ones are kept."""
    for group, sentence in (
        ("approved", _("Choose what happens to the %(n)s approved visits")),
        ("asked", _("Choose what happens to the %(n)s requests")),
    ):
        number = sum(_number(form, cast(Group, group), kind) for kind in KINDS)
        options = {"move", "cancel", "keep"} if may_keep or group == "asked" else {"move", "cancel"}
        if number:
            form.choice(f"{group}_what", options, sentence % {"n": number})
    if form.values["approved_what"] == "keep" and not form.text("reason", 300):
        form.wrong("reason", _("Write why these visits stand"))


def _number(form: Form, group: Group, kind: str) -> int:
    text = form.values[f"{group}_number_{kind}"]
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _steps(form: Form, group: Group) -> list[Step]:
    if form.values[f"{group}_what"] != "move":
        return []
    found = (Step(group, kind, _number(form, group, kind)) for kind in KINDS)
    return [step for step in found if step.number]


def _next_step(form: Form) -> Step | None:
    """The first kind of visit that has no day yet."""
    for group in GROUPS:
        for step in _steps(form, group):
            form.day(step.field, "", may_be_empty=True)
            if form.values[step.from_field]:
                form.clock(step.from_field, _("Write the time like 14:30"))
            if step.field in form.errors or step.from_field in form.errors:
                form.errors.pop(step.field, None)
                return step
            if not form.values[step.field]:
                return step
    return None


def _asked_for(step: Step) -> tuple[str, str]:
    return step.field, step.from_field


def _chosen(form: Form, extent: Extent) -> Chosen:
    def choice(group: Group) -> Choice:
        to = {}
        for step in _steps(form, group):
            assert extent.prison is not None
            to[step.kind] = _span(form, step, extent.prison)
        what = cast(Any, form.values[f"{group}_what"])
        return Choice(what, to, form.values["reason"])

    return Chosen(form.values["seen"], choice("approved"), choice("asked"))


def _span(form: Form, step: Step, prison: Prison) -> tuple[datetime, datetime]:
    """From the chosen time of the chosen day to its end."""
    day = date.fromisoformat(form.values[step.field])
    begins = form.clock(step.from_field, "") if form.values[step.from_field] else time(0)
    assert begins is not None
    start = from_wall(prison, datetime.combine(day, begins))
    return max(start, clock.now()), day_bounds(prison, day)[1]


def _days(prison: Prison, kind: str, extent: Extent, now: datetime) -> list[tuple[str, str]]:
    """The coming days with free places outside of what is being closed, and how many."""
    free: dict[date, int] = {}
    for slot in free_slots(prison=prison, kind=kind, start=now, end=now + AHEAD):
        is_closed = extent.starts_at <= slot.starts_at < extent.ends_at
        left = slot.left
        if is_closed and not (extent.terminal or extent.window):
            continue
        if is_closed:
            places = [*slot.terminals, *(seat.window for seat in slot.seats)]
            left = min(left, sum(p not in (extent.terminal, extent.window) for p in places))
        day = slot.starts_at.astimezone(prison.zone).date()
        free[day] = free.get(day, 0) + left
    shown = _("%(day)s: %(n)s places free")
    return [
        (day.isoformat(), shown % {"day": _name(prison, day), "n": left})
        for day, left in sorted(free.items())
        if left
    ]


def _name(prison: Prison, day: date) -> str:
    return wording.short_day(day_bounds(prison, day)[0], prison.zone)


def _line(visit: Visit) -> Line:
    inmate = visit.inmate.name if visit.inmate else str(visit.asked.get("name", ""))
    first = visit.starts_at or next((datetime.fromisoformat(w) for w in visit.wishes), None)
    return Line(
        at=words.moment(first, visit.prison.zone) if first else "",
        inmate=words.named(inmate),
        reference=visit.reference,
        kind=visit.kind,
        pk=visit.pk,
    )
