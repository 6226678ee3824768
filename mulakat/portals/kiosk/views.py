"""The terminal's page and its enrolment. Its lock is the key in its browser, not a cookie."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from mulakat import clock
from mulakat.accounts import enrolling
from mulakat.visits.words.choices import RELATIONS

KEY_MAX = 1000  # characters; a public P-256 key has about 130


@require_safe
def terminal(request: HttpRequest) -> HttpResponse:
    """The same page for everyone; names and numbers come over /kiosk/live to the key's owner."""
    context = {
        "is_demo": settings.CONFIG.is_demo,
        "relations": RELATIONS,
        "zone": settings.TIME_ZONE,
    }
    return render(request, "kiosk/kiosk.html", context)


@require_POST
def enrol(request: HttpRequest) -> JsonResponse:
    """Code and public key in, device number out; 400 when either is not right."""
    try:
        public_key = json.loads(request.POST.get("public_key", "")[:KEY_MAX])
        if not isinstance(public_key, dict):
            raise enrolling.CannotEnrol("key")
        device = enrolling.enrol(
            typed=request.POST.get("code", "")[:40], public_key=public_key, now=clock.now()
        )
    except (ValueError, RecursionError, enrolling.CannotEnrol):
        return JsonResponse({"error": "code"}, status=400)
    return JsonResponse({"device": device.pk})
