"""The way in: by the link of a message, or by number and mobile."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from mulakat import clock
from mulakat.portals.visitor import access
from mulakat.portals.visitor.join import pages, words
from mulakat.visits import joining, reading
from mulakat.visits.joining import Step
from mulakat.visits.models import Status
from mulakat.visits.proofs import join_codes
from mulakat.web import browsers

YEAR = 365 * 24 * 3600
ACTS = frozenset({Status.QUESTION, Status.OFFERED, Status.WAITLISTED})


@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the link's token for the cookie and leave its address. Sends nothing."""
    browser, now = browsers.of(request), clock.now()
    if browser.is_in_app and "here" not in request.GET:
        return _leave_the_app(request, browser)
    opened = joining.open_link(token=token, cookie=access.cookie(request), now=now)
    if opened is None:
        return HttpResponseRedirect("/join/no-link/")
    response = access.keep(HttpResponseRedirect("/join/"), opened, now)
    visit = opened.session.visit
    if visit and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            visit.language or get_language_from_request(request),
            max_age=YEAR,
            secure=settings.SECURE,
            samesite="Lax",
        )
    return response


def _leave_the_app(request: HttpRequest, browser: browsers.Browser) -> HttpResponse:
    """The same for every link: the window of another app shows no camera."""
    chrome = browsers.chrome_link(request, request.path)
    context = {"browser": browser, "chrome": chrome, "link": request.path}
    return render(request, "room/in_app.html", context)


def way_in(request: HttpRequest) -> HttpResponse:
    """To this session's page; without a session, number and mobile."""
    if request.method == "POST":
        return _name_visit(request)
    now = clock.now()
    session = pages.session_of(request, now)
    if session is None:
        return _who(request)
    if joining.next_step(session, now) == Step.ANSWER:
        if session.visit and session.visit.status_shown(now) in ACTS:
            return HttpResponseRedirect("/visits/visit/")  # where one answers
        return pages.answer(request, session, now)
    return pages.to_its_place(session, now)


@require_safe
def other(request: HttpRequest) -> HttpResponse:
    """Number and mobile once more, for another visit or a mistyped number."""
    return _who(request)


@require_safe
def no_link(request: HttpRequest) -> HttpResponse:
    """The link leads nowhere: unknown, cut off by the phone, or too old."""
    return _who(request, no_link=True)


def _who(request: HttpRequest, **context: object) -> HttpResponse:
    return pages.show(request, "join/who.html", None, **context)


def _name_visit(request: HttpRequest) -> HttpResponse:
    typed = {name: request.POST.get(name, "").strip()[:60] for name in ("reference", "mobile")}
    faults = {
        "reference": words.reference_error(typed["reference"]),
        "mobile": words.mobile_error(typed["mobile"]),
    }
    errors = {name: text for name, text in faults.items() if text}
    reference = reading.reference(typed["reference"])
    if errors or reference is None:
        return _who(request, errors=errors, **typed)
    now = clock.now()
    mobile = reading.mobile(typed["mobile"])
    opened = joining.name_visit(reference=reference, mobile=mobile, now=now)
    if joining.sends_at_once(opened.session):
        join_codes.ask(session=opened.session, now=now)
        opened.session.refresh_from_db(fields=["details"])
    return access.keep(pages.to_its_place(opened.session, now), opened, now)
