"""Several clear requests at once: listed, each can be taken out, one press, each logged.

Green by the quick look of the queue puts a request in the list; before it is approved every
rule is asked for it alone (visits/clear.py), and what is not clear any more is left.
"""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests.filters import Filters
from mulakat.portals.staff.requests.queue import Row, listed, rows
from mulakat.visits import deciding

MOST, LOOKED_AT = 25, 100


@require_POST
@for_roles(Role.APPROVER)
def clear(request: StaffRequest) -> HttpResponse:
    """`act`: "look" shows the list, "approve" approves what is ticked in it."""
    now, prison = clock.now(), request.staff.prison
    ticked = {int(pk) for pk in request.POST.getlist("visit")[:200] if _is_key(pk)}
    waiting = Filters().apply(prison, now)
    if ticked:
        waiting = waiting.filter(pk__in=ticked)
    visits = listed(waiting, LOOKED_AT)
    for visit in visits:
        visit.prison = prison
    found = [row for row in rows(visits, now) if row.light.is_clear][:MOST]
    context: dict[str, Any] = {"rows": found, "most": MOST, "errors": {}}
    if request.POST.get("act") == "approve":
        if ticked:
            return _done(request, ticked, found)
        context["errors"] = {"visits": str(words.OBSTACLES["none_chosen"])}
    return page(request, "requests/clear", "requests", context)


def _done(request: StaffRequest, ticked: set[int], found: list[Row]) -> HttpResponse:
    """What became of each; one that was not listed as clear is not touched."""
    keys = [row.pk for row in found if row.pk in ticked]
    results = deciding.approve_clear(visit_ids=keys, by=request.staff.user, now=clock.now())
    by_key = {row.pk: row for row in found}
    prison = request.staff.prison
    context = {
        "approved": [by_key[one.visit_id] for one in results if not one.reasons],
        "left": [
            (by_key[one.visit_id], words.obstacles(one.reasons, prison))
            for one in results
            if one.reasons
        ],
        "gone": len(ticked) - len(keys),
        "undo_seconds": prison.policy.undo_seconds,
    }
    return page(request, "requests/cleared", "requests", context)


def _is_key(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) <= 18
