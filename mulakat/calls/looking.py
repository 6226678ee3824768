"""One look at the rows, for all sockets of a process at once: note what was heard, run the
clocks, and say what each page shall be told. Called every second and at every change.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from mulakat.calls import (
    connecting,
    giving_back,
    loading,
    minutes,
    quality,
    relaying,
    snapshots,
    supervision,
)
from mulakat.calls.connecting import Heard, Seat
from mulakat.calls.loading import Scene
from mulakat.calls.models import Participant, Side, Signal
from mulakat.calls.room import Mode, Phase
from mulakat.calls.snapshots import State
from mulakat.visits.models import Status, Visit


@dataclass(frozen=True)
class Listener:
    """One open socket, as a look needs it."""

    socket: UUID
    page: UUID
    participant_id: int
    seat: Seat
    after: int  # id of the last signal received


@dataclass
class View:
    """What one socket learns from a look. `state` is None when its page is no longer its own."""

    state: State | None
    signals: list[Signal] = field(default_factory=list)

    @property
    def is_hot(self) -> bool:
        """Media may flow: look again sooner."""
        return self.state is not None and self.state["mode"] != Mode.OFF


def look(*, listeners: list[Listener], heard: list[Heard], now: datetime) -> dict[UUID, View]:
    """By socket."""
    if heard:
        connecting.hear(heard=heard, now=now)
    prison_ids = {listener.seat.prison_id for listener in listeners}
    scenes = loading.scenes(prison_ids=prison_ids, now=now)
    if _advance(scenes.values(), heard, now):
        scenes = loading.scenes(prison_ids=prison_ids, now=now)
    checks = _checks(listeners, scenes)
    signals = relaying.waiting(receivers=[(each.page, each.after) for each in listeners])
    views: dict[UUID, View] = {}
    for listener in listeners:
        scene = scenes[listener.seat.prison_id]
        me = _served(scene, listener)
        check = checks.get(me.call_id) if me and me.side == Side.OFFICER else None
        state = snapshots.snapshot(scene, me, check) if me else None
        views[listener.socket] = View(state, signals.get(listener.page, []) if me else [])
    return views


def _served(scene: Scene, listener: Listener) -> Participant | None:
    """The listener's row, if this socket still serves it."""
    rows = (row for row in scene.participants if row.pk == listener.participant_id)
    row = next(rows, None)
    return row if row and row.socket == listener.socket else None


def _advance(scenes: Iterable[Scene], heard: list[Heard], now: datetime) -> bool:
    """Do what is due: true if rows that a snapshot shows have changed."""
    reports = {one.participant_id: one for one in heard if one.flowing is not None}
    has_changed = False
    for scene in scenes:
        supervision.note_watching(scene=scene)
        has_changed |= _seat_terminals(scene)
        _count(scene, reports, now)
        has_changed |= _give_back(scene, now)
        has_changed |= _end_what_is_due(scene, now)
    return has_changed


def _seat_terminals(scene: Scene) -> bool:
    """Put each connected terminal at the call of its visit, as soon as that opens."""
    has_moved = False
    for page in scene.participants:
        room = scene.next_at(page.terminal_id) if page.side == Side.TERMINAL else None
        if room is None or room.phase == Phase.EARLY:
            continue
        call = room.call or supervision.call_for(visit=room.visit)
        if page.call_id != call.pk:
            Participant.objects.filter(pk=page.pk).update(call=call)
            has_moved = True
    return has_moved


def _count(scene: Scene, reports: dict[int, Heard], now: datetime) -> None:
    """Run the clocks of the calls whose terminal has reported, and note how their lines are."""
    for room in scene.rooms:
        report = reports.get(room.terminal.pk) if room.terminal else None
        if report is None or room.call is None:
            continue
        is_flowing, is_live = bool(report.flowing), room.mode == Mode.LIVE
        if is_live:
            quality.note(call_id=room.call.pk, is_flowing=is_flowing, found=report.quality, now=now)
        if (is_flowing and is_live) or room.call.counted_at is not None:
            room.call.used_ms += minutes.count(call=room.call, report=is_flowing, now=now)


def _give_back(scene: Scene, now: datetime) -> bool:
    """Keep places longer for what a fault took; asked while the terminal is there to use it."""
    due = [room.call for room in scene.rooms if room.terminal and giving_back.is_due(room)]
    return any([giving_back.give_back(call=call, now=now) for call in due if call])


def _end_what_is_due(scene: Scene, now: datetime) -> bool:
    has_ended = False
    for room in scene.rooms:
        if room.call is None or room.call.ended_at is not None:
            continue
        if reason := _why_it_ends(room.visit, room.call.used_ms, now):
            supervision.end(call=room.call, by="system", reason=reason, now=now)
            has_ended = True
    return has_ended


def _why_it_ends(visit: Visit, used_ms: int, now: datetime) -> str:
    if visit.status != Status.APPROVED:
        return supervision.CANCELLED
    if now >= visit.closes_at:
        return supervision.CLOSED
    return supervision.TIME if used_ms >= (visit.minutes or 0) * 60_000 else ""


def _checks(listeners: list[Listener], scenes: dict[int, Scene]) -> dict[int | None, Visit]:
    """The visits on the desks of these listeners, with ID numbers, by call."""
    mine = {each.participant_id for each in listeners if each.seat.side == Side.OFFICER}
    calls = {
        page.call_id
        for scene in scenes.values()
        for page in scene.participants
        if page.pk in mine and page.call_id
    }
    if not calls:
        return {}
    visits = Visit.objects.filter(call__in=calls).select_related("call")
    return {visit.call.pk: visit for visit in visits.prefetch_related("persons")}
