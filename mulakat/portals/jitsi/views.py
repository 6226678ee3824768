"""The meeting's page, under a name of its own: Jitsi's script runs in it and in no other.

The page has no cookie and no session. It brings a ticket behind the # of its address, gives it
back once, and holds what it gets in memory. mulakat/web/hosts.py keeps every other page off this
name, and this page off every other name.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from mulakat import clock
from mulakat.calls import values
from mulakat.calls.engines.jitsi import entering, standing
from mulakat.calls.models import Side
from mulakat.calls.values import Malformed
from mulakat.jitsi_file import Deployment
from mulakat.prisons.models import Prison

SECRET_MAX = 60
BACK = {Side.VISITOR: "/join/room/", Side.TERMINAL: "/kiosk/", Side.OFFICER: "/staff/desk/"}


@require_safe
def page(request: HttpRequest, state: int, prison: int) -> HttpResponse:
    """The same for everyone: whom it is for comes with the ticket, by `open_`."""
    deployment = _deployment(state, prison)
    if deployment is None:
        raise Http404
    context = {"api": f"{deployment.url}/external_api.js", "origin": settings.ORIGIN}
    response = render(request, "meeting/meeting.html", context)
    for name, value in headers(deployment).items():
        response.headers[name] = value
    return response


def headers(deployment: Deployment) -> dict[str, str]:
    """This page alone names Jitsi's host, and exactly it."""
    host = deployment.url
    allowed = f'(self "{host}")'
    rules = (
        "default-src 'none'",
        f"script-src 'self' {host}",
        f"frame-src {host}",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "worker-src 'none'",
        # No windows, no downloads, no way for the frame to move the page
        "sandbox allow-scripts allow-same-origin",
    )
    return {
        "Content-Security-Policy": "; ".join(rules),
        "Permissions-Policy": (
            f"camera={allowed}, microphone={allowed}, autoplay={allowed}, "
            f"screen-wake-lock={allowed}, display-capture=(), geolocation=(), payment=(), usb=()"
        ),
        "Referrer-Policy": "no-referrer",
    }


def _deployment(state: int, prison: int) -> Deployment | None:
    found = Prison.objects.select_related("state").filter(state__number=state, number=prison)
    one = found.first()
    if one is None or one.policy.call_engine != "jitsi":
        return None
    return entering.deployment_of(one)


@csrf_exempt  # there is no session another page could use; the ticket itself is the right
@require_POST
def open_(request: HttpRequest) -> HttpResponse:
    """A ticket for what Jitsi's frame needs, once; 404 for any other."""
    ticket = _secret(request, "ticket")
    opened = entering.redeem(ticket=ticket, now=clock.now()) if ticket else None
    if opened is None:
        return JsonResponse({"error": "ticket"}, status=404)
    return JsonResponse(
        {
            "key": opened.key,
            "host": opened.deployment.host,
            "room": opened.room,
            "token": opened.token,
            "options": opened.options,
            "back": f"{settings.ORIGIN}{BACK[opened.side]}",
            "officer": opened.side == Side.OFFICER,
            "returns": opened.side == Side.TERMINAL,  # nobody at it needs to press
        }
    )


@csrf_exempt
@require_POST
def stands(request: HttpRequest) -> HttpResponse:
    """Every few seconds: may this page stay, and what time is left."""
    key = _secret(request, "key")
    found = standing.of(key=key, now=clock.now()) if key else None
    if found is None:
        return JsonResponse({"error": "key"}, status=404)
    return JsonResponse({"why": found.why, "left_ms": found.left_ms, "warn": found.warn})


def _secret(request: HttpRequest, name: str) -> str:
    try:
        message: dict[str, Any] = values.an_object(request.body[:200].decode())
    except (Malformed, UnicodeDecodeError):
        return ""
    value = message.get(name)
    return value if isinstance(value, str) and 0 < len(value) <= SECRET_MAX else ""
