"""Days and times as an officer types them, by the clock of the prison."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

from mulakat.prisons.models import Prison
from mulakat.schedule.timetable import from_wall
from mulakat.visits.reading import western_digits

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
TIMES = ("T%H:%M", " %H:%M", " %H.%M")


def moment(text: str, prison: Prison) -> datetime | None:
    """2026-11-25T10:40 as browsers send it, or 25/11/2026 10:40; None if it is neither."""
    wall = _read(text, [day + clock for day in DAYS for clock in TIMES])
    return from_wall(prison, wall) if wall else None


def day(text: str) -> date | None:
    found = _read(text, list(DAYS))
    return found.date() if found else None


def end_of(on: date, prison: Prison) -> datetime:
    """Midnight at the end of a day."""
    return from_wall(prison, datetime.combine(on + timedelta(days=1), time(0)))


def typed(at: datetime, prison: Prison) -> str:
    """A moment as it stands in a form."""
    return f"{at.astimezone(prison.zone):%Y-%m-%dT%H:%M}"


def _read(text: str, forms: list[str]) -> datetime | None:
    plain = " ".join(western_digits(text).split())
    for form in forms:
        with suppress(ValueError):
            return datetime.strptime(plain, form)
    return None
