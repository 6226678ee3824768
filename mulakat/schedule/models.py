"""The timetable: weekly rules, and the five-minute cells in which a place is given once."""

from typing import ClassVar

from django.db import models

from mulakat.people.models import Inmate
from mulakat.prisons.models import Prison, State, Terminal, Window

CELL_MINUTES = 5


class Kind(models.TextChoices):
    """How a visit happens."""

    VIDEO = "video"
    PHYSICAL = "physical"


class Audience(models.TextChoices):
    """For whom a slot is kept. Public pages show the slots of ALL alone unless one says so."""

    ALL = "all"
    WOMEN = "women"
    LAWYERS = "lawyers"
    CLASS = "class"  # inmates of `SlotRule.inmate_class`


class SlotRule(models.Model):
    """A weekly template, in the prison's wall time: from `starts` a slot every length + gap.

    Counts from `valid_from` to `valid_to` (days, both included), in every n-th week from the
    week of `valid_from`. A rule that was in use is never changed: it ends and another begins,
    so that past days still show what was offered.
    """

    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="slot_rules")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    weekday = models.PositiveSmallIntegerField()  # 0 Monday … 6 Sunday
    starts = models.TimeField()
    ends = models.TimeField()  # 00:00 means midnight at the end of the day
    minutes = models.PositiveSmallIntegerField(default=15)
    gap = models.PositiveSmallIntegerField(default=5)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)  # none: every place
    who = models.CharField(max_length=8, choices=Audience.choices, default=Audience.ALL)
    inmate_class = models.CharField(max_length=14, blank=True)  # people/models.py: InmateClass
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    every_weeks = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.prison} {self.kind} day {self.weekday} {self.starts}"


class ExtraTime(models.Model):
    """Slots of one day besides the weekly ones, in wall time."""

    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="extra_times")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()  # 00:00 means midnight at the end of the day
    minutes = models.PositiveSmallIntegerField(default=15)
    gap = models.PositiveSmallIntegerField(default=5)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    who = models.CharField(max_length=8, choices=Audience.choices, default=Audience.ALL)
    inmate_class = models.CharField(max_length=14, blank=True)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.prison} {self.kind} on {self.day} {self.starts}"


class Closure(models.Model):
    """No visits in [starts_at, ends_at): of a whole state, a prison, a kind, a rule, a place.

    Each field that is set narrows it; `prison` empty means the whole state.
    """

    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="closures")
    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, null=True, related_name="closures")
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    rule = models.ForeignKey(SlotRule, on_delete=models.PROTECT, null=True, related_name="closures")
    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, null=True, related_name="+")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cause = models.CharField(max_length=20)  # holiday, staff, repair, power, network, emergency
    public_text = models.JSONField(default=dict, blank=True)  # {"en": …}
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=60, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")),
                name="closure_ends_after_it_starts",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["state", "starts_at"],
                condition=models.Q(lifted_at=None),
                name="closure_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"closure {self.pk}"


class Hearing(models.Model):
    """A court video hearing; it takes cells of a terminal as a visit does ("hearing:<pk>")."""

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="hearings")
    inmate = models.ForeignKey(Inmate, on_delete=models.PROTECT, null=True, related_name="hearings")
    court = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"hearing {self.pk}"

    @property
    def subject(self) -> str:
        return f"hearing:{self.pk}"


class Hold(models.Model):
    """A time kept for one browser while it fills the form; its cells are "hold:<pk>"."""

    prison = models.ForeignKey(Prison, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, null=True, related_name="+")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"hold {self.pk}"

    @property
    def subject(self) -> str:
        return f"hold:{self.pk}"


class Cell(models.Model):
    """Five minutes of one place, held by one holder. Overlap is refused by the constraints.

    `holder` names what holds it, not a foreign key: "visit:12", "offer:3" (a place kept until
    the visitor answers), "hold:7" (while a form is filled), "hearing:2" (a court). At any one
    time a place holds one visit, and an inmate is in one place.
    """

    at = models.DateTimeField()  # a whole multiple of five minutes
    holder = models.CharField(max_length=40, db_index=True)
    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, null=True, related_name="+")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="+")
    seat = models.PositiveSmallIntegerField(null=True)
    # Empty while a stranger holds a time: whom he wants to meet is matched by the officer
    inmate = models.ForeignKey(Inmate, on_delete=models.PROTECT, null=True, related_name="+")
    # On the first cell of a visit whose rule names a capacity (schedule/capacity.py)
    pool = models.CharField(max_length=20, blank=True)  # "rule:3", "extra:5"
    lane = models.PositiveSmallIntegerField(null=True)  # 1 … capacity

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["terminal", "at"], name="terminal_cell_once"),
            models.UniqueConstraint(fields=["window", "seat", "at"], name="seat_cell_once"),
            models.UniqueConstraint(fields=["inmate", "at"], name="inmate_in_one_place"),
            models.UniqueConstraint(
                fields=["pool", "lane", "at"],
                condition=models.Q(lane__isnull=False),
                name="lane_of_pool_once",
            ),
            models.CheckConstraint(
                condition=models.Q(terminal__isnull=False, window__isnull=True, seat__isnull=True)
                | models.Q(terminal__isnull=True, window__isnull=False, seat__isnull=False),
                name="cell_has_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} at {self.at:%Y-%m-%d %H:%M}"
