"""Signing in and out, and choosing the prison one works at today."""

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mulakat import clock
from mulakat.accounts import throttle
from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.portals.staff.access import PRISON, prisons_of
from mulakat.web.source import source_of

LAST_USED = "last_used"  # key of the session: when this ID signed in before


def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect("staff:today")
        return _form(request, {}, "")
    staff_id = request.POST.get("staff_id", "").replace("\0", "").strip()[:30]
    password = request.POST.get("password", "")[:200]
    errors = {}
    if not staff_id:
        errors["staff_id"] = _("Enter your staff ID")
    if not password:
        errors["password"] = _("Enter your password")
    if errors:
        return _form(request, errors, staff_id)
    return _try(request, staff_id, password)


def _try(request: HttpRequest, staff_id: str, password: str) -> HttpResponse:
    now, source = clock.now(), source_of(request)
    if throttle.is_locked(staff_id, source, now):
        text = _("Too many wrong tries. Wait 15 minutes, then try again")
        return _form(request, {"staff_id": text}, staff_id, status=429)
    # An unknown ID costs the same hashing as a wrong password
    user = auth.authenticate(request, username=staff_id, password=password)
    if not isinstance(user, User):
        throttle.count_failure(staff_id, source)
        return _form(request, {"staff_id": _("The staff ID or password is not right")}, staff_id)
    before = user.last_login
    auth.login(request, user)  # gives the session a new key
    request.session[LAST_USED] = before.isoformat() if before else ""
    record("staff.signed_in", actor=user.actor, subject=user.actor)
    return redirect(_next(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User):
        record("staff.signed_out", actor=request.user.actor, subject=request.user.actor)
    auth.logout(request)
    return redirect("staff:sign_in")


def prison(request: HttpRequest) -> HttpResponse:
    """Choose where to work; asked only of those who work at several prisons."""
    assert isinstance(request.user, User)
    prisons = prisons_of(request.user)
    if request.method == "POST":
        chosen = next((p for p in prisons if str(p.pk) == request.POST.get("prison")), None)
        if chosen:
            request.session[PRISON] = chosen.pk
            return redirect("staff:today")
    errors = {"prison": _("Choose where you work")} if request.method == "POST" else {}
    context = {
        "options": [(str(p.pk), f"{p.name()}, {p.state.name()}") for p in prisons],
        "value": str(request.session.get(PRISON, "")),
        "errors": errors,
    }
    return render(request, "staff/prison.html", context)


def _form(
    request: HttpRequest, errors: dict[str, str], staff_id: str, *, status: int = 200
) -> HttpResponse:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    context = {"errors": errors, "staff_id": staff_id, "next": wanted}
    return render(request, "staff/sign_in.html", context, status=status)


def _next(request: HttpRequest) -> str:
    """Back to the page that was asked for, if it is one of ours."""
    wanted = request.POST.get("next", "")
    is_ours = wanted.startswith("/staff/") and url_has_allowed_host_and_scheme(wanted, None)
    return wanted if is_ours else "/staff/"
