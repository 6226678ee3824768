"""For sixty seconds an answer can be taken back, and nobody has heard of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import Event
from mulakat.notifications.models import Notification
from mulakat.people.models import Inmate
from mulakat.prisons.models import Prison
from mulakat.schedule import places
from mulakat.schedule.models import Cell
from mulakat.visits import deciding, joining, looking_again, undoing
from mulakat.visits.models import (
    Code,
    Decision,
    JoinSession,
    Mode,
    Purpose,
    Question,
    Status,
    Visit,
)
from mulakat.visits.proofs import join_codes
from mulakat.visits.tests.answered import (
    a_prison,
    approve,
    cells_of,
    fresh,
    keys,
    messages_of,
    soon,
)
from tests import world

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(seconds=60)


def undo(visit: Visit, by: Any, now: datetime) -> Visit:
    return deciding.undo(visit_id=visit.pk, by=by, now=now)


def test_an_approval_leaves_after_a_minute_and_opens_nothing_before() -> None:
    prison, now = a_prison(), clock.now()
    begins = now.replace(second=0, microsecond=0) + timedelta(minutes=5)
    visit = approve(world.a_request(prison), world.an_officer(prison), starts_at=begins, now=now)
    due = set(Notification.objects.filter(subject=visit.subject).values_list("due_at", flat=True))
    assert due == {now + A_MINUTE} and visit.answer_shown_at == now + A_MINUTE
    assert visit.status_shown(now) == Status.REQUESTED
    assert not visit.is_joinable(now) and visit.is_joinable(now + A_MINUTE)


def test_who_asks_for_a_code_within_the_minute_is_not_told_that_he_may_join() -> None:
    """Number and mobile are no secret: the code is the one that shows how a request stands."""
    prison, now = a_prison(), clock.now()
    visit = approve(world.a_request(prison), world.an_officer(prison), now=now)
    session = JoinSession(visit=visit, prison=prison, came_by="typed")
    by_link = JoinSession(visit=visit, prison=prison, came_by="sms")
    for one in (session, by_link):
        assert join_codes.purpose_of(one, now) in {Purpose.LOOK, Purpose.STATUS}
    assert join_codes.purpose_of(session, now + A_MINUTE) == Purpose.TYPED
    assert join_codes.purpose_of(by_link, now + A_MINUTE) == Purpose.JOIN
    assert joining.reasons_not_to_join(visit, now) == [joining.Reason.NOT_ANSWERED]


def test_undone_the_request_waits_again_and_nothing_is_left() -> None:
    prison, now = a_prison(pin_delivery="approval"), clock.now()
    officer = world.an_officer(prison)
    visit = approve(world.a_request(prison), officer, now=now)
    assert messages_of(visit) and Code.objects.filter(visit=visit).exists()
    undo(visit, officer, now + timedelta(seconds=59))
    visit = fresh(visit)
    assert (visit.status, visit.inmate, visit.starts_at, visit.terminal, visit.basis) == (
        Status.REQUESTED, None, None, None, "",
    )  # fmt: skip
    assert messages_of(visit) == [] and cells_of(visit.subject) == 0
    assert visit.decision is None and visit.answer_shown_at is None
    assert not Code.objects.filter(visit=visit).exists()
    assert Decision.objects.get(visit=visit).undone_at == now + timedelta(seconds=59)
    event = Event.objects.get(name="visit.undone")
    assert (event.actor, event.subject) == (officer.actor, visit.subject)


def test_after_undo_the_next_answer_is_told() -> None:
    prison, now = a_prison(), clock.now()
    officer, visit = world.an_officer(prison), world.a_request(prison)
    approve(visit, officer, now=now)
    undo(visit, officer, now)
    deciding.refuse(visit_id=visit.pk, by=officer, reason="R-32", now=now)
    undo(visit, officer, now)
    approve(visit, officer, now=now)
    assert sorted(messages_of(visit)) == ["E03", "S03"]


def test_a_minute_later_it_is_too_late() -> None:
    prison, now = a_prison(), clock.now()
    officer = world.an_officer(prison)
    visit = approve(world.a_request(prison), officer, now=now)
    with pytest.raises(deciding.CannotUndo) as caught:
        undo(visit, officer, now + A_MINUTE)
    assert keys(caught) == ["too_late"]
    assert fresh(visit).status == Status.APPROVED and len(messages_of(visit)) == 2


@pytest.mark.parametrize("state", ["claimed", "started", "delivered"])
def test_a_message_that_a_courier_has_makes_it_too_late(state: str) -> None:
    prison, now = a_prison(), clock.now()
    officer = world.an_officer(prison)
    visit = approve(world.a_request(prison), officer, now=now)
    cases: dict[str, dict[str, Any]] = {
        "claimed": {"claimed_until": now + timedelta(minutes=2), "claimed_by": "w"},
        "started": {"started_at": now},
        "delivered": {"delivered_at": now},
    }
    Notification.objects.filter(subject=visit.subject, channel="email").update(**cases[state])
    with pytest.raises(deciding.CannotUndo) as caught:
        undo(visit, officer, now)
    assert keys(caught) == ["already_sent"]
    assert fresh(visit).status == Status.APPROVED
    assert sorted(messages_of(visit)) == ["E03", "S03"] and cells_of(visit.subject) == 4


def test_only_who_answered_takes_it_back_and_only_an_answer_can_be() -> None:
    prison, now = a_prison(), clock.now()
    visit = approve(world.a_request(prison), world.an_officer(prison), now=now)
    with pytest.raises(deciding.CannotUndo) as caught:
        undo(visit, world.an_officer(prison), now)
    assert keys(caught) == ["not_yours"]
    with pytest.raises(deciding.CannotUndo) as caught:
        undo(world.a_request(prison), world.an_officer(prison), now)
    assert keys(caught) == ["nothing_to_undo"]


def test_a_refusal_is_undone_before_its_hour() -> None:
    prison, now = a_prison(), clock.now()
    officer, visit = world.an_officer(prison), world.a_request(prison)
    deciding.refuse(visit_id=visit.pk, by=officer, reason="R-60", now=now)
    undo(visit, officer, now + timedelta(seconds=30))
    assert fresh(visit).status == Status.REQUESTED and messages_of(visit) == []


@pytest.mark.parametrize(
    ("minute", "second", "hours"), [(10, 0, 1), (58, 59, 1), (59, 1, 2), (59, 59, 2)]
)
def test_a_neutral_refusal_is_shown_at_a_full_hour_and_never_before_undo_ends(
    minute: int, second: int, hours: int
) -> None:
    """Were it shown a minute after the hour, the minute would tell that it was decided then."""
    prison = a_prison()
    hour = datetime(2026, 12, 1, 11, tzinfo=prison.zone)
    now = hour.replace(minute=minute, second=second)
    visit = world.a_request(prison)
    shown = deciding.shown_at(visit=visit, told="R-90", now=now)
    assert shown == hour + timedelta(hours=hours) and shown >= now + A_MINUTE
    assert deciding.shown_at(visit=visit, told="R-32", now=now) == now + A_MINUTE


@pytest.mark.parametrize("status", [Status.WAITLISTED, Status.LAPSED])
def test_undone_it_stands_where_it_stood(status: str) -> None:
    prison, now = a_prison(), clock.now()
    inmate = world.an_inmate(prison)
    officer = world.an_officer(prison)
    visit = world.a_request(prison, status=status, inmate=inmate, waitlisted_at=now)
    approve(visit, officer, now=now)
    undo(visit, officer, now)
    assert fresh(visit).status == status and fresh(visit).inmate == inmate


def test_a_question_fell_away_and_the_request_waits_without_it() -> None:
    prison, now = a_prison(), clock.now()
    officer, visit = world.an_officer(prison), world.a_request(prison, status=Status.QUESTION)
    Question.objects.create(visit=visit, key="id", at=now, by=officer, answer_by=now)
    approve(visit, officer, now=now)
    undo(visit, officer, now)
    assert fresh(visit).status == Status.REQUESTED
    assert not visit.questions.filter(answered_at=None).exists()


def test_a_second_look_undone_can_be_answered_again() -> None:
    prison, now = a_prison(undo_seconds=60), clock.now()
    first, second = world.an_officer(prison), world.an_officer(prison)
    visit = world.a_request(prison)
    deciding.refuse(visit_id=visit.pk, by=first, reason="R-32", now=now)
    later = now + timedelta(hours=2)
    looking_again.ask(visit=fresh(visit), text="My ID is new", now=later)
    approve(visit, second, now=later)
    undo(visit, second, later)
    visit = fresh(visit)
    assert visit.status == Status.REFUSED and visit.decision.by == first
    assert visit.second_look.answered_at is None
    assert visit.status_shown(later) == Status.REFUSED
    approve(visit, second, now=later)
    assert fresh(visit).status == Status.APPROVED


def a_held_request(prison: Prison, inmate: Inmate | None = None) -> Visit:
    """Mode hold: the visit has its cells, without an inmate."""
    visit = world.a_request(prison, mode=Mode.HOLD)
    terminal = world.a_terminal(prison)
    at = soon(72)
    visit.wishes = [at.isoformat()]
    visit.save(update_fields=["wishes"])
    places.claim(holder=visit.subject, prison=prison, starts_at=at, minutes=15, terminal=terminal)
    return visit


def test_a_held_time_becomes_the_visit_s_and_undone_is_held_again() -> None:
    prison, now = a_prison(), clock.now()
    officer, inmate = world.an_officer(prison), world.an_inmate(prison)
    visit = a_held_request(prison)
    cells = set(Cell.objects.filter(holder=visit.subject).values_list("pk", flat=True))
    terminal = Cell.objects.filter(holder=visit.subject)[0].terminal
    approve(visit, officer, inmate=inmate, terminal=terminal, starts_at=soon(72), now=now)
    mine = Cell.objects.filter(holder=visit.subject)
    assert {cell.pk for cell in mine} == cells and {c.inmate for c in mine} == {inmate}
    undo(visit, officer, now)
    mine = Cell.objects.filter(holder=visit.subject)
    assert {cell.pk for cell in mine} == cells and {c.inmate for c in mine} == {None}


def test_another_time_than_the_held_one_frees_it() -> None:
    prison = a_prison()
    officer, visit = world.an_officer(prison), a_held_request(prison)
    held = Cell.objects.filter(holder=visit.subject)[0]
    approve(visit, officer)
    assert not Cell.objects.filter(terminal=held.terminal).exists()
    assert cells_of(visit.subject) == 4


def test_another_time_that_is_taken_leaves_the_held_one() -> None:
    prison = a_prison()
    officer, visit = world.an_officer(prison), a_held_request(prison)
    terminal = world.a_terminal(prison)
    approve(world.a_request(prison), officer, terminal=terminal)
    with pytest.raises(deciding.CannotDecide) as caught:
        approve(visit, officer, terminal=terminal)
    assert keys(caught) == ["terminal_taken"] and cells_of(visit.subject) == 4


def test_a_refused_request_keeps_no_time() -> None:
    prison = a_prison()
    visit = a_held_request(prison)
    deciding.refuse(visit_id=visit.pk, by=world.an_officer(prison), reason="R-32", now=clock.now())
    assert cells_of(visit.subject) == 0


def test_an_accepted_or_confirmed_visit_cannot_be_undone_by_an_officer() -> None:
    prison, now = a_prison(), clock.now()
    visit = approve(world.a_request(prison), None, now=now)
    assert visit.answer_shown_at == now
    with pytest.raises(deciding.CannotUndo) as caught:
        undo(visit, world.an_officer(prison, Role.APPROVER), now)
    assert keys(caught) == ["not_yours"]


def test_undo_ends_when_the_policy_says() -> None:
    prison = a_prison(undo_seconds=5)
    visit = approve(world.a_request(prison), world.an_officer(prison))
    assert undoing.undone_until(visit, visit.decision) == visit.decision.at + timedelta(seconds=5)
