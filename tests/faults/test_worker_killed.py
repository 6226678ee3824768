"""A worker may die at any moment: every message arrives, and nobody gets it three times."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from mulakat.notifications.models import Notification
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer

SEAMS = ("before claim", "after claim", "after the 250", "before mark")
KILLS = 50


def the_test_database() -> str:
    """The URL under which another process finds the database of this test."""
    named: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{named['NAME']}"
    return (
        f"postgres://{named['USER']}:{named['PASSWORD']}@{named['HOST']}:{named['PORT']}"
        f"/{named['NAME']}"
    )


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_fifty_kills_lose_no_message_and_triple_none(
    smtp: MailServer, sms: SmsGateway, tmp_path: Path
) -> None:
    chance = random.Random(20261122)
    plan = [(SEAMS[n % 4], chance.choice((1, 1, 2))) for n in range(KILLS)]
    chance.shuffle(plan)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mulakat.settings",
        "DATABASE_URL": the_test_database(),
        "EMAIL_URL": smtp.url,
        "SMS_GATEWAY_FILE": str(sms.describe(tmp_path)),
        "MULAKAT_DATA": str(tmp_path),
    }
    command = [sys.executable, "-m", "tests.faults.lives", json.dumps(plan)]
    lives = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=110, check=False
    )
    assert lives.stdout.strip() == str(KILLS), lives.stderr[-2000:]
    copies = Counter(letter.key for letter in smtp.letters)
    copies.update(one.to for one in sms.messages)
    queued = 4 * (KILLS + 1)
    assert Notification.objects.count() == queued
    assert len(copies) == queued, "a message was lost"
    assert max(copies.values()) == 2, copies.most_common(3)
    assert not Notification.objects.waiting().exists()
    # What was given up after two copies is known to have been doubtful, nothing else was
    assert set(Notification.objects.filter(delivered_at=None).values_list("doubts")) <= {(2,)}
    assert not Notification.objects.filter(payload__isnull=False).exists()
