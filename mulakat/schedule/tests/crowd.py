"""Many at the same moment, in threads of their own."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence

from django.db import connections

from mulakat.schedule.obstacles import CannotPlan
from mulakat.schedule.places import PlaceTaken


def all_at_once(acts: Sequence[Callable[[], object]], *, threads: int = 32) -> Counter[str]:
    """Run the acts, shared out among threads that are let go together: "done", or why not."""
    threads = min(threads, len(acts))
    gate = threading.Barrier(threads)
    results: list[str] = []

    def run(mine: Sequence[Callable[[], object]]) -> None:
        gate.wait(30)
        try:
            for act in mine:
                results.append(_outcome(act))
        finally:
            connections.close_all()

    crowd = [threading.Thread(target=run, args=(acts[n::threads],)) for n in range(threads)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join(90)
    return Counter(results)


def _outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except PlaceTaken as taken:
        return type(taken).__name__
    except CannotPlan as cannot:
        return cannot.obstacles[0].key
    except Exception as wrong:
        return repr(wrong)
    return "done"
