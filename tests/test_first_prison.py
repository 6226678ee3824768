"""docs/first-prison.md: its commands, run one by one as they stand, make a prison."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "first-prison.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)


def commands() -> list[str]:
    return [block for block in BLOCK.findall(PAGE.read_text())]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Our `mulakat` first in PATH, an empty directory for the data."""
    console = tmp_path / "bin" / "mulakat"
    console.parent.mkdir()
    console.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mulakat.cli "$@"\n')
    console.chmod(0o755)
    kept = {k: v for k, v in os.environ.items() if k in {"HOME", "LANG"}}
    return {
        **kept,
        "PATH": f"{console.parent}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "MULAKAT_MODE": "test",
        "MULAKAT_DATA": str(tmp_path / "data"),
    }


def test_its_commands_make_a_prison_a_terminal_and_a_member_of_staff(
    environment: dict[str, str],
) -> None:
    printed = ""
    for block in commands():
        done = subprocess.run(
            ["sh", "-e", "-c", block],
            env=environment,
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert done.returncode == 0, done.stdout
        printed += done.stdout
    assert re.search(r"^[0-9A-Z -]{6,}\nType it at the terminal", printed, re.M), printed
    database = sqlite3.connect(Path(environment["MULAKAT_DATA"]) / "mulakat.sqlite3")

    def count(table: str) -> int:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    assert count("prisons_state") == count("prisons_prison") == count("prisons_terminal") == 1
    assert count("schedule_slotrule") == 6 + 3
    assert count("accounts_membership") == 2
    assert count("people_inmate") == 1
    assert count("accounts_enrolmentcode") == 1
    stored = database.execute("SELECT digest FROM accounts_enrolmentcode").fetchone()[0]
    assert stored not in printed
