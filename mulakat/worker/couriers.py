"""The ways out that this installation's settings describe."""

from functools import cache

from django.conf import settings

from mulakat.notifications.channels.email import EmailCourier, Server
from mulakat.notifications.channels.gateway import Gateway, WrongGateway
from mulakat.notifications.channels.sms import SmsCourier
from mulakat.notifications.delivery import Courier
from mulakat.notifications.models import Channel


def all_channels() -> dict[str, Courier]:
    """One courier for each channel, from EMAIL_URL, EMAIL_FROM and SMS_GATEWAY_FILE."""
    return {
        Channel.EMAIL: EmailCourier(server=_server(), sender=settings.CONFIG.EMAIL_FROM),
        Channel.SMS: SmsCourier(gateway=_gateway()),
    }


def faults() -> list[str]:
    """What is wrong with these settings, one sentence each; empty if the worker may start."""
    found = []
    try:
        _server()
    except ValueError as wrong:
        found.append(f"EMAIL_URL: {wrong}")
    try:
        gateway = _gateway()
    except WrongGateway as wrong:
        return [*found, *(f"SMS_GATEWAY_FILE: {fault}" for fault in wrong.args)]
    missing = gateway.missing(code for code, _name in settings.LANGUAGES) if gateway else []
    return found + [f"SMS_GATEWAY_FILE: no template id for {each}" for each in missing]


def _server() -> Server | None:
    config = settings.CONFIG
    if config.EMAIL_URL:
        return Server.parse(config.EMAIL_URL)
    # The demo's telephone takes its mail on a port of this machine.
    return Server("smtp", "127.0.0.1", config.SMTP_PORT) if config.SMTP_PORT else None


@cache
def _gateway() -> Gateway | None:
    path = settings.CONFIG.SMS_GATEWAY_FILE
    return Gateway.read(path) if path else None
