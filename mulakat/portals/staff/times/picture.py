"""A week as a picture: days across, hours down, one square for each visit that can begin.

Drawn by staff/times/week.svg.html with attributes alone: no style, no script. Openings need
not be saved, so the form shows its result while it is being filled.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mulakat.prisons.models import Prison
from mulakat.schedule import openings
from mulakat.schedule.models import Kind
from mulakat.schedule.openings import Opening, Slot
from mulakat.visits import wording

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LEFT, TOP, COLUMN, MARGIN = 62, 66, 130, 6  # units; one unit is about a pixel
TALL, SHORT = 560, 30  # of the whole picture, of an hour at least
MOST = 6  # squares beside each other; more are one bar
Lanes = dict[int, tuple[int, int]]  # of each session: its lane, and how many the day has
Scale = Callable[[float], float]  # from minutes of the day to units


@dataclass(frozen=True)
class Band:
    """The slots of one opening on one day: a line for each, dashed into a square a place."""

    path: str
    thick: str
    dash: str
    tone: str  # all, women, lawyers, class


@dataclass(frozen=True)
class Box:
    """A frame around a whole opening: "draft" is being edited, "clash" meets another."""

    x: int
    y: int
    width: int
    height: int
    kind: str


@dataclass(frozen=True)
class Closed:
    """A closed part of a day, hatched."""

    x: int
    y: int
    width: int
    height: int
    text: str

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def text_y(self) -> int:
        return self.y + self.height // 2 + 6

    @property
    def has_room(self) -> bool:
        return self.height >= 28


@dataclass(frozen=True)
class DayColumn:
    x: int
    name: str
    note: str


@dataclass(frozen=True)
class Week:
    """All that the template draws; `finding` is the picture as a sentence."""

    width: int
    height: int
    hours: list[tuple[int, str]]
    days: list[DayColumn]
    bands: list[Band]
    boxes: list[Box]
    closed: list[Closed]
    finding: str
    visits: int

    @property
    def lines_end(self) -> int:
        return self.height - 4


@dataclass(frozen=True)
class _Session:
    """One opening on one day of the week, in minutes of that day's wall time."""

    opening: Opening
    day: int
    starts: int
    ends: int
    slots: list[int]
    minutes: int
    places: int


