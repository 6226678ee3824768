"""What the queue shows, as its address says: `?kind=video&due=today`. Nothing personal in it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mulakat.people.models import Contact
from mulakat.prisons.models import Prison
from mulakat.prisons.terms import terms_of
from mulakat.schedule.models import Kind
from mulakat.schedule.timetable import day_bounds
from mulakat.visits.models import Status, Visit
from mulakat.visits.proofs import proving

EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
WAITS = (
    ("", _("Waits for us")),
    ("question", _("Visitor is asked")),
    ("offered", _("Time is offered")),
    ("waitlisted", _("In the waiting list")),
)
KINDS = (("", _("All kinds")), (Kind.VIDEO, _("Video")), (Kind.PHYSICAL, _("At the %(at_jail)s")))
DUES = (
    ("", _("Any deadline")),
    ("late", _("Late")),
    ("today", _("Due today")),
    ("half", _("Half of the time is over")),
)
FROM = (
    ("", _("All visitors")),
    ("known", _("Known visitors")),
    ("first", _("Go first")),
)


@dataclass(frozen=True)
class Filters:
    """Each is "" or one of the choices above; what is not there is ""."""

    waits: str = ""
    kind: str = ""
    due: str = ""
    who: str = ""

    @classmethod
    def read(cls, given: QueryDict) -> "Filters":
        def one(name: str, choices: Any) -> str:
            value = given.get(name, "")
            return value if value in [code for code, _text in choices] else ""

        return cls(one("waits", WAITS), one("kind", KINDS), one("due", DUES), one("who", FROM))

    @property
    def query(self) -> str:
        """For a link that keeps them: "kind=video&"; "" without any."""
        chosen = {name: value for name, value in vars(self).items() if value}
        return f"{urlencode(chosen)}&" if chosen else ""

    def fields(self, prison: Prison) -> list[tuple[str, Any, Any, str]]:
        """The selects of the page: name, label, choices, value."""
        terms = terms_of(prison.state)
        kinds = [(code, text % terms) for code, text in KINDS]
        return [
            ("waits", _("Waits"), WAITS, self.waits),
            ("kind", _("Kind"), kinds, self.kind),
            ("due", _("Answer"), DUES, self.due),
            ("who", _("Visitor"), FROM, self.who),
        ]

    def apply(self, prison: Prison, now: datetime) -> Any:
        """The waiting requests of this prison, nearest deadline first."""
        visits = Visit.objects.filter(prison=prison, status=self.waits or Status.REQUESTED)
        if self.kind:
            visits = visits.filter(kind=self.kind)
        return self._of_whom(self._due(visits, prison, now)).order_by("answer_by", "id")

    def _due(self, visits: Any, prison: Prison, now: datetime) -> Any:
        if self.due == "late":
            return visits.filter(answer_by__lte=now)
        if self.due == "today":
            return visits.filter(answer_by__gt=now, answer_by__lt=_midnight(prison, now))
        if self.due == "half":  # as much has gone as is left
            gone = ExpressionWrapper(Value(now) - F("requested_at"), DurationField())
            left = ExpressionWrapper(F("answer_by") - Value(now), DurationField())
            return visits.annotate(gone=gone, left=left).filter(gone__gte=F("left"))
        return visits

    def _of_whom(self, visits: Any) -> Any:
        if self.who == "known":
            listed = Contact.objects.filter(
                phone_index=OuterRef("phone_index"),
                removed_at=None,
                inmate__prison=OuterRef("prison"),
            )
            by_code = Q(visitor_code__revoked_at=None) & Q(visitor_code__isnull=False)
            known = visits.filter(Q(Exists(listed)) | by_code)
            return known.exclude(details__has_key=proving.BY_MAIL)
        return visits.filter(goes_first=True) if self.who == "first" else visits


def token(visit: Visit) -> str:
    """Where a page ends, so that the next begins after it: never an offset."""
    assert visit.answer_by is not None
    return f"{(visit.answer_by - EPOCH) // MICROSECOND}_{visit.pk}"


def position(token: str) -> tuple[datetime, int] | None:
    """Where the last page ended; nonsense begins at the first."""
    at, _line, pk = token.partition("_")
    if not re.fullmatch(r"[0-9]{1,16}_[0-9]{1,18}", token, re.ASCII):
        return None
    return EPOCH + int(at) * MICROSECOND, int(pk)


def _midnight(prison: Prison, now: datetime) -> datetime:
    return day_bounds(prison, now.astimezone(prison.zone).date())[1]
