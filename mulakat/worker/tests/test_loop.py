import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from mulakat import clock
from mulakat.notifications.models import Notification
from mulakat.notifications.tests.written import an_otp
from mulakat.worker import loop, sweeps
from tests.doubles.behaviour import Answer
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer
from tests.doubles.waiting import until
from tests.faults.test_worker_killed import the_test_database

pytestmark = pytest.mark.django_db(transaction=True)


def a_worker(smtp: MailServer, gateway: Path, **more: str) -> subprocess.Popen[str]:
    """`mulakat work` as a process of its own, on the database of this test."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mulakat.settings",
        "DATABASE_URL": the_test_database(),
        "EMAIL_URL": smtp.url,
        "SMS_GATEWAY_FILE": str(gateway),
        **more,
    }
    command = [sys.executable, "-m", "mulakat.cli", "work"]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


def test_a_worker_delivers_by_both_channels_and_ends_when_told(
    smtp: MailServer, sms: SmsGateway, tmp_path: Path
) -> None:
    mail, text = an_otp(), an_otp("sms")
    addresses = mail.payload["to"], text.payload["to"]
    worker = a_worker(smtp, sms.describe(tmp_path))
    try:
        smtp.wait_for(addresses[0])
        sms.wait_for(addresses[1])
        until(lambda: not Notification.objects.waiting().exists(), "both to be marked")
    finally:
        worker.send_signal(signal.SIGTERM)
        said = worker.communicate(timeout=20)[1]
    assert worker.returncode == 0
    assert not any(secret in said for secret in (*addresses, "482913"))


def test_the_message_in_hand_is_finished_before_the_worker_ends(
    smtp: MailServer, sms: SmsGateway, tmp_path: Path
) -> None:
    row = an_otp()
    smtp.then([Answer.HANG])
    worker = a_worker(smtp, sms.describe(tmp_path))
    until(lambda: Notification.objects.get(pk=row.pk).started_at, "the mail to be handed over")
    worker.send_signal(signal.SIGTERM)
    smtp.released.set()
    worker.communicate(timeout=20)
    row.refresh_from_db()
    assert worker.returncode == 0 and row.delivered_at


def test_a_slow_mail_server_holds_up_no_sms(
    smtp: MailServer, sms: SmsGateway, tmp_path: Path
) -> None:
    an_otp()
    smtp.standing = Answer.HANG
    text = an_otp("sms")
    to = text.payload["to"]
    worker = a_worker(smtp, sms.describe(tmp_path))
    try:
        assert sms.wait_for(to).text and not smtp.letters
    finally:
        smtp.released.set()
        worker.terminate()
        worker.communicate(timeout=20)


def test_wrong_settings_stop_the_start_with_every_fault(
    smtp: MailServer, sms: SmsGateway, tmp_path: Path
) -> None:
    path = sms.describe(tmp_path)
    path.write_text("strict = true\n" + path.read_text())
    worker = a_worker(smtp, path, EMAIL_URL="imap://x")
    said = worker.communicate(timeout=20)[1]
    assert worker.returncode == 2
    assert "EMAIL_URL: must begin with smtp://" in said and "no template id for" in said


def test_a_sweep_that_fails_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, ran = threading.Event(), threading.Event()

    def load(self: sweeps.Sweep) -> Any:
        return fails if self.name == "fails" else lambda now: ran.set()

    def fails(now: Any) -> None:
        raise ValueError("+919830012345 is nobody's business")

    monkeypatch.setattr(sweeps.Sweep, "load", load)
    monkeypatch.setattr(sweeps, "SWEEPS", [sweeps.Sweep("x:fails", 0.1), sweeps.Sweep("x:ok", 1)])
    thread = threading.Thread(target=loop._sweep, args=(stop,))
    with caplog.at_level(logging.ERROR):
        thread.start()
        assert ran.wait(10)
        stop.set()
        thread.join()
    assert "fails failed: ValueError at" in caplog.text and "9830012345" not in caplog.text


@pytest.mark.parametrize("sweep", sweeps.SWEEPS, ids=lambda sweep: sweep.name)
def test_every_sweep_can_run_over_an_empty_database(sweep: sweeps.Sweep) -> None:
    sweep.load()(now=clock.now())


def test_a_lost_connection_is_replaced() -> None:
    def breaks() -> None:
        connection.close()
        raise ConnectionResetError

    assert loop.guarded("job", breaks) is None
    assert loop.guarded("job", Notification.objects.count) == 0
