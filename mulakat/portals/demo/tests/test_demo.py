"""The demo: a telephone that takes real SMTP and HTTP, a world, and no door outside demo mode."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mulakat.notifications.channels.gateway import Gateway
from mulakat.portals.demo import data, edge, mailbox, world
from mulakat.portals.demo.models import PhoneMessage
from mulakat.prisons.models import Prison, Terminal
from mulakat.schedule.models import SlotRule
from mulakat.visits.models import Status, Visit
from tests.live import until

PATHS = ("/demo/", "/demo/phone", "/demo/phone.json", "/demo/phone/1/", "/demo/terminal/1/")


@pytest.fixture
def in_demo(settings: Any) -> Iterator[Any]:
    settings.CONFIG = settings.CONFIG.model_copy(
        update={"MULAKAT_MODE": "demo", "EMAIL_URL": "", "SMTP_PORT": 8155}
    )
    yield settings.CONFIG


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["production", "test"])
def test_outside_demo_mode_there_is_no_such_page(settings: Any, mode: str, client: Client) -> None:
    settings.CONFIG = settings.CONFIG.model_copy(update={"MULAKAT_MODE": mode})
    for path in PATHS:
        assert client.get(path).status_code in {404, 405}
        assert client.post(path).status_code in {404, 405}
    assert client.post("/demo/gateway", {"to": "1", "text": "x"}).status_code == 404
    assert mailbox.opened() is None and PhoneMessage.objects.count() == 0


@pytest.mark.django_db
def test_the_gateway_keeps_an_sms_and_the_phone_shows_it(in_demo: Any, client: Client) -> None:
    sms = {"to": "+919830012345", "text": "123456 is your OTP\n@localhost #123456", "sender": "EM"}
    assert client.post("/demo/gateway", sms).content.startswith(b"OK ")
    assert client.post("/demo/gateway", {"to": "", "text": ""}).status_code == 400
    (shown,) = client.get("/demo/phone.json").json()["messages"]
    assert shown["text"] == sms["text"] and shown["channel"] == "sms"
    assert client.get(f"/demo/phone.json?after={shown['id']}").json() == {"messages": []}
    assert "123456 is your OTP" in client.get("/demo/phone").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_mailbox_takes_mail_by_smtp(in_demo: Any, client: Client) -> None:
    server = mailbox.opened()
    assert server
    try:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "a@example.com", "b@example.com", "मंज़ूर"
        mail.set_content("http://localhost:8000/j/abc")
        mail.add_alternative("<script>x()</script><p>html</p>", subtype="html")
        with smtplib.SMTP("127.0.0.1", in_demo.SMTP_PORT, timeout=10) as line:
            line.send_message(mail)
    finally:
        server.stop()
    kept = until(PhoneMessage.objects.first, "the mail")
    assert kept.subject == "मंज़ूर" and kept.to == "b@example.com"
    page = client.get("/demo/phone").content.decode()
    assert 'href="http://localhost:8000/j/abc"' in page and "<script>x" not in page
    html = client.get(f"/demo/phone/{kept.pk}/")
    assert "sandbox" in html.headers["Content-Security-Policy"]
    assert "script-src" not in html.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_world_is_made_once_and_has_work_waiting() -> None:
    data.make()
    first = Visit.objects.count()
    data.make()
    assert Visit.objects.count() == first == sum(len(each) for each in world.ASKING.values())
    assert {prison.policy.join_layout for prison in Prison.objects.all()} == {
        "one_page",
        "steps",
        "otp",
    }
    for visit in Visit.objects.all():
        assert visit.status == Status.REQUESTED and len(visit.wishes) == 3
    assert all(prison.inmates.count() == 12 for prison in Prison.objects.all())


@pytest.mark.django_db
def test_one_press_makes_the_code_of_a_terminal(in_demo: Any, client: Client) -> None:
    data.make()
    terminal = Terminal.objects.first()
    assert terminal
    page = client.post(f"/demo/terminal/{terminal.pk}/").content.decode()
    assert world.PASSWORD in page and terminal.codes.count() == 1
    assert client.get(f"/demo/terminal/{terminal.pk}/").status_code == 405


def test_the_gateway_file_is_one_that_the_worker_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("SMS_GATEWAY_FILE", "")  # so that it is put back afterwards
    monkeypatch.delenv("SMS_GATEWAY_FILE")
    edge.prepare(settings.CONFIG.model_copy(update={"MULAKAT_DATA": tmp_path}))
    gateway = Gateway.read(tmp_path / "demo-sms-gateway.toml")
    assert gateway.url.endswith("/demo/gateway") and gateway.fields["to"] == "{to}"


@pytest.mark.django_db
def test_a_weekly_time_lasts_as_long_as_the_rules_of_its_prison_say() -> None:
    data.make()
    for rule in SlotRule.objects.select_related("prison__state"):
        policy = rule.prison.policy
        usual = policy.visit_minutes if rule.kind == "video" else policy.physical_minutes
        assert rule.minutes == (policy.legal_minutes if rule.who == "lawyers" else usual)
