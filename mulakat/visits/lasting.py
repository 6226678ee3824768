"""A visit that lasts longer than it was to: its place, and what lets the visitor in, last too."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from mulakat.visits.models import JoinSession, Link, Visit


@transaction.atomic
def keep_longer(*, visit: Visit, minutes: int, now: datetime) -> None:
    """Move the end of the place, whose cells the caller has taken, by so many minutes."""
    Visit.objects.filter(pk=visit.pk).update(kept_minutes=F("kept_minutes") + minutes)
    visit.refresh_from_db(fields=["kept_minutes"])
    prolong(visit=visit, now=now)


def prolong(*, visit: Visit, now: datetime) -> None:
    """Browsers and links that let in now do so until the visit closes."""
    ends = visit.closes_at
    for rows in (JoinSession, Link):
        rows.objects.filter(visit=visit, expires_at__gt=now, expires_at__lt=ends).update(
            expires_at=ends
        )
