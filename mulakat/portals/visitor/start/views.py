"""The first page, in the reader's language, and the leaflet of its steps to print."""

from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from mulakat.portals.visitor import here
from mulakat.portals.visitor.start import leaflet as steps_of
from mulakat.prisons.policy import PRESETS
from mulakat.prisons.terms import terms_of


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Three doors: book, my visits, join. `?state=` chooses the state and is remembered."""
    return _in_state(request, "start/start.html", {})


@require_safe
def leaflet(request: HttpRequest) -> HttpResponse:
    """The steps of the state's own procedure, on one sheet, in the reader's language."""
    state = here.chosen_state(request)
    policy = state.policy if state else PRESETS["open"]
    address = settings.ORIGIN + (f"/?state={state.slug}" if state else "/")
    shown = {
        "steps_to_print": steps_of.steps(policy, urlsplit(settings.ORIGIN).netloc, terms_of(state)),
        "address": urlsplit(settings.ORIGIN).netloc,
        "square": _square(address),
    }
    return _in_state(request, "start/leaflet.html", shown)


def old_address(request: HttpRequest) -> HttpResponse:
    """The addresses of the leaflet of 2021 lead to the form."""
    return HttpResponsePermanentRedirect("/book/")


def _in_state(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    state = here.chosen_state(request)
    states = [] if state else here.states()
    response = render(request, template, {**context, "states": states})
    if state and "state" in request.GET:
        here.remember(response, state)
    return response


def _square(text: str) -> SafeString:
    """A QR code as SVG, black on white, sized by its class."""
    out = BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, svgclass="qr", lineclass=None, omitsize=True
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 drawn by us, holds only path data
