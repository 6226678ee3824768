"""Read the rooms of a prison, or the one room of a call, from the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q

from mulakat.calls.models import Call, Participant
from mulakat.calls.room import PRESENT, Room
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Kind
from mulakat.visits.models import Status, Visit, VisitPerson

BEFORE = timedelta(hours=3)  # a visit that began earlier is on no board
AHEAD = timedelta(hours=12)

# ID numbers are opened for the one visit an officer checks, not for every board.
PERSONS = Prefetch("persons", VisitPerson.objects.defer("id_number"))
VISITS = (
    Visit.objects.select_related("prison__state", "inmate", "terminal", "call__meeting")
    .defer("contact", "asked", "wishes")
    .prefetch_related(PERSONS)
)


LOCKS = Visit.objects.select_related("prison__state", "call__meeting").defer(
    "contact", "asked", "wishes"
)


@dataclass(frozen=True)
class Scene:
    """The video visits of one prison around now, in order of time, and who is connected."""

    prison: Prison
    rooms: tuple[Room, ...]
    participants: tuple[Participant, ...]
    now: datetime

    def room_of(self, page: Participant) -> Room | None:
        """The room this page is at."""
        if page.call_id is None:
            return None
        return next((r for r in self.rooms if r.call and r.call.pk == page.call_id), None)

    def next_at(self, terminal_id: int | None) -> Room | None:
        """The visit a terminal is for: the one that is on, or else the next."""
        of_terminal = (room for room in self.rooms if room.visit.terminal_id == terminal_id)
        return next((room for room in of_terminal if not room.is_over), None)


def scenes(*, prison_ids: Iterable[int], now: datetime) -> dict[int, Scene]:
    """By prison id; four queries, however many prisons."""
    prisons = Prison.objects.select_related("state").in_bulk(list(prison_ids))
    pages = list(
        Participant.objects.filter(prison__in=prisons, left_at=None, seen_at__gt=now - PRESENT)
        .select_related("terminal")
        .order_by("pk")
    )
    visits = VISITS.filter(
        Q(status__in=(Status.APPROVED, Status.ENDED)) | Q(call__isnull=False),
        prison__in=prisons,
        kind=Kind.VIDEO,
        starts_at__gt=now - BEFORE,
        starts_at__lt=now + AHEAD,
    ).order_by("starts_at", "pk")
    by_prison: dict[int, list[Visit]] = {}
    for visit in visits:
        by_prison.setdefault(visit.prison_id, []).append(visit)
    return {
        prison.pk: _scene(
            prison,
            by_prison.get(prison.pk, []),
            tuple(page for page in pages if page.prison_id == prison.pk),
            now,
        )
        for prison in prisons.values()
    }


def room_of_call(*, call_id: int, now: datetime) -> Room:
    """The room of one call, for verbs and locks: without the persons a board shows."""
    visit = LOCKS.get(call__pk=call_id)
    pages = Participant.objects.filter(
        Q(call_id=call_id) | Q(terminal_id=visit.terminal_id, terminal__isnull=False),
        left_at=None,
    )
    return Room(visit=visit, call=call_of(visit), participants=tuple(pages), now=now)


def call_of(visit: Visit) -> Call | None:
    """The visit's call, if anyone has come yet."""
    return getattr(visit, "call", None)


def _scene(
    prison: Prison, visits: list[Visit], pages: tuple[Participant, ...], now: datetime
) -> Scene:
    rooms = tuple(
        Room(visit=visit, call=call_of(visit), participants=pages, now=now) for visit in visits
    )
    return Scene(prison=prison, rooms=rooms, participants=pages, now=now)
