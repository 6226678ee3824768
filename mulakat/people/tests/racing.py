"""Several officers at the same moment, each in a thread with its own connection."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from mulakat.people.obstacles import CannotWrite


def race(acts: list[Callable[[], Any]]) -> list[Any]:
    """What each act returned, or the `CannotWrite` it raised; they begin together."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        connection.ensure_connection()  # not part of the race
        barrier.wait()
        try:
            return act()
        except CannotWrite as cannot:
            return cannot
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
