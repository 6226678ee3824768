"""Tell us what went wrong: a cause and some words; a number and a day come back."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mulakat.portals.visitor import here
from mulakat.portals.visitor.visits import seen
from mulakat.portals.visitor.visits.typed import text_of
from mulakat.visits import complaining, wording
from mulakat.visits.acting import CannotAct
from mulakat.visits.complaining import CAUSES, LETTERS
from mulakat.visits.models import Complaint, Visit

Errors = dict[str, str]


@seen.proven
def complain(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    cause, text = request.POST.get("cause", ""), text_of(request.POST.get("text", ""))
    errors: Errors = {}
    if request.method == "POST":
        try:
            made = complaining.complain(
                visit=visit, cause=cause, text=text, now=now,
                language=(get_language() or "en").split("-")[0],
            )  # fmt: skip
        except CannotAct as cannot:
            errors = _words(cannot)
        else:
            return _done(request, visit, made)
    context = {
        "visit": visit,
        "errors": errors,
        "causes": list(CAUSES.items()),
        "cause": cause,
        "text": text,
        "here": here.here_in(visit.prison.state),
    }
    return render(request, "visits/complain.html", context)


def _done(request: HttpRequest, visit: Visit, made: Complaint) -> HttpResponse:
    context = {
        "visit": visit,
        "number": made.number,
        "by": wording.day(made.answer_by, visit.prison.zone),
        "is_past": made.past_the_prison,
        "here": here.here_in(visit.prison.state),
    }
    return render(request, "visits/complained.html", context)


def _words(cannot: CannotAct) -> Errors:
    said = {
        "no_cause": ("cause", _("Choose what went wrong")),
        "no_text": ("text", _("Enter what happened")),
        "text_long": ("text", _("The text must be %(most)s characters or less")
                      % {"most": LETTERS}),
        "too_many": ("text", _("You have told us three times today. Call the helpline")),
    }  # fmt: skip
    return dict(said[reason.key] for reason in cannot.reasons if reason.key in said)
