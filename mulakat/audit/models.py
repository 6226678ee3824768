"""The history: who did or saw what, when. Rows are only ever added."""

from typing import Any

from django.db import models

from mulakat import clock


class Event(models.Model):
    """One line of history. `data` holds facts and codes, never personal data."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    name = models.CharField(max_length=60)  # noun.past-tense: visit.approved, request.viewed
    actor = models.CharField(max_length=60)  # staff:5, visitor, terminal:3, system
    subject = models.CharField(max_length=60)  # visit:12, inmate:9
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="event_by_subject")]

    def __str__(self) -> str:
        return f"{self.name} {self.subject} by {self.actor}"


def record(name: str, *, actor: str, subject: str, **data: Any) -> Event:
    """Add one line to the history, inside the transaction of its cause."""
    return Event.objects.create(name=name, actor=actor, subject=subject, data=data)
