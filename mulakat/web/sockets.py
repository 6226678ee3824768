"""What a WebSocket's handshake brings: its cookies, and whether the page behind it is ours."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port, validate_host


def origin_of(scope: Mapping[str, Any]) -> str | None:
    """The origin of the page that opens this socket, or None if the page is not one of ours.

    Browsers send cookies with a socket opened by any page in the world, and the Origin header
    with it; nothing else keeps a foreign page out.
    """
    headers = _headers(scope)
    origin = headers.get("origin", "")
    return origin if is_ours(origin, headers.get("host", "")) else None


def cookies_of(scope: Mapping[str, Any]) -> dict[str, str]:
    return dict(parse_cookie(_headers(scope).get("cookie", "")))


def is_ours(origin: str, host: str) -> bool:
    """Our configured origin, or the very host that was asked, if it is one we answer to."""
    if origin == settings.ORIGIN:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    scheme_fits = parts.scheme == "https" or (parts.scheme == "http" and not settings.SECURE)
    is_that_host = origin == f"{parts.scheme}://{host}"
    domain, _ = split_domain_port(host)
    is_of_meetings = domain == settings.MEETING_HOST  # another engine's script runs there
    is_known = bool(domain) and _is_known(domain) and not is_of_meetings
    return scheme_fits and is_that_host and is_known


def _is_known(domain: str) -> bool:
    return validate_host(domain, list(settings.ALLOWED_HOSTS))


def _headers(scope: Mapping[str, Any]) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
