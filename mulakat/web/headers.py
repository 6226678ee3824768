"""Security headers of every response, set in one place."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SOCKETS = settings.ORIGIN.replace("http", "ws", 1)  # older Safari: 'self' leaves out ws
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        f"connect-src 'self' {SOCKETS}",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# Files of ours hold nothing of a person and are no documents: on a slow line what only a
# document heeds would weigh as much as the file.
FILE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HEADERS = {
    **FILE_HEADERS,
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
CAPTURE = "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()"
if settings.SECURE:
    HEADERS["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"


def captures(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The few pages that may ask for camera and microphone; no other page can."""

    @wraps(view)
    def allowed(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response.headers["Permissions-Policy"] = CAPTURE
        return response

    return allowed


class SecurityHeaders:
    """Adds each header a view has not set itself; pages of persons are never cached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
