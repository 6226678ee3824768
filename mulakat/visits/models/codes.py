"""Codes, tries, links, and a browser on its way into a visit."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mulakat.prisons.models import Prison
from mulakat.sealed import SealedJSONField
from mulakat.visits.models.visit import Visit


class Purpose(models.TextChoices):
    """What a code is for; a code of one purpose never serves another."""

    REQUEST = "request"  # the OTP that sends a request
    JOIN = "join"  # the OTP that joins a call
    STATUS = "status"  # the OTP that shows how a request stands, and lets the family act
    PIN = "pin"  # room PIN or VC PIN
    # The same for a browser that only typed number and mobile: whoever knows both must not be
    # able to use up the tries of the family, which holds the link
    TYPED = "typed"
    TYPED_PIN = "typedpin"
    LOOK = "look"
    PHONE = "phone"  # the OTP that proves a new phone


class Code(models.Model):
    """An OTP or PIN, as a keyed digest. Five wrong tries end all codes of visit and purpose."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="codes")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["visit", "purpose"], name="code_by_visit")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} code of visit {self.visit_id}"


class Tries(models.Model):
    """Wrong tries per visit and purpose, over all live codes, since `since`."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="tries")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    wrong = models.PositiveSmallIntegerField(default=0)
    sent = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "purpose"], name="one_count_of_tries")
        ]

    def __str__(self) -> str:
        return f"{self.wrong} wrong {self.purpose} tries of visit {self.visit_id}"


class Link(models.Model):
    """The personal link of a message; its token stands here as a digest only."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="links")
    channel = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel} link of visit {self.visit_id}"


class JoinSession(models.Model):
    """One browser on its way into a visit. `visit` is empty for whoever named none of ours:
    such a session walks the same pages, and no code is ever sent for it.
    """

    digest = models.CharField(max_length=64, unique=True)  # of the cookie
    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, null=True, related_name="join_sessions"
    )
    # What the browser typed or opened decides the layout, never whether the visit exists
    prison = models.ForeignKey(Prison, on_delete=models.CASCADE, null=True, related_name="+")
    # "email" or "sms": by the link of such a message; "typed" or "status": by number and mobile
    came_by = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    vrn_ok_at = models.DateTimeField(null=True)
    pin_ok_at = models.DateTimeField(null=True)
    otp_ok_at = models.DateTimeField(null=True)
    status_ok_at = models.DateTimeField(null=True)  # an OTP proved the phone, for looking only
    # Codes asked for and not yet issued: the worker does it (proofs/join_codes.py: send_wanted),
    # so that asking costs the same whether or not there is such a visit
    wanted_at = models.DateTimeField(null=True)
    details = models.JSONField(default=dict)  # when codes were asked for, wrong tries

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["wanted_at"],
                condition=Q(wanted_at__isnull=False),
                name="join_codes_wanted",
            )
        ]

    def __str__(self) -> str:
        return f"join session {self.pk}"

    @property
    def subject(self) -> str:
        return f"join:{self.pk}"


class PhoneSession(models.Model):
    """One browser that wants to see all visits of a phone. It is written alike for every
    number; only the worker looks whether any visit has it (visits/proofs/phone_codes.py).
    """

    digest = models.CharField(max_length=64, unique=True)  # of the cookie
    phone = SealedJSONField()  # {"phone": "+91…"}
    phone_index = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=5)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    proven_at = models.DateTimeField(null=True)
    wanted_at = models.DateTimeField(null=True)  # a code is asked for and not yet sent
    codes = models.JSONField(default=list)  # [{"digest": …, "until": ISO}], the live ones
    sent = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    details = models.JSONField(default=dict)  # when codes were asked for, wrong tries

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["wanted_at"],
                condition=Q(wanted_at__isnull=False),
                name="phone_codes_wanted",
            )
        ]

    def __str__(self) -> str:
        return f"phone session {self.pk}"

    @property
    def subject(self) -> str:
        return f"phone:{self.pk}"
