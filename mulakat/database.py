"""DATABASE_URL, as Django wants it."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ENGINES = {"sqlite": "mulakat.sqlite", "postgres": "django.db.backends.postgresql"}
# FULL: a booking that was answered for survives a power cut (docs/adr/0004-sqlite.md).
PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-20000;"


class NotADatabase(ValueError):
    """The URL names no database we know."""


def engine(url: str) -> str:
    """ "sqlite" or "postgres"; `NotADatabase` for any other."""
    scheme = urlsplit(url).scheme.replace("postgresql", "postgres")
    if scheme not in ENGINES:
        raise NotADatabase("must begin with sqlite:/// or postgres://")
    return scheme


def settings_of(url: str) -> dict[str, Any]:
    """The entry of DATABASES for sqlite:////path or postgres://user:pass@host:port/name.

    What follows a ? is handed to the driver: sslmode, application_name, connect_timeout.
    """
    parts = urlsplit(url)
    kind = engine(url)
    entry: dict[str, Any] = {"ENGINE": ENGINES[kind], "CONN_MAX_AGE": None}
    if kind == "sqlite":
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS}
        return entry | {"NAME": Path(unquote(parts.path[1:])), "OPTIONS": options}
    return entry | {
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_HEALTH_CHECKS": True,
    }
