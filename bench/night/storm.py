"""Five hundred deaths of the worker: every message arrives, and none more than twice.

    python -m bench.night.storm sqlite|postgres [--short]

What `make test` does fifty times (tests/faults), ten times as often.
"""

import json
import os
import random
import subprocess
import sys
from collections import Counter

from bench.night.part import Part, arguments, part
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer

SEAMS = ("before claim", "after claim", "after the 250", "before mark")


def main() -> None:
    args = arguments("sqlite", "postgres")
    with part(f"storm-{args.choice}", is_short=args.short, database=args.choice) as running:
        mail, sms = MailServer(), SmsGateway()
        mail.start()
        sms.start()
        try:
            _storm(running, mail, sms, kills=40 if args.short else 500)
        finally:
            mail.stop()
            sms.stop()


def _storm(running: Part, mail: MailServer, sms: SmsGateway, kills: int) -> None:
    from mulakat.notifications.models import Notification

    died = _lives(running, mail, sms, kills)
    copies = Counter(letter.key for letter in mail.letters)
    copies.update(one.to for one in sms.messages)
    twice = sum(count == 2 for count in copies.values())
    queued = 4 * (kills + 1)
    running.say(f"{died} kills at {len(SEAMS)} seams, {queued} messages queued")
    running.say(f"{len(copies)} arrived, {twice} of them twice, most copies {max(copies.values())}")
    running.hold(died == kills, f"{kills} workers were killed")
    running.hold(Notification.objects.count() == queued, "every message is a row")
    running.hold(len(copies) == queued, "no message was lost")
    running.hold(max(copies.values()) <= 2, "none arrived more than twice")
    running.hold(not Notification.objects.waiting().exists(), "nothing waits any more")


def _lives(running: Part, mail: MailServer, sms: SmsGateway, kills: int) -> int:
    """Let the workers live and die; how many were killed."""
    chance = random.Random(kills)
    plan = [(SEAMS[n % len(SEAMS)], chance.choice((1, 1, 2))) for n in range(kills)]
    chance.shuffle(plan)
    environment = {
        **os.environ,
        "EMAIL_URL": mail.url,
        "SMS_GATEWAY_FILE": str(sms.describe(running.folder)),
    }
    command = [sys.executable, "-m", "tests.faults.lives", json.dumps(plan)]
    lives = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return int(lives.stdout)


if __name__ == "__main__":
    main()
