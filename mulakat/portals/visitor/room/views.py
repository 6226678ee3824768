"""The page of the call. Only a browser that has proved every code gets it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from mulakat import clock
from mulakat.portals.visitor import here
from mulakat.portals.visitor.access import verified_session
from mulakat.portals.visitor.join import feedback
from mulakat.visits.models import COUNTED_OUTCOMES, Basis, PhoneCheck, Status, Visit
from mulakat.web import browsers
from mulakat.web.headers import captures


@require_safe
@captures
def room(request: HttpRequest) -> HttpResponse:
    """What it shows comes over /join/live; a reload comes back here without a new OTP."""
    session = verified_session(request, clock.now())
    if session is None or session.visit is None:
        return redirect("/join/")
    visit = session.visit
    if visit.status == Status.ENDED:  # after a reload: nobody is asked for a camera again
        return redirect("/join/")
    prison = visit.prison
    line = here.here_in(prison.state).helplines[0]
    media = prison.policy.media
    context = {
        "here": here.here_in(prison.state),
        "prison": prison.name(),
        "first_name": _first_name(visit),
        "has_video": "video" in media,
        "has_voice": "voice" in media,
        "media": " ".join(media),
        "is_demo": settings.CONFIG.is_demo,
        "zone": prison.state.timezone,
        "browser": browsers.of(request),
        "persons": list(visit.persons.values_list("name", flat=True)),
        "is_heard": visit.basis != Basis.LEGAL,
        "counted": " ".join(COUNTED_OUTCOMES),
        "checked": _checked(visit),
        **feedback.choices(),
        "helpline": line.number,
        "helpline_tel": line.tel,
    }
    return render(request, "room/room.html", context)


def _checked(visit: Visit) -> str:
    """What /check/ found for this visit: video, voice, phone, or "" without one."""
    return PhoneCheck.objects.filter(visit=visit).values_list("result", flat=True).first() or ""


def _first_name(visit: Visit) -> str:
    local = visit.prison.state.language
    return visit.inmate.called(get_language() or "en", local) if visit.inmate else ""
