"""The demo's telephone: what arrived by real SMTP and by the HTTP SMS gateway."""

from django.db import models

from mulakat import clock


class PhoneMessage(models.Model):
    """One SMS or mail as the family's phone would show it. Demo only; empty elsewhere."""

    channel = models.CharField(max_length=8)
    to = models.CharField(max_length=120)
    sender = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
