"""The free times of a day and the places free at the chosen one, from facts at hand."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from mulakat.portals.staff import words
from mulakat.portals.staff.rail import Rail, Span, rail
from mulakat.portals.staff.requests.answers import Answers
from mulakat.portals.staff.requests.scene import Scene
from mulakat.schedule.models import Kind
from mulakat.schedule.timetable import FreeSlot, day_bounds
from mulakat.visits import wording
from mulakat.visits.models import Visit

BEFORE, AFTER = timedelta(hours=1), timedelta(hours=2)


@dataclass(frozen=True)
class Day:
    """One day's slots of the visit's kind."""

    date: date
    title: str
    slots: list[FreeSlot]

    def free(self, now: datetime) -> list[FreeSlot]:
        return [slot for slot in self.slots if slot.is_free and slot.starts_at > now]


def days_to_read(visit: Visit, answers: Answers, now: datetime) -> list[date]:
    """Which whole days the form shows: the one asked for, that of the time, else today's."""
    zone = visit.prison.zone
    wishes = [datetime.fromisoformat(wish) for wish in visit.wishes]
    likely = answers.at or next((at for at in wishes if at > now), None) or now
    return list({answers.day or likely.astimezone(zone).date(), likely.astimezone(zone).date()})


def the_day(seen: Scene, at: datetime | None, day: date | None) -> Day:
    """The day to look at: the one asked for, else that of the chosen time, else today."""
    zone = seen.prison.zone
    likely = at or next((wish.at for wish in seen.wishes if wish.at > seen.now), None) or seen.now
    shown = day or likely.astimezone(zone).date()
    start, end = day_bounds(seen.prison, shown)
    return Day(shown, wording.short_day(start, zone), seen.free(start, end))


def days(visit: Visit, now: datetime) -> list[tuple[str, str]]:
    """The days one may choose from: up to the policy's horizon."""
    zone = visit.prison.zone
    first = now.astimezone(zone).date()
    found = []
    for step in range(visit.prison.policy.horizon_days + 1):
        day = first + timedelta(days=step)
        start, _end = day_bounds(visit.prison, day)
        found.append((day.isoformat(), wording.short_day(start, zone)))
    return found


def chosen_place(slot: FreeSlot | None, chosen: str) -> Any:
    """The officer's choice if it is free then, else the first free place."""
    if slot is None:
        return None
    free: list[Any] = [*slot.terminals, *slot.windows]
    return next((p for p in free if str(p.pk) == chosen), None) or next(iter(free), None)


def places(visit: Visit, slot: FreeSlot | None) -> list[tuple[str, str]]:
    """The free places of a slot, as a form lists them; the first is chosen for the officer."""
    if slot is None:
        return []
    if visit.kind == Kind.VIDEO:
        return [
            (str(t.pk), f"{t.number} – {t.place}" if t.place else str(t.number))
            for t in slot.terminals
        ]
    free = {w.pk: sum(seat.window.pk == w.pk for seat in slot.seats) for w in slot.windows}
    seats = _("%(number)s – %(free)s of %(seats)s places free")
    return [
        (str(w.pk), seats % {"number": w.number, "free": free[w.pk], "seats": w.seats})
        for w in slot.windows
    ]


def picture(seen: Scene, chosen: FreeSlot | None, place: Any) -> Rail | None:
    """The terminals around the chosen time: what is taken, what is free, this visit."""
    if seen.visit.kind != Kind.VIDEO or chosen is None:
        return None
    at = chosen.starts_at
    near = seen.free(at - BEFORE, at + AFTER)
    start, end = near[0].starts_at, near[-1].starts_at + timedelta(minutes=near[-1].minutes)
    lanes: list[tuple[str, str, list[Span]]] = []
    for terminal in seen.all_places:
        label = _("Terminal %(n)s") % {"n": terminal.number}
        if terminal.broken_since:
            lanes.append((label, _("out of order"), []))
            continue
        is_here = place is not None and place.pk == terminal.pk
        spans = [_span(slot, terminal in slot.terminals, is_here and slot.starts_at == at)
                 for slot in near]  # fmt: skip
        lanes.append((label, "", spans))
    step = timedelta(minutes=chosen.minutes + 5 if chosen.minutes > 20 else 20)
    return rail(lanes, start=start, end=end, step=step, width=770, zone=seen.prison.zone)


def _span(slot: FreeSlot, is_free: bool, is_this: bool) -> Span:
    kind = "this" if is_this else "free" if is_free else "taken"
    return Span(slot.starts_at, slot.minutes, kind, _("this visit") if is_this else "")


def buttons(visit: Visit, slots: list[FreeSlot]) -> list[tuple[str, str]]:
    """Times of one day as (value, clock)."""
    zone = visit.prison.zone
    return [(slot.starts_at.isoformat(), words.clock(slot.starts_at, zone)) for slot in slots]
