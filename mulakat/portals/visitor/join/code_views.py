"""The pages of number, PIN and OTP. Each sends a browser that belongs elsewhere there."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from mulakat import clock
from mulakat.portals.visitor.join import pages, words
from mulakat.visits import joining, reading
from mulakat.visits.joining import Step
from mulakat.visits.models import JoinSession
from mulakat.visits.proofs import join_codes
from mulakat.visits.proofs.codes import Outcome

Page = Callable[[HttpRequest, JoinSession], HttpResponse]


def on(step: Step) -> Callable[[Page], Callable[[HttpRequest], HttpResponse]]:
    """Only a session whose next step this is sees the page."""

    def lock(page: Page) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(page)
        def view(request: HttpRequest) -> HttpResponse:
            now = clock.now()
            session = pages.session_of(request, now)
            if session is None or joining.next_step(session, now) != step:
                return pages.to_its_place(session, now)
            return page(request, session)

        return view

    return lock


@on(Step.REFERENCE)
def number(request: HttpRequest, session: JoinSession) -> HttpResponse:
    """The Visit Reference Number of the link's visit."""
    typed = request.POST.get("reference", "").strip()[:60]
    error = words.reference_error(typed) if request.method == "POST" else ""
    reference = reading.reference(typed)
    if request.method == "POST" and reference and not error:
        now = clock.now()
        if joining.type_reference(session=session, reference=reference, now=now):
            if joining.sends_at_once(session):
                join_codes.ask(session=session, now=now)
            return HttpResponseRedirect("/join/")
        error = words.not_this_visit()
    errors = {"reference": error} if error else {}
    context = {"errors": errors, "reference": typed, "page": Step.REFERENCE}
    return pages.show(request, "join/number.html", session, **context)


@on(Step.SEND)
def send(request: HttpRequest, session: JoinSession) -> HttpResponse:
    """Nothing is sent before this button is pressed: mail scanners open links too."""
    if request.method == "POST":
        now = clock.now()
        refusal = join_codes.ask(session=session, now=now)
        return (
            pages.stopped(request, session, refusal.until)
            if refusal
            else HttpResponseRedirect("/join/")
        )
    return pages.show(request, "join/send.html", session, page=Step.SEND)


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Another code, 30 seconds after the last, five in an hour."""
    now = clock.now()
    session = pages.session_of(request, now)
    if session is None or not joining.has_asked(session) or session.otp_ok_at:
        return pages.to_its_place(session, now)
    refusal = join_codes.ask(session=session, now=now)
    if refusal and refusal.why == "exhausted":
        return pages.stopped(request, session, refusal.until)
    place = pages.URLS[joining.next_step(session, now)]
    return HttpResponseRedirect(f"{place}?sent={'soon' if refusal else 'again'}")


@on(Step.PIN)
def pin(request: HttpRequest, session: JoinSession) -> HttpResponse:
    """The VC PIN of the approval mail; a right one has the OTP sent."""
    errors = _pin_errors(request, session) if request.method == "POST" else {}
    if STOPPED in errors.values():
        return _too_many(request, session, "pin")
    if request.method == "POST" and not errors:
        join_codes.ask(session=session, now=clock.now())
        return HttpResponseRedirect("/join/")
    return _code_page(request, session, "join/pin.html", errors, Step.PIN)


@on(Step.OTP)
def otp(request: HttpRequest, session: JoinSession) -> HttpResponse:
    errors = _otp_errors(request, session) if request.method == "POST" else {}
    if STOPPED in errors.values():
        return _too_many(request, session, "otp")
    if request.method == "POST" and not errors:
        return HttpResponseRedirect("/join/")
    return _code_page(request, session, "join/otp.html", errors, Step.OTP)


@on(Step.CODES)
def both(request: HttpRequest, session: JoinSession) -> HttpResponse:
    """Room PIN and OTP on one page. Whichever was right need not be right again."""
    if request.method != "POST":
        return _code_page(request, session, "join/codes.html", {}, Step.CODES)
    faults = [_pin_errors(request, session), _otp_errors(request, session)]
    for field, found in zip(("pin", "otp"), faults, strict=True):
        if STOPPED in found.values():
            return _too_many(request, session, field)
    now = clock.now()
    after = pages.session_of(request, now)  # read anew: one statement, known or not
    if after is None or joining.next_step(after, now) != Step.CODES:
        return HttpResponseRedirect("/join/")
    return _code_page(request, after, "join/codes.html", faults[0] | faults[1], Step.CODES)


@require_safe
@on(Step.MEETING)
def meeting(request: HttpRequest, session: JoinSession) -> HttpResponse:
    """All codes are right; the printed button leads into the waiting room."""
    return pages.show(request, "join/meeting.html", session, page=Step.MEETING)


STOPPED = "stopped"  # in place of an error's text: no try is left


def _pin_errors(request: HttpRequest, session: JoinSession) -> words.Errors:
    if session.pin_ok_at:
        return {}
    policy = joining.policy_of(session)
    typed = reading.code(request.POST.get("pin", "")[:40])
    if fault := words.pin_form_error(typed, policy):
        return {"pin": fault}
    verdict = join_codes.check_pin(session=session, typed=typed, now=clock.now())
    if verdict.outcome is Outcome.EXHAUSTED:
        return {"pin": STOPPED}
    error = words.pin_error(verdict, session, policy)
    return {"pin": error} if error else {}


def _otp_errors(request: HttpRequest, session: JoinSession) -> words.Errors:
    if session.otp_ok_at:
        return {}
    policy = joining.policy_of(session)
    typed = reading.code(request.POST.get("otp", "")[:40])
    if fault := words.otp_form_error(typed, policy):
        return {"otp": fault}
    verdict = join_codes.check_otp(session=session, typed=typed, now=clock.now())
    if verdict.outcome is Outcome.EXHAUSTED:
        return {"otp": STOPPED}
    error = words.otp_error(verdict, words.masked(session, policy.join_otp_channels))
    return {"otp": error} if error else {}


def _too_many(request: HttpRequest, session: JoinSession, field: str) -> HttpResponse:
    asked: join_codes.Asked = "pin" if field == "pin" else "otp"
    until = join_codes.wait_until(session=session, field=asked, now=clock.now())
    return pages.stopped(request, session, until)


def _code_page(
    request: HttpRequest,
    session: JoinSession,
    template: str,
    errors: words.Errors,
    step: Step,
) -> HttpResponse:
    typed = {name: request.POST.get(name, "")[:40] for name in ("pin", "otp")}
    notice = request.GET.get("sent", "") if not errors else ""
    context = {"errors": errors, "page": step, "notice": notice, **typed}
    return pages.show(request, template, session, **context)
