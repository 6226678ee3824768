"""What an answer did while it could be undone is taken back with it, and nothing tells of it."""

from datetime import datetime, timedelta

import pytest

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.prisons.models import Prison
from mulakat.schedule import places
from mulakat.schedule.models import Cell
from mulakat.schedule.timetable import slots
from mulakat.visits import (
    asking,
    cancelling,
    changing,
    deciding,
    lapsing,
    making_up,
    moving,
    offering,
    requesting,
    waiting,
)
from mulakat.visits.models import Offer, Status, Visit
from mulakat.visits.tests.answered import (
    a_prison,
    approve,
    cells_of,
    consent,
    fresh,
    keys,
    messages_of,
    soon,
)
from tests import world

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def a_time(prison: Prison) -> datetime:
    start = clock.now() + timedelta(days=2)
    return slots(prison=prison, kind="video", start=start, end=start + timedelta(days=1))[
        0
    ].starts_at


def undo(visit: Visit, by: User, now: datetime) -> Visit:
    deciding.undo(visit_id=visit.pk, by=by, now=now)
    return fresh(visit)


def test_what_the_visitor_has_accepted_and_read_stands() -> None:
    prison, now = a_prison(), clock.now()
    officer, visit = world.an_officer(prison), world.a_request(prison)
    made = offering.offer(
        visit_id=visit.pk, by=officer, cause=Offer.Cause.OFFICER, starts_at=soon(), minutes=15,
        terminal=world.a_terminal(prison), wanted=consent(world.an_inmate(prison)), now=now,
    )  # fmt: skip
    accepted = offering.accept(offer=made, now=now + SECOND)
    assert accepted.status_shown(now + SECOND) == Status.APPROVED
    with pytest.raises(deciding.CannotUndo) as caught:
        undo(visit, officer, now + 2 * SECOND)
    assert keys(caught) == ["too_late"] and fresh(visit).status == Status.APPROVED


def test_a_visit_moved_and_then_undone_tells_of_neither() -> None:
    prison, now = a_prison(), clock.now()
    officer = world.an_officer(prison)
    visit = approve(world.a_request(prison), officer, now=now)
    moving.move(
        visit_id=visit.pk, by=officer, starts_at=soon(50), terminal=world.a_terminal(prison),
        reason="repair", now=now + SECOND,
    )  # fmt: skip
    assert "S13" in messages_of(visit)
    undo(visit, officer, now + 2 * SECOND)
    assert messages_of(visit) == [] and cells_of(visit.subject) == 0


def test_a_change_that_is_left_is_told_after_the_answer_and_undone_with_it() -> None:
    prison, now = a_prison(), clock.now()
    officer = world.an_officer(prison)
    visit = approve(world.a_request(prison), officer, now=now)
    changing.ask_to_change(visit=fresh(visit), wishes=[a_time(prison)], now=now)
    changing.leave_as_it_is(visit_id=visit.pk, by=officer, now=now + SECOND)
    assert "S36" in messages_of(visit)
    undo(visit, officer, now + 2 * SECOND)
    assert messages_of(visit) == []


def test_times_chosen_before_the_answer_left_are_the_wishes_of_the_request() -> None:
    prison, now = a_prison(), clock.now()
    officer, wish = world.an_officer(prison), a_time(prison)
    visit = approve(world.a_request(prison, wishes=[soon(90).isoformat()]), officer, now=now)
    changing.ask_to_change(visit=fresh(visit), wishes=[wish], now=now)
    # As of a request that waits: the page must not look otherwise
    assert fresh(visit).wishes == [wish.isoformat()]
    visit = undo(visit, officer, now + SECOND)
    assert visit.wishes == [wish.isoformat()] and changing.open_change(visit) is None


def a_held_request(prison: Prison) -> Visit:
    visit = world.a_request(prison, mode="hold", wishes=[soon(72).isoformat()])
    terminal = world.a_terminal(prison)
    places.claim(
        holder=visit.subject, prison=prison, starts_at=soon(72), minutes=15, terminal=terminal
    )
    return visit


def test_a_held_time_is_held_again_after_an_undone_refusal() -> None:
    prison, now = a_prison(), clock.now()
    officer, visit = world.an_officer(prison), a_held_request(prison)
    before = list(Cell.objects.order_by("at").values_list("holder", "at", "terminal", "lane"))
    deciding.refuse(visit_id=visit.pk, by=officer, reason="R-32", now=now)
    undo(visit, officer, now + SECOND)
    after = list(Cell.objects.order_by("at").values_list("holder", "at", "terminal", "lane"))
    assert before and after == before


def test_a_held_time_that_went_to_another_stays_his() -> None:
    prison, now = a_prison(), clock.now()
    officer, visit = world.an_officer(prison), a_held_request(prison)
    terminal = Cell.objects.filter(holder=visit.subject)[0].terminal
    deciding.refuse(visit_id=visit.pk, by=officer, reason="R-32", now=now)
    other = approve(
        world.a_request(prison), officer, terminal=terminal, starts_at=soon(72), now=now
    )
    assert undo(visit, officer, now + SECOND).status == Status.REQUESTED
    assert cells_of(visit.subject) == 0 and cells_of(other.subject) == 4


