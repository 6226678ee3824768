"""After a refusal: ask them to look again, once; another officer answers."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from mulakat.portals.visitor import here
from mulakat.portals.visitor.visits import seen
from mulakat.portals.visitor.visits.typed import text_of
from mulakat.visits import looking_again
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Visit


@seen.proven
def look_again(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    if looking_again.reasons_not_to_ask(visit, now):
        return seen.back("changed-meanwhile" if request.method == "POST" else "")
    text = text_of(request.POST.get("text", ""))
    errors = _errors(text) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        try:
            looking_again.ask(visit=visit, text=text, now=now)
        except CannotAct:
            return seen.back("changed-meanwhile")
        return seen.back("look-again")
    state = visit.prison.state
    context = {"visit": visit, "errors": errors, "text": text, "here": here.here_in(state)}
    return render(request, "visits/look_again.html", context)


def _errors(text: str) -> dict[str, str]:
    if not text:
        return {"text": _("Enter why they should look again")}
    if len(text) > looking_again.LONGEST:
        return {"text": _("The text must be 300 characters or less")}
    return {}
