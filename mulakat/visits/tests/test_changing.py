"""Other times: asked for, given, left; what the prison failed is asked for anew."""

from datetime import time, timedelta
from functools import partial

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.people.models import Absence
from mulakat.schedule import places
from mulakat.schedule.models import Audience, Cell, Closure, Kind, SlotRule
from mulakat.visits import cancelling, changing, moving
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Code, Link, Purpose, Status
from mulakat.visits.tests.placed import at, cells_of, keys, messages_of, placed
from tests.world import (
    a_prison,
    a_request,
    a_terminal,
    a_window,
    all_day_rules,
    an_inmate,
    an_officer,
)

pytestmark = pytest.mark.django_db


def a_prison_open_all_day(**kw):
    prison = a_prison(**kw)
    all_day_rules(prison)
    return prison


def times(prison, count=3, hours=30):
    """Times this prison offers, from so many hours on."""
    from mulakat.schedule import timetable

    start = clock.now() + timedelta(hours=hours)
    slots = timetable.slots(prison=prison, kind="video", start=start, end=start + timedelta(days=1))
    return [slot.starts_at for slot in slots][:count]


def test_the_old_time_is_kept_until_the_prison_answers() -> None:
    prison = a_prison_open_all_day()
    visit = placed(prison)
    wishes = times(prison)
    changing.ask_to_change(visit=visit, wishes=wishes, now=clock.now())
    visit.refresh_from_db()
    assert visit.status == Status.APPROVED and cells_of(visit.subject) == 4
    change = changing.open_change(visit)
    assert change and change.wishes == [wish.isoformat() for wish in wishes]
    assert messages_of(visit) == ["S16", "E16"]


def test_asked_again_the_new_wishes_stand() -> None:
    prison = a_prison_open_all_day()
    visit, wishes = placed(prison), times(prison)
    changing.ask_to_change(visit=visit, wishes=wishes[:1], now=clock.now())
    changing.ask_to_change(visit=visit, wishes=wishes[1:], now=clock.now())
    assert [change.wishes for change in visit.changes.all()] == [
        [wish.isoformat() for wish in wishes[1:]]
    ]


def test_of_a_request_that_waits_the_wishes_are_replaced() -> None:
    prison = a_prison_open_all_day()
    visit, wishes = a_request(prison), times(prison)
    changing.ask_to_change(visit=visit, wishes=wishes, now=clock.now())
    visit.refresh_from_db()
    assert visit.wishes == [wish.isoformat() for wish in wishes]
    assert changing.open_change(visit) is None and messages_of(visit) == []


def test_an_answer_that_has_not_left_is_not_told_by_asking_for_other_times() -> None:
    prison = a_prison_open_all_day()
    visit = placed(prison, shown=False)
    changing.ask_to_change(visit=visit, wishes=times(prison), now=clock.now())
    assert changing.open_change(visit) and messages_of(visit) == []


def test_all_that_is_wrong_with_the_wishes_is_said_at_once() -> None:
    prison = a_prison_open_all_day(overrides={"wishes": 2, "notice_hours": 24})
    wish, soon = times(prison)[0], clock.now() + timedelta(hours=1)
    with pytest.raises(CannotAct) as caught:
        changing.ask_to_change(visit=placed(prison), wishes=[wish, wish, soon], now=clock.now())
    assert keys(caught) == ["same_wish", "too_many_wishes", "time_gone"]
    assert caught.value.reasons[2].facts == {"times": [soon]}
    with pytest.raises(CannotAct) as caught:
        changing.ask_to_change(visit=placed(prison), wishes=[], now=clock.now())
    assert keys(caught) == ["no_wish"]


@pytest.mark.parametrize("status", ["refused", "withdrawn", "cancelled", "ended", "lapsed"])
def test_what_is_over_is_not_changed(status: str) -> None:
    prison = a_prison_open_all_day()
    with pytest.raises(CannotAct) as caught:
        changing.ask_to_change(
            visit=a_request(prison, status=status), wishes=times(prison), now=clock.now()
        )
    assert keys(caught) == ["cannot_change"]


def test_an_officer_moves_a_visit_and_answers_the_wish() -> None:
    prison = a_prison_open_all_day()
    visit, officer, then = placed(prison), an_officer(prison), times(prison)[0]
    changing.ask_to_change(visit=visit, wishes=[then], now=clock.now())
    terminal = a_terminal(prison)
    old = visit.terminal
    moving.move(visit_id=visit.pk, by=officer, starts_at=then, terminal=terminal, now=clock.now())
    visit.refresh_from_db()
    assert (visit.starts_at, visit.terminal, visit.status) == (then, terminal, Status.APPROVED)
    assert cells_of(visit.subject) == 4
    change = visit.changes.get()
    assert change.accepted and change.answered_at
    assert messages_of(visit)[-2:] == ["S13", "E13"]
    again = placed(prison, terminal=old)  # the old place is free for others
    assert cells_of(again.subject) == 4


