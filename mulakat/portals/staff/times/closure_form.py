"""The form of a closure: what is closed, from when to when, why, and what families read."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from mulakat.portals.staff.times import wording
from mulakat.portals.staff.times.reading import Form
from mulakat.prisons.models import Prison, Terminal, Window
from mulakat.schedule import openings
from mulakat.schedule.models import Kind, SlotRule
from mulakat.schedule.timetable import from_wall
from mulakat.visits.closures.closing import Extent
from mulakat.visits.words import causes

LANGUAGES = ("en", "hi", "bn")
TEXTS = ("of", "from_day", "from_time", "to_day", "to_time", "cause",
         *(f"text_{language}" for language in LANGUAGES))  # fmt: skip
FIELDS = {
    "not_yours_to_close": "of",
    "already_closed": "of",
    "not_of_this_prison": "of",
    "two_places": "of",
    "no_kind": "of",
    "end_before_start": "to_day",
    "day_is_past": "from_day",
    "no_cause": "cause",
}
PLACES: dict[str, type[Terminal] | type[Window] | type[SlotRule]] = {
    "terminal": Terminal,
    "window": Window,
    "rule": SlotRule,
}
DAY = timedelta(days=1)


class ClosureForm(Form):
    """`extent` is None while something cannot be read."""

    def __init__(self, posted: QueryDict, prison: Prison, *, may_close_state: bool) -> None:
        super().__init__(posted, TEXTS)
        self.prison, self.may_close_state = prison, may_close_state

    def extent(self, now: datetime) -> Extent | None:
        of = self._of()
        cause = self.choice("cause", wording.CAUSES, _("Choose the cause"))
        start, end = self._span()
        if start and end and end <= start:
            self.wrong("to_day", _("The end must be later than the start"))
        elif end and end <= now:
            self.wrong("from_day", _("Choose a date in the future"))
        for language in LANGUAGES:
            self.text(f"text_{language}", 300)
        if self.errors or of is None or start is None or end is None:
            return None
        assert cause
        return Extent(self.prison.state, max(start, now), end, **of)

    def public_text(self) -> dict[str, str]:
        """What families read: as written, or the ready words of the cause."""
        found = {}
        for language in LANGUAGES:
            with translation.override(language):
                ready = causes.sentence(self.values["cause"], self.prison.state)
            found[language] = self.values[f"text_{language}"] or ready
        return found

    def _of(self) -> dict[str, Any] | None:
        """The fields of `Extent` that narrow it."""
        what, _colon, pk = self.values["of"].partition(":")
        if what == "state" and self.may_close_state:
            return {}
        if what == "prison":
            return {"prison": self.prison}
        if what in Kind.values:
            return {"prison": self.prison, "kind": what}
        if what in PLACES and pk.isascii() and pk.isdecimal() and len(pk) < 18:
            found: Any = PLACES[what].objects.filter(pk=int(pk), prison=self.prison).first()
            if found is not None:
                found.prison = self.prison
                kind = {"kind": found.kind} if what == "rule" else {}
                return {"prison": self.prison, what: found, **kind}
        self.wrong("of", _("Choose what is closed"))
        return None

    def _span(self) -> tuple[datetime | None, datetime | None]:
        first = self.day("from_day", _("Choose the first day"))
        last = self.day("to_day", _("Choose the last day"), may_be_empty=True) or first
        example = _("Write the time like 14:30")
        begins = self.clock("from_time", example) if self.values["from_time"] else time(0)
        ends = self.clock("to_time", example) if self.values["to_time"] else time(0)
        start = self._moment("from_time", first, begins)
        if last and ends == time(0):
            last += DAY
        return start, self._moment("to_time", last, ends)

    def _moment(self, name: str, day: date | None, at: time | None) -> datetime | None:
        """That time on that day; an hour that the clocks skip is named, not guessed."""
        if day is None or at is None:
            return None
        wall = datetime.combine(day, at)
        if not openings.exists(wall, self.prison.zone):
            self.wrong(name, _("The clocks do not show this time on that day"))
            return None
        return from_wall(self.prison, wall)


def options(prison: Prison, *, may_close_state: bool) -> list[tuple[str, str]]:
    """What can be closed. Three queries."""
    found = [("prison", wording.whole(prison.state, prison))]
    if len(prison.kinds()) > 1:
        found += wording.all_of_a_kind(prison.state)
    here = {"prison": prison, "removed_at": None}
    for what, text, places in (
        ("terminal", _("Terminal %(n)s"), Terminal.objects.filter(**here)),
        ("window", _("Window %(n)s"), Window.objects.filter(**here)),
    ):
        numbered = places.order_by("number").values_list("pk", "number")
        found += [(f"{what}:{pk}", text % {"n": number}) for pk, number in numbered]
    rules = SlotRule.objects.filter(prison=prison).order_by("weekday", "starts", "pk")
    today, names = _("%(day)s %(hours)s, %(kind)s"), wording.kinds(prison.state)
    for rule in rules:
        facts = {
            "day": wording.WEEKDAYS[rule.weekday],
            "hours": wording.hours(rule.starts, rule.ends),
            "kind": names[rule.kind],
        }
        found.append((f"rule:{rule.pk}", today % facts))
    if may_close_state:
        found.append(("state", wording.whole(prison.state, None)))
    return found
