"""The queue of writers before one SQLite file: first come, first served.

SQLite lets one connection write; the others sleep and try again, so under load one may wait
seconds while later ones pass it. Here every writer takes its turn instead: threads of a
process by ticket, processes by two file locks. Whoever waits for the `writer` lock holds the
`turn` lock, so that a process with many threads cannot give the file to itself for ever.
The kernel drops the locks of a process that dies.
"""

import fcntl
import os
import threading
from collections import deque
from pathlib import Path


class Turns:
    """A lock that is handed on in the order in which it was asked for."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._is_taken = False

    def take(self, patience: float) -> bool:
        """Wait for one's turn, at most `patience` seconds; whether it came."""
        with self._mutex:
            if not self._is_taken:
                self._is_taken = True
                return True
            if patience <= 0:
                return False
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        return ticket.acquire(timeout=patience) or not self._withdraw(ticket)

    def _withdraw(self, ticket: threading.Lock) -> bool:
        """Leave the queue; False if the turn came at this very moment."""
        with self._mutex:
            if ticket not in self._waiting:
                return False
            self._waiting.remove(ticket)
            return True

    def give(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


class Writers:
    """The one place from which a database file is written at any moment."""

    def __init__(self, database: str) -> None:
        self._turns = Turns()
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        self._turn = os.open(f"{database}-turn", flags, 0o600)
        self._writer = os.open(f"{database}-writer", flags, 0o600)

    def enter(self, patience: float) -> bool:
        """Become the writer; False if other threads kept the place for `patience` seconds."""
        if not self._turns.take(patience):
            return False
        fcntl.flock(self._turn, fcntl.LOCK_EX)
        fcntl.flock(self._writer, fcntl.LOCK_EX)
        fcntl.flock(self._turn, fcntl.LOCK_UN)
        return True

    def enter_if_free(self) -> bool:
        """Become the writer now or not at all."""
        if not self._turns.take(0):
            return False
        try:
            fcntl.flock(self._writer, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._turns.give()
            return False
        return True

    def leave(self) -> None:
        fcntl.flock(self._writer, fcntl.LOCK_UN)
        self._turns.give()


_all: dict[str, Writers] = {}
_guard = threading.Lock()


def writers(database: str) -> Writers:
    """The queue before this file, one per process."""
    name = str(Path(database).resolve())
    with _guard:
        if name not in _all:
            _all[name] = Writers(name)
        return _all[name]


# A forked child would share its parent's locks; it opens its own.
os.register_at_fork(after_in_child=_all.clear)
