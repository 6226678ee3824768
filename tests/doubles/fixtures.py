"""The doubles as fixtures: a server each, alone for one test."""

from collections.abc import Iterator

import pytest

from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    """A mail server on a free port."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def sms() -> Iterator[SmsGateway]:
    """An SMS gateway on a free port."""
    gateway = SmsGateway()
    gateway.start()
    yield gateway
    gateway.stop()
