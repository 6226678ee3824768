"""One process of the test beside this file: writes from several threads, prints the waits."""

import sys
import threading
import time
from pathlib import Path

import django
from django.db import utils
from django.db.backends.base.base import BaseDatabaseWrapper

from mulakat import database
from mulakat.sqlite.base import DatabaseWrapper


def connect(path: Path) -> BaseDatabaseWrapper:
    """A connection of its own, with the options of the product."""
    entry = database.settings_of(f"sqlite:///{path}")
    handler = utils.ConnectionHandler({"default": entry})
    return DatabaseWrapper(handler.settings["default"], "default")


def add_one(path: Path, times: int, waits: list[float]) -> None:
    """Read, think, write, in one transaction; then a write outside of any."""
    connection = connect(path)
    for _ in range(times):
        began = time.monotonic()
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        waits.append(time.monotonic() - began)
        with connection.cursor() as cursor:
            cursor.execute("SELECT n FROM counter")
            count = cursor.fetchone()[0]
            cursor.execute("UPDATE counter SET n = %s", [count + 1])
        connection.commit()
        connection.set_autocommit(True)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO line (text) VALUES (%s) RETURNING id", ["x"])
            assert cursor.fetchone()[0] > 0
    connection.close()


def main(path: Path, threads: int, times: int) -> list[float]:
    waits: list[float] = []
    workers = [threading.Thread(target=add_one, args=(path, times, waits)) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return waits


if __name__ == "__main__":
    django.setup()
    waits = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(len(waits), max(waits))
