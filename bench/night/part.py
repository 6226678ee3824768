"""One part of the night: its own data and database, and its figures written down.

A part ends with exit code 1 when a claim does not hold. Its figures are appended to
var/night/<part>.txt; a run in full length also writes the part's row in docs/night.md anew.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import machine
from bench.night import table

POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
ROOT = Path(__file__).resolve().parents[2]
MINUTES = 9  # of one part at most


class Skipped(Exception):
    """This machine cannot run the part; the words say what is missing."""


@dataclass
class Part:
    """A running part: what it may use, and what it has found so far."""

    name: str
    is_short: bool
    folder: Path
    figures: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def say(self, figure: str) -> None:
        """A figure that is recorded."""
        self.figures.append(figure)
        print(figure, flush=True)

    def hold(self, is_so: bool, claim: str) -> None:
        """A claim; the part fails when it is not so."""
        if not is_so:
            self.faults.append(claim)
        print(f"{'holds' if is_so else 'FAILS'}: {claim}", flush=True)

    def seconds_left(self) -> float:
        """Until this part should come to its end, a minute before it would be stopped."""
        return (MINUTES - 1) * 60 - (time.monotonic() - self.began)


def arguments(*choices: str) -> argparse.Namespace:
    """`--short`, and which `choice` where a part is several: databases, quarters."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true", help="a small size, to see that it runs")
    if choices:
        parser.add_argument("choice", choices=choices)
    return parser.parse_args()


@contextmanager
def part(name: str, *, is_short: bool, database: str = "") -> Iterator[Part]:
    """Run a part on a fresh database ("sqlite", "postgres" or "" for none)."""
    with tempfile.TemporaryDirectory(prefix=f"mulakat-{name}-") as folder:
        running = Part(name, is_short, Path(folder))
        before = machine.described()
        signal.signal(signal.SIGTERM, _too_long)
        try:
            if database:
                _prepare(running.folder, database)
            yield running
        except Skipped as missing:
            print(f"!! SKIPPED {name}: {missing}")
            _record(running, "skipped", [f"{missing}"], before)
            return
        except Exception as wrong:
            running.faults.append(f"{type(wrong).__name__}: {wrong}".splitlines()[0])
            _finish(running, before)
            raise
        _finish(running, before)
    if running.faults:
        sys.exit(1)


def _too_long(*_: object) -> None:
    """`timeout` has had enough: end as any failure does, with its row and everything closed."""
    raise TimeoutError("stopped before its end")


def _finish(running: Part, before: str) -> None:
    faults = [f"NOT HELD: {fault}" for fault in running.faults]
    _record(running, "failed" if faults else "held", [*running.figures, *faults], before)


def _record(running: Part, outcome: str, figures: list[str], before: str) -> None:
    took = time.monotonic() - running.began
    measured_on = f"{before}; at the end load {os.getloadavg()[0]:.1f}"
    row = table.Row(running.name, outcome, [*figures, f"took {took:.0f} s"], measured_on)
    table.append(ROOT / "var" / "night" / f"{running.name}.txt", row, is_short=running.is_short)
    if not running.is_short:
        table.replace(ROOT / "docs" / "night.md", row)


def _prepare(folder: Path, database: str) -> None:
    """Settings of this process and its children, and an empty database with every table."""
    url = f"sqlite:///{folder / 'night.sqlite3'}"
    if database == "postgres":
        url = fresh_postgres(f"mulakat_night_{os.getpid()}")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="mulakat.settings",
        MULAKAT_MODE="test",
        MULAKAT_DATA=str(folder),
        DATABASE_URL=url,
        LOG_LEVEL="WARNING",
    )
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fresh_postgres(name: str) -> str:
    """An empty database on this machine's server; dropped when the process ends."""
    import atexit

    import psycopg

    def run(statement: str) -> None:
        with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3) as connection:
            connection.execute(statement)

    try:
        run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    except psycopg.OperationalError as wrong:
        raise Skipped("no PostgreSQL answers at TEST_DATABASE_URL") from wrong
    run(f"CREATE DATABASE {name}")
    atexit.register(_drop_by, os.getpid(), lambda: run(f"DROP DATABASE {name} WITH (FORCE)"))
    return f"{POSTGRES.rpartition('/')[0]}/{name}"


def _drop_by(owner: int, drop: Callable[[], None]) -> None:
    """Forked children end, too; only the process that made the database drops it."""
    if os.getpid() == owner:
        drop()
