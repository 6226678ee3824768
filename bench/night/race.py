"""Many officers want one place, thousands of times: it is given once.

    python -m bench.night.race sqlite|postgres [--short]

Processes and threads are let go together, round after round; in each round exactly one of
them can win, or three where the capacity is three. First through the officer's verb
(`deciding.approve`), then through the timetable's (`places.claim`): a tenth of the rounds
and the rest.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from bench.night.part import Part, arguments, part
from bench.night.ring import MANY, PROCESSES, THREADS, contend


def main() -> None:
    args = arguments("sqlite", "postgres")
    rounds = {"sqlite": 10_000, "postgres": 100_000}[args.choice] // MANY + 1
    rounds = rounds // 20 if args.short else rounds
    with part(f"race-{args.choice}", is_short=args.short, database=args.choice) as running:
        approved, overbooked = _approvals(running, rounds // 10)
        overbooked += _claims(running, rounds - approved)
        running.say(f"overbooked {overbooked}")


def _approvals(running: Part, rounds: int) -> tuple[int, int]:
    """One terminal at one time; at overlapping times; one inmate at many terminals; in turn.

    Who loses asks again in the next round; who wins, with another request.
    """
    from mulakat import clock
    from mulakat.visits import deciding
    from mulakat.visits.models import Status, Visit

    start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    asking = {number: _request(number) for number in range(MANY)}
    inmates, terminals = _inmates(), _terminals()
    officer, one = _officer(), inmates[0]

    def approve(turn: int, number: int) -> str:
        is_one_inmate, is_shifted = turn % 3 == 2, turn % 3 == 1
        try:
            deciding.approve(
                visit_id=asking[number],
                by=officer,
                inmate=one if is_one_inmate else inmates[number],
                terminal=terminals[number if is_one_inmate else 0],
                starts_at=start + timedelta(minutes=30 * turn + number % 3 * 5 * is_shifted),
                minutes=15,
                basis="legal",
                case_number="7/2026",
                now=clock.now(),
            )
        except deciding.CannotDecide as cannot:
            key = cannot.reasons[0].key
            return "lost" if key in {"terminal_taken", "inmate_busy"} else key
        except Exception as wrong:
            return repr(wrong)
        asking[number] = _request((turn + 1) * MANY + number)
        return "won"

    played, took = contend(rounds, approve, running.seconds_left() / 3)
    approved = list(Visit.objects.filter(status=Status.APPROVED).order_by("starts_at"))
    _tell(running, "approvals", (played, took), rounds)
    running.hold(len(approved) == len(played), "as many visits are approved as rounds were played")
    near = ((one, other) for n, one in enumerate(approved) for other in approved[n + 1 : n + MANY])
    overlapping = sum(_overlap(one, other) for one, other in near)
    running.hold(overlapping == 0, "no two approved visits share terminal or inmate at one time")
    return len(played), overlapping


def _overlap(one: Any, other: Any) -> bool:
    """Judged by the visits alone, not by the cells that are to prevent it."""
    shares = one.terminal_id == other.terminal_id or one.inmate_id == other.inmate_id
    ends = [visit.starts_at + timedelta(minutes=visit.minutes) for visit in (one, other)]
    return bool(shares and one.starts_at < ends[1] and other.starts_at < ends[0])


def _claims(running: Part, rounds: int) -> int:
    """The verb of the timetable: for one inmate, for one terminal, for a capacity of three."""
    from django.db.models import Count

    from mulakat.schedule.models import Cell
    from mulakat.schedule.places import PlaceTaken, claim

    Cell.objects.all().delete()
    terminals, limited, inmates = _terminals(), _limited(), _inmates()
    start = datetime.fromisoformat("2027-01-01T00:10+00:00")  # a slot of the limited rules

    def one(turn: int, number: int) -> str:
        kind = turn % 3
        places = limited if kind == 2 else terminals
        try:
            claim(
                holder=f"{turn}:{number}",
                prison=places[0].prison,
                inmate=inmates[number if kind else 0],
                terminal=places[0 if kind == 1 else number],
                starts_at=start + timedelta(minutes=20 * turn),
                minutes=15,
            )
        except PlaceTaken:
            return "lost"
        except Exception as wrong:
            return repr(wrong)
        return "won"

    played, took = contend(rounds, one, running.seconds_left())
    _tell(running, "claims", (played, took), rounds, most=lambda turn: 3 if turn % 3 == 2 else 1)
    cells = Cell.objects.values("holder").annotate(cells=Count("pk"))
    whole = all(row["cells"] == 4 for row in cells)
    running.hold(whole, "a holder has its four cells or none")
    begun = Cell.objects.values("at").annotate(holders=Count("holder", distinct=True))
    over = sum(
        row["holders"] > (3 if (row["at"] - start) // timedelta(minutes=20) % 3 == 2 else 1)
        for row in begun
    )
    running.hold(over == 0, "at no moment is more given than there is")
    return over


def _tell(
    running: Part,
    what: str,
    result: tuple[list[Counter[str]], float],
    asked: int,
    most: Callable[[int], int] = lambda _turn: 1,
) -> None:
    played, took = result
    totals: Counter[str] = sum(played, Counter())
    running.say(
        f"{sum(totals.values()):,} contended {what} in {len(played):,} rounds of {MANY} "
        f"({PROCESSES} processes × {THREADS} threads), {sum(totals.values()) / took:.0f} a second"
    )
    if len(played) < asked:
        running.say(f"stopped by time after {len(played):,} of {asked:,} rounds")
    odd = {outcome: count for outcome, count in totals.items() if outcome not in {"won", "lost"}}
    running.hold(not odd, f"no {what} end otherwise than won or lost {odd or ''}".strip())
    right = all(found["won"] == most(turn) for turn, found in enumerate(played))
    running.hold(right, f"each round of {what} has as many winners as there are places")


def _request(number: int) -> int:
    """A request of a visitor of its own; world's own numbers would repeat after a fork."""
    from tests import world

    phone = f"+919{number:09}"
    return int(world.a_request(_prison(), serial=10_000 + number, phone=phone).pk)


@cache
def _terminals() -> list[Any]:
    from tests import world

    return [world.a_terminal(_prison()) for _ in range(MANY)]


@cache
def _inmates() -> list[Any]:
    from tests import world

    return [world.an_inmate(_prison()) for _ in range(MANY)]


@cache
def _limited() -> list[Any]:
    """Terminals of a prison whose every slot takes three."""
    from mulakat.schedule.models import SlotRule
    from tests import world

    prison = world.a_prison()
    world.all_day_rules(prison)
    SlotRule.objects.filter(prison=prison).update(capacity=3)
    return [world.a_terminal(prison) for _ in range(MANY)]


@cache
def _prison() -> Any:
    from tests import world

    return world.a_prison()


@cache
def _officer() -> Any:
    from tests import world

    return world.an_officer(_prison())


if __name__ == "__main__":
    main()
