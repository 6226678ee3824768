"""The OTP: one field, ways out when it does not come, and one request at the end."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mulakat import clock
from mulakat.portals.visitor import here
from mulakat.portals.visitor.book import drafts, forgery, keeping, masks
from mulakat.portals.visitor.book.drafts import Kept
from mulakat.portals.visitor.book.pages import Place
from mulakat.prisons.models import Prison
from mulakat.visits import reading, requesting, wording
from mulakat.visits.form.fields import clean
from mulakat.visits.models import Purpose, Visit
from mulakat.visits.proofs import codes
from mulakat.visits.proofs.codes import Outcome


@forgery.keeps_answers
@require_http_methods(["GET", "HEAD", "POST"])
def otp(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    is_sending = request.method == "POST" and not forgery.is_unproven(request)
    with transaction.atomic():
        kept = drafts.find(request, now, lock=is_sending)
        if kept is None:
            return HttpResponseRedirect("/book/jail/")
        visit = kept.draft.visit
        if visit is None:
            return HttpResponseRedirect("/book/check/")
        if drafts.is_sent(kept.draft):
            return HttpResponseRedirect("/book/sent/")
        if not is_sending:
            return _draw(request, visit)
        if "again" in request.POST:
            return _again(request, visit, now)
        return _confirm(request, kept, visit, now)


def _again(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    wait = requesting.resend_otp(visit=visit, now=now)
    if wait is None:
        return _draw(request, visit, notice="again")
    if wait.why == "exhausted":
        return too_many(request, visit.prison, wait.until)
    return _draw(request, visit, notice="pause")


def _confirm(request: HttpRequest, kept: Kept, visit: Visit, now: datetime) -> HttpResponse:
    text = clean(request.POST.get("otp", ""))
    if fault := form_error(text, visit.prison.policy.otp_digits):
        return _draw(request, visit, fault, text)
    place = Place(kept.draft.answers, now, None)
    hold = keeping.still(place, kept.draft)
    if keeping.is_gone(place):
        kept.draft.answers["state"]["kind"] = "failed"
        drafts.save(kept.draft, now)
        return HttpResponseRedirect("/book/kind/")
    code = kept.draft.answers.get("jail", {}).get("code", "")
    found = requesting.confirm(visit=visit, typed=reading.code(text), hold=hold, code=code, now=now)
    if found.is_right:
        return _right(request, kept, found, now)
    if found.outcome is Outcome.EXHAUSTED:
        wait = codes.cannot_send(visit=visit, purpose=Purpose.REQUEST, now=now)
        return too_many(request, visit.prison, wait.until if wait else now + codes.WINDOW)
    if found.outcome is Outcome.EXPIRED:
        return _expired(request, visit, text, now)
    return _draw(request, visit, wrong(found.tries_left), text)


def _right(
    request: HttpRequest, kept: Kept, found: requesting.Confirmation, now: datetime
) -> HttpResponse:
    if found.earlier:
        shown = {"earlier": found.earlier, "status": found.earlier.status_shown(now)}
        return _stop(request, "already", found.earlier.prison, shown)
    if found.open_requests:
        visit = kept.draft.visit
        assert visit is not None
        return _stop(request, "open", visit.prison, {"count": found.open_requests})
    kept.draft.refresh_from_db()
    drafts.save(kept.draft, now)
    return drafts.keep(HttpResponseRedirect("/book/sent/"), kept)


def _expired(request: HttpRequest, visit: Visit, text: str, now: datetime) -> HttpResponse:
    wait = requesting.resend_otp(visit=visit, now=now)
    if wait and wait.why == "exhausted":
        return too_many(request, visit.prison, wait.until)
    fault = _("That OTP is too old. We have sent a new one to %(where)s") % {
        "where": " / ".join(_masked(visit))
    }
    return _draw(request, visit, fault, text)


def form_error(text: str, digits: int) -> str:
    """ "" if the text has the form of an OTP."""
    typed = reading.code(text)
    if not typed:
        return _("Enter the OTP")
    if not typed.isdecimal() or len(typed) != digits:
        return _("The OTP must be %(digits)s digits") % {"digits": digits}
    return ""


def wrong(left: int) -> str:
    return ngettext(
        "That OTP is not right. You can try %(left)s more time",
        "That OTP is not right. You can try %(left)s more times",
        left,
    ) % {"left": left}


def too_many(request: HttpRequest, prison: Prison, until: datetime) -> HttpResponse:
    """Tries or messages of this hour are used up."""
    shown = {"until": wording.time(until, prison.zone), "helpline": prison.state.helpline}
    return _stop(request, "too-many", prison, shown)


def _masked(visit: Visit) -> list[str]:
    return masks.of(visit.contact, visit.prison.policy.booking_otp_channels)


def _draw(
    request: HttpRequest, visit: Visit, fault: str = "", text: str = "", notice: str = ""
) -> HttpResponse:
    context = {
        "back": "/book/check/",
        "visit": visit,
        "policy": visit.prison.policy,
        "sent_to": _masked(visit),
        "errors": {"otp": fault} if fault else {},
        "typed": text,
        "notice": notice,
        "is_lost": forgery.is_unproven(request),
        "takes_cookies": bool(request.COOKIES),
        "here": here.here_in(visit.prison.state),
    }
    return render(request, "book/otp.html", context)


def _stop(request: HttpRequest, name: str, prison: Prison, context: dict[str, Any]) -> HttpResponse:
    shown = {"back": "/book/otp/", "prison": prison, "here": here.here_in(prison.state), **context}
    return render(request, f"book/stop/{name}.html", shown)
