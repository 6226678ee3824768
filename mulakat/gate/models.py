"""The gate: the keys that sign passes, the browsers that check them, what happened there.

What happened is rows that are only added, each with a name its browser made, so that a gate
that was without a network tells it later and twice does not matter (gate/events.py).
"""

from typing import Any, ClassVar

from django.db import models

from mulakat.accounts.models import User
from mulakat.prisons.models import Prison, State
from mulakat.sealed import SealedJSONField
from mulakat.visits.models import Visit


class SigningKey(models.Model):
    """A state's key for its passes, ECDSA P-256. Its number stands in each pass it signs."""

    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="signing_keys")
    private = SealedJSONField()  # {"der": base64 of PKCS#8}
    public = models.JSONField()  # JWK
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)  # signs no more; what it signed stays good
    withdrawn_at = models.DateTimeField(null=True)  # stolen: what it signed opens nothing

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(retired_at=None), name="one_key_signs"
            )
        ]

    def __str__(self) -> str:
        return f"signing key {self.pk} of {self.state}"


class GateCode(models.Model):
    """A one-time staff code that turns a browser into a gate of the prison."""

    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="gate_codes")
    gate = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"code for gate {self.gate} of {self.prison}"


class GateDeviceQuerySet(models.QuerySet["GateDevice"]):
    def live(self) -> "GateDeviceQuerySet":
        return self.filter(revoked_at=None)


class GateDevice(models.Model):
    """An enrolled gate. Without keys it is a browser without script: online pages alone."""

    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="gates")
    gate = models.PositiveSmallIntegerField()  # its number, as people at the prison say it
    cookie = models.CharField(max_length=64, unique=True)  # digest
    public_key = models.JSONField(null=True)  # JWK, ECDSA: proves
    box_key = models.JSONField(null=True)  # JWK, ECDH: the list is sealed to it
    enrolled_at = models.DateTimeField()
    enrolled_with = models.OneToOneField(GateCode, on_delete=models.PROTECT, related_name="device")
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # its last list or sync

    objects: ClassVar[Any] = GateDeviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["prison", "gate"],
                condition=models.Q(revoked_at=None),
                name="one_live_device_per_gate",
            )
        ]

    def __str__(self) -> str:
        return f"gate {self.gate} of {self.prison}"

    @property
    def subject(self) -> str:
        return f"gate:{self.pk}"


class GateSession(models.Model):
    """A guard at work on one gate; the cookie's value stands here as a digest."""

    digest = models.CharField(max_length=64, unique=True)
    device = models.ForeignKey(GateDevice, on_delete=models.CASCADE, related_name="sessions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="gate_sessions")
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user} at {self.device}"


class Kind(models.TextChoices):
    """What can happen at the gate."""

    ARRIVED = "arrived"
    INSIDE = "inside"
    LEFT = "left"
    REFUSED = "refused"
    WRONG_CODE = "wrong_code"  # a try, counted


class Conflict(models.TextChoices):
    """What does not fit; the event stands all the same, and people look at it."""

    USED_TWICE = "used_twice"
    CANCELLED = "cancelled"
    MOVED = "moved"
    NOT_APPROVED = "not_approved"
    REFUSED_BEFORE = "refused_before"
    WRONG_CODE = "wrong_code"


class GateEvent(models.Model):
    """One thing that happened at a gate. `uid` is made by the browser: applied once."""

    uid = models.UUIDField(unique=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="gate_events")
    device = models.ForeignKey(GateDevice, on_delete=models.PROTECT, related_name="events")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()  # by the gate's clock
    received_at = models.DateTimeField()
    # Of a refusal, or why someone came in without the gate code (gate/reasons.py)
    reason = models.CharField(max_length=20, blank=True)
    # Per person of the visit: [{"position": 0, "seen": true, "reason": ""}]
    ids = models.JSONField(default=list)
    token = models.PositiveSmallIntegerField(null=True)  # the number called and shown
    locker = models.CharField(max_length=6, blank=True)
    conflict = models.CharField(max_length=16, choices=Conflict.choices, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["visit", "at"], name="gate_events_of_visit")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of visit {self.visit_id}"
