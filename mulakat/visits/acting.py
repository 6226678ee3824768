"""How every act on a visit begins: the row held, then all that stands in the way at once."""

from collections.abc import Iterable

from mulakat.visits.models import Visit
from mulakat.visits.rules import Obstacle


class CannotAct(Exception):
    """Nothing was changed; `reasons` says everything that stands in the way."""

    def __init__(self, reasons: Iterable[Obstacle]) -> None:
        self.reasons = list(reasons)
        super().__init__(", ".join(obstacle.key for obstacle in self.reasons))


def stop_if(reasons: Iterable[Obstacle]) -> None:
    """Raise `CannotAct` if there are any."""
    if found := list(reasons):
        raise CannotAct(found)


def held(visit_id: int) -> Visit:
    """The visit as it stands now, locked until the transaction ends; SQLite's one writer
    needs no lock."""
    visits = Visit.objects.select_related(
        "prison__state", "inmate", "terminal", "window", "visitor_code"
    )
    visit: Visit = visits.select_for_update(of=("self",)).get(pk=visit_id)
    return visit
