"""The waiting list: one fair order for all, and each freed place offered once."""

from datetime import time, timedelta
from functools import partial
from typing import Any

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Cell, SlotRule
from mulakat.schedule.timetable import slots
from mulakat.visits import deciding, offering, waiting
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Offer, Outcome, Status, Visit
from mulakat.visits.tests.answered import (
    a_code,
    a_prison,
    approve,
    consent,
    fresh,
    keys,
    list_on,
    messages_of,
)
from tests import world

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def waits(prison: Prison, days: float = 1, **kw: Any) -> Visit:
    """In the list, asked for so many days ago."""
    asked = clock.now() - DAY * days
    phone = kw.pop("phone", f"+9198300{waits.count:05}")  # type: ignore[attr-defined]
    waits.count += 1  # type: ignore[attr-defined]
    return world.a_request(
        prison, status=Status.WAITLISTED, waitlisted_at=asked, requested_at=asked,
        turn_since=asked, phone=phone, **kw,
    )  # fmt: skip


waits.count = 1  # type: ignore[attr-defined]


def ready(prison: Prison, days: float = 1, **kw: Any) -> Visit:
    """The same with a recorded basis: a place can be offered."""
    wanted = consent(kw.pop("inmate", None) or world.an_inmate(prison))
    return waits(prison, days, details={"wanted": wanted}, **kw)


def met(visit: Visit, days: float) -> None:
    """The same visitor was here so many days ago."""
    world.an_approved_visit(
        visit.prison, status=Status.ENDED, outcome=Outcome.DONE, phone=visit.contact["phone"],
        starts_at=clock.now() - DAY * days,
    )  # fmt: skip


def one_place(prison: Prison) -> SlotRule:
    """One slot a day on one terminal, instead of all."""
    SlotRule.objects.filter(prison=prison).delete()
    world.a_terminal(prison)
    day = (clock.now() + DAY * 2).astimezone(prison.zone).date()
    rule: SlotRule = SlotRule.objects.create(
        prison=prison, kind="video", weekday=day.weekday(), starts=time(10), ends=time(10, 15),
        minutes=15, gap=5, valid_to=day,
    )  # fmt: skip
    return rule


def why_not(act: Any) -> list[str]:
    with pytest.raises(CannotAct) as caught:
        act()
    return keys(caught)


def order(prison: Prison) -> list[Visit]:
    return waiting.order(prison, "video")


def test_who_was_broken_off_comes_first_then_who_has_waited_longest_since_a_visit() -> None:
    prison = a_prison()
    recently, long_ago, never, broken = (waits(prison, days) for days in (9, 8, 7, 1))
    met(recently, 3)
    met(long_ago, 30)
    broken.goes_first = True
    broken.save()
    met(broken, 1)
    assert order(prison) == [broken, never, long_ago, recently]


def test_then_who_lives_farther_away_then_who_asked_earlier() -> None:
    prison = a_prison()
    prison.district = "Nadia"
    prison.save()
    state = prison.state.names["en"]
    far = {"address": {"line": "x", "district": "Patna", "state": "Bihar"}}
    near = {"address": {"line": "x", "district": " nadia ", "state": state}}
    same = {"address": {"line": "x", "district": "Howrah", "state": state}}
    visits = [
        waits(prison, 9, contact=near), waits(prison, 5, contact=same),
        waits(prison, 6, contact=same), waits(prison, 1, contact=far),
    ]  # fmt: skip
    assert [waiting.distance(visit) for visit in order(prison)] == [2, 1, 1, 0]
    assert order(prison) == [visits[3], visits[2], visits[1], visits[0]]


def test_where_the_policy_says_so_only_the_age_of_the_request_counts() -> None:
    prison = a_prison(fairness="age")
    old, young = waits(prison, 9), waits(prison, 1)
    met(old, 1)
    assert order(prison) == [old, young]


def test_the_place_in_the_list_tells_nothing_about_the_person_inside() -> None:
    """Another's visit to the same inmate moves nobody."""
    prison = a_prison()
    inmate = world.an_inmate(prison)
    first, second = ready(prison, 2, inmate=inmate), waits(prison, 1)
    world.an_approved_visit(
        prison, inmate=inmate, status=Status.ENDED, outcome=Outcome.DONE, phone="+919811111111",
        starts_at=clock.now() - DAY,
    )  # fmt: skip
    assert order(prison) == [first, second]
    assert [waiting.place_in_list(visit, clock.now()) for visit in (first, second)] == [1, 2]
    assert waiting.place_in_list(world.a_request(prison), clock.now()) is None