def test_a_visit_moves_by_five_minutes_over_its_own_old_place() -> None:
    prison = a_prison()
    visit = placed(prison)
    assert visit.starts_at
    then = visit.starts_at + timedelta(minutes=5)
    moving.move(
        visit_id=visit.pk, by=an_officer(prison), starts_at=then, terminal=visit.terminal,
        now=clock.now(),
    )  # fmt: skip
    assert cells_of(visit.subject) == 4
    visit.refresh_from_db()
    assert visit.starts_at == then


@pytest.mark.parametrize("minutes", [60, 5])
def test_a_place_of_another_family_stays_theirs_and_the_old_one_ours(minutes: int) -> None:
    prison = a_prison()
    visit = placed(prison)
    assert visit.starts_at
    then = visit.starts_at + timedelta(minutes=minutes)
    other = placed(prison, terminal=a_terminal(prison), starts_at=then)
    with pytest.raises(CannotAct) as caught:
        moving.move(
            visit_id=visit.pk, by=an_officer(prison), starts_at=then, terminal=other.terminal,
            now=clock.now(),
        )  # fmt: skip
    assert keys(caught) == ["terminal_taken"]
    visit.refresh_from_db()
    assert visit.starts_at != then and cells_of(visit.subject) == 4


def test_an_inmate_is_not_moved_into_two_places_at_once() -> None:
    prison = a_prison()
    inmate = an_inmate(prison)
    visit, other = placed(prison, inmate=inmate), placed(prison, inmate=inmate, hours=72)
    assert other.starts_at
    with pytest.raises(CannotAct) as caught:
        moving.move(
            visit_id=visit.pk, by=an_officer(prison), starts_at=other.starts_at,
            terminal=a_terminal(prison), now=clock.now(),
        )  # fmt: skip
    assert keys(caught) == ["inmate_busy"]


def test_a_visit_at_the_prison_takes_the_next_seat_of_the_window() -> None:
    prison = a_prison()
    window = a_window(prison, seats=2)
    first, second = (
        placed(prison, kind=Kind.PHYSICAL, window=a_window(prison), hours=hours)
        for hours in (48, 72)
    )
    then = at(96)
    for visit in (first, second):
        moving.move(
            visit_id=visit.pk, by=an_officer(prison), starts_at=then, window=window,
            now=clock.now(),
        )  # fmt: skip
    assert cells_of(first.subject) == cells_of(second.subject) == 4


def test_pin_and_link_of_the_approval_open_the_moved_visit() -> None:
    prison = a_prison()
    visit, now = placed(prison), clock.now()
    ends = visit.closes_at
    Code.objects.create(
        visit=visit, purpose=Purpose.PIN, digest="x", created_at=now, expires_at=ends
    )
    Link.objects.create(visit=visit, channel="sms", digest="y", expires_at=ends)
    moving.move(
        visit_id=visit.pk, by=an_officer(prison), starts_at=at(400), terminal=visit.terminal,
        now=now,
    )  # fmt: skip
    visit.refresh_from_db()
    assert Code.objects.get().expires_at == visit.closes_at
    assert Link.objects.get(digest="y").expires_at == visit.closes_at


def test_an_officer_is_told_everything_that_stands_in_the_way_of_a_move() -> None:
    prison = a_prison()
    visit = a_request(prison)
    with pytest.raises(CannotAct) as caught:
        moving.move(
            visit_id=visit.pk, by=an_officer(a_prison()), starts_at=clock.now(), reason="mood",
            now=clock.now(),
        )  # fmt: skip
    assert keys(caught) == [
        "not_your_prison", "not_approved", "time_is_past", "no_cause", "no_place",
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.APPROVER, Role.SUPERIOR])
def test_a_change_that_cannot_be_given_is_answered_and_the_visit_stands(role: Role) -> None:
    prison = a_prison_open_all_day()
    visit, officer = placed(prison), an_officer(prison, role)
    with pytest.raises(CannotAct) as caught:
        changing.leave_as_it_is(visit_id=visit.pk, by=officer, now=clock.now())
    assert keys(caught) == ["no_change"]
    changing.ask_to_change(visit=visit, wishes=times(prison), now=clock.now())
    changing.leave_as_it_is(visit_id=visit.pk, by=officer, now=clock.now())
    change = visit.changes.get()
    assert change.answered_at and not change.accepted
    assert cells_of(visit.subject) == 4
    assert messages_of(visit)[-2:] == ["S36", "E36"]


