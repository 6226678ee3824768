"""Page 6: the answers, the rules, two boxes, perhaps four digits, and Submit.

However often Submit is pressed, one draft becomes one visit: the draft is locked first, and
answers that were sent already are not sent again.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mulakat import clock
from mulakat.portals.visitor import here
from mulakat.portals.visitor.book import captcha, drafts, forgery, keeping, otp, risk, rows, sending
from mulakat.portals.visitor.book.drafts import Kept
from mulakat.portals.visitor.book.pages import STEPS, Place, PrisonGone
from mulakat.prisons.models import Prison, in_language
from mulakat.visits import requesting
from mulakat.visits.form.answers import request_answers
from mulakat.visits.form.fields import Errors, clean
from mulakat.visits.models import Visit
from mulakat.visits.requesting import RequestAnswers, TooManyOtps

TICKS = ("watch", "agree")
PASSED_FOR = timedelta(minutes=10)


@forgery.keeps_answers
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    try:
        with transaction.atomic():
            is_sending = request.method == "POST" and not forgery.is_unproven(request)
            kept = drafts.find(request, now, lock=is_sending)
            return _answer(request, kept, now, is_sending)
    except PrisonGone:
        return HttpResponseRedirect("/book/jail/")


def _answer(
    request: HttpRequest, kept: Kept | None, now: datetime, is_sending: bool
) -> HttpResponse:
    if kept is None:
        return HttpResponseRedirect("/book/jail/")
    draft = kept.draft
    if drafts.is_sent(draft):
        return HttpResponseRedirect("/book/sent/")
    if (first := drafts.first_open(draft.answers)) != "check":
        return HttpResponseRedirect(f"/book/{first}/")
    place = Place(draft.answers, now, None)
    readings = sending.read_all(place)
    page = sending.stale(readings)
    if not page and keeping.still(place, draft) is None and keeping.is_gone(place):
        page = "kind"
    if page:
        draft.answers["state"][page] = "failed"
        drafts.save(draft, now)
        return HttpResponseRedirect(f"/book/{page}/")
    if not is_sending or "new" in request.POST:
        if "new" in request.POST and is_sending:
            captcha.replace(draft, now)
        return _draw(request, kept, place, readings, {})
    return _submit(request, kept, place, readings)


def _submit(
    request: HttpRequest, kept: Kept, place: Place, readings: sending.Readings
) -> HttpResponse:
    draft, now = kept.draft, place.now
    answers = request_answers(readings, place.chosen, now)
    mark = sending.fingerprint(answers)
    if draft.visit and draft.answers.get("asked") == mark:
        return HttpResponseRedirect("/book/otp/")  # pressed twice
    errors = _tick_errors(request, place.chosen)
    if not _has_passed(request, kept, readings, place):
        errors["captcha"] = _(
            "The numbers do not match. Type the numbers in the new picture, or listen to them"
        )
    if errors:
        return _draw(request, kept, place, readings, errors)
    try:
        draft.visit = _ask(kept, answers, now)
    except TooManyOtps as wait:
        return otp.too_many(request, place.chosen, wait.until)
    risk.count(request, now)
    draft.answers["asked"] = mark
    draft.answers.pop("passed_at", None)
    drafts.save(draft, now)
    return drafts.keep(HttpResponseRedirect("/book/otp/"), kept)


def _ask(kept: Kept, answers: RequestAnswers, now: datetime) -> Visit:
    if kept.draft.visit:
        return requesting.ask_again(visit=kept.draft.visit, answers=answers, now=now)
    return requesting.ask(answers=answers, now=now)


def _tick_errors(request: HttpRequest, prison: Prison) -> Errors:
    errors: Errors = {}
    if not request.POST.get("watch"):
        errors["watch"] = _("Tick to show you know that officers watch the visit")
    if not request.POST.get("agree"):
        errors["agree"] = _(
            "Tick to show you agree that %(department)s uses your details for this visit"
        ) % {"department": in_language(prison.state.department)}
    return errors


def _asks_digits(
    request: HttpRequest, kept: Kept, readings: sending.Readings, place: Place
) -> bool:
    """Whoever read the digits and only forgot a box need not read others."""
    passed = kept.draft.answers.get("passed_at")
    if passed and datetime.fromisoformat(passed) > place.now - PASSED_FOR:
        return False
    phone = readings["id"].values["phone"]
    return risk.asks_digits(request, kept.draft, phone, place.policy, place.now)


def _has_passed(request: HttpRequest, kept: Kept, readings: sending.Readings, place: Place) -> bool:
    draft = kept.draft
    if not _asks_digits(request, kept, readings, place):
        return True
    uid, typed = request.POST.get("picture", ""), clean(request.POST.get("captcha", ""))
    if not captcha.is_right(draft, uid, typed, place.now):
        return False
    draft.answers["passed_at"] = place.now.isoformat()
    drafts.save(draft, place.now)
    return True


def _draw(
    request: HttpRequest,
    kept: Kept,
    place: Place,
    readings: sending.Readings,
    errors: Errors,
) -> HttpResponse:
    prison = place.chosen
    needs_digits = _asks_digits(request, kept, readings, place)
    context = {
        "step": STEPS,
        "steps": STEPS,
        "back": "/book/others/",
        "errors": errors,
        "rows": rows.rows(readings, place),
        "kind": readings["kind"].values["kind"],
        "kept": keeping.words(place),
        "prison": prison,
        "policy": place.policy,
        "department": in_language(prison.state.department),
        "ticked": {tick: request.POST.get(tick, "") for tick in TICKS},
        "picture": captcha.current(kept.draft, place.now) if needs_digits else None,
        "is_lost": forgery.is_unproven(request),
        "takes_cookies": bool(request.COOKIES),
        "here": here.here_in(prison.state),
    }
    return render(request, "book/check.html", context)
