"""Do what a page asks: one function per kind of message. False means: a bad message."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from mulakat import clock
from mulakat.accounts.models import Role, User
from mulakat.calls import admission, messages, relaying, saying, steering, supervision
from mulakat.calls.admission import CannotAdmit
from mulakat.calls.engines.jitsi import asking
from mulakat.calls.live.hub import Hub
from mulakat.calls.live.socket import Socket
from mulakat.calls.live.threads import rows
from mulakat.calls.messages import Act, Admit, Beat, Choose, Company, End, Say, SignalTo, Tested
from mulakat.calls.models import Call, Participant, Side
from mulakat.calls.steering_messages import (
    Extend,
    Mute,
    Pause,
    Resume,
    Settle,
    Steering,
    Test,
    VoiceOnly,
    Warn,
    Write,
)
from mulakat.calls.values import Json, Malformed


async def handle(text: str, socket: Socket, hub: Hub) -> bool:
    """False if the text is no message of this side, or one that was used before."""
    try:
        message = messages.parse(text, socket.seat.side)
    except Malformed:
        return False
    if isinstance(message, Beat):
        _beat(message, socket)
        return True
    if isinstance(message, asking.Meet):
        return await _meet(message, socket)
    if isinstance(message, Choose):
        socket.forget_frames()
    why = await rows(_do, message, socket, clock.now())
    if why is None:
        return False
    if why:
        what = NAMES[type(message)]
        socket.say({"t": "refused", "what": what, "seq": message.seq, "why": why})
    elif isinstance(message, SignalTo):
        hub.bus.signal_for(message.to)
    else:
        hub.bus.room_changed(socket.seat.prison_id)
    return True


NAMES: dict[type, str] = {
    Choose: "choose",
    Admit: "admit",
    End: "end",
    SignalTo: "signal",
    Company: "company",
    Say: "say",
    Tested: "tested",
    Warn: "warn",
    Mute: "mute",
    Pause: "pause",
    Resume: "resume",
    VoiceOnly: "voice_only",
    Extend: "extend",
    Write: "write",
    Settle: "settle",
    Test: "test",
}


def _beat(beat: Beat, socket: Socket) -> None:
    if socket.seat.side == Side.VISITOR:
        socket.note(media=beat.media)
    elif socket.seat.side == Side.TERMINAL:
        socket.note(flowing=beat.flowing, quality=beat.quality)
    else:
        # One browser plays all three sides in the demo: two of its tabs are always hidden.
        is_seen = not beat.hidden or settings.CONFIG.is_demo
        socket.note(rendered=is_seen and beat.rendered_inmate > 0)


@transaction.atomic
def _do(message: Act, socket: Socket, now: datetime) -> list[str] | None:
    """In a database thread: why it cannot be done, [] when done, None for a replay."""
    if isinstance(message, SignalTo):
        relaying.lock_both(sender_id=socket.participant_id, to=message.to)
    if not relaying.take_number(participant_id=socket.participant_id, seq=message.seq):
        return None
    if isinstance(message, SignalTo):
        return relaying.relay(
            sender_id=socket.participant_id, to=message.to, body=message.body, now=now
        )
    return VERBS[type(message)](message, socket, now)


async def _meet(message: asking.Meet, socket: Socket) -> bool:
    """The way into a meeting elsewhere is told to this page alone."""
    said = await rows(_way_in, message, socket, clock.now())
    if said is not None:
        socket.say(said)
    return said is not None


@transaction.atomic
def _way_in(message: asking.Meet, socket: Socket, now: datetime) -> Json | None:
    if not relaying.take_number(participant_id=socket.participant_id, seq=message.seq):
        return None
    return asking.answer(participant_id=socket.participant_id, message=message, now=now)


def _choose(message: Choose, socket: Socket, now: datetime) -> list[str]:
    desk = Participant.objects.get(pk=socket.participant_id)
    return supervision.choose(desk=desk, visit_uid=message.visit, now=now)


def _admit(message: Admit, socket: Socket, now: datetime) -> list[str]:
    call = _chosen(socket, message.visit)
    if call is None:
        return ["not_chosen"]
    officer = User.objects.get(pk=socket.seat.user_id or 0)
    try:
        admission.admit(call=call, by=officer, now=now, checked=message.checked)
    except CannotAdmit as cannot:
        return cannot.reasons
    return []


def _end(message: End, socket: Socket, now: datetime) -> list[str]:
    call = _chosen(socket, message.visit)
    if call is None:
        return ["not_chosen"]
    if call.ended_at is not None:
        return ["over"]
    supervision.end(call=call, by=socket.seat.identity, reason=message.reason, now=now)
    return []


def _company(message: Company, socket: Socket, now: datetime) -> list[str]:
    page = Participant.objects.select_related("call").get(pk=socket.participant_id)
    return saying.company(page=page, persons=message.persons, others=message.others)


def _say(message: Say, socket: Socket, now: datetime) -> list[str]:
    page = Participant.objects.get(pk=socket.participant_id)
    return saying.say(page=page, what=message.what)


def _tested(message: Tested, socket: Socket, now: datetime) -> list[str]:
    page = Participant.objects.get(pk=socket.participant_id)
    names = ("camera", "microphone", "sound")
    return saying.tested(page=page, found={each: getattr(message, each) for each in names}, now=now)


def _test(message: Test, socket: Socket, now: datetime) -> list[str]:
    prison_id, by = socket.seat.prison_id, socket.seat.identity
    return saying.test(prison_id=prison_id, number=message.terminal, by=by, now=now)


def _steer(message: Steering, socket: Socket, now: datetime) -> list[str]:
    """Every verb of calls/steering.py takes the message's own words."""
    words = {key: value for key, value in vars(message).items() if key not in ("seq", "visit")}
    call = _chosen(socket, vars(message)["visit"])
    if call is None:
        return ["not_chosen"]
    officer = User.objects.get(pk=socket.seat.user_id or 0)
    if not officer.is_active or not officer.has_role(call.visit.prison, Role.SUPERVISOR):
        return ["not_yours"]
    verb: Callable[..., list[str]] = getattr(steering, NAMES[type(message)])
    return verb(call=call, by=officer, now=now, **words)


def _chosen(socket: Socket, visit: UUID) -> Call | None:
    """The call on this desk, if it is that visit's: nobody acts on what he does not see."""
    here = Call.objects.filter(participants=socket.participant_id, visit__uid=visit)
    return here.filter(visit__prison=socket.seat.prison_id).first()


VERBS: dict[type, Callable[..., list[str]]] = {
    Choose: _choose,
    Admit: _admit,
    End: _end,
    Company: _company,
    Say: _say,
    Tested: _tested,
    Test: _test,
    **dict.fromkeys((Warn, Mute, Pause, Resume, VoiceOnly, Extend, Write, Settle), _steer),
}
