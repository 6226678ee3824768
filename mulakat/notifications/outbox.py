"""Writing a message down: a row in the transaction of its cause, sent by `delivery`.

A message that is queued is never forgotten, and one that cannot be delivered is shown to
the staff of its prison (`overdue`).
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from mulakat.notifications.models import Notification, NotificationQuerySet


def queue(
    *,
    message: str,
    channel: str,
    to: str,
    language: str,
    subject: str,
    key: str,
    state_number: int,
    prison_id: int | None,
    context: dict[str, Any],
    now: datetime,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Notification:
    """Write down one message to one address, in the caller's transaction.

    `key` names cause and channel ("visit:12:approved:email"); queued again under the same
    key, the first row stays as it is and its `pk` is returned. `context` holds what the
    message's text needs (notifications/catalogue.py), sealed until it is delivered.
    `due_at`: not to be sent before; `expires_at`: worth nothing afterwards.
    """
    row = Notification(
        key=key,
        message=message,
        channel=channel,
        language=language,
        subject=subject,
        state_number=state_number,
        prison_id=prison_id,
        payload={"to": to, "context": context},
        created_at=now,
        due_at=due_at or now,
        expires_at=expires_at,
    )
    # One statement; a conflict "updates" the key to itself, so that the first row answers.
    Notification.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["key"], update_fields=["key"]
    )
    return row


def overdue(*, prison_id: int, now: datetime, patience_minutes: int) -> NotificationQuerySet:
    """What this prison's staff must know: not delivered for too long, or given up.

    Each row has `last_error`, a code for `faults.sentence` ("" = not tried yet), and
    `given_up_at`. What lasts comes before codes, then the oldest first; what was given up is
    shown for a week, a code for a day.
    """
    late = Q(delivered_at=None, given_up_at=None) & Q(
        due_at__lte=now - timedelta(minutes=patience_minutes)
    )
    lost = Q(given_up_at__gt=now - timedelta(days=7), expires_at=None)
    lost_codes = Q(given_up_at__gt=now - timedelta(days=1))
    rows: NotificationQuerySet = Notification.objects.filter(
        late | lost | lost_codes, prison_id=prison_id
    )
    return rows.defer("payload").order_by(F("expires_at").asc(nulls_first=True), "due_at")
