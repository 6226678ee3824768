"""The lock of the joining pages: the cookie `mulakat_join`, kept apart from all others."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mulakat.visits import joining
from mulakat.visits.models import JoinSession

COOKIE = "mulakat_join"
# One secret for the room and its way in, the link that leads there again, and the page of the
# visit. A response holds each cookie name once, so each path has its own name.
NAMES = {"/join/": COOKIE, "/j/": "mulakat_link", "/visits/": "mulakat_visit"}


def verified_session(request: HttpRequest, now: datetime) -> JoinSession | None:
    """Whoever may be in /join/room/: all codes right, and the visit open. None: go to /join/."""
    return joining.session_of_cookie(cookie(request), now)


def cookie(request: HttpRequest) -> str:
    """The session's secret as this path knows it; "" if there is none."""
    name = next((name for path, name in NAMES.items() if request.path.startswith(path)), COOKIE)
    return request.COOKIES.get(name, "")


def keep(
    response: HttpResponse,
    opened: joining.Opened,
    now: datetime,
    paths: tuple[str, ...] = tuple(NAMES),
) -> HttpResponse:
    """Put the session's secret in the browser, for the paths where it serves."""
    for path in paths:
        response.set_cookie(
            NAMES[path],
            opened.secret,
            max_age=int((opened.session.expires_at - now).total_seconds()),
            path=path,
            secure=settings.SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
