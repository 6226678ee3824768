"""Every name the product reads from its environment, typed and read once.

A wrong value stops the start, with all errors at once. docs/settings.md explains each name;
a test keeps the two together. A secret may stand in a file: NAME_FILE=/path instead of NAME.
"""

import os
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from mulakat import database, jitsi_file

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SECRET = "only-for-demo-and-tests-never-in-production"  # noqa: S105
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
SECRETS = ("SECRET_KEY", "DATA_KEY", "DATABASE_URL", "EMAIL_URL", "TURN_SECRET")


class WrongSettings(SystemExit):
    """The environment cannot be used; the message names every fault."""


class Config(BaseSettings):
    """Names in capitals are the environment's own names."""

    model_config = SettingsConfigDict(case_sensitive=True, extra="ignore")

    MULAKAT_MODE: Literal["demo", "test", "production"] = "demo"
    MULAKAT_DATA: Path = ROOT / "var"
    PORT: int = Field(default=8000, ge=1, le=65535)
    BIND: str = "127.0.0.1"
    MULAKAT_LAN: bool = False
    ORIGIN: str = ""
    ALLOWED_HOSTS: str = "localhost,127.0.0.1,[::1]"
    STAFF_HOSTS: str = ""
    PROXY_HOPS: int = Field(default=0, ge=0, le=3)
    SECRET_KEY: str = DEFAULT_SECRET
    DATA_KEY: str = DEFAULT_SECRET
    DATABASE_URL: str = ""
    EMAIL_URL: str = ""
    EMAIL_FROM: str = "e-Mulakat <no-reply@localhost>"
    SMS_GATEWAY_FILE: Path | None = None
    SMTP_PORT: int = Field(default=0, ge=0, le=65535)
    ICE_POLICY: Literal["relay", "all"] = "all"
    TURN_URLS: str = ""
    TURN_SECRET: str = ""
    JITSI_FILE: Path | None = None
    MEETING_ORIGIN: str = ""
    LOG_LEVEL: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def is_demo(self) -> bool:
        return self.MULAKAT_MODE == "demo"

    @property
    def origin(self) -> str:
        """Scheme, host and port that every link in a message begins with."""
        return (self.ORIGIN or f"http://localhost:{self.PORT}").rstrip("/")

    @property
    def database_url(self) -> str:
        return self.DATABASE_URL or f"sqlite:///{self.MULAKAT_DATA / 'mulakat.sqlite3'}"

    @model_validator(mode="after")
    def _is_usable(self) -> Self:
        faults = [*self._faults(), *(self._production_faults() if self._is_production else [])]
        if faults:
            raise ValueError("\n".join(faults))
        return self

    @property
    def _is_production(self) -> bool:
        return self.MULAKAT_MODE == "production"

    def _faults(self) -> list[str]:
        faults = []
        if "CAPTCHA_ANSWER" in os.environ:
            faults.append("CAPTCHA_ANSWER: there is no fixed CAPTCHA answer, in no mode")
        if self.ORIGIN and urlsplit(self.ORIGIN).scheme not in {"http", "https"}:
            faults.append("ORIGIN: must begin with http:// or https://")
        if self.is_demo and not self.MULAKAT_LAN and self.BIND not in LOOPBACK:
            faults.append("BIND: the demo listens on 127.0.0.1 only (make run LAN=1 for a phone)")
        if self.is_demo and not self.MULAKAT_LAN and _hostname(self.origin) not in LOOPBACK:
            faults.append("ORIGIN: a demo shows every message to everybody; set MULAKAT_MODE")
        try:
            database.engine(self.database_url)
        except database.NotADatabase as wrong:
            faults.append(f"DATABASE_URL: {wrong}")
        return [*faults, *self._jitsi_faults()]

    def _jitsi_faults(self) -> list[str]:
        if self.JITSI_FILE is None:
            return ["MEETING_ORIGIN: goes with JITSI_FILE"] if self.MEETING_ORIGIN else []
        is_production = self._is_production
        faults = list(
            jitsi_file.origin_faults(
                self.MEETING_ORIGIN, self.origin, self.STAFF_HOSTS, is_production=is_production
            )
        )
        try:
            jitsi_file.read(self.JITSI_FILE, is_production=is_production)
        except jitsi_file.WrongJitsi as wrong:
            faults += [f"JITSI_FILE: {fault}" for fault in wrong.args]
        return faults

    def _production_faults(self) -> list[str]:
        checks = {
            "SECRET_KEY: set one of your own, 40 characters or more": _is_weak(self.SECRET_KEY),
            "DATA_KEY: set one of your own, 40 characters or more": _is_weak(self.DATA_KEY),
            "DATA_KEY: must differ from SECRET_KEY": self.DATA_KEY == self.SECRET_KEY,
            "ALLOWED_HOSTS: name the hosts, * is refused": "*" in self.ALLOWED_HOSTS,
            "MULAKAT_LAN: is for the demo alone": self.MULAKAT_LAN,
            "ORIGIN: must be the https:// address of the service": not self.ORIGIN.startswith(
                "https://"
            ),
            "PROXY_HOPS: count the proxies in front, at least the one that ends TLS": (
                not self.PROXY_HOPS
            ),
            "ICE_POLICY: must be relay": self.ICE_POLICY != "relay",
            "TURN_URLS and TURN_SECRET: a TURN server is needed": not (
                self.TURN_URLS and self.TURN_SECRET
            ),
            "TURN_SECRET: 20 characters or more, for every visitor sees what it signs": (
                0 < len(self.TURN_SECRET) < 20
            ),
            "EMAIL_URL: name the mail server, for example smtp+tls://user:pass@host:587": not (
                self.EMAIL_URL
            ),
            "SMS_GATEWAY_FILE: name the file that describes the SMS gateway": not (
                self.SMS_GATEWAY_FILE
            ),
        }
        return [text for text, is_wrong in checks.items() if is_wrong]


