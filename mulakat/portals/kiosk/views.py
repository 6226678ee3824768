"""The terminal's page and its enrolment. Its lock is the key in its browser, not a cookie."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from mulakat import clock
from mulakat.accounts import enrolling
from mulakat.portals.kiosk.lines import lines, voice
from mulakat.visits.words.choices import RELATIONS
from mulakat.web.headers import captures

KEY_MAX = 1000  # characters; a public P-256 key has about 130


@require_safe
@captures
def terminal(request: HttpRequest) -> HttpResponse:
    """The same page for everyone; names and numbers come over /kiosk/live to the key's owner."""
    context = {
        "is_demo": settings.CONFIG.is_demo,
        "relations": RELATIONS,
        "line": lines(),
        "said": _said(get_language() or "en"),
        "zone": settings.TIME_ZONE,
    }
    return render(request, "kiosk/kiosk.html", context)


def _said(language: str) -> list[dict[str, object]]:
    """Each line with its recording; the languages' own names come in every language."""
    spoken = [(code, language, text) for code, text in lines().items() if code != "language"]
    spoken += [(f"language@{code}", code, name) for code, name in settings.LANGUAGES]
    return [
        {"code": code, "language": lang, "text": text, "file": voice(lang, code.partition("@")[0])}
        for code, lang, text in spoken
    ]


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
