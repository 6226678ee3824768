"""`mulakat doctor`: what is well, what is not, and what would help. Changes nothing.

Wrong settings have stopped the start before this; here stands what only a look can tell.
"""

import argparse
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from mulakat import clock
from mulakat.cli.areas import LANGUAGES, LOCALE
from mulakat.notifications.models import Notification
from mulakat.worker import couriers

# docs/adr/0004-sqlite.md: commits of two connections may be lost when checkpoints race
RESET_FAULT_MENDED = (3, 51, 3)
ENOUGH_DISK = 2 * 1024**3
OLD = timedelta(minutes=15)


class Finding(NamedTuple):
    sign: str  # "ok", "note" or "FAULT"
    text: str


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> int:
    findings = [*_mode(), *_database(), *_telling(), *_calls(), *_disk()]
    for finding in findings:
        print(f"{finding.sign:<6}{finding.text}")
    return int(any(finding.sign == "FAULT" for finding in findings))


def _mode() -> Iterator[Finding]:
    config = settings.CONFIG
    yield Finding("ok", f"mode {config.MULAKAT_MODE}, links begin with {config.origin}")
    compiled = len(list(LOCALE.glob("*/*/LC_MESSAGES/django.mo")))
    if compiled < len(LANGUAGES):
        yield Finding("FAULT", "the languages are not compiled: mulakat compile")
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if config.MULAKAT_MODE == "production" and not collected.exists():
        yield Finding("FAULT", "styles and scripts are not collected: mulakat prepare")


def _database() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as wrong:
        yield Finding("FAULT", f"the database does not answer: {wrong}")
        return
    yield Finding("ok", f"the database answers ({connection.vendor})")
    if missing:
        yield Finding("FAULT", f"{len(missing)} migrations are missing: mulakat migrate")
    if settings.IS_SQLITE and sqlite3.sqlite_version_info < RESET_FAULT_MENDED:
        yield Finding(
            "note",
            f"SQLite {sqlite3.sqlite_version} has the WAL-reset fault; Mulakat's queue of writers "
            "keeps clear of it as long as no other program writes to the file",
        )
    if not missing:
        yield from _outbox()


def _outbox() -> Iterator[Finding]:
    old = Notification.objects.waiting().filter(due_at__lt=clock.now() - OLD).count()
    if old:
        yield Finding("FAULT", f"{old} messages wait for more than 15 minutes: is mulakat work up?")
    else:
        yield Finding("ok", "no message waits for long")


def _telling() -> Iterator[Finding]:
    faults = couriers.faults()
    sign = "FAULT" if settings.CONFIG.MULAKAT_MODE == "production" else "note"
    for fault in faults:
        yield Finding(sign, fault)
    if settings.CONFIG.EMAIL_URL and settings.CONFIG.SMS_GATEWAY_FILE and not faults:
        yield Finding("ok", "mail server and SMS gateway are described")


def _calls() -> Iterator[Finding]:
    config = settings.CONFIG
    if config.TURN_URLS and config.TURN_SECRET:
        yield Finding("ok", f"calls are relayed by {config.TURN_URLS}, policy {config.ICE_POLICY}")
    else:
        yield Finding("note", "no TURN server: calls work on this machine and network only")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.CONFIG.MULAKAT_DATA).free
    sign = "ok" if free > ENOUGH_DISK else "FAULT"
    yield Finding(sign, f"{free / 1024**3:.0f} GiB are free in {settings.CONFIG.MULAKAT_DATA}")