def test_order_asks_the_database_a_constant_number_of_times(
    django_assert_num_queries: Any,
) -> None:
    prison = a_prison()
    for days in range(9):
        waits(prison, days)
    with django_assert_num_queries(3):
        order(prison)


def test_a_visitor_joins_and_leaves() -> None:
    visit, now = world.a_request(a_prison()), clock.now()
    waiting.join(visit_id=visit.pk, by=None, now=now)
    visit = fresh(visit)
    assert visit.status == Status.WAITLISTED and visit.turn_since == visit.requested_at
    assert sorted(messages_of(visit)) == ["E33", "S33"]
    waiting.leave(visit=visit, now=now)
    assert fresh(visit).status == Status.REQUESTED
    assert why_not(lambda: waiting.leave(visit=visit, now=now)) == ["not_waiting"]


def test_refused_because_no_place_was_free_the_known_may_wait_and_the_stranger_cannot_know() -> (
    None
):
    prison, now = a_prison(undo_seconds=0), clock.now()
    officer, inmate = world.an_officer(prison), world.an_inmate(prison)
    known, stranger = world.a_request(prison), world.a_request(prison, phone="+919877777777")
    list_on(inmate, known)
    for visit in (known, stranger):
        deciding.refuse(visit_id=visit.pk, by=officer, reason="R-70", inmate=inmate, now=now)
    waiting.join(visit_id=known.pk, by=None, now=now)
    assert fresh(known).status == Status.WAITLISTED and fresh(known).decision is None
    assert why_not(lambda: waiting.join(visit_id=stranger.pk, by=None, now=now)) == ["not_waiting"]


def test_an_officer_puts_a_stranger_there_only_with_a_basis() -> None:
    prison, now = a_prison(), clock.now()
    officer, inmate = world.an_officer(prison), world.an_inmate(prison)
    visit = world.a_request(prison)
    join = lambda **kw: waiting.join(visit_id=visit.pk, by=officer, now=now, **kw)  # noqa: E731
    assert why_not(join) == ["would_disclose"]
    assert why_not(lambda: join(inmate=inmate)) == ["would_disclose"]
    join(wanted=consent(inmate))
    assert fresh(visit).details["wanted"]["by"] == officer.pk


def test_nobody_brings_an_approval_about_through_the_list_who_may_not_give_one() -> None:
    """By the list a visitor's yes approves: a superior, or who wrote the request down, may not."""
    prison, now = a_prison(), clock.now()
    superior, writer = world.an_officer(prison, Role.SUPERIOR), world.an_officer(prison)
    wanted = consent(world.an_inmate(prison))
    visit = world.a_request(prison)
    own = world.a_request(prison, assisted_by=writer, phone="+919877777777")
    for by, whose, why in ((superior, visit, "not_your_prison"), (writer, own, "own_request")):
        assert why_not(partial(waiting.join, visit_id=whose.pk, by=by, wanted=wanted, now=now)) == [
            why
        ]


def test_all_that_is_wrong_is_said_at_once() -> None:
    prison = a_prison(waiting_list=False)
    guard, visit = world.an_officer(prison, Role.GATE), world.an_approved_visit(prison)
    found = why_not(lambda: waiting.join(visit_id=visit.pk, by=guard, now=clock.now()))
    assert found == ["no_waiting_list", "not_waiting", "not_your_prison", "would_disclose"]


def test_a_freed_place_is_offered_to_the_next_and_to_nobody_else() -> None:
    prison, now = a_prison(), clock.now()
    one_place(prison)
    second, first = ready(prison, 1), ready(prison, 2)
    assert waiting.offer_freed(now=now) == 1
    assert (fresh(first).status, fresh(second).status) == (Status.OFFERED, Status.WAITLISTED)
    made = Offer.objects.get()
    assert (made.cause, made.by) == (Offer.Cause.WAITING_LIST, None)
    assert sorted(messages_of(first)) == ["E17", "S17"] and messages_of(second) == []
    assert waiting.offer_freed(now=now) == 0


