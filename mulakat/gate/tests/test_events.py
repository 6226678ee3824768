"""What happened at a gate is kept once, in any order, and the visit follows from all of it."""

from datetime import timedelta

import pytest

from mulakat import ids
from mulakat.audit.models import Event
from mulakat.gate import events, sync, working
from mulakat.gate.models import GateEvent
from mulakat.notifications.models import Notification
from mulakat.visits import cancelling, ending
from mulakat.visits.models import Outcome, Status
from mulakat.visits.proofs import passes
from tests import world
from tests.gate_cases import NOON, a_gate, arrive, at_work

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def happened(visit, device, kind, at=NOON, **kw):
    act = events.Act(uid=ids.uid(), kind=kind, at=at, **kw)
    by = world.a_guard(visit.prison)
    return events.keep(visit_id=visit.pk, act=act, by=by, device=device, now=at)


@pytest.fixture
def prison():
    return world.a_prison()


@pytest.fixture
def visit(prison):
    return world.a_gate_visit(prison, starts_at=NOON)


def told(visit, ticket, **kw):
    """One act as a gate sends it."""
    return {
        "uid": str(ids.uid()),
        "visit": passes.name_of(visit),
        "kind": "arrived",
        "at": int(NOON.timestamp() * 1000),
        "ticket": ticket,
        "code": passes.gate_code(visit),
        **kw,
    }


def test_arrived_inside_and_left_end_the_visit_as_done(visit, prison):
    gate = a_gate(prison)
    arrive(visit, gate)
    happened(visit, gate, "inside", NOON + MINUTE)
    visit.refresh_from_db()
    assert visit.status == Status.APPROVED
    happened(visit, gate, "left", NOON + 20 * MINUTE)
    visit.refresh_from_db()
    assert (visit.status, visit.outcome) == (Status.ENDED, Outcome.DONE)
    names = list(Event.objects.filter(subject=visit.subject).values_list("name", flat=True))
    assert names == [
        "visit.gate_arrived",
        "visit.gate_inside",
        "visit.gate_left",
        "visit.ended",
    ]


def test_turned_back_does_not_count_and_the_family_learns_what_to_do(visit, prison):
    gate = a_gate(prison)
    happened(visit, gate, "refused", reason="closed")
    visit.refresh_from_db()
    assert (visit.status, visit.outcome) == (Status.ENDED, Outcome.NOT_ADMITTED)
    assert visit.goes_first  # it was not their fault
    assert Notification.objects.filter(subject=visit.subject).exists()


def test_who_was_turned_back_and_comes_again_with_the_id_has_the_visit(visit, prison):
    gate = a_gate(prison)
    happened(visit, gate, "refused", reason="no_id")
    came = arrive(visit, gate, NOON + 10 * MINUTE)
    visit.refresh_from_db()
    assert came.event.conflict == ""
    assert (visit.status, visit.outcome) == (Status.APPROVED, "")
    happened(visit, gate, "left", NOON + 30 * MINUTE)
    visit.refresh_from_db()
    assert visit.outcome == Outcome.DONE


def test_a_sync_that_is_repeated_makes_no_second_entry(visit, prison):
    session = at_work(a_gate(prison))
    acts = [told(visit, working.ticket(session)), told(visit, working.ticket(session), kind="left")]
    first = sync.take(device=session.device, told=acts, now=NOON + MINUTE)
    again = sync.take(device=session.device, told=acts, now=NOON + 2 * MINUTE)
    assert [one.state for one in first] == ["kept", "kept"]
    assert [one.state for one in again] == ["again", "again"]
    assert GateEvent.objects.count() == 2
    assert Event.objects.filter(name="visit.gate_arrived").count() == 1


def test_a_pass_used_at_two_offline_gates_is_found_and_told_with_both_times(visit, prison):
    one, two = at_work(a_gate(prison, 1)), at_work(a_gate(prison, 2))
    later = int((NOON + 5 * MINUTE).timestamp() * 1000)
    first = sync.take(device=one.device, told=[told(visit, working.ticket(one))], now=NOON)
    second = sync.take(
        device=two.device,
        told=[told(visit, working.ticket(two), at=later)],
        now=NOON + 9 * MINUTE,
    )
    assert first[0].conflict == ""
    assert second[0].conflict == "used_twice" and second[0].state == "kept"
    assert [(use["gate"], use["at"]) for use in second[0].uses] == [
        (1, int(NOON.timestamp() * 1000)),
        (2, later),
    ]
    assert GateEvent.objects.count() == 2


def test_an_arrival_on_a_visit_that_was_cancelled_meanwhile_is_kept_and_shown(visit, prison):
    session = at_work(a_gate(prison))
    cancelling.cancel_by_visitor(visit=visit, now=NOON - MINUTE)
    result = sync.take(
        device=session.device, told=[told(visit, working.ticket(session))], now=NOON + MINUTE
    )
    assert (result[0].state, result[0].conflict) == ("kept", "cancelled")
    visit.refresh_from_db()
    assert visit.status == Status.CANCELLED
    assert GateEvent.objects.get().kind == "arrived"


def test_an_arrival_told_late_puts_right_who_was_called_missing(visit, prison):
    session = at_work(a_gate(prison))
    type(visit).objects.filter(pk=visit.pk).update(
        status=Status.ENDED, outcome=Outcome.MISSED_VISITOR
    )
    sync.take(
        device=session.device,
        told=[told(visit, working.ticket(session))],
        now=NOON + timedelta(hours=9),
    )
    visit.refresh_from_db()
    assert visit.outcome == Outcome.DONE


