"""The lock of the demo portal: outside demo mode there is no such page."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from mulakat.config import LOOPBACK

View = Callable[..., HttpResponse]


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """With LAN=1 others in the network reach the portals, but not the phone with its codes."""
    own = urlsplit(settings.ORIGIN).hostname  # the worker hands SMS over by this address
    return settings.CONFIG.MULAKAT_LAN and request.META["REMOTE_ADDR"] not in {*LOOPBACK, own}


def demo_only(view: View) -> View:
    """404 in production and in tests of everything else."""

    @wraps(view)
    def locked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.CONFIG.is_demo or _is_from_elsewhere(request):
            raise Http404
        return view(request, *args, **kwargs)

    return locked
