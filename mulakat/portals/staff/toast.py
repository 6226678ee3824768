"""The seconds in which an answer may be taken back: a note on every page, and the button.

The note rests on a signed cookie, so that it costs no question of the database; it names the
visit by its key and its number, so that an officer who went on knows which answer the button
takes back, and holds nothing of a person. Whether the answer may still be taken back is
decided by the verb, under lock.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpResponse

from mulakat.portals.staff.access import StaffRequest
from mulakat.visits.models import Visit

COOKIE = "mulakat_undo"


@dataclass(frozen=True)
class Toast:
    """An answer that has not left: of which visit, until when, in how many seconds."""

    visit: int
    reference: str  # 25/35/55/2021
    seconds: int
    until: str  # 10:41:20


def after(
    request: StaffRequest, visit: Visit, response: HttpResponse, now: datetime
) -> HttpResponse:
    """Remember in this browser that the answer to `visit` may be taken back for a while."""
    seconds = visit.prison.policy.undo_seconds
    if seconds and request.POST.get("act") in {"approve", "refuse", "agree"}:
        until = int((now + timedelta(seconds=seconds)).timestamp())
        response.set_signed_cookie(
            COOKIE, f"{visit.pk}.{until}.{visit.reference}", max_age=seconds, path="/staff/",
            httponly=True, secure=settings.SECURE, samesite="Lax",
        )  # fmt: skip
    return response


def shown(request: StaffRequest, now: datetime) -> Toast | None:
    """What the frame of a staff page shows; None when the seconds are over."""
    value = request.get_signed_cookie(COOKIE, default="")
    visit, until, reference = (*(value or "").split("."), "", "")[:3]
    if not until.isdecimal():
        return None
    ends = datetime.fromtimestamp(int(until), UTC)
    left = int((ends - now).total_seconds())
    here = ends.astimezone(request.staff.prison.zone)
    return Toast(int(visit), reference, left, f"{here:%H:%M:%S}") if left > 0 else None
