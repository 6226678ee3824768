"""A million hands at the claiming statement itself, on PostgreSQL: each place is given once.

    python -m bench.night.statement 1|2|3|4 [--short]

A quarter of the million fits into a part's nine minutes on two cores; each quarter begins with
an empty timetable.

The statement is the product's own: it is overheard once from `places.claim` and then sent by
processes that do nothing else, each with a connection of its own. All of them ask for the same
times in the same order, block after block let go together, so that they meet at each: in turn
for one terminal (each with an inmate of its own) and for one inmate (each at a terminal of its
own). Their commits do not wait for the disk: who wins is decided before that.
"""

import os
import re
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.synchronize import Barrier
from threading import BrokenBarrierError
from typing import Any

from bench.night.part import Part, arguments, part
from bench.night.ring import PATIENCE, forking

PROCESSES, BLOCK = 16, 250
START = datetime.fromisoformat("2027-01-01T00:00+00:00")
APART = timedelta(minutes=20)  # four cells: the times stand side by side


@dataclass(frozen=True)
class Statement:
    """The INSERT as it was overheard: its words, and each column's values in order."""

    sql: str
    columns: tuple[str, ...]
    values: tuple[Any, ...]

    def params(self, changed: dict[str, list[Any]]) -> list[Any]:
        """The same for other values of some columns."""
        return [
            changed.get(column, value)
            for column, value in zip(self.columns, self.values, strict=True)
        ]


def main() -> None:
    args = arguments("1", "2", "3", "4")
    attempts = 10_000 if args.short else 250_000
    name = f"statement-{args.choice}"
    with part(name, is_short=args.short, database="postgres") as running:
        terminals, inmates = _places()
        statement = _overheard(terminals[0], inmates[0])
        blocks = -(-attempts // (PROCESSES * BLOCK))
        outcomes, took = _all_at_once(running, statement, (terminals, inmates), blocks)
        _judge(running, outcomes, took, attempts)


def _places() -> tuple[list[int], list[int]]:
    from tests import world

    prison = world.a_prison()
    terminals = [world.a_terminal(prison).pk for _ in range(PROCESSES)]
    return terminals, [world.an_inmate(prison).pk for _ in range(PROCESSES)]


def _overheard(terminal: int, inmate: int) -> Statement:
    """What `places.claim` sends to write the cells of one visit."""
    from django.db import connection

    from mulakat.people.models import Inmate
    from mulakat.prisons.models import Terminal
    from mulakat.schedule.places import claim, release

    heard: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT INTO"):
            heard.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        claim(
            holder="overheard",
            inmate=Inmate.objects.get(pk=inmate),
            terminal=Terminal.objects.get(pk=terminal),
            starts_at=START,
            minutes=15,
        )
    release("overheard")
    ((sql, params),) = heard
    found = re.match(r'INSERT INTO "schedule_cell" \(([^)]+)\)', sql)
    assert found is not None, sql
    columns = tuple(name.strip(' "') for name in found[1].split(","))
    return Statement(sql, columns, tuple(params))


def _all_at_once(
    running: Part, statement: Statement, places: tuple[list[int], list[int]], blocks: int
) -> tuple[Counter[str], float]:
    """What became of all attempts, in blocks begun before the time of the part is over."""
    from django.db import connections

    connections.close_all()  # a fork must not share them
    stop, began = forking.Event(), time.monotonic()
    ends = began + running.seconds_left() - 30

    def at_the_gate() -> None:
        if time.monotonic() > ends:
            stop.set()

    gate, told = forking.Barrier(PROCESSES, at_the_gate), forking.SimpleQueue()

    def hand(number: int) -> None:
        told.put(_ask(statement, places, number, blocks, (gate, stop)))

    hands = [forking.Process(target=hand, args=(number,)) for number in range(PROCESSES)]
    for each in hands:
        each.start()
    outcomes: Counter[str] = sum((told.get() for _ in hands), Counter())
    for each in hands:
        each.join()
    return outcomes, time.monotonic() - began


def _ask(
    statement: Statement,
    places: tuple[list[int], list[int]],
    number: int,
    blocks: int,
    meeting: tuple[Barrier, Any],
) -> Counter[str]:
    import psycopg

    terminals, inmates = places
    gate, stop = meeting
    outcomes: Counter[str] = Counter()
    url, quick = os.environ["DATABASE_URL"], "-c synchronous_commit=off"
    with psycopg.connect(url, autocommit=True, options=quick) as connection:
        for turn in range(blocks * BLOCK):
            if turn % BLOCK == 0:
                try:
                    gate.wait(PATIENCE)
                except BrokenBarrierError:
                    outcomes["left waiting"] += 1
                    break
                if stop.is_set():
                    break
            is_one_inmate = turn % 2
            start = START + turn * APART
            params = statement.params({
                "at": [start + timedelta(minutes=5 * n) for n in range(4)],
                "holder": [f"{turn}:{number}"] * 4,
                "terminal_id": [terminals[number if is_one_inmate else 0]] * 4,
                "inmate_id": [inmates[0 if is_one_inmate else number]] * 4,
            })  # fmt: skip
            try:
                connection.execute(statement.sql, params)
            except psycopg.errors.UniqueViolation:
                outcomes["lost"] += 1
            except psycopg.Error as wrong:
                outcomes[type(wrong).__name__] += 1
            else:
                outcomes["won"] += 1
    return outcomes


def _judge(running: Part, outcomes: Counter[str], took: float, asked: int) -> None:
    """From the rows that stand in the end, not from what the hands were told."""
    from django.db import connection

    total = sum(outcomes.values())
    running.say(
        f"{total:,} attempts at the claiming statement by {PROCESSES} processes, "
        f"{total / took:.0f} a second"
    )
    running.hold(total >= asked, f"all {asked:,} attempts were made")
    odd = {key: n for key, n in outcomes.items() if key not in {"won", "lost"}}
    running.hold(not odd, f"no attempt ends otherwise than won or lost {odd or ''}".strip())
    turns = total // PROCESSES
    running.hold(outcomes["won"] == turns, f"each of {turns:,} times has one winner")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT at FROM schedule_cell GROUP BY at"
                       " HAVING count(*) > 1) AS twice")  # fmt: skip
        (overbooked,) = cursor.fetchone()
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE n = 4) FROM (SELECT count(*) AS n"
                       " FROM schedule_cell GROUP BY holder) AS holders")  # fmt: skip
        holders, whole = cursor.fetchone()
    running.hold(holders == whole == turns, "every time has one holder, with all its four cells")
    running.hold(overbooked == 0, "no cell is given twice")
    running.say(f"overbooked {overbooked}")


if __name__ == "__main__":
    main()