def test_acts_told_in_the_wrong_order_come_to_the_same_end(visit, prison):
    gate = a_gate(prison)
    happened(visit, gate, "left", NOON + 20 * MINUTE)
    arrive(visit, gate)
    visit.refresh_from_db()
    assert (visit.status, visit.outcome) == (Status.ENDED, Outcome.DONE)


def test_an_act_with_an_old_pass_of_a_moved_visit_is_marked(visit, prison):
    session = at_work(a_gate(prison))
    old = int((NOON - timedelta(hours=3)).timestamp() * 1000)
    act = told(visit, working.ticket(session), starts_at=old)
    result = sync.take(device=session.device, told=[act], now=NOON)
    assert result[0].conflict == "moved"


def test_a_wrong_code_written_down_without_a_network_is_marked_and_the_family_told(visit, prison):
    session = at_work(a_gate(prison))
    wrong = "0000" if passes.gate_code(visit) != "0000" else "1111"
    act = told(visit, working.ticket(session), code=wrong)
    result = sync.take(device=session.device, told=[act], now=NOON)
    assert result[0].conflict == "wrong_code"
    assert Notification.objects.filter(subject=visit.subject).exists()


def test_who_came_in_with_the_right_code_gets_no_message(visit, prison):
    arrive(visit, a_gate(prison))
    assert not Notification.objects.filter(subject=visit.subject).exists()


@pytest.mark.parametrize(
    "bent",
    [
        {"ticket": "x"},
        {"visit": "0" * 16},
        {"visit": "00"},
        {"kind": "escaped"},
        {"at": "soon"},
        {"at": 10**30},
        {"uid": "1"},
        {"reason": "<script>"},
        {"ids": "all"},
        {"token": [1]},
    ],
)
def test_what_cannot_be_read_keeps_no_other_act_back(visit, prison, bent):
    session = at_work(a_gate(prison))
    ticket = working.ticket(session)
    results = sync.take(
        device=session.device,
        told=[told(visit, ticket) | bent, "nothing", None, told(visit, ticket)],
        now=NOON,
    )
    assert [one.state for one in results] == ["unreadable", "unreadable", "unreadable", "kept"]
    assert GateEvent.objects.count() == 1


def test_a_gate_writes_nothing_for_another_prison(prison):
    theirs = world.a_gate_visit(world.a_prison(prison.state), starts_at=NOON)
    session = at_work(a_gate(prison))
    act = told(theirs, working.ticket(session))
    assert sync.take(device=session.device, told=[act], now=NOON)[0].state == "unreadable"


def test_a_ticket_of_another_gate_is_worth_nothing(visit, prison):
    one, two = at_work(a_gate(prison, 1)), at_work(a_gate(prison, 2))
    act = told(visit, working.ticket(one))
    assert sync.take(device=two.device, told=[act], now=NOON)[0].state == "unreadable"


def test_a_gate_that_is_enrolled_again_hands_over_what_it_had_kept(visit, prison):
    before = at_work(a_gate(prison))
    act = told(visit, working.ticket(before))
    again = a_gate(prison)  # the first one is revoked by it
    assert sync.take(device=again, told=[act], now=NOON)[0].state == "kept"


def test_whoever_was_let_in_and_never_written_out_has_had_the_visit(visit, prison):
    arrive(visit, a_gate(prison))
    assert ending.end_physical(now=NOON + timedelta(hours=9)) == 1
    visit.refresh_from_db()
    assert (visit.status, visit.outcome) == (Status.ENDED, Outcome.DONE)


def test_where_the_gate_is_in_use_nobody_at_the_gate_means_missed_until_it_tells(visit, prison):
    session = at_work(a_gate(prison))
    arrive(world.a_gate_visit(prison, starts_at=NOON), session.device)
    ending.end_physical(now=NOON + timedelta(hours=9))
    visit.refresh_from_db()
    assert visit.outcome == Outcome.MISSED_VISITOR
    late = NOON + timedelta(hours=10)
    sync.take(device=session.device, told=[told(visit, working.ticket(session))], now=late)
    visit.refresh_from_db()
    assert visit.outcome == Outcome.DONE


def test_a_gate_whose_clock_runs_ahead_writes_no_future(visit, prison):
    kept = events.keep(
        visit_id=visit.pk,
        act=events.Act(uid=ids.uid(), kind="arrived", at=NOON + timedelta(days=9)),
        by=world.a_guard(prison),
        device=a_gate(prison),
        now=NOON,
    )
    assert kept.event.at == NOON


def test_turned_back_on_an_earlier_day_the_visit_stands(visit, prison):
    gate = a_gate(prison)
    kept = happened(visit, gate, "refused", NOON - timedelta(days=1), reason="other")
    visit.refresh_from_db()
    assert (visit.status, visit.outcome, kept.event.conflict) == (Status.APPROVED, "", "moved")
    assert not Notification.objects.filter(subject=visit.subject).exists()
    happened(visit, gate, "left", NOON - timedelta(days=1))
    visit.refresh_from_db()
    assert visit.status == Status.APPROVED
    happened(visit, gate, "refused", NOON, reason="no_id")
    visit.refresh_from_db()
    assert (visit.status, visit.outcome) == (Status.ENDED, Outcome.NOT_ADMITTED)


def test_a_gate_tells_nothing_of_a_video_visit(prison):
    session = at_work(a_gate(prison))
    visit = world.an_approved_visit(prison, starts_at=NOON)
    ticket = working.ticket(session)
    told_of = {"kind": "left", "at": int(NOON.timestamp() * 1000), "ticket": ticket}
    act = {"uid": str(ids.uid()), "visit": passes.name_of(visit), **told_of}
    done = sync.take(device=session.device, told=[act], now=NOON)
    visit.refresh_from_db()
    assert [one.state for one in done] == ["unreadable"] and visit.status == Status.APPROVED
