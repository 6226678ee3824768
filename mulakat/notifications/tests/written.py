"""Builders for these tests: a queued message, and couriers to the doubles."""

from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from mulakat import clock
from mulakat.notifications import outbox
from mulakat.notifications.channels.email import EmailCourier, Server
from mulakat.notifications.channels.gateway import Gateway
from mulakat.notifications.channels.sms import SmsCourier
from mulakat.notifications.models import Notification
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer

CONTEXT: dict[str, Any] = {
    "brand": "e-Mulakat WB",
    "help": "9073945590",
    "state": "West Bengal",
    "department": "Directorate of Correctional Services",
    "domain": "emulakat.example",
    "jail": "Nadipur Central",
    "kind": "video",
    "otp": "482913",
    "mins": "15",
    "vrn": "25/35/55/2021",
}
_next = count(1)


def an_otp(channel: str = "email", **kw: Any) -> Notification:
    """S01 or E01, queued."""
    number = next(_next)
    now: datetime = kw.pop("now", None) or clock.now()
    address = f"person{number}@example.com" if channel == "email" else f"+9198300{number:05}"
    values: dict[str, Any] = {
        "message": "E01" if channel == "email" else "S01",
        "channel": channel,
        "to": address,
        "language": "en",
        "subject": "visit:12",
        "key": f"visit:12:otp-{number}:{channel}",
        "state_number": 19,
        "prison_id": 7,
        "context": CONTEXT,
        "now": now,
        "expires_at": None,
    }
    return outbox.queue(**{**values, **kw})


def a_mail_courier(smtp: MailServer) -> EmailCourier:
    return EmailCourier(server=Server.parse(smtp.url), sender="e-Mulakat <no-reply@jail.example>")


def an_sms_courier(
    sms: SmsGateway, folder: Path, more: str = "", shape: str = "form"
) -> SmsCourier:
    return SmsCourier(gateway=Gateway.read(sms.describe(folder, shape, more)))


def later(**kw: float) -> Any:
    """A clock that stands so much after the present."""
    at = clock.now() + timedelta(**kw)
    return lambda: at
