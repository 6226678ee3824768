"""Check my phone, any day: what will work, said before the day of the visit.

Under /join/ and /visits/ the browser's own visit is known, and what was found is kept with it in
coarse words; under /check/ nothing leaves the phone.
"""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mulakat import clock
from mulakat.portals.visitor import access, here
from mulakat.portals.visitor.check.budget import Budget
from mulakat.visits import experience, joining
from mulakat.visits.models import Visit
from mulakat.web import browsers
from mulakat.web.headers import captures
from mulakat.web.source import source_of

LOAD_MAX = 262_144  # bytes of one request
BACK = {"/check/": "/", "/join/check/": "/join/", "/visits/check/": "/visits/visit/"}
budget = Budget()
# Bytes that no proxy can press together; the same for everybody
LOAD = b"".join(hashlib.sha256(number.to_bytes(4)).digest() for number in range(LOAD_MAX // 32))


@require_http_methods(["GET", "HEAD", "POST"])
@captures
def check(request: HttpRequest) -> HttpResponse:
    """The page; a POST brings what it found about the phone of this browser's visit."""
    visit = _visit_of(request)
    if request.method == "POST":
        return _keep(request, visit)
    state = visit.prison.state if visit else None
    place = here.here_in(state or here.chosen_state(request))
    context = {
        "here": place,
        "browser": browsers.of(request),
        "keeps": visit is not None,
        "line": place.helplines[0] if len(place.helplines) == 1 else None,
        "chrome": browsers.chrome_link(request, request.path),
        "back_to": BACK[request.path],
    }
    return render(request, "check/check.html", context)


def _visit_of(request: HttpRequest) -> Visit | None:
    """The visit this browser is known for, if the address brings its cookie."""
    if request.path.startswith("/check/"):
        return None
    session = joining.any_session(access.cookie(request), clock.now())
    return session.visit if session and joining.is_told(session) else None


def _keep(request: HttpRequest, visit: Visit | None) -> HttpResponse:
    found = {step: request.POST.get(step, "") for step in experience.STEPS}
    result = request.POST.get("result", "")
    if visit is not None:
        experience.phone_checked(visit=visit, result=result, found=found, now=clock.now())
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Bytes down (?n=) or up, to see how fast the line is; 429 when enough has passed."""
    size = _size(request)
    if not 0 < size <= LOAD_MAX:
        return HttpResponse(status=413)
    if not budget.take(source=source_of(request), size=size, now=clock.now()):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    if request.method == "POST":
        while request.read(64 * 1024):  # a server that answers before it has read cuts the line
            pass
        return HttpResponse(status=204)
    # Said to be encoded, so that nothing presses it together on the way
    headers = {"Content-Encoding": "identity"}
    return HttpResponse(LOAD[:size], content_type="application/octet-stream", headers=headers)


def _size(request: HttpRequest) -> int:
    """Bytes asked for or brought; 0 for what is no number."""
    said = request.GET.get("n", "") if request.method == "GET" else request.META["CONTENT_LENGTH"]
    return int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 0
