"""The lock of what Jitsi's server asks and tells: the secret of its deployment, its address.

Prosody shows the secret with every request (`reservations_api_headers`, `api_headers`). Each
deployment knows its own meetings alone.
"""

import hmac
import ipaddress
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from mulakat.jitsi_file import Deployment
from mulakat.web.source import source_of

View = Callable[..., HttpResponseBase]
BEARER = "Bearer "


def for_jitsi(view: Callable[..., HttpResponseBase]) -> View:
    """The view gets the deployment that asks; anybody else gets 401 and learns nothing."""

    @wraps(view)
    def locked(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        deployment = deployment_of(request)
        if deployment is None:
            return JsonResponse({"message": "Not allowed"}, status=401)
        return view(request, deployment, **kwargs)

    locked.csrf_exempt = True  # type: ignore[attr-defined]
    return locked


def deployment_of(request: HttpRequest) -> Deployment | None:
    """Whose secret this is; all are compared, so that time tells nothing."""
    shown = request.headers.get("Authorization", "")
    secret = shown[len(BEARER) :].encode() if shown.startswith(BEARER) else b""
    found = [each for each in settings.JITSI if _is_its(each, secret)]
    return found[0] if found and _comes_from(found[0], source_of(request)) else None


def _is_its(deployment: Deployment, secret: bytes) -> bool:
    return hmac.compare_digest(deployment.api_secret.encode(), secret)


def _comes_from(deployment: Deployment, source: str) -> bool:
    if not deployment.api_addresses:
        return True
    try:
        address = ipaddress.ip_address(source)
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(each) for each in deployment.api_addresses)
