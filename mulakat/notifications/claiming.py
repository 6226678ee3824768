"""Taking messages from the outbox for one worker alone, in one statement.

Written in SQL, because Django cannot say UPDATE … RETURNING, and because a worker looks three
times a second: what took six statements takes one.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from mulakat.notifications.models import Notification
from mulakat.sealed import CannotOpen

# MATERIALIZED: the choice is made once, whatever the planner thinks of it.
CLAIM = """
UPDATE notifications_notification
SET claimed_until = %s, claimed_by = %s, started_at = NULL,
    doubts = doubts + CASE WHEN started_at IS NULL THEN 0 ELSE 1 END
WHERE id IN (
    WITH due AS MATERIALIZED (
        SELECT id FROM notifications_notification
        WHERE delivered_at IS NULL AND given_up_at IS NULL AND due_at <= %s AND channel = %s
          AND (claimed_until IS NULL OR claimed_until <= %s)
        ORDER BY expires_at ASC NULLS LAST, due_at
        LIMIT %s {skip_locked}
    ) SELECT id FROM due
)
RETURNING *
"""


def claim(
    *, channel: str, worker: str, now: datetime, lease: timedelta, batch: int
) -> list[Notification]:
    """Up to `batch` due messages, this worker's own until `now + lease`; committed on return.

    Codes go first. A row whose worker died while handing it over gains a doubt. One that
    cannot be unsealed comes with `payload` deferred, and does not hide the others.
    """
    if connection.vendor == "sqlite" and not _any_due(channel, now):
        return []  # an idle worker must not stand in the queue of SQLite's writers
    skips = connection.features.has_select_for_update_skip_locked
    sql = CLAIM.format(skip_locked="FOR UPDATE SKIP LOCKED" if skips else "")
    at, until = _value(now), _value(now + lease)
    try:
        rows = list(Notification.objects.raw(sql, [until, worker, at, channel, at, batch]))
    except CannotOpen:
        rows = _one_by_one(worker)
    return sorted(rows, key=lambda row: (row.expires_at is None, row.expires_at or row.due_at))


def _any_due(channel: str, now: datetime) -> bool:
    waiting = Notification.objects.waiting().filter(channel=channel, due_at__lte=now)
    return bool(waiting.exclude(claimed_until__gt=now).exists())


def _value(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _one_by_one(worker: str) -> list[Notification]:
    rows = []
    mine = Notification.objects.waiting().filter(claimed_by=worker)
    for pk in mine.values_list("pk", flat=True):
        try:
            rows.append(Notification.objects.get(pk=pk))
        except CannotOpen:
            rows.append(Notification.objects.defer("payload").get(pk=pk))
    return rows
