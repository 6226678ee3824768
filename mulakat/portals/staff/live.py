"""The lock of the desk's socket: the staff session, and the role of supervisor."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from mulakat.accounts.models import Membership, Role, User
from mulakat.accounts.sessions import SessionStore, row_of
from mulakat.calls.connecting import Seat
from mulakat.calls.live.doors import Door, Handshake
from mulakat.calls.models import Side
from mulakat.portals.staff.access import PRISON


def seat_of_session(came: Handshake, now: datetime) -> Seat | None:
    """The supervisor who is signed in, at the prison of the session."""
    key = came.cookies.get(settings.SESSION_COOKIE_NAME, "")
    request = HttpRequest()
    request.session = SessionStore(key)
    user = get_user(request)
    if not isinstance(user, User) or not user.is_active:
        return None
    prison_id = _prison(user, request.session.get(PRISON))
    seat = Seat(
        side=Side.OFFICER,
        identity=user.actor,
        prison_id=prison_id,
        user_id=user.pk,
        proof=row_of(key),
    )
    return seat if still_on_duty([seat], now) else None


def _prison(user: User, chosen: int | None) -> int:
    """The chosen prison; who works at one only need not choose. 0 if it is not clear."""
    prisons = set(user.memberships.values_list("prison", flat=True))
    if chosen in prisons:
        return int(chosen or 0)
    return next(iter(prisons)) if len(prisons) == 1 else 0


def still_on_duty(seats: Sequence[Seat], now: datetime) -> set[Seat]:
    """Those still signed in, still active, still supervisors there."""
    sessions = Session.objects.filter(
        session_key__in=[seat.proof for seat in seats], expire_date__gt=now
    )
    signed_in = set(sessions.values_list("session_key", flat=True))
    roles = Membership.objects.filter(
        user__in=[seat.user_id or 0 for seat in seats], role=Role.SUPERVISOR, user__is_active=True
    )
    on_duty = set(roles.values_list("user_id", "prison_id"))
    return {
        seat
        for seat in seats
        if seat.proof in signed_in and (seat.user_id, seat.prison_id) in on_duty
    }


door = Door(by_cookie=seat_of_session, still_allowed=still_on_duty)