def test_a_yes_from_the_list_is_an_approval_by_the_officer_who_recorded_the_basis() -> None:
    prison, now = a_prison(), clock.now()
    one_place(prison)
    officer, visit = world.an_officer(prison), world.a_request(prison)
    waiting.join(visit_id=visit.pk, by=officer, wanted=consent(world.an_inmate(prison)), now=now)
    waiting.offer_freed(now=now)
    visit = offering.accept(offer=Offer.objects.get(), now=now)
    assert visit.status == Status.APPROVED and visit.decision.by == officer


def test_who_does_not_answer_stays_and_the_next_is_asked() -> None:
    prison, now = a_prison(), clock.now()
    one_place(prison)
    second, first = ready(prison, 1), ready(prison, 2)
    waiting.offer_freed(now=now)
    made = Offer.objects.get()
    offering.expire_offers(now=made.answer_by)
    assert fresh(first).status == Status.WAITLISTED
    waiting.offer_freed(now=made.answer_by)
    assert fresh(second).status == Status.OFFERED, "the same family is not asked without end"


def test_a_wish_that_became_free_is_offered_before_any_other_time() -> None:
    prison, now = a_prison(), clock.now()
    world.a_terminal(prison)
    wish = (now + DAY * 5).replace(minute=0, second=0, microsecond=0)
    wish = slots(prison=prison, kind="video", start=wish, end=wish + DAY)[3].starts_at
    visit = ready(prison, 2, wishes=[wish.isoformat()])
    waiting.offer_freed(now=now)
    assert Offer.objects.get(visit=visit).starts_at == wish


def test_without_a_basis_nothing_is_offered_by_itself() -> None:
    prison, now = a_prison(), clock.now()
    one_place(prison)
    stranger = waits(prison, 9)
    assert waiting.offer_freed(now=now) == 0
    known = waits(prison, 1)
    a_code(world.an_inmate(prison), known)
    assert waiting.offer_freed(now=now) == 1
    assert fresh(known).status == Status.OFFERED and fresh(stranger).status == Status.WAITLISTED
    assert Offer.objects.get().wanted["basis"] == "consent"


def test_a_code_of_another_person_is_no_basis() -> None:
    prison = a_prison()
    one_place(prison)
    other = world.an_inmate(prison, name="Joseph Tirkey", name_local="")
    a_code(other, waits(prison))
    assert waiting.offer_freed(now=clock.now()) == 0


def test_a_contact_is_offered_on_the_ground_of_the_list() -> None:
    prison, now = a_prison(), clock.now()
    one_place(prison)
    inmate, visit = world.an_inmate(prison), world.a_request(prison)
    list_on(inmate, visit)
    waiting.join(visit_id=visit.pk, by=world.an_officer(prison), inmate=inmate, now=now)
    waiting.offer_freed(now=now)
    assert Offer.objects.get().wanted["basis"] == "contact_list"


def test_one_inmate_is_not_offered_two_places_at_one_time() -> None:
    prison, now = a_prison(), clock.now()
    one_place(prison)
    world.a_terminal(prison)
    inmate = world.an_inmate(prison)
    ready(prison, 2, inmate=inmate)
    ready(prison, 1, inmate=inmate)
    assert waiting.offer_freed(now=now) == 1
    assert set(Cell.objects.values_list("inmate", flat=True)) == {inmate.pk}


def test_an_inmate_who_left_gets_no_offer() -> None:
    prison, now = a_prison(), clock.now()
    one_place(prison)
    ready(prison, 2, inmate=world.an_inmate(prison, left_at=now))
    assert waiting.offer_freed(now=now) == 0


def test_a_place_that_is_given_back_is_offered() -> None:
    prison, now = a_prison(), clock.now()
    one_place(prison)
    terminal = prison.terminals.get()
    (slot,) = slots(prison=prison, kind="video", start=now, end=now + DAY * 20)
    officer = world.an_officer(prison)
    taken = approve(
        world.a_request(prison), officer, terminal=terminal, starts_at=slot.starts_at, now=now
    )
    visit = ready(prison, 2)
    assert waiting.offer_freed(now=now) == 0
    deciding.undo(visit_id=taken.pk, by=officer, now=now)
    assert waiting.offer_freed(now=now) == 1
    assert fresh(visit).status == Status.OFFERED
