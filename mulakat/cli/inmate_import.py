"""`mulakat inmate import`: a register as a CSV file, all of it or none of it.

The first line names the columns: number, name, gender, and if known name_local, guardian,
birth_year, ward, language. A number that is there already is left as it is.
"""

import argparse
import csv
from pathlib import Path
from typing import Any

from django.db import transaction

from mulakat.audit.models import record
from mulakat.cli.finding import OPERATOR, Refused, prison
from mulakat.cli.inmates import enter
from mulakat.people.models import Gender

NEEDED = ("number", "name", "gender")
KNOWN = (*NEEDED, "name_local", "guardian", "birth_year", "ward", "language")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prison", required=True, help="STATE/PRISON, for example 25/35")
    parser.add_argument("file", type=Path, help="UTF-8, columns named in the first line")


@transaction.atomic
def run(args: argparse.Namespace) -> int:
    at = prison(args.prison)
    rows = _rows(args.file)
    present = set(at.inmates.values_list("number", flat=True))
    new = [row for row in rows if row["number"] not in present]
    for row in new:
        enter(at, row)
    record("register.imported", actor=OPERATOR, subject=f"prison:{at.pk}", count=len(new))
    print(f"{len(new)} inmates added at {at}; {len(rows) - len(new)} were there already.")
    return 0


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = reader.fieldnames or []
        if missing := [name for name in NEEDED if name not in columns]:
            raise Refused(f"{path.name}: the first line lacks {', '.join(missing)}")
        read = [_row(values, line) for line, values in enumerate(reader, start=2)]
    faults = [row for row in read if isinstance(row, str)]
    if faults:
        raise Refused("Nothing was added.\n" + "\n".join(faults))
    return [row for row in read if not isinstance(row, str)]


def _row(values: dict[str, str], line: int) -> dict[str, Any] | str:
    """The row as the register takes it, or what is wrong with it."""
    row: dict[str, Any] = {name: (values.get(name) or "").strip() for name in KNOWN}
    year = row["birth_year"]
    row["birth_year"] = int(year) if year.isdecimal() else None
    if not (row["number"] and row["name"]):
        return f"line {line}: number and name are needed"
    if row["gender"] not in Gender.values:
        return f"line {line}: gender must be one of {', '.join(Gender.values)}"
    if year and row["birth_year"] is None:
        return f"line {line}: birth_year must be a year"
    return row
