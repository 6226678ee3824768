"""Processes and threads that are let go together, round after round."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier, Event
from threading import BrokenBarrierError, Thread
from typing import Any

PROCESSES, THREADS = 4, 8
MANY = PROCESSES * THREADS
PATIENCE = 60.0  # seconds for one round
forking = get_context("fork")
Act = Callable[[int, int], str]  # (round, contender) -> "won", "lost" or what went wrong


@dataclass(frozen=True)
class Ring:
    """Where the contenders meet: the gate of each round, and where outcomes are told."""

    rounds: int
    act: Act
    gate: Barrier
    stop: Event
    results: Any

    def contender(self, number: int) -> None:
        from django.db import connections

        outcomes = []
        try:
            for turn in range(self.rounds):
                self.gate.wait(PATIENCE)
                if self.stop.is_set():
                    break
                outcomes.append(self.act(turn, number))
        except BrokenBarrierError:
            outcomes.append("left waiting")
        connections.close_all()
        self.results.put(outcomes)

    def process(self, first: int) -> None:
        threads = [Thread(target=self.contender, args=(first + n,)) for n in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def contend(rounds: int, act: Act, seconds: float) -> tuple[list[Counter[str]], float]:
    """Outcomes of every round begun within so many seconds, and how long all took."""
    from django.db import connections

    connections.close_all()  # a fork must not share them
    stop, began = forking.Event(), time.monotonic()

    def at_the_gate() -> None:
        if time.monotonic() - began > seconds:
            stop.set()

    gate = forking.Barrier(MANY, at_the_gate)
    ring = Ring(rounds, act, gate, stop, forking.SimpleQueue())
    workers = [
        forking.Process(target=ring.process, args=(first,)) for first in range(0, MANY, THREADS)
    ]
    for worker in workers:
        worker.start()
    told = [ring.results.get() for _ in range(MANY)]
    for worker in workers:
        worker.join()
    played = [Counter(outcomes) for outcomes in zip(*told, strict=True)]
    return played, time.monotonic() - began
