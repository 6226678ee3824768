"""When slots are given: weekly rules and extra times of a prison, read and laid out by day.

An opening is a `SlotRule` or an `ExtraTime`; both have the same hours, lengths and audience.
Pure but for `read` and `at`: unsaved rules may be laid out, too (the picture while editing).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from mulakat.prisons.models import Prison
from mulakat.schedule.models import Audience, ExtraTime, SlotRule

DAY = timedelta(days=1)
EVERYBODY = frozenset(Audience.values)
FIRST_WEEK = date(2001, 1, 1)  # a Monday: weeks of a rule without a first day count from it
Opening = SlotRule | ExtraTime


@dataclass(frozen=True, order=True)
class Slot:
    """A time at which a visit may begin (aware, UTC), and its length."""

    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def read(prison: Prison, kind: str, first: date, last: date) -> list[Opening]:
    """The openings that may count on a day from `first` to `last`, rules first. Two queries."""
    rules = SlotRule.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=last),
        Q(valid_to=None) | Q(valid_to__gte=first),
        prison=prison,
        kind=kind,
    )
    extras = ExtraTime.objects.filter(
        prison=prison, kind=kind, day__range=(first, last), removed_at=None
    )
    return [*rules.order_by("pk"), *extras.order_by("pk")]


def at(prison: Prison, kind: str, starts_at: datetime) -> list[Opening]:
    """The openings that give a slot which begins at this very moment. Two queries."""
    day = starts_at.astimezone(prison.zone).date()
    found = read(prison, kind, day, day)
    return [o for o in found if gives(o, starts_at, prison.zone)]


def gives(opening: Opening, starts_at: datetime, zone: ZoneInfo) -> bool:
    """Whether one of its slots begins at this very moment."""
    day = starts_at.astimezone(zone).date()
    return any(slot.starts_at == starts_at for slot in slots_on(opening, day, zone))


def is_for(opening: Opening, who: frozenset[str], inmate_class: str = "") -> bool:
    """Whether it is kept for one of these audiences; no class given means every class."""
    if opening.who == Audience.CLASS and inmate_class and inmate_class != opening.inmate_class:
        return False
    return opening.who in who


def counts_on(opening: Opening, day: date) -> bool:
    """Whether it counts on that day of the prison's calendar."""
    if isinstance(opening, ExtraTime):
        return opening.day == day and opening.removed_at is None
    if opening.weekday != day.weekday():
        return False
    if (opening.valid_from and day < opening.valid_from) or (
        opening.valid_to and day > opening.valid_to
    ):
        return False
    weeks = (week_of(day) - week_of(opening.valid_from or FIRST_WEEK)).days // 7
    return weeks % max(opening.every_weeks, 1) == 0


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def slots_on(opening: Opening, day: date, zone: ZoneInfo) -> Iterator[Slot]:
    """Its slots on that day. Steps are counted in UTC, so that a change of the clocks makes
    no slot longer."""
    if not counts_on(opening, day):
        return
    begins, ends = hours_on(opening, day, zone)
    length = timedelta(minutes=opening.minutes)
    step = length + timedelta(minutes=opening.gap)
    while step and begins + length <= ends:
        yield Slot(begins, opening.minutes)
        begins += step


def hours_on(opening: Opening, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From when to when on that day, in UTC."""
    last_day = day + DAY if opening.ends == time(0) else day
    begins = datetime.combine(day, opening.starts, zone)
    ends = datetime.combine(last_day, opening.ends, zone)
    return begins.astimezone(UTC), ends.astimezone(UTC)


def exists(wall: datetime, zone: ZoneInfo) -> bool:
    """Whether clocks of the zone ever show that (naive) time; in spring some skip an hour."""
    there_and_back = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there_and_back.replace(tzinfo=None) == wall


def pool(opening: Opening) -> str:
    """How cells name the opening whose capacity they use up: "rule:3", "extra:5"."""
    return f"{'rule' if isinstance(opening, SlotRule) else 'extra'}:{opening.pk}"
