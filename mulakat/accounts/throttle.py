"""Guessing a password must not pay: failures are counted in the history, per ID and source.

An ID that does not exist is counted like any other, so a lock tells nothing about it. A
source that fails with many IDs is locked as a whole.
"""

from datetime import datetime, timedelta

from mulakat.audit.models import Event, record
from mulakat.sealed import digest

FAILED = "staff.sign_in_failed"
WINDOW = timedelta(minutes=15)
PER_ID, PER_SOURCE = 5, 30


def is_locked(staff_id: str, source: str, now: datetime) -> bool:
    """Too many failures within fifteen minutes, of this ID from this source or of the source."""
    recent = Event.objects.filter(name=FAILED, at__gt=now - WINDOW)
    one, whole = _subjects(staff_id, source)
    return (
        recent.filter(subject=one).count() >= PER_ID
        or recent.filter(subject=whole).count() >= PER_SOURCE
    )


def count_failure(staff_id: str, source: str) -> None:
    for subject in _subjects(staff_id, source):
        record(FAILED, actor="anonymous", subject=subject)


def _subjects(staff_id: str, source: str) -> tuple[str, str]:
    """The history holds digests: neither what was typed nor an address."""
    one = digest(f"{staff_id.casefold()}|{source}", "sign-in")[:40]
    return f"sign-in:{one}", f"source:{digest(source, 'sign-in')[:40]}"
