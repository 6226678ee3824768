"""Which visit this browser may see, and whether it may change anything about it.

The visit is the session's own; no number stands in any address. A mail's link shows; to change
something, an OTP must have proven the phone.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from mulakat import clock
from mulakat.portals.visitor import access
from mulakat.visits import joining
from mulakat.visits.models import JoinSession, Visit

VISIT = "/visits/visit/"
View = Callable[[HttpRequest, Visit, datetime], HttpResponse]


def session_of(request: HttpRequest, now: datetime) -> JoinSession | None:
    return joining.any_session(access.cookie(request), now)


def visit_of(request: HttpRequest, now: datetime) -> Visit | None:
    """The visit this browser may look at."""
    session = session_of(request, now)
    return session.visit if session and joining.is_told(session) else None


def seen(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """A page that shows; anybody else is asked for number and mobile."""

    @wraps(view)
    def show(request: HttpRequest) -> HttpResponse:
        now = clock.now()
        visit = visit_of(request, now)
        return view(request, visit, now) if visit else HttpResponseRedirect("/visits/")

    return show


def proven(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """A page that changes something; the holder of a link alone proves the phone first."""

    @wraps(view)
    def act(request: HttpRequest) -> HttpResponse:
        now = clock.now()
        session = session_of(request, now)
        if session is None or session.visit is None or not joining.is_told(session):
            return HttpResponseRedirect("/visits/")
        if not joining.is_proven(session):
            return HttpResponseRedirect("/visits/prove/")
        return view(request, session.visit, now)

    return act


def back(notice: str = "") -> HttpResponse:
    """To the page of the visit, with a word about what was done (notices.py)."""
    return HttpResponseRedirect(VISIT + (f"?done={notice}" if notice else ""))
