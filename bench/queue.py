"""What the staff's lists cost at 10,000 and at 1,000,000 visits, at the server alone.

Every statement that Today and the queue send is caught from the real pages and given to EXPLAIN
ANALYZE; the median of seven is printed, for the prison that holds a fiftieth of all visits and
for an ordinary one. Aim: at most 1 ms each, and the same with a hundred times as many rows.
"""

import argparse
import os
import re
import statistics
import tempfile
from dataclasses import dataclass
from typing import Any

SIZES, TIMES, AIM_MS, QUERIES = (10_000, 1_000_000), 7, 1.0, 8
PAGES = ("/staff/", "/staff/requests/", "/staff/review/")


@dataclass(frozen=True)
class Statement:
    """One statement of a page; `asks` says in a few words what it asks."""

    page: str
    asks: str
    sql: str


def measure(url: str, sizes: tuple[int, ...] = SIZES) -> bool:
    """Print the table for a fresh database at `url`; True if every aim is met."""
    _set_up(url)
    from bench import queue_rows

    medians: dict[tuple[str, str, str], list[float]] = {}
    counts: dict[str, int] = {}
    for size in sizes:
        clients = queue_rows.grow(size)
        for prison, client in clients.items():
            for page in PAGES:
                statements = _caught(client, page)
                counts[page] = max(counts.get(page, 0), len(statements))
                for statement in statements:
                    key = (prison, page, statement.asks)
                    medians.setdefault(key, []).append(_median(statement.sql))
    return _told(medians, counts, sizes)


def _set_up(url: str) -> None:
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("MULAKAT_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mulakat.settings")
    os.environ.setdefault("MULAKAT_DATA", tempfile.mkdtemp(prefix="mulakat-bench-"))
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)


def _caught(client: Any, page: str) -> list[Statement]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(page)  # what is read once per process is not this page's
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200, page
    return [
        Statement(page, _asks(query["sql"], place), query["sql"])
        for place, query in enumerate(caught.captured_queries, 1)
    ]


def _asks(sql: str, place: int) -> str:
    """A name that stays the same while the values differ."""
    table = re.search(r'FROM "(\w+)"', sql)
    what = "count" if re.match(r"SELECT (COUNT|MIN|MAX)\(", sql) else "rows"
    return f"{place}. {table[1] if table else sql[:20]} {what}"


def _median(sql: str) -> float:
    """Execution time in ms; what only writes is not explained."""
    from django.db import connection

    if not sql.startswith(("SELECT", "(SELECT")):
        return 0.0
    times = []
    with connection.cursor() as cursor:
        for _ in range(TIMES):
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql.replace("%", "%%"), [])
            times.append(float(cursor.fetchone()[0][0]["Execution Time"]))
    return statistics.median(times)


def _told(
    medians: dict[tuple[str, str, str], list[float]],
    counts: dict[str, int],
    sizes: tuple[int, ...],
) -> bool:
    heads = "".join(f"{size:>12,}" for size in sizes)
    print(
        f"\nstaff lists: ms at the server, median of {TIMES}, by number of visits\n{'':64}{heads}"
    )
    for (prison, page, asks), times in medians.items():
        row = "".join(f"{ms:>12.3f}" for ms in times)
        late = " <- slow" if max(times) > AIM_MS else ""
        print(f"  {prison:10}{page:20}{asks:32}{row}{late}")
    for page, count in counts.items():
        print(f"  {page:20}{count} queries (at most {QUERIES})")
    is_good = max(max(times) for times in medians.values()) <= AIM_MS
    is_good = is_good and max(counts.values()) <= QUERIES
    print("  every aim is met" if is_good else "  NOT every aim is met")
    return is_good


def main() -> None:
    from bench.__main__ import fresh_database

    parser = argparse.ArgumentParser(prog="python -m bench.queue")
    parser.add_argument("--database", default="mulakat_bench_queue")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    args = parser.parse_args()
    raise SystemExit(not measure(fresh_database(args.database), tuple(args.sizes)))


if __name__ == "__main__":
    main()