def week(
    prison: Prison,
    given: Iterable[Opening],
    *,
    monday: date,
    places: int,
    drafts: Iterable[Opening] = (),
    closures: Iterable[tuple[datetime, datetime, str]] = (),
    taken: Iterable[datetime] | None = None,
) -> Week:
    """The week from `monday`; `places` are those of the kind, `drafts` what is being edited.

    `closures` are (start, end, text) of what stops everything drawn. `taken` are the times
    at which visits begin: then squares are free or taken, whomever they are for.
    """
    drafts = list(drafts)
    found = [
        session
        for opening in [*given, *drafts]
        for day in range(7)
        if (session := _session(opening, prison, monday + day * DAY, day, places))
    ]
    first, last = _hours(found)
    high = max(SHORT, TALL // (last - first))

    def y(minute: float) -> float:
        return TOP + (minute - first * 60) * high / 60

    by_day = [[s for s in found if s.day == day] for day in range(7)]
    lanes = {id(s): lane for sessions in by_day for s, lane in _lanes(sessions)}
    begun = Counter(_place_in_week(at, prison, monday) for at in taken or ())
    names = [wording.short_day(_noon(prison, monday + n * DAY), prison.zone) for n in range(7)]
    counts = [sum(len(s.slots) * s.places for s in sessions) for sessions in by_day]
    free = [_band(s, lanes[id(s)], y, s.opening.who if taken is None else "free") for s in found]
    return Week(
        width=LEFT + 7 * COLUMN,
        height=round(y(last * 60)) + 12,
        hours=[(round(y(hour * 60)), f"{hour % 24:02}:00") for hour in range(first, last + 1)],
        days=_columns(names, counts),
        bands=free + _taken_bands(found, lanes, begun, y),
        boxes=_boxes(by_day, drafts, lanes, y),
        closed=[box for one in closures for box in _closed(one, prison, monday, first, last, y)],
        finding=_finding(names, counts, None if taken is None else begun.total()),
        visits=sum(counts),
    )


def _columns(names: list[str], counts: list[int]) -> list[DayColumn]:
    return [
        DayColumn(LEFT + n * COLUMN, name, _visits(count) if count else _("none"))
        for n, (name, count) in enumerate(zip(names, counts, strict=True))
    ]


def _boxes(
    by_day: list[list[_Session]], drafts: list[Opening], lanes: Lanes, y: Scale
) -> list[Box]:
    """A frame around what is being edited, and around what meets another."""
    found = []
    for sessions in by_day:
        clashing = [id(session) for session in _clashing(sessions)]
        for session in sessions:
            kind = "clash" if id(session) in clashing else "draft"
            if kind == "clash" or session.opening in drafts:
                found.append(_box(session, lanes[id(session)], y, kind))
    return found


def places_of(prison: Prison, kind: str) -> int:
    """How many visits of the kind fit at one time. One query."""
    if kind == Kind.VIDEO:
        return int(prison.terminals.filter(broken_since=None, removed_at=None).count())
    in_use = prison.windows.filter(broken_since=None, removed_at=None)
    return sum(in_use.values_list("seats", flat=True))


def _session(
    opening: Opening, prison: Prison, day: date, number: int, places: int
) -> _Session | None:
    found: list[Slot] = list(openings.slots_on(opening, day, prison.zone))
    if not found:
        return None
    starts = [_minute(slot.starts_at, prison, day) for slot in found]
    capacity = places if opening.capacity is None else min(opening.capacity, places)
    last = starts[-1] + opening.minutes
    return _Session(opening, number, starts[0], last, starts, opening.minutes, capacity)


def _minute(at: datetime, prison: Prison, day: date) -> int:
    """Minutes of the wall clock since that day's midnight."""
    wall = at.astimezone(prison.zone).replace(tzinfo=None)
    return round((wall - datetime.combine(day, datetime.min.time())) / MINUTE)


def _noon(prison: Prison, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=prison.zone)


def _hours(sessions: list[_Session]) -> tuple[int, int]:
    """The hours to draw: from the first visit to the last, at least a working day."""
    first = min([9, *(session.starts // 60 for session in sessions)])
    last = max([17, *(-(-session.ends // 60) for session in sessions)])
    return first, last


def _lanes(sessions: list[_Session]) -> list[tuple[_Session, tuple[int, int]]]:
    """Sessions of a day that meet stand beside each other: (lane, lanes of the day)."""
    ends: list[int] = []
    placed: list[tuple[_Session, int]] = []
    for session in sorted(sessions, key=lambda s: s.starts):
        lane = next((n for n, end in enumerate(ends) if end <= session.starts), len(ends))
        ends[lane : lane + 1] = [session.ends]
        placed.append((session, lane))
    return [(session, (lane, len(ends))) for session, lane in placed]


def _clashing(sessions: list[_Session]) -> list[_Session]:
    """Those that meet another for the same people."""
    return [
        one
        for one in sessions
        if any(
            one is not other
            and one.starts < other.ends
            and other.starts < one.ends
            and one.opening.who == other.opening.who
            and one.opening.inmate_class == other.opening.inmate_class
            for other in sessions
        )
    ]


def _across(session: _Session, lane: tuple[int, int]) -> tuple[int, int]:
    """Left edge and width of a session in its day."""
    width = (COLUMN - 2 * MARGIN) // lane[1]
    return LEFT + session.day * COLUMN + MARGIN + lane[0] * width, width - 4


def _band(session: _Session, lane: tuple[int, int], y: Scale, tone: str) -> Band:
    left, width = _across(session, lane)
    return _lines(session, left, [(start, float(width)) for start in session.slots], y, tone, width)


def _taken_bands(
    found: list[_Session],
    lanes: Lanes,
    begun: Counter[tuple[int, int]],
    y: Scale,
) -> list[Band]:
    """Over the free squares those that are taken; a visit is drawn once."""
    left_over = Counter(begun)
    bands = []
    for session in found:
        left, width = _across(session, lanes[id(session)])
        rows = []
        for start in session.slots:
            here = min(left_over[session.day, start], session.places)
            left_over[session.day, start] -= here
            if here:
                rows.append((start, width * here / max(session.places, 1)))
        if rows:
            bands.append(_lines(session, left, rows, y, "taken", width))
    return bands


def _lines(  # noqa: PLR0917
    session: _Session, left: int, rows: list[tuple[int, float]], y: Scale, tone: str, width: int
) -> Band:
    """A line for each (start, length), dashed into one square a place."""
    thick = max(y(session.minutes) - y(0) - 1.5, 2)
    count = session.places if 1 < session.places <= MOST else 1
    square = (width - 2 * (count - 1)) / count
    path = (f"M{left} {y(start) + thick / 2:.1f}h{length:.0f}" for start, length in rows)
    dash = f"{square:.1f} 2" if count > 1 else ""
    return Band("".join(path), f"{thick:.1f}", dash, tone)


def _place_in_week(at: datetime, prison: Prison, monday: date) -> tuple[int, int]:
    """(day of the week, minute of the day) on the prison's clock."""
    day = at.astimezone(prison.zone).date()
    return (day - monday).days, _minute(at, prison, day)


def _box(session: _Session, lane: tuple[int, int], y: Scale, kind: str) -> Box:
    left, width = _across(session, lane)
    top = round(y(session.starts)) - 4
    return Box(left - 3, top, width + 6, round(y(session.ends)) - top + 3, kind)


def _closed(  # noqa: PLR0917
    closure: tuple[datetime, datetime, str],
    prison: Prison,
    monday: date,
    first: int,
    last: int,
    y: Scale,
) -> list[Closed]:
    """A closure, cut into the days of the week."""
    starts_at, ends_at, text = closure
    found = []
    for number in range(7):
        day = monday + number * DAY
        start = max(_minute(starts_at, prison, day), first * 60)
        end = min(_minute(ends_at, prison, day), last * 60)
        if start < end:
            left, top = LEFT + number * COLUMN + 2, round(y(start))
            found.append(Closed(left, top, COLUMN - 4, round(y(end)) - top, text))
    return found


def _visits(count: int) -> str:
    return ngettext("%(n)s visit", "%(n)s visits", count) % {"n": count}


def _finding(names: list[str], counts: list[int], taken: int | None) -> str:
    """The picture as a sentence a person could say."""
    if not sum(counts):
        return _("No visits in this week")
    if taken is not None:
        facts = {"taken": taken, "visits": _visits(sum(counts))}
        return _("%(taken)s of at most %(visits)s are taken") % facts
    without = [name for name, count in zip(names, counts, strict=True) if not count]
    total = _("At most %(visits)s in this week") % {"visits": _visits(sum(counts))}
    if not without:
        return total
    return _("%(total)s; none on %(days)s") % {"total": total, "days": ", ".join(without)}
