"""What passes between visitor and prison: decisions, questions, offers, wishes to change."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mulakat.accounts.models import User
from mulakat.prisons.models import Terminal, Window
from mulakat.sealed import SealedJSONField
from mulakat.visits.models.visit import Visit


class Decision(models.Model):
    """Who answered a request, when, and on what ground. One decision stands at a time."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField()
    by = models.ForeignKey(  # empty: by the rules, for a visitor known to the inmate
        User, on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    approved = models.BooleanField()
    reason = models.CharField(max_length=6, blank=True)  # R-10 … R-90: visits/words/reasons.py
    told = models.CharField(max_length=6, blank=True)  # what the visitor is told: R-90 if not his
    note = models.CharField(max_length=300, blank=True)  # for staff only
    consent_asked_by = models.CharField(max_length=80, blank=True)
    consent_asked_at = models.DateTimeField(null=True)
    case_number = models.CharField(max_length=60, blank=True)
    overruled = models.JSONField(default=list)  # keys of checks that said no
    seconded_by = models.ForeignKey(  # who agreed, where the rules want two
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)  # within the seconds of undo: nobody was told
    superseded_at = models.DateTimeField(null=True)  # undone, looked at again, moved

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(superseded_at=None), name="one_decision_stands"
            )
        ]

    def __str__(self) -> str:
        return f"decision on visit {self.visit_id}"


class Proposal(models.Model):
    """An approval that needs a second officer. `wanted` holds the arguments of `approve`."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="proposals")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    wanted = models.JSONField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(answered_at=None), name="one_open_proposal"
            )
        ]

    def __str__(self) -> str:
        return f"proposal for visit {self.visit_id}"


class Question(models.Model):
    """The prison asks, the visitor answers; the prison's clock stands still meanwhile."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="questions")
    key = models.CharField(max_length=30)  # of the ready questions, or "own"
    text = SealedJSONField(null=True)  # {"text": …} of an own question, as the officer wrote it
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateTimeField()
    answer = SealedJSONField(null=True)  # {"text": …}
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(answered_at=None), name="one_open_question"
            )
        ]

    def __str__(self) -> str:
        return f"question on visit {self.visit_id}"


class Offer(models.Model):
    """Another time, with its place held by "offer:<pk>" until the visitor answers."""

    class Cause(models.TextChoices):
        OFFICER = "officer"  # instead of the times asked for
        WAITING_LIST = "waiting_list"  # a place became free
        MOVED = "moved"  # an approved visit cannot take place at its time
        MAKE_UP = "make_up"  # the one before was broken by prison or network

    class Answer(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"  # keep my request
        OTHER_TIMES = "other_times"
        EXPIRED = "expired"
        WITHDRAWN = "withdrawn"  # by the prison, or because the request ended

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="offers")
    cause = models.CharField(max_length=12, choices=Cause.choices)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, null=True, related_name="+")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    # What an acceptance needs to be an approval at once: the arguments of `approve`
    wanted = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(answered_at=None), name="one_open_offer"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["answer_by"], condition=Q(answered_at=None), name="offer_waiting")
        ]

    def __str__(self) -> str:
        return f"offer to visit {self.visit_id}"

    @property
    def subject(self) -> str:
        """How cells name this offer."""
        return f"offer:{self.pk}"


class Change(models.Model):
    """The visitor asks for other times; the old time is kept until the prison answers."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="changes")
    wishes = models.JSONField()  # ISO times in UTC
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(answered_at=None), name="one_open_change"
            )
        ]

    def __str__(self) -> str:
        return f"change of visit {self.visit_id}"


class SecondLook(models.Model):
    """ "Ask them to look again", once; another officer than the one who refused answers."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="second_look")
    text = SealedJSONField()  # {"text": …}
    at = models.DateTimeField()
    refused_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["visit"], condition=Q(answered_at=None), name="look_waiting")
        ]

    def __str__(self) -> str:
        return f"second look at visit {self.visit_id}"


class Complaint(models.Model):
    """What went wrong, as told by the family; its number is quoted back."""

    number = models.CharField(max_length=16, unique=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="complaints")
    prison = models.ForeignKey("prisons.Prison", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=20)  # visits/complaining.py: CAUSES
    text = SealedJSONField()  # {"text": …}
    language = models.CharField(max_length=5)
    at = models.DateTimeField()
    answer_by = models.DateTimeField()
    past_the_prison = models.BooleanField(default=False)  # about its staff: the state answers
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer = SealedJSONField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["prison", "at"], name="complaint_of_prison")
        ]

    def __str__(self) -> str:
        return f"complaint {self.number}"


class Kept(models.Model):
    """An officer looked at a finding and lets the visit stand. `fact` names the very fact, so
    that another of the same kind asks again (visits/findings.py)."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="kept")
    finding = models.CharField(max_length=30)
    fact = models.CharField(max_length=80)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "finding", "fact"], name="a_finding_is_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding} of visit {self.visit_id} kept"
