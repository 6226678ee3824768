"""Who may see the demo's pages: the demo, and with LAN=1 this machine alone."""

import pytest
from django.conf import settings
from django.test import Client

from mulakat.config import Config

LAN = settings.CONFIG.model_copy(update={"MULAKAT_LAN": True})
PRODUCTION = settings.CONFIG.model_copy(update={"MULAKAT_MODE": "production"})


def status(client: Client, config: Config, address: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(settings, "CONFIG", config)
    return client.get("/demo/phone.json", REMOTE_ADDR=address).status_code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("config", "address", "expected"),
    [
        (settings.CONFIG, "127.0.0.1", 200),
        (LAN, "127.0.0.1", 200),
        (LAN, "192.0.2.77", 404),
        (PRODUCTION, "127.0.0.1", 404),
    ],
)
def test_it_shows_the_phone_with_its_codes_to(
    config: Config, address: str, expected: int, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert status(client, config, address, monkeypatch) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "gateway", "phone", "phone.json", "phone/1/", "terminal/1/"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_no_address_of_the_demo_is_known_in_production(
    path: str, method: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CONFIG", PRODUCTION)
    assert getattr(client, method)(f"/demo/{path}").status_code == 404
