"""Under which names pages are shown: known hosts only, the staff's perhaps on fewer."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

WITHOUT_A_NAME = "/healthz"  # load balancers ask by address
STAFF = ("/staff/", "/gate/")
MEETING = "/meeting/"  # another engine's script runs there, and nothing else is there


class KnownHosts:
    """400 for a host that is not ours; 404 for a staff page on a host that shows none.

    The staff's cookie belongs to the host of the sign-in, so their socket is bound with it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != WITHOUT_A_NAME:
            host = request.get_host()  # DisallowedHost, which becomes 400
            if request.path.startswith(STAFF) and not _shows_staff(host):
                raise Http404
            if request.path.startswith(MEETING) != _is_of_meetings(host):
                raise Http404
        return self.get_response(request)


def _shows_staff(host: str) -> bool:
    return not settings.STAFF_HOSTS or host.rsplit(":", 1)[0] in settings.STAFF_HOSTS


def _is_of_meetings(host: str) -> bool:
    return bool(settings.MEETING_HOST) and host.rsplit(":", 1)[0] == settings.MEETING_HOST
