"""How the visit was, in three faces: from the last screen of the call, or without scripts."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mulakat import clock
from mulakat.portals.visitor import access, here
from mulakat.visits import experience, joining
from mulakat.visits.models import Status


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """Only for a browser that proved the phone, and about a visit that has ended."""
    now = clock.now()
    session = joining.any_session(access.cookie(request), now)
    visit = session.visit if session and joining.is_proven(session) else None
    if visit is None or visit.status_shown(now) != Status.ENDED:
        return HttpResponseRedirect("/join/")
    if request.method == "POST":
        face, broke = request.POST.get("face", ""), request.POST.getlist("broke")[:20]
        if experience.say_how_it_was(visit=visit, face=face, broke=broke, now=now):
            return HttpResponseRedirect("/join/feedback/?said=1")
    context = {
        "here": here.here_in(visit.prison.state),
        "said": request.method != "POST" and "said" in request.GET,
        "faceless": request.method == "POST",
        **choices(),
    }
    return render(request, "join/feedback.html", context)


def choices() -> dict[str, Any]:
    """What join/feedback_form.html draws."""
    return {"faces": list(experience.FACES.items()), "broke": list(experience.BROKE.items())}
