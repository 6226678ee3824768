"""Where a session belongs, how many pages there are, and what each shows."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from mulakat.portals.visitor import access, here
from mulakat.portals.visitor.join import words
from mulakat.visits import joining, wording
from mulakat.visits.joining import Step
from mulakat.visits.models import JoinSession, Visit
from mulakat.web import browsers

URLS = {
    Step.REFERENCE: "/join/number/",
    Step.SEND: "/join/send/",
    Step.PIN: "/join/pin/",
    Step.CODES: "/join/codes/",
    Step.OTP: "/join/otp/",
    Step.MEETING: "/join/meeting/",
    Step.ROOM: "/join/room/",
    Step.ANSWER: "/join/",
}


def session_of(request: HttpRequest, now: datetime) -> JoinSession | None:
    """This browser's session, however far it has come."""
    session = joining.any_session(access.cookie(request), now)
    return session if session and session.came_by != joining.STATUS else None


def to_its_place(session: JoinSession | None, now: datetime) -> HttpResponse:
    return HttpResponseRedirect(URLS[joining.next_step(session, now)] if session else "/join/")


def show(
    request: HttpRequest, template: str, session: JoinSession | None, **context: Any
) -> HttpResponse:
    """One page of the way in; `step` in the context is its Step, for the stitch."""
    policy = joining.policy_of(session) if session else None
    context.update(browser=browsers.of(request), chrome=browsers.chrome_link(request, "/join/"))
    if session and policy:
        context.setdefault("here", here.here_in(session.prison.state if session.prison else None))
        context.update(policy=policy, session=session, pin_name=words.pin_name(policy))
        context["sent_to"] = words.masked(session, policy.join_otp_channels)
        context["is_linked"] = session.came_by == "email"
        context.update(_stitch(session, context.pop("page", None)))
    return render(request, template, context)


def _stitch(session: JoinSession, page: Step | None) -> dict[str, int]:
    pages = _pages(session)
    return {"step": pages.index(page) + 1, "steps": len(pages)} if page in pages else {}


def _pages(session: JoinSession) -> list[Step]:
    """The pages of this session's way, in order. A typed number is a page of its own."""
    policy = joining.policy_of(session)
    is_typed = session.came_by == joining.TYPED
    pages = [Step.REFERENCE] if policy.join_vrn_typed or is_typed else [Step.SEND]
    if joining.asks_pin(policy) and policy.join_layout == "one_page":
        pages.append(Step.CODES)
    else:
        pages += [Step.PIN, Step.OTP] if joining.asks_pin(policy) else [Step.OTP]
    return [*pages, Step.MEETING] if policy.join_button else pages


def answer(request: HttpRequest, session: JoinSession, now: datetime) -> HttpResponse:
    """Why one cannot join now, to someone who may know it."""
    visit = session.visit
    assert visit is not None
    reason = joining.reasons_not_to_join(visit, now)[0]
    return show(
        request, "join/answer.html", session, reason=reason.value, visit=visit, **_times(visit, now)
    )


def _times(visit: Visit, now: datetime) -> dict[str, Any]:
    if visit.starts_at is None:
        return {}
    zone, minutes = visit.prison.zone, int((visit.opens_at - now).total_seconds() // 60) + 1
    return {
        "day": wording.day(visit.starts_at, zone),
        "at": wording.time(visit.starts_at, zone),
        "opens": wording.time(visit.opens_at, zone),
        "hours": minutes // 60,
        "minutes": minutes % 60,
        "is_soon": minutes < 24 * 60,
    }


def stopped(request: HttpRequest, session: JoinSession, until: datetime) -> HttpResponse:
    """Too many tries, or too many codes asked for."""
    return show(request, "join/stopped.html", session, until=words.until(until, session))
