"""Where a request came from, for what counts tries."""

from django.conf import settings
from django.http import HttpRequest


def source_of(request: HttpRequest) -> str:
    """The address a request came from, past as many of our own proxies as are configured."""
    hops = settings.CONFIG.PROXY_HOPS
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if hops and len(forwarded) >= hops and forwarded[-hops].strip():
        return forwarded[-hops].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
