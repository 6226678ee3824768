"""The lock of the room's socket: a join session with every code right."""

from collections.abc import Sequence
from datetime import datetime

from mulakat.calls.connecting import Seat
from mulakat.calls.live.doors import Door, Handshake
from mulakat.calls.models import Side
from mulakat.portals.visitor.access import COOKIE
from mulakat.visits import joining
from mulakat.visits.models import JoinSession


def seat_of_cookie(came: Handshake, now: datetime) -> Seat | None:
    """The visitor of the session's visit, while that can be joined."""
    session = joining.session_of_cookie(came.cookies.get(COOKIE, ""), now)
    if session is None or session.visit is None:
        return None
    return Seat(
        side=Side.VISITOR,
        identity=session.subject,
        prison_id=session.visit.prison_id,
        visit_id=session.visit_id,
        proof=str(session.pk),
    )


def still_joined(seats: Sequence[Seat], now: datetime) -> set[Seat]:
    """The session still stands. Its visit's end is told by the state, not by a closed door."""
    sessions = JoinSession.objects.filter(
        pk__in=[int(seat.proof) for seat in seats], otp_ok_at__isnull=False
    )
    standing = {(str(pk), visit) for pk, visit in sessions.values_list("pk", "visit_id")}
    return {seat for seat in seats if (seat.proof, seat.visit_id) in standing}


door = Door(by_cookie=seat_of_cookie, still_allowed=still_joined)
