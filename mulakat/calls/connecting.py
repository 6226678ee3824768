"""Pages come and go: who connected, who replaced whom, who was heard, who left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mulakat import ids
from mulakat.audit.models import record
from mulakat.calls import supervision
from mulakat.calls.messages import Quality
from mulakat.calls.models import Call, Participant, Side
from mulakat.prisons.models import Terminal
from mulakat.visits.models import Visit

LOST = timedelta(seconds=15)  # unheard for so long: gone, though no socket said so


@dataclass(frozen=True)
class Seat:
    """Whom a socket's proof has shown it to be. `proof` names what is looked at again each
    second: the join session, the device, or the staff session.
    """

    side: Side
    identity: str  # join:4, device:2, staff:5
    prison_id: int
    proof: str
    visit_id: int | None = None  # visitor
    terminal_id: int | None = None  # terminal
    user_id: int | None = None  # officer

    @property
    def actor(self) -> str:
        """How the history names this person or thing."""
        if self.side == Side.VISITOR:
            return "visitor"
        return f"terminal:{self.terminal_id}" if self.side == Side.TERMINAL else self.identity


@dataclass(frozen=True)
class Heard:
    """What a page said of itself since the last look."""

    participant_id: int
    socket: UUID
    media: str = ""
    rendered: bool = False
    flowing: bool | None = None
    quality: Quality | None = None  # terminal: of the visitor leg


class PageTaken(Exception):
    """This page id was first used by somebody else."""


@transaction.atomic
def connect(*, seat: Seat, page: UUID, socket: UUID, now: datetime) -> Participant:
    """The participant of this page, now served by this socket; older ones give way."""
    call = None
    if seat.visit_id is not None:
        call = supervision.call_for(visit=Visit.objects.get(pk=seat.visit_id))
    _lock_place(seat, call)
    row, is_new = Participant.objects.get_or_create(
        connection=page,
        defaults={
            "side": seat.side,
            "identity": seat.identity,
            "socket": socket,
            "prison_id": seat.prison_id,
            "terminal_id": seat.terminal_id,
            "call": call,
            "media": "video" if seat.side == Side.VISITOR else "",
            "connected_at": now,
            "seen_at": now,
        },
    )
    row = Participant.objects.select_for_update().get(pk=row.pk)
    if (row.side, row.identity, row.prison_id) != (seat.side, seat.identity, seat.prison_id):
        raise PageTaken
    was_gone = is_new or row.left_at is not None
    row.socket, row.seen_at, row.left_at, row.connected_at = socket, now, None, now
    row.save(update_fields=["socket", "seen_at", "left_at", "connected_at"])
    _replace_others(row, now)
    if was_gone:
        _record(f"{row.side}_joined", row, seat.actor)
    return row


def _lock_place(seat: Seat, call: Call | None) -> None:
    """Two pages of one place that connect at once take turns, and do not wait for each other."""
    if call is not None:
        Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    elif seat.terminal_id is not None:
        Terminal.objects.select_for_update(no_key=True).get(pk=seat.terminal_id)


def _replace_others(row: Participant, now: datetime) -> None:
    """One page per terminal and one visitor per call: the newest. A fresh socket id tells the
    replaced page's server that it no longer serves it.
    """
    if row.side == Side.OFFICER:
        return
    same_place = (
        Q(call_id=row.call_id) if row.side == Side.VISITOR else Q(terminal_id=row.terminal_id)
    )
    others = Participant.objects.filter(same_place, side=row.side, left_at=None)
    for other in others.exclude(pk=row.pk):
        Participant.objects.filter(pk=other.pk).update(left_at=now, socket=ids.uid())


@transaction.atomic
def leave(*, participant_id: int, socket: UUID, actor: str, now: datetime) -> None:
    """This socket is closed; nothing happens if a newer one serves the page.

    The row forgets the socket, so that a beat of it still on its way revives nothing.
    """
    here = Participant.objects.filter(pk=participant_id, socket=socket, left_at=None)
    if here.update(left_at=now, socket=ids.uid()):
        _gone(Participant.objects.get(pk=participant_id), actor, now)


def sweep(*, prison_ids: Iterable[int], now: datetime) -> None:
    """Write off pages whose server died without a word."""
    lost = Participant.objects.filter(
        prison__in=list(prison_ids), left_at=None, seen_at__lt=now - LOST
    )
    for page in lost:
        with transaction.atomic():
            still = Participant.objects.filter(pk=page.pk, left_at=None, seen_at=page.seen_at)
            if still.update(left_at=now):
                _gone(page, page.identity, now)


@transaction.atomic
def hear(*, heard: list[Heard], now: datetime) -> None:
    """Note who was heard, what the visitor sends, which desks showed new frames."""
    everyone = Participant.objects.filter(
        pk__in=[one.participant_id for one in heard], socket__in=[one.socket for one in heard]
    )
    # In the order in which signals hold them (relaying.lock_both): nobody waits in a circle.
    list(everyone.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    # A page that was written off while its server was slow comes back by being heard.
    everyone.update(seen_at=now, left_at=None)
    desks = [one.participant_id for one in heard if one.rendered]
    if desks:
        # Frames shown before a visit was chosen were another's.
        shown = Q(chosen_at__isnull=True) | Q(chosen_at__lte=now)
        Participant.objects.filter(shown, pk__in=desks).update(rendered_at=now)
    for media in {one.media for one in heard if one.media}:
        those = [one.participant_id for one in heard if one.media == media]
        Participant.objects.filter(pk__in=those).exclude(media=media).update(media=media)


def _gone(page: Participant, actor: str, now: datetime) -> None:
    if page.side == Side.OFFICER:
        supervision.stop_watching(desk=page, now=now)
    _record(f"{page.side}_left", page, actor)


def _record(what: str, page: Participant, actor: str) -> None:
    subject = f"prison:{page.prison_id}"
    if page.side == Side.VISITOR and page.call:
        subject = page.call.visit.subject
    elif page.terminal_id:
        subject = f"terminal:{page.terminal_id}"
    record(f"call.{what}", actor=actor, subject=subject)