@pytest.mark.parametrize("status", ["lapsed", "cancelled"])
def test_what_the_prison_failed_is_asked_for_anew_with_number_and_turn(status: str) -> None:
    prison = a_prison_open_all_day()
    visit = placed(prison)
    asked = visit.requested_at
    if status == "cancelled":
        cancelling.cancel_by_prison(visit_id=visit.pk, by=None, cause="power", now=clock.now())
    else:
        visit = a_request(prison, status=Status.LAPSED, answer_by=clock.now())
        asked = visit.requested_at
    wishes, later = times(prison), clock.now() + timedelta(hours=1)
    changing.choose_new_times(visit=visit, wishes=wishes, now=later)
    before = str(visit)
    visit.refresh_from_db()
    assert visit.status == Status.REQUESTED and str(visit) == before
    assert visit.turn_since == asked and visit.goes_first is (status == "cancelled")
    assert visit.answer_by == later + timedelta(hours=prison.policy.answer_within_hours)
    assert visit.inmate is None and visit.starts_at is None
    assert visit.wishes == [wish.isoformat() for wish in wishes]


def test_what_the_visitor_cancelled_is_not_asked_for_anew() -> None:
    prison = a_prison_open_all_day()
    visit = placed(prison, goes_first=True)
    cancelling.cancel_by_visitor(visit=visit, now=clock.now())
    with pytest.raises(CannotAct) as caught:
        changing.choose_new_times(visit=visit, wishes=times(prison), now=clock.now())
    assert keys(caught) == ["cannot_ask_anew"]


def test_nobody_is_moved_into_a_closed_time_or_away_to_court() -> None:
    prison = a_prison()
    visit, then, now = placed(prison), at(72), clock.now()
    assert visit.inmate
    Closure.objects.create(
        state=prison.state, prison=prison, starts_at=then, ends_at=then + timedelta(hours=3),
        cause="holiday", made_by="staff:1", made_at=now,
    )  # fmt: skip
    Absence.objects.create(
        inmate=visit.inmate, cause="court", starts_at=then, ends_at=then + timedelta(hours=3),
        made_by="staff:1", made_at=now,
    )  # fmt: skip
    with pytest.raises(CannotAct) as caught:
        moving.move(
            visit_id=visit.pk, by=an_officer(prison), starts_at=then, terminal=visit.terminal,
            now=now,
        )  # fmt: skip
    assert set(keys(caught)) == {"closed", "absence"}
    assert cells_of(visit.subject) == 4


def test_a_move_the_family_asked_for_keeps_to_the_quota_one_of_the_prison_does_not() -> None:
    prison = a_prison_open_all_day(overrides={"quotas": [["*", 1, "week"]]})
    inmate, officer = an_inmate(prison), an_officer(prison)
    placed(prison, inmate=inmate, hours=48)
    visit = placed(prison, inmate=inmate, hours=24 * 12)
    move = partial(
        moving.move, visit_id=visit.pk, by=officer, starts_at=at(72),
        terminal=a_terminal(prison), now=clock.now(),
    )  # fmt: skip
    with pytest.raises(CannotAct) as caught:
        move(reason=moving.ASKED)
    assert keys(caught) == ["quota"]
    assert move(reason="repair").starts_at == at(72)


@pytest.mark.parametrize(("gender", "is_moved"), [("man", False), ("woman", True)])
def test_a_moved_visit_uses_up_the_capacity_of_its_own_audience_alone(
    gender: str, is_moved: bool
) -> None:
    prison = a_prison()
    for who in (Audience.ALL, Audience.WOMEN):
        for weekday in range(7):
            SlotRule.objects.create(
                prison=prison, kind=Kind.VIDEO, weekday=weekday, starts=time(0), ends=time(0),
                minutes=15, gap=15, capacity=1, who=who,
            )  # fmt: skip
    to = at(72).replace(minute=0)
    places.claim(
        holder="visit:0", prison=prison, starts_at=to, minutes=15, terminal=a_terminal(prison),
        who=frozenset({Audience.ALL}), now=clock.now(),
    )  # fmt: skip
    visit = placed(prison, visitor={"gender": gender})
    act = partial(
        moving.move, visit_id=visit.pk, by=an_officer(prison), starts_at=to,
        terminal=a_terminal(prison), now=clock.now(),
    )  # fmt: skip
    if is_moved:
        act()
    else:
        with pytest.raises(CannotAct) as caught:
            act()
        assert keys(caught) == ["slot_full"]
    assert Cell.objects.filter(holder=visit.subject, at=to).exists() == is_moved
