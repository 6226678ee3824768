"""See how a visit stands. The answer before the OTP is the same whatever was typed."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from mulakat import clock
from mulakat.audit.models import record
from mulakat.portals.visitor import access, here
from mulakat.portals.visitor.book import drafts
from mulakat.portals.visitor.book.sent import SHOWN_FOR
from mulakat.portals.visitor.join import words
from mulakat.portals.visitor.visits import notices, phone, seen, standing
from mulakat.visits import joining, reading
from mulakat.visits.models import JoinSession, Visit
from mulakat.visits.proofs import join_codes
from mulakat.visits.proofs.codes import Outcome

MAY_PROVE = frozenset({joining.STATUS, joining.ACT})


def way_in(request: HttpRequest) -> HttpResponse:
    """To the visit for whoever proved to be its visitor; else number and mobile."""
    if request.method == "POST":
        return _name_visit(request)
    now = clock.now()
    if seen.visit_of(request, now):
        return HttpResponseRedirect(seen.VISIT)
    listed = phone.session_of(request, now)
    if listed and listed.proven_at:
        return HttpResponseRedirect("/visits/list/")
    return render(request, "visits/who.html")


@require_safe
def other(request: HttpRequest) -> HttpResponse:
    """Another visit than the one this browser knows."""
    return render(request, "visits/who.html")


def otp(request: HttpRequest) -> HttpResponse:
    """The OTP that proves the mobile."""
    now = clock.now()
    session = _session(request, now)
    if session is None or not _may_prove(session):
        return HttpResponseRedirect("/visits/")
    if request.method != "POST":
        return _otp_page(request, session, {})
    policy = joining.policy_of(session)
    typed = reading.code(request.POST.get("otp", "")[:40])
    if fault := words.otp_form_error(typed, policy):
        return _otp_page(request, session, {"otp": fault})
    verdict = join_codes.check_otp(session=session, typed=typed, now=now)
    if verdict.is_right:
        return HttpResponseRedirect("/visits/visit/")
    if verdict.outcome is Outcome.EXHAUSTED:
        until = join_codes.wait_until(session=session, field="otp", now=now)
        return _stopped(request, session, until)
    return _otp_page(request, session, {"otp": words.otp_error(verdict, "")})


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    session = _session(request, now)
    if session is None or not _may_prove(session):
        return HttpResponseRedirect("/visits/")
    refusal = join_codes.ask(session=session, now=now)
    if refusal and refusal.why == "exhausted":
        return _stopped(request, session, refusal.until)
    return HttpResponseRedirect(f"/visits/otp/?sent={'soon' if refusal else 'again'}")


@require_safe
@seen.seen
def visit(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """The page of one visit: the status word first, then what happens next."""
    record("visit.viewed", actor="visitor", subject=visit.subject)
    state = visit.prison.state
    done = notices.words(request.GET.get("done", ""), state)
    context = {**standing.of(visit, now), "here": here.here_in(state), "done": done}
    listed = phone.session_of(request, now)
    context["back_to"] = "/visits/list/" if listed and listed.proven_at else "/"
    return render(request, "visits/visit.html", context)


def prove(request: HttpRequest) -> HttpResponse:
    """A link alone changes nothing: an OTP to the phone comes first. GET sends nothing."""
    now = clock.now()
    session = _session(request, now)
    if session is None or session.visit is None or not joining.is_told(session):
        return HttpResponseRedirect("/visits/")
    if joining.is_proven(session):
        return HttpResponseRedirect(seen.VISIT)
    state = session.visit.prison.state
    if request.method != "POST":
        return render(request, "visits/prove.html", {"here": here.here_in(state)})
    opened = joining.prove(session=session, now=now)
    join_codes.ask(session=opened.session, now=now)
    return access.keep(HttpResponseRedirect("/visits/otp/"), opened, now, paths=("/visits/",))


@require_POST
def mine(request: HttpRequest) -> HttpResponse:
    """From the last page of the booking to that very visit: this browser gave the OTP."""
    now = clock.now()
    kept = drafts.find(request, now)
    visit = kept.draft.visit if kept else None
    is_fresh = visit is not None and visit.requested_at and now - visit.requested_at < SHOWN_FOR
    if kept is None or visit is None or not drafts.is_sent(kept.draft) or not is_fresh:
        return HttpResponseRedirect("/visits/other/")
    opened = joining.look(visit=visit, now=now)
    return access.keep(HttpResponseRedirect(seen.VISIT), opened, now, paths=("/visits/",))


def _may_prove(session: JoinSession) -> bool:
    return session.came_by in MAY_PROVE and not joining.is_told(session)


def _session(request: HttpRequest, now: datetime) -> JoinSession | None:
    return joining.any_session(access.cookie(request), now)


def _name_visit(request: HttpRequest) -> HttpResponse:
    """Number and mobile lead to one visit, the mobile alone to all visits of the phone."""
    typed = {name: request.POST.get(name, "").strip()[:60] for name in ("reference", "mobile")}
    faults = {
        "reference": words.reference_error(typed["reference"]) if typed["reference"] else "",
        "mobile": words.mobile_error(typed["mobile"]),
    }
    if errors := {name: text for name, text in faults.items() if text}:
        return render(request, "visits/who.html", {"errors": errors, **typed})
    now = clock.now()
    mobile = reading.mobile(typed["mobile"])
    reference = reading.reference(typed["reference"])
    if reference is None:
        return phone.name_phone(request, mobile, now)
    opened = joining.name_visit(reference=reference, mobile=mobile, now=now, came_by=joining.STATUS)
    join_codes.ask(session=opened.session, now=now)
    return access.keep(HttpResponseRedirect("/visits/otp/"), opened, now, paths=("/visits/",))


def _otp_page(request: HttpRequest, session: JoinSession, errors: words.Errors) -> HttpResponse:
    context = {
        "errors": errors,
        "otp": request.POST.get("otp", "")[:40],
        "notice": "" if errors else request.GET.get("sent", ""),
        "policy": joining.policy_of(session),
        "action": "/visits/otp/",
        "again": "/visits/again/",
        "here": here.here_in(session.prison.state if session.prison else None),
    }
    return render(request, "visits/otp.html", context)


def _stopped(request: HttpRequest, session: JoinSession, until: datetime) -> HttpResponse:
    state = session.prison.state if session.prison else None
    context = {"until": words.until(until, session), "here": here.here_in(state)}
    return render(request, "join/stopped.html", context)
