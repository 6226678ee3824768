"""The form of weekly times and of an extra time: from what was typed to drafts, and back."""

from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from mulakat.portals.staff.times import wording
from mulakat.portals.staff.times.reading import Form
from mulakat.prisons.models import Prison
from mulakat.schedule.models import ExtraTime, Kind, SlotRule
from mulakat.schedule.openings import DAY, Opening, week_of

TEXTS = ("kind", "starts", "ends", "minutes", "gap", "capacity", "who", "inmate_class",
         "valid_from", "valid_to", "every_weeks", "from_day", "day")  # fmt: skip
FIELDS = {
    "overlaps": "starts",
    "no_kind": "kind",
    "no_weekday": "weekday",
    "no_audience": "who",
    "no_class": "inmate_class",
    "minutes_0": "minutes",
    "gap_0": "gap",
    "capacity_0": "capacity",
    "weeks_0": "every_weeks",
    "no_first_day": "valid_from",
    "last_before_first": "valid_to",
    "end_before_start": "ends",
    "not_in_fives": "starts",
    "does_not_fit": "minutes",
    "never_counts": "valid_to",
    "hour_does_not_exist": "starts",
}
# Where a day that is past or a rule that is over was typed
DAYS = {"new": "valid_from", "changed": "from_day", "extra": "day"}


def fields(what: str) -> dict[str, str]:
    """Which field an obstacle belongs to; `what` is a key of DAYS."""
    return {**FIELDS, "day_is_past": DAYS[what], "rule_is_over": DAYS[what]}


def typed_at_first(prison: Prison, what: str, kind: str) -> dict[str, Any]:
    """What stands in an empty form: the usual lengths of the prison."""
    policy = prison.policy
    minutes = policy.visit_minutes if kind == "video" else policy.physical_minutes
    return {
        "kind": kind, "weekday": [], "minutes": minutes, "gap": policy.turnover_minutes,
        "who": "all", "every_weeks": 1,
    }  # fmt: skip


def typed_of(rule: SlotRule) -> dict[str, Any]:
    """A rule as the form shows it."""
    return {
        "kind": rule.kind,
        "weekday": [str(rule.weekday)],
        "starts": f"{rule.starts:%H:%M}",
        "ends": wording.hours(rule.starts, rule.ends).partition("–")[2],
        "minutes": rule.minutes,
        "gap": rule.gap,
        "capacity": rule.capacity or "",
        "who": rule.who,
        "inmate_class": rule.inmate_class,
        "valid_from": "",
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else "",
        "every_weeks": rule.every_weeks,
    }


class RuleForm(Form):
    """What was typed, read once; `drafts` are unsaved and may be drawn and judged."""

    def __init__(self, posted: QueryDict, prison: Prison, what: str) -> None:
        super().__init__(posted, TEXTS, ("weekday",))
        self.prison, self.what = prison, what
        self.from_day: date | None = None
        self.drafts: list[Opening] = self._drafts()

    def _drafts(self) -> list[Opening]:
        """None of them while a field cannot be read."""
        kind = self.choice("kind", Kind.values, _("Choose a video visit or a visit at the jail"))
        starts = self.clock("starts", _("Enter when the first visit begins, like 10:00"))
        ends = self.clock("ends", _("Enter when the last visit must be over, like 13:00"))
        minutes = self.number("minutes", _("Enter how many minutes a visit lasts"))
        gap = self.number("gap", _("Enter the minutes between two visits, 0 for none"))
        capacity = self.number(
            "capacity", _("Enter a number, or leave it empty for all places"), may_be_empty=True
        )
        who = self.choice("who", wording.WHO, _("Choose for whom these times are"))
        values: dict[str, Any] = {
            "prison": self.prison, "kind": kind, "starts": starts, "ends": ends,
            "minutes": minutes, "gap": gap, "capacity": capacity, "who": who,
            "inmate_class": self.values["inmate_class"] if who == "class" else "",
        }  # fmt: skip
        return self._extra(values) if self.what == "extra" else self._rules(values)

    def _extra(self, values: dict[str, Any]) -> list[Opening]:
        day = self.day("day", _("Choose the day"))
        return [] if self.errors or day is None else [ExtraTime(day=day, **values)]

    def _rules(self, values: dict[str, Any]) -> list[Opening]:
        weekdays = [int(day) for day in self.several("weekday", [str(n) for n in range(7)])]
        if not weekdays:
            self.wrong("weekday", _("Choose at least one day of the week"))
        wrong = _("Choose a day, like 2026-11-24")
        values |= {
            "valid_from": self.day("valid_from", wrong, may_be_empty=True),
            "valid_to": self.day("valid_to", wrong, may_be_empty=True),
            "every_weeks": self.number("every_weeks", _("Enter a number of weeks, usually 1")),
        }
        if self.what == "changed":
            self.from_day = self.day("from_day", _("Choose the day from which it changes"))
            values["valid_from"] = self.from_day
        if self.errors:
            return []
        return [SlotRule(weekday=weekday, **values) for weekday in weekdays]


def monday_to_show(drafts: list[Opening], prison: Prison, now: datetime) -> date:
    """The week in which drafts are seen whole: the next one, or that of their first day."""
    soon = now.astimezone(prison.zone).date() + 7 * DAY
    first = [d.day if isinstance(d, ExtraTime) else d.valid_from for d in drafts]
    known = [day for day in first if day]
    if drafts and isinstance(drafts[0], ExtraTime):
        return week_of(drafts[0].day)
    if known and known[0] > soon:
        return week_of(known[0] + 6 * DAY)
    return week_of(soon)
