"""Family and prison at the same moment: one outcome, one truth, no place kept by nobody."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connections

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Cell
from mulakat.visits import cancelling, changing, deciding, moving
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Change, Decision, Status, Visit
from mulakat.visits.tests.placed import at, cells_of, messages_of, placed
from mulakat.visits.tests.test_changing import times
from tests.world import a_prison, a_request, a_terminal, all_day_rules, an_inmate, an_officer

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 12  # so that either side comes first now and then


def all_at_once(*acts: Callable[[], object]) -> Counter[str]:
    """Each act in a thread of its own, let go together: "done", or why not."""
    gate = threading.Barrier(len(acts))
    results: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait(30)
            act()
            results.append("done")
        except (CannotAct, deciding.CannotDecide) as cannot:
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


def approving(visit: Visit) -> Callable[[], object]:
    prison = visit.prison
    values: dict[str, Any] = {
        "visit_id": visit.pk, "by": an_officer(prison), "inmate": an_inmate(prison),
        "basis": "legal", "case_number": "7/2026", "starts_at": at(), "minutes": 15,
        "terminal": a_terminal(prison), "now": clock.now(),
    }  # fmt: skip
    return lambda: deciding.approve(**values)


def moved(visit: Visit, other: Visit, by: User) -> Callable[[], object]:
    """The visit moves to where the other is."""
    assert other.starts_at
    return partial(
        moving.move, visit_id=visit.pk, by=by, starts_at=other.starts_at,
        terminal=other.terminal, now=clock.now(),
    )  # fmt: skip


def a_prison_without_undo() -> Prison:
    return a_prison(overrides={"notice_hours": 0, "undo_seconds": 0})


def test_an_approval_and_a_withdrawal_leave_one_of_the_two() -> None:
    prison = a_prison_without_undo()
    for _ in range(TIMES):
        visit = a_request(prison)
        results = all_at_once(
            approving(visit), partial(cancelling.withdraw, visit=visit, now=clock.now())
        )
        visit.refresh_from_db()
        if visit.status == Status.APPROVED:
            assert results == {"done": 1, "has_answer": 1}
            assert cells_of(visit.subject) == 4
            assert messages_of(visit) == ["S03", "E03"]
        else:
            assert visit.status == Status.WITHDRAWN and results["done"] == 1
            assert cells_of(visit.subject) == 0
            assert messages_of(visit) == ["S15", "E15"]


def test_a_withdrawal_within_the_seconds_of_undo_wins_and_tells_nothing_of_the_approval() -> None:
    prison = a_prison(overrides={"notice_hours": 0, "undo_seconds": 60})
    for _ in range(TIMES):
        visit = a_request(prison)
        all_at_once(approving(visit), partial(cancelling.withdraw, visit=visit, now=clock.now()))
        visit.refresh_from_db()
        assert visit.status == Status.WITHDRAWN
        assert cells_of(visit.subject) == 0
        assert messages_of(visit) == ["S15", "E15"]
        assert not Decision.objects.filter(visit=visit, superseded_at=None).exists()


def test_visitor_and_prison_cancel_together_and_one_of_them_did_it() -> None:
    prison = a_prison()
    officer = an_officer(prison)
    for _ in range(TIMES):
        visit = placed(prison)
        results = all_at_once(
            partial(cancelling.cancel_by_visitor, visit=visit, now=clock.now()),
            partial(
                cancelling.cancel_by_prison,
                visit_id=visit.pk,
                by=officer,
                cause="power",
                now=clock.now(),
            ),
        )
        visit.refresh_from_db()
        assert results["done"] == 1 and visit.status == Status.CANCELLED
        expected = ["S14", "E14"] if cancelling.is_by_prison(visit) else ["S15", "E15"]
        assert messages_of(visit) == expected
        assert cells_of(visit.subject) == 0


def test_a_double_press_cancels_once() -> None:
    visit = placed(a_prison())
    press = partial(cancelling.cancel_by_visitor, visit=visit, now=clock.now())
    assert all_at_once(*[press] * 8) == {"done": 1, "not_approved": 7}
    assert messages_of(visit) == ["S15", "E15"]


def test_a_wish_to_change_is_never_lost_beside_an_approval() -> None:
    prison = a_prison_without_undo()
    all_day_rules(prison)
    wishes = times(prison)
    written = [wish.isoformat() for wish in wishes]
    for _ in range(TIMES):
        visit = a_request(prison)
        results = all_at_once(
            approving(visit),
            partial(changing.ask_to_change, visit=visit, wishes=wishes, now=clock.now()),
        )
        visit.refresh_from_db()
        assert results == {"done": 2} and visit.status == Status.APPROVED
        asked = Change.objects.filter(visit=visit, answered_at=None).first()
        assert written == (asked.wishes if asked else visit.wishes)


def test_a_move_and_a_cancellation_leave_no_place_behind() -> None:
    prison = a_prison()
    officer, terminal = an_officer(prison), a_terminal(prison)
    for number in range(TIMES):
        visit = placed(prison)
        then = at(100) + timedelta(hours=number)
        all_at_once(
            partial(
                moving.move,
                visit_id=visit.pk,
                by=officer,
                starts_at=then,
                terminal=terminal,
                now=clock.now(),
            ),
            partial(cancelling.cancel_by_visitor, visit=visit, now=clock.now()),
        )
        visit.refresh_from_db()
        assert visit.status == Status.CANCELLED and cells_of(visit.subject) == 0
    assert Cell.objects.count() == 0


def test_two_visits_that_want_each_others_place_never_wait_for_each_other() -> None:
    prison = a_prison()
    officer = an_officer(prison)
    for number in range(TIMES):
        one, two = placed(prison), placed(prison, hours=72 + number)
        assert one.starts_at and two.starts_at
        results = all_at_once(moved(one, two, officer), moved(two, one, officer))
        assert set(results) <= {"done", "terminal_taken"}, results
        assert cells_of(one.subject) == cells_of(two.subject) == 4
