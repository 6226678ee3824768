"""All visits of a phone: the number, an OTP by SMS, the list. No step before the OTP tells
whether there is any visit."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from mulakat import clock
from mulakat.audit.models import record
from mulakat.portals.visitor import access
from mulakat.portals.visitor.join import words
from mulakat.portals.visitor.visits import listing, seen
from mulakat.prisons.policy import Policy
from mulakat.visits import joining, reading, wording
from mulakat.visits.models import PhoneSession, Visit
from mulakat.visits.proofs import codes, phone_codes
from mulakat.visits.proofs.codes import Outcome

COOKIE = "mulakat_phone"


def name_phone(request: HttpRequest, mobile: str, now: datetime) -> HttpResponse:
    """A session for this number; the same answer for every one."""
    language = (get_language() or "en").split("-")[0]
    opened = phone_codes.begin(phone=mobile, language=language, now=now)
    return _keep(HttpResponseRedirect("/visits/phone/"), opened, now)


def otp(request: HttpRequest) -> HttpResponse:
    """The OTP that proves the phone."""
    now = clock.now()
    session = session_of(request, now)
    if session is None or session.proven_at:
        return HttpResponseRedirect("/visits/list/")  # which leads on from there
    if request.method != "POST":
        return _otp_page(request, {})
    typed = reading.code(request.POST.get("otp", "")[:40])
    if fault := words.otp_form_error(typed, Policy()):
        return _otp_page(request, {"otp": fault})
    return _checked(request, session, typed, now)


def _checked(
    request: HttpRequest, session: PhoneSession, typed: str, now: datetime
) -> HttpResponse:
    verdict = phone_codes.check(session=session, typed=typed, now=now)
    if verdict.is_right:
        session.refresh_from_db()
        opened = phone_codes.Opened(session, _secret(request))
        return _keep(HttpResponseRedirect("/visits/list/"), opened, now)
    if verdict.outcome is Outcome.EXHAUSTED:
        return _stopped(request, session.created_at + codes.WINDOW)
    if verdict.outcome is Outcome.EXPIRED:
        phone_codes.ask(session=session, now=now)
    return _otp_page(request, {"otp": words.otp_error(verdict, "")})


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    session = session_of(request, now)
    if session is None or session.proven_at:
        return HttpResponseRedirect("/visits/")
    refusal = phone_codes.ask(session=session, now=now)
    if refusal and refusal.why == "exhausted":
        return _stopped(request, refusal.until)
    return HttpResponseRedirect(f"/visits/phone/?sent={'soon' if refusal else 'again'}")


@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """The list: what comes next, what waits, what is past."""
    now = clock.now()
    session = session_of(request, now)
    if session is None or session.proven_at is None:
        return HttpResponseRedirect("/visits/other/")
    record("visits.listed", actor="visitor", subject=session.subject)
    return render(request, "visits/list.html", listing.of(phone_codes.visits_of(session), now))


@require_POST
def open_one(request: HttpRequest) -> HttpResponse:
    """One visit of the list; from here on the browser is at that visit's page."""
    now = clock.now()
    visit = _chosen(request, now)
    if visit is None:
        return HttpResponseRedirect("/visits/list/")
    opened = joining.look(visit=visit, now=now)
    response = HttpResponseRedirect(seen.VISIT)
    return access.keep(response, opened, now, paths=("/visits/",))


def _chosen(request: HttpRequest, now: datetime) -> Visit | None:
    """Only a visit of the proven phone's own list."""
    session = session_of(request, now)
    if session is None:
        return None
    wanted = request.POST.get("visit", "")
    return next((v for v in phone_codes.visits_of(session) if str(v.pk) == wanted), None)


def session_of(request: HttpRequest, now: datetime) -> PhoneSession | None:
    return phone_codes.session_of_cookie(_secret(request), now)


def _secret(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")[:100]


def _keep(response: HttpResponse, opened: phone_codes.Opened, now: datetime) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        opened.secret,
        max_age=int((opened.session.expires_at - now).total_seconds()),
        path="/visits/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _otp_page(request: HttpRequest, errors: words.Errors) -> HttpResponse:
    context = {
        "errors": errors,
        "otp": request.POST.get("otp", "")[:40],
        "notice": "" if errors else request.GET.get("sent", ""),
        "policy": Policy(),
        "action": "/visits/phone/",
        "again": "/visits/phone/again/",
    }
    return render(request, "visits/otp.html", context)


def _stopped(request: HttpRequest, until: datetime) -> HttpResponse:
    shown = wording.time(until, ZoneInfo(settings.TIME_ZONE))
    return render(request, "join/stopped.html", {"until": shown})
