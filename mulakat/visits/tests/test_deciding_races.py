"""Many officers at the same moment: every place is given once, every request answered once."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connections

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.audit.models import Event
from mulakat.notifications.models import Notification
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Cell, Kind
from mulakat.visits import deciding
from mulakat.visits.models import Decision, Status, Visit
from tests.world import a_prison, a_request, a_terminal, a_window, an_inmate, an_officer

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 32


def all_at_once(acts: list[Callable[[], object]]) -> Counter[str]:
    """Run each act in a thread of its own, all let go together: "done", or why not."""
    gate = threading.Barrier(len(acts))
    results: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait(30)
            act()
            results.append("done")
        except deciding.CannotDecide as cannot:
            results.append(cannot.reasons[0].key)
        except Exception as wrong:
            results.append(repr(wrong))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    return Counter(results)


def an_hour_of_tomorrow() -> datetime:
    return clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)


def approving(visit: Visit, by: User, **kw: object) -> Callable[[], object]:
    now = clock.now()
    values: dict[str, Any] = {
        "visit_id": visit.pk,
        "by": by,
        "basis": "legal",
        "case_number": "7/2026",
        "starts_at": an_hour_of_tomorrow(),
        "minutes": 15,
        "now": now,
        **kw,
    }
    if "inmate" not in kw:
        values["inmate"] = an_inmate(visit.prison)
    return lambda: deciding.approve(**values)


def requests(prison: Prison, number: int = MANY, **kw: object) -> list[Visit]:
    return [a_request(prison, **kw) for _ in range(number)]


def test_thirty_two_officers_want_one_terminal_and_one_gets_it() -> None:
    prison = a_prison()
    terminal, officer = a_terminal(prison), an_officer(prison)
    visits = requests(prison)
    results = all_at_once([approving(v, officer, terminal=terminal) for v in visits])
    assert results == {"done": 1, "terminal_taken": MANY - 1}
    assert Visit.objects.filter(status=Status.APPROVED).count() == 1
    assert Decision.objects.count() == 1
    assert Cell.objects.count() == 4
    winner = Visit.objects.get(status=Status.APPROVED)
    assert {row.subject for row in Notification.objects.all()} == {winner.subject}


def test_overlapping_times_on_one_terminal_leave_one() -> None:
    """Starts five minutes apart, each 15 minutes long: only every fourth can stand."""
    prison = a_prison()
    terminal, officer, start = a_terminal(prison), an_officer(prison), an_hour_of_tomorrow()
    acts = [
        approving(v, officer, terminal=terminal, starts_at=start + timedelta(minutes=5 * n % 15))
        for n, v in enumerate(requests(prison))
    ]
    results = all_at_once(acts)
    assert results == {"done": 1, "terminal_taken": MANY - 1}
    assert Cell.objects.count() == 4


def test_one_inmate_is_in_one_place() -> None:
    prison = a_prison()
    inmate, officer = an_inmate(prison), an_officer(prison)
    acts = [
        approving(v, officer, inmate=inmate, terminal=a_terminal(prison))
        for v in requests(prison, 16)
    ]
    window = a_window(prison, seats=16)
    acts += [
        approving(v, officer, inmate=inmate, window=window)
        for v in requests(prison, 16, kind=Kind.PHYSICAL)
    ]
    assert all_at_once(acts) == {"done": 1, "inmate_busy": MANY - 1}
    assert len(set(Cell.objects.values_list("holder", flat=True))) == 1


def test_a_window_of_four_seats_takes_four() -> None:
    prison = a_prison()
    window, officer = a_window(prison, seats=4), an_officer(prison)
    acts = [approving(v, officer, window=window) for v in requests(prison, 12, kind=Kind.PHYSICAL)]
    assert all_at_once(acts) == {"done": 4, "window_full": 8}
    assert set(Cell.objects.values_list("seat", flat=True)) == {1, 2, 3, 4}


def test_many_officers_answer_one_request_and_one_answer_stands() -> None:
    prison = a_prison()
    visit = a_request(prison)
    officers = [an_officer(prison, name=f"Officer {n}") for n in range(8)]
    inmate, terminal = an_inmate(prison), a_terminal(prison)
    acts = [approving(visit, o, inmate=inmate, terminal=terminal) for o in officers[:4]]
    now = clock.now()
    for officer in officers[4:]:
        refusing = partial(deciding.refuse, visit_id=visit.pk, by=officer, reason="R-32", now=now)
        acts.append(refusing)
    results = all_at_once(acts)
    visit.refresh_from_db()
    answered = "already_approved" if visit.status == Status.APPROVED else "already_refused"
    assert results == {"done": 1, answered: 7}
    assert Decision.objects.count() == 1
    names = ["visit.approved", "visit.refused"]
    assert Event.objects.filter(name__in=names).count() == 1
    assert Notification.objects.filter(subject=visit.subject).count() == 2
    assert Cell.objects.count() == (4 if visit.status == Status.APPROVED else 0)
