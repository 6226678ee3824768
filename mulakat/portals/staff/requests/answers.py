"""What an officer wrote into the form of an approval, read and kept as written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Self

from django.http import QueryDict

from mulakat.prisons.models import Prison, Terminal, Window
from mulakat.schedule.timetable import from_wall
from mulakat.visits.judging.table import OVERRULABLE
from mulakat.visits.models import Basis

TEXT = 80


@dataclass(frozen=True)
class Answers:
    """`at` is the chosen time in UTC; everything else stands as it was typed."""

    at: datetime | None
    day: date | None  # whose free times are looked at
    place: str
    basis: str
    consent_asked_by: str
    consent_asked_at: str  # wall time, as datetime-local writes it
    contact: str
    case_number: str
    note: str
    overruled: tuple[str, ...] = ()  # keys of checks that say stop

    @classmethod
    def read(cls, given: QueryDict) -> Self:
        return cls(
            at=_time(given.get("pick") or given.get("at", "")),
            day=_day(given.get("day", "")),
            place=given.get("place", ""),
            basis=given.get("basis", ""),
            consent_asked_by=given.get("consent_asked_by", "").strip()[:TEXT],
            consent_asked_at=given.get("consent_asked_at", "").strip()[:30],
            contact=given.get("contact", ""),
            case_number=given.get("case_number", "").strip()[:60],
            note=given.get("note", "").strip()[:300],
            overruled=tuple(key for key in given.getlist("overruled") if key in OVERRULABLE),
        )

    def consent_moment(self, prison: Prison) -> datetime | None:
        """When the inmate was asked, in UTC; None if that cannot be read."""
        try:
            return from_wall(prison, datetime.fromisoformat(self.consent_asked_at))
        except ValueError:
            return None

    def place_of(self, places: Sequence[Terminal | Window]) -> Terminal | Window | None:
        """The chosen place of this prison, free or not."""
        return next((place for place in places if str(place.pk) == self.place), None)

    @property
    def is_legal(self) -> bool:
        return self.basis == Basis.LEGAL


def _time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
