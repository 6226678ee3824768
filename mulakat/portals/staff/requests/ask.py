"""Ask the visitor: a ready question in his language, or an own one of somebody known."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.people.models import Inmate
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests import conflict, loading
from mulakat.visits import asking, known
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Visit
from mulakat.visits.words import questions

FIELDS = {"no_text": "text", "text_too_long": "text"}


@for_roles(Role.APPROVER)
def ask(request: StaffRequest, visit_id: int) -> HttpResponse:
    visit = loading.the_request(request, visit_id)
    if not loading.is_decidable(visit):
        return conflict.answered(request, visit_id)
    given = request.POST if request.method == "POST" else request.GET
    inmate = loading.the_inmate(visit, given.get("person", ""))
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            asking.ask(
                visit_id=visit.pk, by=request.staff.user, key=given.get("key", ""),
                text=given.get("text", ""), inmate=inmate, now=clock.now(),
            )  # fmt: skip
        except CannotAct as cannot:
            if conflict.is_answered(cannot):
                return conflict.answered(request, visit_id)
            for reason in reversed(cannot.reasons):
                field = FIELDS.get(reason.key, "key")
                errors[field] = words.obstacle(reason, visit.prison.zone, visit.prison.state)
        else:
            return redirect("staff:request", visit.pk)
    loading.note_look(request, visit)
    shown = _context(visit, inmate) | {"errors": errors}
    shown |= {"key": given.get("key", ""), "text": given.get("text", "")[: asking.LONGEST]}
    return page(request, "requests/ask", "requests", shown)


def _context(visit: Visit, inmate: Inmate | None) -> dict[str, Any]:
    is_known = known.is_known(visit, inmate)
    state = visit.prison.state
    listed = [(q.key, questions.sentence(q.key, state)) for q in questions.ready(is_known=is_known)]
    if is_known:
        listed.append((questions.OWN, _("A question of your own")))
    return {
        "visit": visit,
        "inside": words.named(str(visit.asked.get("name", ""))),
        "visitor": words.named(visit.visitor.name),
        "person": inmate.pk if inmate else "",
        "ready": listed,
        "is_known": is_known,
        "longest": asking.LONGEST,
        "hours": visit.prison.policy.question_hours,
    }