@pytest.mark.parametrize("is_approved", [True, False])
def test_asking_twice_tells_nothing_of_an_answer_that_has_not_left(is_approved: bool) -> None:
    prison, now = a_prison(), clock.now()
    officer, visit = world.an_officer(prison), world.a_request(prison)
    if is_approved:
        approve(visit, officer, now=now)
    else:
        deciding.refuse(visit_id=visit.pk, by=officer, reason="R-10", now=now)
    again = world.a_visit(prison)
    found = requesting.send_proven(visit=again, now=now + SECOND)
    assert found.earlier == visit and not found.is_sent


def cancelled_before_its_answer(prison: Prison, officer: User) -> Visit:
    visit = world.a_request(prison, wishes=[soon(90).isoformat()])
    waiting.join(
        visit_id=visit.pk, by=officer, wanted=consent(world.an_inmate(prison)), now=clock.now()
    )
    cancelling.cancel_by_prison(visit_id=visit.pk, by=officer, cause="repair", now=clock.now())
    return fresh(visit)


def test_a_request_asked_anew_has_left_the_waiting_list_for_good() -> None:
    prison, now = a_prison(waiting_list=True), clock.now()
    officer = world.an_officer(prison)
    visit = cancelled_before_its_answer(prison, officer)
    changing.choose_new_times(visit=visit, wishes=[a_time(prison)], now=now)
    asking.ask(visit_id=visit.pk, by=officer, key="id", now=now)
    asking.answer(visit=visit, text="It is my voter card", now=now)
    assert fresh(visit).status == Status.REQUESTED


def test_a_request_the_prison_cancelled_leaves_its_turn_to_the_next_one() -> None:
    prison = a_prison(waiting_list=True)
    earlier = cancelled_before_its_answer(prison, world.an_officer(prison))
    again = world.a_request(prison)
    assert making_up.pass_on(visit=again, now=clock.now())
    again = fresh(again)
    assert again.goes_first and again.turn_since == earlier.turn_since


def waits_for_a_place(visit: Visit, officer: User, now: datetime) -> None:
    given = consent(world.an_inmate(visit.prison))
    waiting.join(visit_id=visit.pk, by=officer, wanted=given, now=now)


def test_what_was_put_off_for_the_night_is_not_told_after_the_answer() -> None:
    prison, now = a_prison(waiting_list=True), clock.now()
    officer = world.an_officer(prison)
    asked, waits = world.a_request(prison), world.a_request(prison, phone="+919822222222")
    asking.ask(visit_id=asked.pk, by=officer, key="id", now=now)
    waits_for_a_place(waits, officer, now)
    assert messages_of(asked) == ["S05", "E05"] and messages_of(waits) == ["S33", "E33"]
    for visit in (asked, waits):
        approve(fresh(visit), officer, now=now)
        assert messages_of(visit) == ["S03", "E03"]


def test_who_asks_anew_in_the_night_is_not_told_in_the_morning_that_nobody_answered() -> None:
    prison, now = a_prison(), clock.now()
    visit = world.a_request(prison, answer_by=now)
    lapsing.remind_and_lapse(now=now)
    changing.choose_new_times(visit=fresh(visit), wishes=[a_time(prison)], now=now)
    assert "S08" not in messages_of(visit)


def test_undone_what_was_put_off_is_told_after_all() -> None:
    prison, now = a_prison(waiting_list=True), clock.now()
    officer, visit = world.an_officer(prison), world.a_request(prison)
    waits_for_a_place(visit, officer, now)
    approve(fresh(visit), officer, now=now)
    assert undo(visit, officer, now + SECOND).status == Status.WAITLISTED
    assert messages_of(visit) == ["S33", "E33"]


@pytest.mark.parametrize("how", ["withdrawn", "declined", "expired"])
def test_an_offer_that_is_over_is_not_told_in_the_morning(how: str) -> None:
    prison, now = a_prison(), clock.now()
    officer, visit = world.an_officer(prison), world.a_request(prison)
    made = offering.offer(
        visit_id=visit.pk, by=officer, cause=Offer.Cause.OFFICER, starts_at=soon(), minutes=15,
        terminal=world.a_terminal(prison), wanted=consent(world.an_inmate(prison)), now=now,
    )  # fmt: skip
    assert messages_of(visit) == ["S06", "E06"]
    if how == "withdrawn":
        offering.withdraw(offer=made, by=officer, now=now)
    elif how == "declined":
        offering.decline(offer=made, now=now)
    else:
        offering.expire_offers(now=made.answer_by)
    assert messages_of(visit) == [] and fresh(visit).status == Status.REQUESTED
