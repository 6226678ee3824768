"""The outbox: a message to one person is a row, written with its cause."""

from typing import Any, ClassVar

from django.db import models

from mulakat import clock
from mulakat.sealed import SealedJSONField


class Channel(models.TextChoices):
    SMS = "sms"
    EMAIL = "email"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def waiting(self) -> "NotificationQuerySet":
        """Neither delivered nor given up."""
        return self.filter(delivered_at=None, given_up_at=None)


class Notification(models.Model):
    """One message by one channel. `key` names cause and channel: the same is queued once."""

    key = models.CharField(max_length=80, unique=True)  # visit:12:approved:email
    message = models.CharField(max_length=8)  # S01, E03: notifications/catalogue.py
    channel = models.CharField(max_length=8, choices=Channel.choices)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=60)  # visit:12, as in the history
    state_number = models.PositiveSmallIntegerField()
    prison_id = models.PositiveBigIntegerField(null=True)  # whose staff see a failure
    # {"to": address, "context": {...}}; blanked once delivered or given up
    payload = SealedJSONField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)  # an OTP is worth nothing later
    # Until then no (other) worker takes it: a claim, or the pause after a failed try
    claimed_until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField(null=True)  # handed to the server, its answer not known
    tries = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)  # tries that may have arrived
    last_error = models.CharField(max_length=200, blank=True)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = NotificationQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(  # notifications/delivery.py: what is due now?
                fields=["due_at"],
                condition=models.Q(delivered_at=None, given_up_at=None),
                name="notification_waiting",
            ),
            models.Index(fields=["subject"], name="notification_by_subject"),
        ]

    def __str__(self) -> str:
        return self.key
