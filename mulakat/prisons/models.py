"""States, their prisons, and the places where people meet."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import get_language

from mulakat.prisons.policy import Policy, policy


def in_language(names: dict[str, str], language: str | None = None) -> str:
    """The name in a language ("bn"), or in English, or whatever there is."""
    language = (language or get_language() or "en").split("-")[0]
    return names.get(language) or names.get("en") or next(iter(names.values()), "")


class State(models.Model):
    """A state's prison department: its number in every VisRN, its words, its policy."""

    number = models.PositiveSmallIntegerField(unique=True)
    slug = models.SlugField(unique=True)
    names = models.JSONField()  # {"en": "West Bengal", "bn": ...}
    department = models.JSONField()  # {"en": "Directorate of Correctional Services", ...}
    brand = models.CharField(max_length=12)  # signs every SMS: "e-Mulakat WB"
    helpline = models.CharField(max_length=15)
    language = models.CharField(max_length=5, default="en")
    timezone = models.CharField(max_length=40, default="Asia/Kolkata")
    # {"jail": {"en": "correctional home", ...}, "inmate": {...}}: prisons/terms.py
    terms = models.JSONField(default=dict)
    preset = models.CharField(max_length=20, default="open")  # prisons/presets.py
    overrides = models.JSONField(default=dict, blank=True)
    rules_changed_at = models.DateTimeField(null=True, blank=True)  # of preset or overrides

    def __str__(self) -> str:
        return str(in_language(self.names, "en"))

    def name(self, language: str | None = None) -> str:
        return in_language(self.names, language)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def policy(self) -> Policy:
        return policy(self.preset, self.overrides)


class Prison(models.Model):
    """An establishment that holds inmates and answers requests."""

    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="prisons")
    number = models.PositiveSmallIntegerField()
    names = models.JSONField()
    short_names = models.JSONField(default=dict)  # at most 18 letters each: they stand in SMS
    address = models.JSONField(default=dict)
    phone = models.CharField(max_length=15, blank=True)
    has_video = models.BooleanField(default=True)
    has_physical = models.BooleanField(default=True)
    district = models.CharField(max_length=60, blank=True)  # for the distance of a family
    bring = models.JSONField(default=dict)  # what a visitor brings and leaves at home
    overrides = models.JSONField(default=dict, blank=True)
    rules_changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "number"], name="prison_number_is_unique")
        ]

    def __str__(self) -> str:
        return str(in_language(self.names, "en"))

    def name(self, language: str | None = None) -> str:
        return in_language(self.names, language)

    def short_name(self, language: str | None = None) -> str:
        return in_language(self.short_names or self.names, language)[:18]

    @property
    def policy(self) -> Policy:
        return policy(self.state.preset, self.state.overrides, self.overrides)

    @property
    def zone(self) -> ZoneInfo:
        return self.state.zone

    def kinds(self) -> list[str]:
        """The kinds of visit this prison has, as stored in `Visit.kind`."""
        offered: dict[str, Any] = {"video": self.has_video, "physical": self.has_physical}
        return [kind for kind, is_offered in offered.items() if is_offered]


class Terminal(models.Model):
    """The PC in the computer section at which an inmate sits for a video visit."""

    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="terminals")
    number = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=60, blank=True)
    broken_since = models.DateTimeField(null=True, blank=True)
    # For what it is fit: "video", "voice", "legal", "wheelchair"; empty: for all but wheelchair
    suits = models.JSONField(default=list, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prison", "number"], name="terminal_number_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.prison} terminal {self.number}"


class Window(models.Model):
    """A visiting room or row of windows at the prison, with its seats."""

    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="windows")
    number = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField(default=1)
    place = models.CharField(max_length=60, blank=True)
    broken_since = models.DateTimeField(null=True, blank=True)
    suits = models.JSONField(default=list, blank=True)  # "family", "legal", "wheelchair"
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prison", "number"], name="window_number_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.prison} window {self.number}"


class RulesChange(models.Model):
    """One change of rules, whole before and after: what a request of that day is judged by.

    Of a state (`prison` empty) or of one prison. `before` and `after` hold
    {"preset": … (states only), "overrides": {...}} as they stood (prisons/changing.py).
    """

    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="rules_changes")
    prison = models.ForeignKey(
        Prison, on_delete=models.PROTECT, null=True, related_name="rules_changes"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=60)  # staff:5, as in the history
    before = models.JSONField()
    after = models.JSONField()
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by"
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "prison", "at"], name="rules_of_the_day")
        ]

    def __str__(self) -> str:
        return f"change of rules {self.pk}"
