"""Another phone (an OTP goes to the new one), another email address, another language."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mulakat.portals.visitor import here
from mulakat.portals.visitor.join import words
from mulakat.portals.visitor.visits import seen
from mulakat.visits import contacting, reading, wording
from mulakat.visits.acting import CannotAct
from mulakat.visits.form.fields import clean
from mulakat.visits.models import Visit
from mulakat.visits.proofs import codes, proving
from mulakat.visits.proofs.codes import CannotSend, Outcome
from mulakat.visits.reading import Unreadable

Errors = dict[str, str]


@seen.proven
def contact(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """Three small forms on one page; each is sent on its own."""
    if visit.status in contacting.ENDED:
        return seen.back()
    if request.method != "POST":
        return _draw(request, visit, {})
    changes = {"phone": _phone, "email": _email, "language": _language}
    pressed = next((name for name in changes if name == request.POST.get("what")), "")
    if not pressed:
        return _draw(request, visit, {})
    try:
        done = changes[pressed](request, visit, now)
    except CannotAct as cannot:
        done = _cannot(cannot)
    if isinstance(done, HttpResponse):
        return done
    return _draw(request, visit, done)


@seen.proven
def otp(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """The OTP that came to the new phone."""
    new = contacting.phone_asked_for(visit, now)
    session = seen.session_of(request, now)
    if not new or session is None:
        return HttpResponseRedirect("/visits/contact/")
    if request.method != "POST":
        return _otp_page(request, visit, new, {})
    typed = reading.code(request.POST.get("otp", "")[:40])
    if fault := words.otp_form_error(typed, visit.prison.policy):
        return _otp_page(request, visit, new, {"otp": fault})
    is_same = new == visit.contact["phone"]
    verdict = contacting.change_phone(visit=visit, typed=typed, session=session, now=now)
    if verdict.is_right:
        return seen.back("proven" if is_same else "phone")
    if verdict.outcome is Outcome.EXHAUSTED:
        return _stopped(request, visit, now + codes.WINDOW)
    if verdict.outcome is Outcome.EXPIRED:
        contacting.ask_for_phone(visit=visit, phone=new, now=now)
    return _otp_page(request, visit, new, {"otp": words.otp_error(verdict, "")})


@require_POST
@seen.proven
def again(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """Another OTP to the same new phone."""
    new = contacting.phone_asked_for(visit, now)
    if not new:
        return HttpResponseRedirect("/visits/contact/")
    refusal = contacting.ask_for_phone(visit=visit, phone=new, now=now)
    if refusal and refusal.why == "exhausted":
        return _stopped(request, visit, refusal.until)
    return HttpResponseRedirect(f"/visits/contact/otp/?sent={'soon' if refusal else 'again'}")


def _phone(request: HttpRequest, visit: Visit, now: datetime) -> Errors | HttpResponse:
    text = request.POST.get("phone", "")[:60]
    if fault := words.mobile_error(text):
        return {"phone": fault}
    refusal: CannotSend | None = contacting.ask_for_phone(
        visit=visit, phone=reading.mobile(text), now=now
    )
    if refusal and refusal.why == "exhausted":
        return _stopped(request, visit, refusal.until)
    return HttpResponseRedirect("/visits/contact/otp/")


def _email(request: HttpRequest, visit: Visit, now: datetime) -> Errors | HttpResponse:
    text = clean(request.POST.get("email", ""))
    try:
        address = reading.email(text) if text else ""
    except Unreadable:
        return {"email": _("Enter an email address, like name@example.com")}
    contacting.change_email(visit=visit, email=address, now=now)
    return seen.back("email")


def _language(request: HttpRequest, visit: Visit, now: datetime) -> Errors | HttpResponse:
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return {"language": _("Choose a language")}
    contacting.change_language(visit=visit, language=language, now=now)
    return seen.back("language")


def _cannot(cannot: CannotAct) -> Errors | HttpResponse:
    keys = [reason.key for reason in cannot.reasons]
    if "same_phone" in keys:
        return {"phone": _("This is the number we already have")}
    if "email_needed" in keys:
        return {"email": _("Enter an email address. The codes of your visit come there")}
    return seen.back("changed-meanwhile")


def _draw(request: HttpRequest, visit: Visit, errors: Errors) -> HttpResponse:
    told: dict[str, Any] = visit.contact
    posted = request.POST if request.method == "POST" else {}
    context = {
        "visit": visit,
        "errors": errors,
        "ending": told["phone"][-4:],
        "is_by_mail": proving.is_by_mail(visit),
        "phone": posted.get("phone", "")[:60],
        "email": posted.get("email", told.get("email", ""))[:254],
        "language": posted.get("language", visit.language),
        "written_in": list(settings.LANGUAGES),
        "here": here.here_in(visit.prison.state),
    }
    return render(request, "visits/contact.html", context)


def _otp_page(request: HttpRequest, visit: Visit, new: str, errors: Errors) -> HttpResponse:
    context = {
        "errors": errors,
        "otp": request.POST.get("otp", "")[:40],
        "notice": "" if errors else request.GET.get("sent", ""),
        "policy": visit.prison.policy,
        "ending": new[-4:],
        "here": here.here_in(visit.prison.state),
    }
    return render(request, "visits/contact_otp.html", context)


def _stopped(request: HttpRequest, visit: Visit, until: datetime) -> HttpResponse:
    shown = wording.time(until, visit.prison.zone)
    context = {"until": shown, "here": here.here_in(visit.prison.state)}
    return render(request, "join/stopped.html", context)
