"""Reading what was typed into a form of the times: nothing is lost, all faults at once."""

import re
from collections.abc import Iterable
from datetime import date, time

from django.http import QueryDict
from django.utils.translation import gettext as _

from mulakat.visits.reading import western_digits

CLOCK = re.compile(r"([0-9]{1,2})[:.]?([0-9]{2})(?::00)?")


class Form:
    """The fields of one form as typed (`values`), and what is wrong with each (`errors`)."""

    def __init__(self, posted: QueryDict, texts: Iterable[str], lists: Iterable[str] = ()) -> None:
        self.values: dict[str, str] = {name: posted.get(name, "").strip() for name in texts}
        self.lists: dict[str, list[str]] = {name: posted.getlist(name) for name in lists}
        self.errors: dict[str, str] = {}

    @property
    def typed(self) -> dict[str, str | list[str]]:
        """For the template: everything exactly as it was sent."""
        return {**self.values, **self.lists}

    def wrong(self, name: str, sentence: str) -> None:
        """The first fault of a field stands."""
        self.errors.setdefault(name, sentence)

    def text(self, name: str, most: int) -> str:
        if len(self.values[name]) > most:
            self.wrong(name, _("Write at most %(most)s letters") % {"most": most})
        return self.values[name][:most]

    def choice(self, name: str, options: Iterable[str], sentence: str) -> str:
        if self.values[name] not in set(options):
            self.wrong(name, sentence)
        return self.values[name]

    def several(self, name: str, options: Iterable[str]) -> list[str]:
        """Those ticked, in the order of `options`; foreign ones are dropped."""
        return [option for option in options if option in self.lists[name]]

    def number(self, name: str, sentence: str, *, may_be_empty: bool = False) -> int | None:
        """A whole number, in digits of any script; whether it is allowed the domain says."""
        written = western_digits(self.values[name])
        if may_be_empty and not written:
            return None
        if not re.fullmatch(r"[0-9]{1,4}", written):
            self.wrong(name, sentence)
            return None
        return int(written)

    def clock(self, name: str, sentence: str) -> time | None:
        """A time of day on the clock of 24 hours: 10:30, 1030 or 10.30; 24:00 is midnight."""
        found = CLOCK.fullmatch(western_digits(self.values[name]))
        hour, minute = (int(found[1]), int(found[2])) if found else (99, 99)
        if (hour, minute) == (24, 0):
            return time(0)
        if hour > 23 or minute > 59:
            shown = self.values[name]
            there_is_none = _("There is no time %(time)s. Write it like 14:30") % {"time": shown}
            self.wrong(name, there_is_none if found else sentence)
            return None
        return time(hour, minute)

    def day(self, name: str, sentence: str, *, may_be_empty: bool = False) -> date | None:
        """A day, as a date field sends it (2026-11-24)."""
        written = western_digits(self.values[name])
        if may_be_empty and not written:
            return None
        try:
            return date.fromisoformat(written)
        except ValueError:
            self.wrong(name, sentence)
            return None
