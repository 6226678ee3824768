"""At the same moment: one sync twice, two gates with one pass, a sync and a cancellation."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections

from mulakat import clock, ids
from mulakat.audit.models import Event
from mulakat.gate import sync, working
from mulakat.gate.models import GateEvent
from mulakat.visits import cancelling
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Status
from mulakat.visits.proofs import passes
from tests import world
from tests.gate_cases import a_gate, at_work

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(acts: list[Callable[[], object]]) -> list[object]:
    start = threading.Barrier(len(acts))
    results: list[object] = []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(30)
            results.append(act())
        except CannotAct as cannot:
            results.append(cannot)
        except Exception as wrong:
            results.append(repr(wrong))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def telling(session, visit, uid=None, kind="arrived"):
    now = clock.now()
    act = {
        "uid": str(uid or ids.uid()),
        "visit": passes.name_of(visit),
        "kind": kind,
        "at": int(now.timestamp() * 1000),
        "ticket": working.ticket(session),
        "code": passes.gate_code(visit),
    }
    return lambda: sync.take(device=session.device, told=[act], now=now)[0].state


def a_visit_soon():
    prison = world.a_prison()
    return world.a_gate_visit(prison, starts_at=clock.now() + timedelta(hours=1))


def test_the_same_act_told_eight_times_at_once_is_kept_once():
    visit = a_visit_soon()
    session = at_work(a_gate(visit.prison, now=clock.now()), now=clock.now())
    uid = ids.uid()
    results = all_at_once([telling(session, visit, uid) for _ in range(8)])
    assert sorted(map(str, results)) == ["again"] * 7 + ["kept"]
    assert GateEvent.objects.count() == 1
    assert Event.objects.filter(name="visit.gate_arrived").count() == 1


def test_two_gates_with_one_pass_lose_neither_and_one_is_marked():
    visit = a_visit_soon()
    gates = [
        at_work(a_gate(visit.prison, number, now=clock.now()), now=clock.now()) for number in (1, 2)
    ]
    assert all_at_once([telling(gate, visit) for gate in gates]) == ["kept", "kept"]
    marks = sorted(GateEvent.objects.values_list("conflict", flat=True))
    assert marks == ["", "used_twice"]


@pytest.mark.parametrize("turn", range(4))
def test_a_sync_against_a_cancellation_ends_in_one_truth_and_loses_nothing(turn):
    visit = a_visit_soon()
    session = at_work(a_gate(visit.prison, now=clock.now()), now=clock.now())

    def cancel():
        cancelling.cancel_by_visitor(visit=visit, now=clock.now())
        return "cancelled"

    acts = [telling(session, visit, kind="left"), cancel]
    results = all_at_once(acts if turn % 2 else acts[::-1])
    visit.refresh_from_db()
    event = GateEvent.objects.get()
    if visit.status == Status.CANCELLED:
        assert event.conflict == "cancelled" and "cancelled" in results
    else:
        assert visit.status == Status.ENDED and event.conflict == ""
        assert any(isinstance(one, CannotAct) for one in results)
