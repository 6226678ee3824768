"""Is it right? Opening tells and sends nothing; Yes sends the request, No erases it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mulakat import clock
from mulakat.portals.visitor import here
from mulakat.portals.visitor.book import forgery, masks
from mulakat.visits import assisting, wording
from mulakat.visits.models import Status, Visit
from mulakat.visits.proofs import proving
from mulakat.visits.requesting import ASSISTED_FOR
from mulakat.visits.words.choices import KINDS

COOKIE = "mulakat_asked"
YEAR = 365 * 24 * 3600


@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the token for a cookie; what it leads to is looked for afterwards."""
    response = HttpResponseRedirect("/a/")
    visit = assisting.asked(token=token, now=clock.now())
    if visit is None:
        return response
    _put(response, COOKIE, token, int(ASSISTED_FOR.total_seconds()), path="/a/")
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        _put(response, settings.LANGUAGE_COOKIE_NAME, visit.language, YEAR)
    return response


@forgery.keeps_answers
@require_http_methods(["GET", "HEAD", "POST"])
def right(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    visit = assisting.asked(token=request.COOKIES.get(COOKIE, ""), now=now)
    if visit is None:
        return render(request, "assisted/gone.html", {"back": "/"})
    act = request.POST.get("act", "")
    if act and not forgery.is_unproven(request):
        return _answer(request, visit, act, now)
    return _show(request, visit)


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "assisted/erased.html", {"back": "/"})


def _answer(request: HttpRequest, visit: Visit, act: str, now: datetime) -> HttpResponse:
    if act == "no":
        assisting.say_no(visit=visit, now=now)
        response = HttpResponseRedirect("/a/erased/")
        response.delete_cookie(COOKIE, path="/a/", samesite="Lax")
        return response
    found = assisting.say_yes(visit=visit, now=now)
    if found is None or found.is_sent:
        return HttpResponseRedirect("/a/")
    return _show(request, visit, earlier=found.earlier, open_requests=found.open_requests)


def _show(request: HttpRequest, visit: Visit, **more: Any) -> HttpResponse:
    context = {
        "back": "/",
        "visit": visit,
        "is_sent": visit.status != Status.UNCONFIRMED,
        "may_say_yes": not proving.is_proven(visit),
        "rows": _rows(visit),
        "desk": _desk(visit),
        "by": _by(visit),
        "is_lost": forgery.is_unproven(request),
        "takes_cookies": True,
        "here": here.here_in(visit.prison.state),
        **more,
    }
    return render(request, "assisted/right.html", context)


def _rows(visit: Visit) -> list[tuple[str, list[str]]]:
    """What was written down: the family's own words, and nothing the prison knows."""
    people = [
        _("%(name)s, %(age)s years") % {"name": person.name, "age": person.age}
        for person in visit.persons.all()
    ]
    zone = visit.prison.zone
    times = [datetime.fromisoformat(wish) for wish in visit.wishes]
    return [
        (_("The person you want to meet"), [visit.asked["name"]]),
        (_("Where"), [visit.prison.name()]),
        (_("How"), [str(KINDS[visit.kind])]),
        (_("Times"), [f"{wording.day(at, zone)}, {wording.time(at, zone)}" for at in times]),
        (_("Who comes"), people),
        (_("Mobile number"), [masks.phone(visit.contact["phone"])]),
    ]


def _by(visit: Visit) -> str:
    """By when the prison answers; "" where it has nothing to answer."""
    is_waiting = visit.status == Status.REQUESTED
    at = visit.answer_by if is_waiting else None
    return wording.day(at, visit.prison.zone) if at else ""


def _desk(visit: Visit) -> str:
    words = {
        "helpline": _("the helpline"),
        "counter": _("the counter"),
        "gate": _("the gate"),
    }
    return words.get(visit.assisted_at, words["counter"])


def _put(response: HttpResponse, name: str, value: str, age: int, path: str = "/") -> None:
    response.set_cookie(
        name, value, max_age=age, path=path, secure=settings.SECURE,
        httponly=name == COOKIE, samesite="Lax",
    )  # fmt: skip
