"""The lock of the gate's portal: an enrolled browser, and a guard signed in on it.

`for_device` opens a page to the browser alone (the board, signing in); `for_guard` wants the
guard too. Both cookies serve below /gate/ only. A list without a network needs the device's key
besides (gate/lists.py), and what a gate hands over is signed by it (api.py).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mulakat import clock
from mulakat.gate import devices, working
from mulakat.gate.models import GateDevice, GateSession

DEVICE, SESSION = "mulakat_gate_device", "mulakat_gate"
YEARS = timedelta(days=3 * 365)
P = ParamSpec("P")


class GateRequest(HttpRequest):
    """A request that came through one of the locks."""

    device: GateDevice
    work: GateSession
    now: datetime


Page = Callable[Concatenate[GateRequest, P], HttpResponse]
Locked = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_device(view: Page[P]) -> Locked[P]:
    @wraps(view)
    def locked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        device = devices.of_cookie(request.COOKIES.get(DEVICE, ""))
        if device is None:
            return redirect("gate:enrol")
        at_gate = cast(GateRequest, request)
        at_gate.device, at_gate.now = device, clock.now()
        return view(at_gate, *args, **kwargs)

    return locked


def for_guard(view: Page[P]) -> Locked[P]:
    @for_device
    @wraps(view)
    def locked(request: GateRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        secret = request.COOKIES.get(SESSION, "")
        session = working.session_of(secret, request.device, request.now)
        if session is None:
            return redirect("gate:sign_in")
        session.device = request.device
        request.work = session
        return view(request, *args, **kwargs)

    return locked


def origin_of(request: HttpRequest) -> str:
    """Ours, as this browser calls it (the host is a known one): what a proof is bound to."""
    return f"{request.scheme}://{request.get_host()}"


def keep_device(response: HttpResponse, secret: str) -> HttpResponse:
    return _keep(response, DEVICE, secret, YEARS)


def keep_session(response: HttpResponse, secret: str) -> HttpResponse:
    return _keep(response, SESSION, secret, working.LASTS)


def _keep(response: HttpResponse, name: str, secret: str, lasts: timedelta) -> HttpResponse:
    response.set_cookie(
        name,
        secret,
        max_age=int(lasts.total_seconds()),
        path="/gate/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response
