"""The demo's mail server: takes every mail by real SMTP and shows it on /demo/phone."""

import logging
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection

from mulakat.portals.demo.keeping import keep_mail

LARGEST = 1_000_000  # bytes of one mail


class Mailbox:
    """aiosmtpd's handler: every address is ours, every mail is kept before the 250."""

    async def handle_DATA(  # noqa: N802 aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        mail = message_from_bytes(cast(bytes, envelope.content), policy=policy.default)
        for to in envelope.rcpt_tos:
            await sync_to_async(_keep)(to, mail)
        return "250 Kept for /demo/phone"


def _keep(to: str, mail: EmailMessage) -> None:
    """In a thread of asgiref's, which may end at any time: leave no connection behind."""
    try:
        keep_mail(to, mail)
    finally:
        connection.close()


def opened() -> Controller | None:
    """A mail server in a thread of this process, on SMTP_PORT; None outside the demo."""
    config = settings.CONFIG
    if not (config.is_demo and config.SMTP_PORT) or config.EMAIL_URL:
        return None
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # it would log every address
    controller = Controller(
        Mailbox(), hostname="127.0.0.1", port=config.SMTP_PORT, data_size_limit=LARGEST
    )
    controller.start()
    return controller
