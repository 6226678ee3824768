"""Figures of the night on paper: a line per run, and a table that holds the last of each part."""

import time
from dataclasses import dataclass
from pathlib import Path

HEAD = "| Part | Last run | Outcome | Figures | Machine and load |"


@dataclass(frozen=True)
class Row:
    """What one run of a part has found, and on what."""

    part: str
    outcome: str
    figures: list[str]
    machine: str


def append(path: Path, row: Row, *, is_short: bool) -> None:
    """One line for this run at the end of the part's own file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = "short" if is_short else "full"
    with path.open("a", encoding="utf-8") as lines:
        fields = [_now(), size, row.outcome, "; ".join(row.figures), row.machine]
        lines.write(" | ".join(fields) + "\n")


def replace(path: Path, row: Row) -> None:
    """Write the part's row anew; rows of other parts, and all words around, stay."""
    lines = path.read_text(encoding="utf-8").splitlines()
    first = lines.index(HEAD) + 2
    end = next((n for n in range(first, len(lines)) if lines[n][:1] != "|"), len(lines))
    rows = {line.split("|")[1].strip(): line for line in lines[first:end]}
    cells = [row.part, _now(), row.outcome, "<br>".join(row.figures), row.machine]
    rows[row.part] = "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"
    lines[first:end] = [rows[part] for part in sorted(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
