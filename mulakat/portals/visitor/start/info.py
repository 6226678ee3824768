"""Pages to read: privacy, accessibility, and what families ask the helpline."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mulakat.portals.visitor import here
from mulakat.prisons.policy import PRESETS
from mulakat.visits.words.consent import PRIVACY_VERSION

PAGES = frozenset({"privacy", "accessibility", "name", "message", "complaints"})


@require_safe
def info(request: HttpRequest, page: str) -> HttpResponse:
    """One page of PAGES, in the words of the state's policy where they differ."""
    if page not in PAGES:
        raise Http404
    state = here.chosen_state(request)
    policy = state.policy if state else PRESETS["open"]
    context = {
        "policy": policy,
        "origin": settings.ORIGIN,
        "privacy_version": PRIVACY_VERSION,
        "approval_by_email_only": policy.approval_channels == ("email",),
    }
    return render(request, f"info/{page}.html", context)
