"""A lost CSRF cookie must not lose what was typed.

The check is Django's own. Where it would answer 403, the page of the form is shown again
with the answers in their fields and a new token; nothing is saved until it is sent again.
"""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt


class _Gentle(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> None:
        request.META["mulakat.unproven"] = reason


def keeps_answers(view: Any) -> Any:
    """For views that ask `is_unproven(request)` before they act on a POST."""
    return csrf_exempt(decorator_from_middleware(_Gentle)(view))


def is_unproven(request: HttpRequest) -> bool:
    """The POST did not prove that it comes from our own page."""
    return "mulakat.unproven" in request.META
