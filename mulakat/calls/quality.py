"""How the visitor leg was, minute by minute, as the terminal measured it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from mulakat.calls.messages import Quality
from mulakat.calls.models import QualityMinute


def note(*, call_id: int, is_flowing: bool, found: Quality | None, now: datetime) -> None:
    """Add a terminal's report, one a second while the call is live, to its minute."""
    minute = now.replace(second=0, microsecond=0)
    row = QualityMinute.objects.filter(call=call_id, minute=minute)
    found = found or Quality(lost=0, concealed=0, rtt=0, rung=0)
    sums = {
        "reports": F("reports") + 1,
        "flowing": F("flowing") + int(is_flowing),
        "lost": F("lost") + found.lost,
        "concealed": F("concealed") + found.concealed,
        "rtt": F("rtt") + found.rtt,
        "rung": Greatest(F("rung"), found.rung),
    }
    if row.update(**sums):
        return
    try:
        with transaction.atomic():
            QualityMinute.objects.create(call_id=call_id, minute=minute)
    except IntegrityError:  # another process was faster
        pass
    row.update(**sums)
