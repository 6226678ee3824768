import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from mulakat.cli.lan import certificate
from mulakat.notifications.channels.email import EmailCourier, Server
from mulakat.notifications.delivery import deliver_due
from mulakat.notifications.tests.written import a_mail_courier, an_otp
from tests.doubles.smtp import MailServer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Requiring AUTH"),  # the double's TLS begins before SMTP
]


@pytest.fixture(params=["smtp+tls", "smtps"])
def secure(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MailServer]:
    """A mail server that wants TLS and a login, with a certificate nobody knows yet."""
    chain, key = certificate(tmp_path, "127.0.0.1")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, key)
    server = MailServer(scheme=request.param, tls=context)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain, _key = certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))


@pytest.mark.usefixtures("trusted")
def test_mail_goes_encrypted_and_after_a_login(secure: MailServer) -> None:
    row = an_otp()
    courier = a_mail_courier(secure)
    deliver_due(channel="email", courier=courier, worker="w")
    courier.close()
    row.refresh_from_db()
    assert row.delivered_at and len(secure.letters) == 1, row.last_error


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_waits_for_the_operator(secure: MailServer) -> None:
    row = an_otp()
    server = Server.parse(secure.url.replace("pass%40word", "other"))
    courier = EmailCourier(server=server, sender="a@jail.example")
    deliver_due(channel="email", courier=courier, worker="w")
    row.refresh_from_db()
    assert row.last_error == "login:535" and row.given_up_at is None


def test_nothing_is_said_to_a_server_that_cannot_prove_its_name(secure: MailServer) -> None:
    row = an_otp()
    deliver_due(channel="email", courier=a_mail_courier(secure), worker="w")
    row.refresh_from_db()
    assert row.last_error == "unreachable:SSLCertVerificationError" and not secure.letters


@pytest.mark.parametrize("url", ["http://x", "smtp://", "mail.example:25", ""])
def test_an_address_that_names_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"must begin|names no host"):
        Server.parse(url)
