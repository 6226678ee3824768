"""Stop today: one switch for a power cut, a dead network or an emergency."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mulakat import clock
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.times import wording
from mulakat.portals.staff.times.closure_form import ClosureForm
from mulakat.portals.staff.times.frame import CLOSES, draw
from mulakat.schedule.closing import end_of_today
from mulakat.schedule.models import Kind
from mulakat.visits.closures import closing
from mulakat.visits.closures.closing import Extent

CAUSES = ("power", "network", "emergency")
FIELDS = {"already_closed": "of", "not_yours_to_close": "of", "no_cause": "cause"}


@for_roles(*CLOSES)
def stop(request: StaffRequest) -> HttpResponse:
    prison, now = request.staff.prison, clock.now()
    state = Extent(prison.state, now, end_of_today(prison, now))
    may_close_state = request.staff.is_superior and closing.may_close(state, request.staff.user)
    form = ClosureForm(request.POST, prison, may_close_state=may_close_state)
    if request.method == "POST":
        extents = _extents(request, now, may_close_state)
        of = form.choice("of", extents, _("Choose what stops"))
        cause = form.choice("cause", CAUSES, _("Choose why it stops"))
        if not form.errors:
            try:
                closing.stop_today(
                    extent=extents[of], cause=cause, public_text=form.public_text(),
                    by=request.staff.user, now=now,
                )  # fmt: skip
            except closing.CannotClose as cannot:
                form.errors |= wording.field_errors(cannot.reasons, FIELDS, prison)
            else:
                return redirect("staff:times_closures")
    today = Extent(prison.state, now, end_of_today(prison, now), prison=prison)
    found = closing.impact(extent=today, now=now)
    context: dict[str, Any] = {
        "typed": {"of": "prison", **{k: v for k, v in form.values.items() if v}},
        "errors": form.errors,
        "causes": [c for c in wording.listed(wording.CAUSES) if c[0] in CAUSES],
        "options": _options(request, may_close_state),
        "videos": sum(visit.kind == Kind.VIDEO for visit in found.approved),
        "at_jail": sum(visit.kind == Kind.PHYSICAL for visit in found.approved),
    }
    return draw(request, "stop", "closures", context, status=422 if form.errors else 200)


def _extents(request: StaffRequest, now: datetime, may_close_state: bool) -> dict[str, Extent]:
    """What may stop, from now to midnight."""
    prison = request.staff.prison
    end = end_of_today(prison, now)
    found = {"prison": Extent(prison.state, now, end, prison=prison)}
    for kind in prison.kinds():
        found[kind] = Extent(prison.state, now, end, prison=prison, kind=kind)
    if may_close_state:
        found["state"] = Extent(prison.state, now, end)
    return found


def _options(request: StaffRequest, may_close_state: bool) -> list[tuple[str, str]]:
    prison = request.staff.prison
    found = [("prison", wording.whole(prison.state, prison))]
    if len(prison.kinds()) > 1:
        found += wording.all_of_a_kind(prison.state)
    if may_close_state:
        found.append(("state", wording.whole(prison.state, None)))
    return found
