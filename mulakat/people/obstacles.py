"""Why something about an inmate cannot be written: coded reasons, all at once.

The portals put them into words (portals/staff/people/words.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way: a key for the portal's words, with the facts to fill in."""

    key: str
    facts: dict[str, Any] = field(default_factory=dict)


class CannotWrite(Exception):
    """Nothing was written; `obstacles` says everything that stands in the way."""

    def __init__(self, obstacles: Iterable[Obstacle]) -> None:
        self.obstacles = list(obstacles)
        super().__init__(", ".join(obstacle.key for obstacle in self.obstacles))


def stop_if(obstacles: Iterable[Obstacle]) -> None:
    """Raise `CannotWrite` if there are any."""
    if found := list(obstacles):
        raise CannotWrite(found)