def _hostname(origin: str) -> str:
    try:
        return urlsplit(origin).hostname or ""
    except ValueError:
        return ""


def _is_weak(secret: str) -> bool:
    return secret == DEFAULT_SECRET or len(secret) < 40


def _secrets_from_files() -> list[str]:
    """Put the content of NAME_FILE in place of NAME; returns what could not be read."""
    faults = []
    for name in SECRETS:
        path = os.environ.get(f"{name}_FILE")
        if not path or name in os.environ:
            continue
        try:
            os.environ[name] = Path(path).read_text().strip()
        except OSError as wrong:
            faults.append(f"{name}_FILE: {wrong.strerror}: {path}")
    return faults


def _secrets_of_this_demo() -> None:
    """A demo that `mulakat run` made has secrets of its own, kept beside its data."""
    data = Path(os.environ.get("MULAKAT_DATA") or ROOT / "var")
    for name in ("SECRET_KEY", "DATA_KEY"):
        kept = data / name.lower()
        if name not in os.environ and kept.exists():
            os.environ[name] = kept.read_text().strip()


def read() -> Config:
    """The configuration, or `WrongSettings` with every fault, one on a line."""
    faults = _secrets_from_files()
    if os.environ.get("MULAKAT_MODE", "demo") == "demo":
        _secrets_of_this_demo()
    try:
        config = Config()
    except ValidationError as wrong:
        faults += _sentences(wrong)
    if faults:
        raise WrongSettings("Mulakat cannot start:\n" + "\n".join(faults))
    return config


def _sentences(wrong: ValidationError) -> list[str]:
    """All faults: those of single values, then those of the rest taken together."""
    sentences = [_sentence(error["loc"], error["msg"]) for error in wrong.errors()]
    unreadable = {str(error["loc"][0]) for error in wrong.errors() if error["loc"]}
    if unreadable:
        put_aside = {name: os.environ.pop(name) for name in unreadable}
        try:
            Config()
        except ValidationError as others:
            sentences += [_sentence(error["loc"], error["msg"]) for error in others.errors()]
        finally:
            os.environ.update(put_aside)
    return sentences


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    text = message.removeprefix("Value error, ")
    return f"{place[0]}: {text}" if place else text
