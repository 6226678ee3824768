"""Signals between the pages of one call: who may tell whom what, stored, delivered in order."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mulakat.calls import candidates, loading
from mulakat.calls.engines import peer
from mulakat.calls.models import Participant, Side, Signal
from mulakat.calls.room import Mode, Room

FROM_TERMINAL = frozenset({"offer", "candidate"})
TO_TERMINAL = frozenset({"answer", "candidate", "restart"})


def lock_both(*, sender_id: int, to: UUID) -> None:
    """Hold sender and receiver to the end of the transaction, before anything else is held.

    In one order: pages that signal each other at the same moment would otherwise each wait
    for the other, and PostgreSQL would end one of the two. Held so, the ids of a receiver's
    signals also rise in the order in which they are committed.
    """
    pages = Participant.objects.filter(Q(pk=sender_id) | Q(connection=to)).order_by("pk")
    list(pages.select_for_update(no_key=True).values_list("pk"))


@transaction.atomic(savepoint=False)
def take_number(*, participant_id: int, seq: int) -> bool:
    """Claim a message's number; False when it, or a later one, was used: a replay."""
    fresh = Participant.objects.filter(pk=participant_id, last_seq__lt=seq)
    return bool(fresh.update(last_seq=seq))


@transaction.atomic(savepoint=False)
def relay(*, sender_id: int, to: UUID, body: dict[str, Any], now: datetime) -> list[str]:
    """Store the signal for its receiver; returns why not, if not. After `lock_both`."""
    sender = Participant.objects.get(pk=sender_id)
    if sender.call_id is None:
        return ["not_there"]
    room = loading.room_of_call(call_id=sender.call_id, now=now)
    receiver = _receiver(room, to)
    if receiver is None or room.call is None:
        return ["not_there"]
    reasons = reasons_not_to_relay(room, sender, receiver, body)
    if reasons:
        return reasons
    passed = body
    if body["leg"] == "visitor" and peer.is_relayed():
        stripped = candidates.relayed(body)
        if stripped is None:
            return []
        passed = stripped
    Signal.objects.create(
        call=room.call,
        sender=sender.connection,
        receiver=receiver.connection,
        body=passed,
        created_at=now,
    )
    return []


def reasons_not_to_relay(
    room: Room, sender: Participant, receiver: Participant, body: dict[str, Any]
) -> list[str]:
    """The server's lock. Pure: every leg has the terminal at one end, and its own condition."""
    terminal = room.terminal
    if terminal is None or terminal.pk not in (sender.pk, receiver.pk):
        return ["not_there"]
    peer_page = receiver if terminal.pk == sender.pk else sender
    kinds = FROM_TERMINAL if terminal.pk == sender.pk else TO_TERMINAL
    if body["kind"] not in kinds or body["leg"] != peer_page.side:
        return ["not_yours"]
    if peer_page.side == Side.VISITOR:
        is_current = room.visitor is not None and room.visitor.pk == peer_page.pk
        return [] if is_current and room.mode != Mode.OFF else ["locked"]
    may_watch = any(desk.pk == peer_page.pk for desk in room.officers)
    return [] if may_watch and not room.is_over else ["locked"]


def waiting(*, receivers: Iterable[tuple[UUID, int]]) -> dict[UUID, list[Signal]]:
    """Signals not yet received: per receiver those above the id it last got, in order."""
    after = dict(receivers)
    found: dict[UUID, list[Signal]] = {}
    if not after:
        return found
    rows = Signal.objects.filter(receiver__in=list(after), pk__gt=min(after.values()))
    for signal in rows.order_by("pk"):
        if signal.pk > after[signal.receiver]:
            found.setdefault(signal.receiver, []).append(signal)
    return found


def start_of(*, page: UUID) -> int:
    """Where a page begins that has received nothing: before the first signal kept for it."""
    first = Signal.objects.filter(receiver=page).order_by("pk").values_list("pk", flat=True)
    kept = first.first()
    if kept is not None:
        return kept - 1
    return Signal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _receiver(room: Room, to: UUID) -> Participant | None:
    everyone = [room.visitor, room.terminal, *room.officers]
    return next((page for page in everyone if page and page.connection == to), None)
