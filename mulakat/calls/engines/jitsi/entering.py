"""Into a meeting: who may, a ticket for our page, a token at the click.

The officer is always first. Neither visitor nor terminal gets a token before Jitsi's server has
told us that an officer is in, and both leave when it tells us that none is.
"""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from mulakat import ids
from mulakat.audit.models import record
from mulakat.calls import loading
from mulakat.calls.engines import choice
from mulakat.calls.engines.jitsi import links, options, tokens
from mulakat.calls.engines.jitsi.models import Meeting, Pass
from mulakat.calls.models import Call, Side
from mulakat.calls.room import Room
from mulakat.jitsi_file import Deployment
from mulakat.prisons.models import Prison
from mulakat.sealed import digest

TICKET_LASTS = timedelta(seconds=60)
PAGE, ANDROID, IOS = "page", "android", "ios"
WAYS = frozenset({PAGE, ANDROID, IOS})
APP = "app"  # both of the last, as a state names them


class CannotMeet(Exception):
    """`reasons` holds all of them."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Opened:
    """What our page needs, once: Jitsi's address, the token, and a key to ask how it stands."""

    key: str
    deployment: Deployment
    room: str
    token: str
    side: Side
    options: dict[str, Any]


def deployment_of(prison: Prison) -> Deployment | None:
    """The Jitsi Meet that JITSI_FILE means for this prison, the closest first."""
    state, number = prison.state.number, prison.number
    ranked = [(each.rank(state, number), each) for each in settings.JITSI]
    best = max(ranked, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] else None


def reasons_not_to_meet(room: Room, side: str, identity: str, way: str = PAGE) -> list[str]:
    """Why this person gets no token now; empty if nothing is amiss."""
    if not choice.is_elsewhere(room.visit):
        return ["not_jitsi"]
    if room.is_over:
        return ["over"]
    policy = room.visit.prison.policy
    is_app = way != PAGE
    reasons = {
        "unset": deployment_of(room.visit.prison) is None,
        "not_admitted": room.call is None or room.call.admitted_at is None,
        "paused": room.is_paused,
        "not_yours": not _is_of_this_call(room, side, identity),
        "officer_first": side != Side.OFFICER and Side.OFFICER not in inside(room.call),
        "other_way": is_app and (side != Side.VISITOR or not policy.jitsi_app),
    }
    return [reason for reason, holds in reasons.items() if holds]


def inside(call: Call | None) -> list[str]:
    """Sides that are in the meeting, as Jitsi's server has told."""
    meeting = getattr(call, "meeting", None) if call else None
    return list(meeting.inside) if meeting else []


def _is_of_this_call(room: Room, side: str, identity: str) -> bool:
    if room.call is None:
        return False
    if side == Side.VISITOR:  # the browser that was looked at, and no other
        return identity == room.call.admitted_identity
    if side == Side.TERMINAL:
        return room.terminal is not None and room.terminal.identity == identity
    return any(desk.identity == identity for desk in room.officers)


@transaction.atomic
def enter(*, call: Call, side: Side, identity: str, way: str, language: str, now: datetime) -> str:
    """The address to go to: our page with a ticket, or the app's with a token."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    room = loading.room_of_call(call_id=call.pk, now=now)
    if reasons := reasons_not_to_meet(room, side, identity, way):
        raise CannotMeet(reasons)
    prison = room.visit.prison
    deployment = deployment_of(prison)
    assert deployment is not None
    meeting = meeting_of(call, deployment, now)
    meeting.passes.filter(side=side, identity=identity, token_at=None).update(ticket="")
    made = Pass(meeting=meeting, side=side, identity=identity, made_at=now)
    if way != PAGE:
        token = _minted(made, deployment, until=room.visit.closes_at, now=now)
        if way == ANDROID:
            return links.android(deployment, meeting.room, token)
        audio_only = prison.policy.jitsi_audio_only
        return links.ios(deployment, meeting.room, token, audio_only=audio_only)
    ticket = ids.secret()
    made.ticket = digest(ticket, "meeting-ticket")
    made.save()
    origin, state = settings.MEETING_ORIGIN, prison.state.number
    return links.page(origin, state, prison.number, language, ticket)


def meeting_of(call: Call, deployment: Deployment, now: datetime) -> Meeting:
    """The call's one meeting, made with a random room by whoever needs it first."""
    defaults = {"room": _room_name(), "host": deployment.host, "made_at": now}
    meeting, _ = Meeting.objects.get_or_create(call=call, defaults=defaults)
    return meeting


def _room_name() -> str:
    """128 random bits in small letters, as XMPP writes the names of rooms."""
    return base64.urlsafe_b64decode(f"{ids.secret()}==").hex()


@transaction.atomic
def redeem(*, ticket: str, now: datetime) -> Opened | None:
    """Our page gives the ticket back, once, within a minute; None if it is no good."""
    found = Pass.objects.select_for_update().filter(ticket=digest(ticket, "meeting-ticket"))
    mine = found.filter(token_at=None, made_at__gt=now - TICKET_LASTS).first()
    if mine is None:
        return None
    room = loading.room_of_call(call_id=mine.meeting.call_id, now=now)
    deployment = deployment_of(room.visit.prison)
    if deployment is None or reasons_to_stay_out(room, mine):
        return None
    key = ids.secret()
    mine.ticket, mine.key = "", digest(key, "meeting-key")
    side = Side(mine.side)
    audio_only = room.visit.prison.policy.jitsi_audio_only
    return Opened(
        key=key,
        deployment=deployment,
        room=mine.meeting.room,
        token=_minted(mine, deployment, until=room.visit.closes_at, now=now),
        side=side,
        options=options.of(side, audio_only=audio_only),
    )


def reasons_to_stay_out(room: Room, mine: Pass) -> list[str]:
    """Why the holder of a pass may not be in now. The terminal's own page may be closed by then:
    it has become the meeting's.
    """
    if room.is_over or room.call is None or room.call.ended_at is not None:
        return ["over"]
    is_visitor = mine.side == Side.VISITOR
    reasons = {
        "not_admitted": room.call.admitted_at is None
        or (is_visitor and mine.identity != room.call.admitted_identity),
        "paused": bool(room.call.paused_at),
        "unwatched": mine.side != Side.OFFICER and Side.OFFICER not in inside(room.call),
    }
    return [reason for reason, holds in reasons.items() if holds]


def _minted(mine: Pass, deployment: Deployment, *, until: datetime, now: datetime) -> str:
    mine.token_at = now
    mine.save()
    record(
        "meeting.token_minted",
        actor=_actor(mine),
        subject=mine.meeting.subject,
        side=mine.side,
    )
    return tokens.mint(
        deployment,
        room=mine.meeting.room,
        occupant=mine.occupant,
        side=Side(mine.side),
        now=now,
        until=until,
    )


def _actor(mine: Pass) -> str:
    """As the history names this person or thing."""
    if mine.side == Side.TERMINAL:
        return f"terminal:{mine.meeting.call.visit.terminal_id}"
    return "visitor" if mine.side == Side.VISITOR else mine.identity
