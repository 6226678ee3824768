"""Why the timetable cannot be so: coded reasons, all at once. The portals word them."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way: a key for the portal's words, with the facts to fill in."""

    key: str
    facts: dict[str, Any] = field(default_factory=dict)


class CannotPlan(Exception):
    """Everything that stands in the way of a rule, a closure, a hearing, a hold, a place."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__(", ".join(obstacle.key for obstacle in obstacles))
        self.obstacles = obstacles

    @property
    def reasons(self) -> list[Obstacle]:
        """The same, as `visits.deciding.CannotDecide` calls them."""
        return self.obstacles


def stop_if(obstacles: list[Obstacle]) -> None:
    if obstacles:
        raise CannotPlan(obstacles)
