"""Another time is offered: yes, no, or other times instead."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from mulakat.portals.visitor import here
from mulakat.portals.visitor.visits import seen, standing
from mulakat.visits import offering
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Offer, Status, Visit

ANSWERS = frozenset({"yes", "no", "other"})


@seen.proven
def offer(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    is_shown = visit.status_shown(now) == Status.OFFERED
    made = offering.open_offer(visit) if is_shown else None
    if made is None or made.answer_by <= now:
        return seen.back("changed-meanwhile" if request.method == "POST" else "")
    answer = request.POST.get("answer", "")
    if request.method == "POST" and answer in ANSWERS:
        return _answer(made, answer, now)
    context = {
        "visit": visit,
        "when": standing.moment(visit, made.starts_at),
        "minutes": made.minutes,
        "until": standing.moment(visit, made.answer_by),
        "is_of_list": made.cause == Offer.Cause.WAITING_LIST,
        "errors": {"answer": _("Choose yes or no")} if request.method == "POST" else {},
        "options": [
            ("yes", _("Yes, I take this time")),
            ("no", _("No, keep my request")),
            ("other", _("No, I choose other times")),
        ],
        "here": here.here_in(visit.prison.state),
    }
    return render(request, "visits/offer.html", context)


def _answer(made: Offer, answer: str, now: datetime) -> HttpResponse:
    if answer == "other":
        return HttpResponseRedirect("/visits/change/")
    try:
        if answer == "no":
            offering.decline(offer=made, now=now)
            return seen.back("declined")
        offering.accept(offer=made, now=now)
    except CannotAct:
        return seen.back("changed-meanwhile")
    return seen.back("accepted")
