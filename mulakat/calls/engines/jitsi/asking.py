"""`meet`: a page asks over its socket for the way into the meeting (docs/protocol.md 3)."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from mulakat.calls.engines.jitsi import entering
from mulakat.calls.engines.jitsi.entering import CannotMeet
from mulakat.calls.models import Participant, Side
from mulakat.calls.values import Json, one_of, only, seq_of

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Meet:
    seq: int
    way: str
    language: str


def read(message: Json) -> Meet:
    """The message without its `t`; `Malformed` for anything else."""
    only(message, "seq", "way", "language")
    way, language = one_of(message, "way", entering.WAYS), one_of(message, "language", LANGUAGES)
    return Meet(seq=seq_of(message), way=way, language=language)


def answer(*, participant_id: int, message: Meet, now: datetime) -> Json:
    """What to say to this page alone: the address, or all reasons why not."""
    page = Participant.objects.select_related("call").get(pk=participant_id)
    if page.call is None:
        return _refused(message, ["not_chosen"])
    try:
        address = entering.enter(
            call=page.call,
            side=Side(page.side),
            identity=page.identity,
            way=message.way,
            language=message.language,
            now=now,
        )
    except CannotMeet as cannot:
        return _refused(message, cannot.reasons)
    return {"t": "meeting", "seq": message.seq, "way": message.way, "url": address}


def _refused(message: Meet, why: list[str]) -> Json:
    return {"t": "refused", "what": "meet", "seq": message.seq, "why": why}
