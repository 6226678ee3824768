"""Wrong settings stop the start, all of them at once; right ones are read."""

from pathlib import Path

import pytest

from mulakat import config
from mulakat.config import WrongSettings

PRODUCTION = {
    "MULAKAT_MODE": "production",
    "ORIGIN": "https://visits.example.in",
    "ALLOWED_HOSTS": "visits.example.in",
    "SECRET_KEY": "s" * 45,
    "DATA_KEY": "d" * 45,
    "DATABASE_URL": "postgres://mulakat:pass@db/mulakat",
    "EMAIL_URL": "smtp+tls://user:pass@mail.example.in:587",
    "SMS_GATEWAY_FILE": "/etc/mulakat/sms.json",
    "PROXY_HOPS": "1",
    "ICE_POLICY": "relay",
    "TURN_URLS": "turns:turn.example.in:443",
    "TURN_SECRET": "t" * 40,
}


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [*config.Config.model_fields, *(f"{s}_FILE" for s in config.SECRETS)]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MULAKAT_DATA", str(tmp_path))


def faults(monkeypatch: pytest.MonkeyPatch, **changes: str) -> list[str]:
    """What stops a production that is right but for these names ("" leaves one out)."""
    for name, value in {**PRODUCTION, **changes}.items():
        if value:
            monkeypatch.setenv(name, value)
        else:
            monkeypatch.delenv(name, raising=False)
    try:
        config.read()
    except WrongSettings as wrong:
        return str(wrong).splitlines()[1:]
    return []


def test_it_starts_with_nothing_set_as_a_demo_on_this_machine() -> None:
    settings = config.read()
    assert settings.is_demo
    assert settings.BIND == "127.0.0.1"


def test_it_starts_a_production_that_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults(monkeypatch) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", config.DEFAULT_SECRET),
        ("SECRET_KEY", "short"),
        ("DATA_KEY", ""),
        ("DATA_KEY", "s" * 45),
        ("ALLOWED_HOSTS", "*"),
        ("ORIGIN", ""),
        ("ORIGIN", "http://visits.example.in"),
        ("ICE_POLICY", "all"),
        ("ICE_POLICY", ""),
        ("TURN_URLS", ""),
        ("TURN_SECRET", ""),
        ("TURN_SECRET", "guessed-in-a-day"),
        ("EMAIL_URL", ""),
        ("SMS_GATEWAY_FILE", ""),
        ("MULAKAT_LAN", "1"),
        ("CAPTCHA_ANSWER", "12345"),
        ("DATABASE_URL", "mysql://db/mulakat"),
        ("PORT", "99999"),
        ("PROXY_HOPS", "many"),
        ("PROXY_HOPS", ""),
    ],
)
def test_it_refuses_a_production_with(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = faults(monkeypatch, **{name: value})
    assert any(name in fault for fault in found), found


def test_it_names_all_faults_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = faults(monkeypatch, PORT="no", SECRET_KEY="", ALLOWED_HOSTS="*", ICE_POLICY="all")
    assert [fault.split(":")[0] for fault in found] == [
        "PORT",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "ICE_POLICY",
    ]


def test_it_reads_a_secret_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("f" * 50 + "\n")
    assert faults(monkeypatch, SECRET_KEY="", SECRET_KEY_FILE=str(path)) == []
    assert config.read().SECRET_KEY == "f" * 50


def test_it_refuses_a_secret_file_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    found = faults(monkeypatch, SECRET_KEY="", SECRET_KEY_FILE="/nowhere/key")
    assert "SECRET_KEY_FILE: No such file or directory: /nowhere/key" in found


def test_it_keeps_the_demo_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIND", "0.0.0.0")
    with pytest.raises(WrongSettings, match="BIND: the demo listens on 127"):
        config.read()


def test_it_refuses_a_demo_under_a_public_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIGIN", "https://visits.example.in")
    with pytest.raises(WrongSettings, match="ORIGIN"):
        config.read()


def test_it_uses_the_secrets_that_a_demo_made_for_itself(tmp_path: Path) -> None:
    (tmp_path / "data_key").write_text("k" * 60)
    assert config.read().DATA_KEY == "k" * 60


def test_it_never_shows_a_secret_in_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "a-secret-that-is-short"
    assert secret not in "\n".join(faults(monkeypatch, SECRET_KEY=secret, PORT="no"))
