"""Cancel an approved visit: choose why, see what the family will read, confirm."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests import conflict, loading
from mulakat.visits import cancelling, known
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Status, Visit
from mulakat.visits.words import causes


@for_roles(Role.APPROVER, Role.SUPERIOR)
def cancel(request: StaffRequest, visit_id: int) -> HttpResponse:
    visit = loading.the_request(request, visit_id)
    if visit.status != Status.APPROVED:
        return conflict.answered(request, visit_id)
    given = request.POST if request.method == "POST" else request.GET
    cause = given.get("cause", "")
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            cancelling.cancel_by_prison(
                visit_id=visit.pk, by=request.staff.user, cause=cause, now=clock.now()
            )
        except CannotAct as cannot:
            errors["cause"] = words.obstacles(cannot.reasons, visit.prison)[0]
        else:
            return redirect("staff:request", visit.pk)
    loading.note_look(request, visit)
    return page(request, "review/cancel", "review", _context(visit, cause) | {"errors": errors})


def _context(visit: Visit, cause: str) -> dict[str, Any]:
    """Each reason with what this very visitor would read for it."""
    assert visit.starts_at is not None
    state, is_known = visit.prison.state, known.is_known(visit)
    read = {key: causes.sentence(causes.told(key, is_known=is_known), state)
            for key in causes.CAUSES}  # fmt: skip
    return {
        "visit": visit,
        "inside": words.named(visit.inmate.name if visit.inmate else ""),
        "visitor": words.named(visit.visitor.name),
        "at": words.moment(visit.starts_at, visit.prison.zone),
        "cause": cause if cause in causes.CAUSES else "",
        "causes": [(key, f"{causes.brief(key)} – “{text}”") for key, text in read.items()],
        "is_known": is_known,
    }
