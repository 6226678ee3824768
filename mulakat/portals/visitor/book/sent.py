"""The end of asking: the Visit Reference Number on the screen, and what happens next."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mulakat import clock
from mulakat.portals.visitor import here
from mulakat.portals.visitor.book import drafts
from mulakat.visits import wording
from mulakat.visits.models import Status, Visit

SHOWN_FOR = timedelta(minutes=30)  # afterwards the phone must be proven again


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    kept = drafts.find(request, now)
    if kept is None:
        return HttpResponseRedirect("/book/jail/")
    visit = kept.draft.visit
    if visit is None or not drafts.is_sent(kept.draft):
        return HttpResponseRedirect(f"/book/{'otp' if visit else 'check'}/")
    if visit.requested_at is None or visit.requested_at < now - SHOWN_FOR:
        return HttpResponseRedirect("/visits/")
    return render(
        request, "book/sent.html", {**_context(visit), "is_approved": _is_approved(visit)}
    )


def _is_approved(visit: Visit) -> bool:
    """Confirmed at once, by the rules alone: the page must not say that it is not."""
    return visit.status_shown(clock.now()) == Status.APPROVED


def _context(visit: Visit) -> dict[str, object]:
    prison, zone = visit.prison, visit.prison.zone
    assert visit.requested_at is not None
    policy = prison.policy
    return {
        "visit": visit,
        "prison": prison,
        "parts": visit.reference.split("/"),
        "sent_day": wording.day(visit.requested_at, zone),
        "sent_time": wording.time(visit.requested_at, zone),
        "by": wording.day(visit.answer_by, zone) if visit.answer_by else "",
        "by_sms": "sms" in policy.approval_channels,
        "by_email": "email" in policy.approval_channels and visit.contact.get("email"),
        "minutes": policy.visit_minutes,
        "here": here.here_in(prison.state),
    }
