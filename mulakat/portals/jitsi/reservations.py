"""`/jitsi/conference`: what mod_reservations asks. Its prefix is ORIGIN/jitsi."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from mulakat import clock
from mulakat.calls.engines.jitsi import reservations
from mulakat.calls.engines.jitsi.reservations import AlreadyReserved, Asked, NoReservation
from mulakat.jitsi_file import Deployment
from mulakat.portals.jitsi.access import for_jitsi

NAME_MAX, OWNER_MAX = 100, 1000


@for_jitsi
@require_POST
def conferences(request: HttpRequest, deployment: Deployment) -> HttpResponseBase:
    """May this room open, and until when?"""
    asked = _asked(request)
    if asked is None:
        return JsonResponse({"message": "name and start_time are needed"}, status=400)
    now = clock.now()
    try:
        found = reservations.reserve(asked=asked, host=deployment.host, now=now)
    except NoReservation as refused:
        return JsonResponse({"message": refused.message}, status=refused.status)
    except AlreadyReserved as known:
        return JsonResponse({"conflict_id": known.number}, status=409)
    return JsonResponse(found, status=201)


@for_jitsi
@require_http_methods(["GET", "DELETE"])
def conference(request: HttpRequest, deployment: Deployment, number: int) -> HttpResponseBase:
    """What is known of it (after a 409), or: its room is closed."""
    now = clock.now()
    try:
        if request.method == "DELETE":
            reservations.release(number=number, host=deployment.host, now=now)
            return HttpResponse(status=204)
        found = reservations.read(number=number, host=deployment.host, now=now)
    except NoReservation as refused:
        return JsonResponse({"message": refused.message}, status=refused.status)
    return JsonResponse(found)


def _asked(request: HttpRequest) -> Asked | None:
    name, owner = request.POST.get("name", ""), request.POST.get("mail_owner", "")
    if not 0 < len(name) <= NAME_MAX or len(owner) > OWNER_MAX:
        return None
    try:
        start = datetime.fromisoformat(request.POST.get("start_time", ""))
    except ValueError:
        return None
    return Asked(name=name, start_time=start, mail_owner=owner) if start.tzinfo else None
