"""Closures: those to come, a new one with its impact first, opening again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from mulakat import clock
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.times import closure_form, impact_page, wording
from mulakat.portals.staff.times.closure_form import ClosureForm
from mulakat.portals.staff.times.frame import CLOSES, draw
from mulakat.prisons.models import Prison, in_language
from mulakat.schedule import closing as schedule
from mulakat.schedule import openings
from mulakat.schedule.models import Closure
from mulakat.schedule.obstacles import CannotPlan
from mulakat.visits.closures import closing
from mulakat.visits.closures.closing import Extent
from mulakat.visits.models import Status, Visit


@dataclass(frozen=True)
class Row:
    """One closure on one line. `left`: approved visits that stand in it."""

    pk: int
    when: str
    what: str
    cause: str
    text: str
    left: int
    may_lift: bool


@for_roles(*CLOSES)
def closures(request: StaffRequest) -> HttpResponse:
    return _list(request)


@for_roles(*CLOSES)
def add(request: StaffRequest) -> HttpResponse:
    """What and when; then whom it hits; then it is closed."""
    prison, now = request.staff.prison, clock.now()
    may_close_state = _may_close_state(request, now)
    form = ClosureForm(request.POST, prison, may_close_state=may_close_state)
    if request.method != "POST":
        today = now.astimezone(prison.zone).date().isoformat()
        return _form(request, form, {"of": "prison", "from_day": today})
    extent = form.extent(now)
    if extent is None or request.POST.get("act") == "change":
        return _form(request, form, form.values)

    def act(chosen: impact_page.Chosen) -> None:
        closing.close_and(
            extent=extent,
            cause=form.values["cause"],
            public_text=form.public_text(),
            seen=chosen.seen,
            approved=chosen.approved,
            asked=chosen.asked,
            by=request.staff.user,
            now=now,
        )

    answer = impact_page.show(
        request,
        extent=extent,
        act=act,
        template="closure_impact",
        section="closures",
        context=_summary(form, extent),
        may_move=extent.prison is not None,
    )
    return answer or redirect("staff:times_closures")


@require_POST
@for_roles(*CLOSES)
def lift(request: StaffRequest, closure_id: int) -> HttpResponse:
    """Open again what is left of it."""
    prison = request.staff.prison
    of = Q(prison=prison) | Q(prison=None, state=prison.state_id)
    closure = get_object_or_404(Closure.objects.filter(of), pk=closure_id)
    if closure.prison is None and not _may_close_state(request, clock.now()):
        return _list(request, {"closures": wording.OBSTACLES["not_yours_to_close"]})
    try:
        schedule.lift(closure=closure, by=request.staff.user, now=clock.now())
    except CannotPlan as cannot:
        return _list(request, wording.field_errors(cannot.obstacles, {"": "closures"}, prison))
    return redirect("staff:times_closures")


def _list(request: StaffRequest, errors: dict[str, Any] | None = None) -> HttpResponse:
    prison, now = request.staff.prison, clock.now()
    of = Q(prison=prison) | Q(prison=None, state=prison.state_id)
    found = Closure.objects.filter(of, lifted_at=None, ends_at__gt=now)
    found = found.select_related("rule", "terminal", "window", "prison").order_by("starts_at", "pk")
    listed = list(found)
    standing = _standing(prison, listed, now)
    may_close_state = any(c.prison_id is None for c in listed) and _may_close_state(request, now)
    rows = [_row(closure, prison, standing, may_close_state) for closure in listed]
    context = {"rows": rows, "errors": errors}
    return draw(request, "closures", "closures", context, status=409 if errors else 200)


def _form(request: StaffRequest, form: ClosureForm, typed: dict[str, str]) -> HttpResponse:
    prison = request.staff.prison
    context = {
        "typed": typed,
        "errors": form.errors,
        "options": closure_form.options(prison, may_close_state=form.may_close_state),
        "causes": wording.listed(wording.CAUSES),
    }
    return draw(request, "closure", "closures", context, status=422 if form.errors else 200)


def _summary(form: ClosureForm, extent: Extent) -> dict[str, Any]:
    """What is about to be closed, as a sentence, and the answers carried along."""
    closure = Closure(
        state=extent.state, prison=extent.prison, kind=extent.kind, rule=extent.rule,
        terminal=extent.terminal, window=extent.window,
    )  # fmt: skip
    return {
        "what": wording.extent(closure),
        "when": wording.span(extent.starts_at, extent.ends_at, form.prison),
        "cause": wording.CAUSES[form.values["cause"]],
        "public": in_language(form.public_text()),
        "form": list(form.values.items()),
    }


def _may_close_state(request: StaffRequest, now: datetime) -> bool:
    if not request.staff.is_superior:
        return False
    return closing.may_close(Extent(request.staff.prison.state, now), request.staff.user)


def _standing(prison: Prison, listed: list[Closure], now: datetime) -> list[Visit]:
    """The approved visits between now and the last closure's end. One query."""
    if not listed:
        return []
    last = max(closure.ends_at for closure in listed)
    found = Visit.objects.filter(prison=prison, status=Status.APPROVED, starts_at__lt=last)
    fields = ("starts_at", "minutes", "kind", "terminal", "window")
    return [v for v in found.filter(starts_at__gt=now).only(*fields)]


def _row(closure: Closure, prison: Prison, standing: list[Visit], may_close_state: bool) -> Row:
    return Row(
        pk=closure.pk,
        when=wording.span(closure.starts_at, closure.ends_at, prison),
        what=wording.extent(closure),
        cause=str(wording.CAUSES.get(closure.cause, closure.cause)),
        text=in_language(closure.public_text),
        left=sum(_stands_in(visit, closure, prison) for visit in standing),
        may_lift=closure.prison_id is not None or may_close_state,
    )


def _stands_in(visit: Visit, closure: Closure, prison: Prison) -> bool:
    assert visit.starts_at is not None
    if not (visit.starts_at < closure.ends_at and visit.ends_at > closure.starts_at):
        return False
    if closure.kind and closure.kind != visit.kind:
        return False
    if closure.terminal_id or closure.window_id:
        return (closure.terminal_id, closure.window_id) == (visit.terminal_id, visit.window_id)
    return closure.rule is None or openings.gives(closure.rule, visit.starts_at, prison.zone)
