"""How a double answers the next messages; switched while it runs."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from enum import StrEnum


class Answer(StrEnum):
    """What happens to one message."""

    ACCEPT = "accept"
    LATER = "later"  # 451, or 503 from the gateway
    REFUSE = "refuse"  # 550, or 400
    HANG = "hang"  # no answer until released
    DROP = "drop"  # taken, and the line breaks before the answer is read
    UNHEARD = "unheard"  # the line breaks before anything is taken


class Behaviour:
    """A queue of answers, then a standing one; `hook` runs before each answer is given."""

    def __init__(self) -> None:
        self.standing = Answer.ACCEPT
        self.released = threading.Event()
        self.hook: Callable[[str], None] | None = None
        self._next: deque[Answer] = deque()

    def then(self, answers: Iterable[Answer]) -> None:
        """The next messages get these answers, one each."""
        self._next.extend(answers)

    def take(self) -> Answer:
        return self._next.popleft() if self._next else self.standing

    def seam(self, name: str) -> None:
        """Tell whoever listens that a message has reached this point."""
        if self.hook:
            self.hook(name)
