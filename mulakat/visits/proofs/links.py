"""Personal links: what a message carries, and how a browser's first request reads it.

A mail's link holds 128 random bits and shows how the visit stands. An SMS has room for ten
base-32 characters: its link only opens "Send me the OTP". The database keeps digests.
"""

from datetime import datetime, timedelta

from django.conf import settings

from mulakat import ids
from mulakat.notifications.models import Channel
from mulakat.sealed import digest
from mulakat.visits.models import Link, Visit

AFTER_THE_VISIT = timedelta(hours=24)
UNDECIDED = timedelta(days=60)  # a request without a time yet
SHORT = 10
# Letters that are read aloud or copied by hand as another: Crockford's rule.
MISREAD = str.maketrans("OIL", "011")


def make(
    *,
    visit: Visit,
    channel: str,
    now: datetime,
    door: str = "j",
    ends_at: datetime | None = None,
) -> str:
    """A new link to this visit for one message of that channel: ORIGIN/<door>/<token>.

    Writes a row; earlier links stay good. It expires 24 hours after the visit, or at `ends_at`.
    """
    token = ids.short_secret() if channel == Channel.SMS else ids.secret()
    usual = visit.ends_at + AFTER_THE_VISIT if visit.starts_at else now + UNDECIDED
    ends = ends_at or usual
    Link.objects.create(visit=visit, channel=channel, digest=_digest(token), expires_at=ends)
    return f"{settings.ORIGIN}/{door}/{token}"


def found(*, token: str, now: datetime) -> Link | None:
    """The live link of this token, with its visit, prison and state; None if there is none."""
    if len(token) == SHORT:
        token = token.upper().translate(MISREAD)
    links = Link.objects.select_related("visit__prison__state")
    return links.filter(digest=_digest(token), expires_at__gt=now).first()


def _digest(token: str) -> str:
    return digest(token, "link")
