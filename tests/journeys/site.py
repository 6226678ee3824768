"""One installation as it runs: pages and sockets, the worker, and where its messages arrive.

Server and worker are processes of their own on the test's database. The doubles are a real mail
server and a real SMS gateway, named in the settings as any other would be.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from mulakat.accounts.models import User
from mulakat.prisons.models import Prison
from tests import world
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import Letter, MailServer
from tests.live import LiveServer, until


@dataclass
class Post:
    """What one person has received: mails at an address, SMS at a phone."""

    mail: MailServer
    sms: SmsGateway
    address: str
    phone: str  # ten digits

    def letters(self) -> list[Letter]:
        return self.mail.to(self.address)

    def texts(self) -> list[str]:
        with self.sms.lock:
            return [one.text for one in self.sms.messages if one.to.endswith(self.phone)]

    def count(self) -> tuple[int, int]:
        """How many mails and SMS have come so far."""
        return len(self.letters()), len(self.texts())

    def letter(self, number: int) -> Letter:
        """The mail of this number, counted from 1, as soon as it is there."""
        until(lambda: len(self.letters()) >= number, f"mail {number} to {self.address}", 90)
        return self.letters()[number - 1]

    def text(self, number: int) -> str:
        """The SMS of this number, counted from 1, as soon as it is there."""
        until(lambda: len(self.texts()) >= number, f"SMS {number} to {self.phone}", 90)
        return self.texts()[number - 1]


class Server(LiveServer):
    """The live server, with all that it prints in a file."""

    def __init__(self, log: Path, **environment: str) -> None:
        self.log = log
        super().__init__(**environment)

    def _start(self) -> "subprocess.Popen[bytes]":
        self.environment["ORIGIN"] = self.origin
        command = [sys.executable, "-m", "uvicorn", "mulakat.asgi:application", "--no-access-log"]
        command += ["--port", str(self.port)]
        with self.log.open("ab") as out:
            return subprocess.Popen(command, env=self.environment, stdout=out, stderr=out)


@dataclass
class Site:
    """The running installation of one prison."""

    server: Server
    folder: Path
    mail: MailServer
    sms: SmsGateway

    @property
    def origin(self) -> str:
        return self.server.origin

    def post(self, address: str, phone: str) -> Post:
        return Post(self.mail, self.sms, address, phone)

    def logs(self) -> str:
        """All that server and worker have printed."""
        files = sorted(self.folder.glob("*.log"))
        return "".join(file.read_text(errors="replace") for file in files)


@contextmanager
def site(folder: Path, mail: MailServer, sms: SmsGateway, level: str = "WARNING") -> Iterator[Site]:
    """Server and a worker in a hurry, ended afterwards."""
    environment = {
        "MULAKAT_MODE": "test",
        "EMAIL_URL": mail.url,
        "SMS_GATEWAY_FILE": str(sms.describe(folder)),
        "LOG_LEVEL": "DEBUG",
    }
    server = Server(folder / "server.log", **environment)
    with (folder / "worker.log").open("wb") as out:
        command = [sys.executable, "-m", "tests.journeys.hurried"]
        worker = subprocess.Popen(command, env=server.environment, stdout=out, stderr=out)
    try:
        server.wait()
        yield Site(server, folder, mail, sms)
    finally:
        server.stop()
        worker.terminate()
        worker.wait(20)


def a_prison(preset: str, **overrides: object) -> Prison:
    """The world of a journey: a prison open all day, with terminals, windows and an inmate.

    A second state stands beside it, so that the visitor chooses. It is noon there, whenever the
    journey is walked. Only times are overridden, and answers leave at once: undo has its own
    tests. No reminder comes between two messages that a journey counts.
    """
    times = {"notice_hours": 0, "join_opens_minutes": 60, "undo_seconds": 0}
    reminders = {"remind_day_before": False, "remind_minutes_before": 0}
    state = world.a_state(preset, timezone=world.zone_at_noon())
    prison = world.a_prison(state, overrides={**times, **reminders, **overrides})
    world.a_prison()
    world.all_day_rules(prison)
    world.a_terminal(prison)
    world.a_window(prison)
    world.an_inmate(prison)
    world.an_inmate(prison, name="Karim Mondal", name_local="করিম মণ্ডল", guardian="Jamal")
    return prison


def an_officer(prison: Prison, *roles: str, name: str = "Omar Mahato") -> User:
    """One who can sign in: the server knows the product's hashes alone."""
    officer = world.an_officer(prison, *roles, name=name)
    officer.password = PBKDF2PasswordHasher().encode(world.PASSWORD, "of-a-journey", 1000)
    officer.save(update_fields=["password"])
    return officer


def code_in(text: str, digits: int) -> str:
    """The first number of exactly so many digits."""
    found = re.search(rf"(?<![\d/:.]){'[0-9]' * digits}(?![\d/])", text)
    assert found, text
    return found[0]
