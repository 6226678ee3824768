"""Reminders, who came, who did not, and what is made up for."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.audit.models import Event, record
from mulakat.notifications.models import Notification
from mulakat.prisons.models import Prison
from mulakat.visits import ending, making_up, reminding
from mulakat.visits.models import JoinSession, Outcome, Status, Visit
from mulakat.visits.tests.answered import a_prison, fresh, messages_of
from tests import world

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
REMINDERS = {"S09", "E09", "S10", "E10", "S09p", "E09p", "S10p", "E10p"}


def wall(prison: Prison, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=prison.zone)


def a_visit(prison: Prison, at: datetime, **kw: Any) -> Visit:
    return world.an_approved_visit(prison, starts_at=at, **kw)


def at_the_gate(prison: Prison, at: datetime, **kw: Any) -> Visit:
    window = world.a_window(prison)
    return a_visit(prison, at, kind="physical", terminal=None, window=window, **kw)


def reminded(visit: Visit) -> set[str]:
    return set(messages_of(visit)) & REMINDERS


def test_the_evening_before_at_five_and_an_hour_before_once_each() -> None:
    prison = a_prison()
    visit = a_visit(prison, wall(prison, 2, 11))
    for hour, minute in ((9, 0), (16, 59)):
        assert reminding.send_reminders(now=wall(prison, 1, hour, minute)) == 0
    for minute in (0, 1, 30):
        reminding.send_reminders(now=wall(prison, 1, 17, minute))
    assert reminded(visit) == {"S09", "E09"}
    assert reminding.send_reminders(now=wall(prison, 2, 9, 59)) == 0
    for minute in (0, 1, 40):
        reminding.send_reminders(now=wall(prison, 2, 10, minute))
    assert sorted(messages_of(visit)) == ["E09", "E10", "S09", "S10"]


def test_a_worker_that_stood_still_reminds_late_but_not_of_what_begins() -> None:
    prison = a_prison()
    visit = a_visit(prison, wall(prison, 2, 11))
    reminding.send_reminders(now=wall(prison, 1, 20, 55))
    assert reminded(visit) == {"S09", "E09"}
    assert reminding.send_reminders(now=wall(prison, 2, 11)) == 0


def test_at_the_gate_the_hour_is_counted_from_when_one_has_to_be_there() -> None:
    prison = a_prison()
    visit = at_the_gate(prison, wall(prison, 2, 11))  # 45 minutes before: 10:15
    assert reminding.send_reminders(now=wall(prison, 2, 9, 14)) == 0
    assert reminding.send_reminders(now=wall(prison, 2, 9, 15)) == 1
    assert reminded(visit) == {"S10p", "E10p"}


@pytest.mark.parametrize(
    "kw",
    [
        {"status": Status.CANCELLED}, {"status": Status.REQUESTED},
        {"answer_shown_at": datetime(2026, 12, 3).astimezone()},
    ],
)  # fmt: skip
def test_nobody_is_reminded_of_what_is_not_his(kw: Any) -> None:
    prison = a_prison()
    visit = a_visit(prison, wall(prison, 2, 11), **kw)
    reminding.send_reminders(now=wall(prison, 1, 17))
    reminding.send_reminders(now=wall(prison, 2, 10))
    assert reminded(visit) == set()


def test_an_answer_that_leaves_in_the_last_hour_is_not_followed_by_a_reminder() -> None:
    prison = a_prison()
    new = a_visit(prison, wall(prison, 2, 11), answer_shown_at=wall(prison, 2, 10, 5))
    old = a_visit(prison, wall(prison, 2, 11), answer_shown_at=wall(prison, 2, 9, 55))
    assert reminding.send_reminders(now=wall(prison, 2, 10, 10)) == 1
    assert reminded(new) == set() and reminded(old) == {"S10", "E10"}


def test_who_waits_already_is_not_reminded() -> None:
    prison = a_prison()
    visit = a_visit(prison, wall(prison, 2, 11))
    now = wall(prison, 2, 10, 50)
    JoinSession.objects.create(
        digest="x", visit=visit, prison=prison, came_by="sms", created_at=now,
        expires_at=now + HOUR, otp_ok_at=now,
    )  # fmt: skip
    assert reminding.send_reminders(now=now) == 0 and reminded(visit) == set()


def test_a_moved_visit_is_reminded_of_anew() -> None:
    prison = a_prison()
    visit = a_visit(prison, wall(prison, 2, 11))
    reminding.send_reminders(now=wall(prison, 1, 17))
    visit.starts_at = wall(prison, 2, 15)
    visit.save()
    reminding.send_reminders(now=wall(prison, 1, 17, 5))
    assert messages_of(visit).count("S09") == 2


def test_the_policy_may_want_no_reminders() -> None:
    prison = a_prison(remind_day_before=False, remind_minutes_before=0)
    visit = a_visit(prison, wall(prison, 2, 11))
    reminding.send_reminders(now=wall(prison, 1, 17))
    reminding.send_reminders(now=wall(prison, 2, 10))
    assert reminded(visit) == set()


def test_five_in_the_evening_is_that_of_the_state() -> None:
    prison = a_prison()
    prison.state.timezone = "Europe/Berlin"
    prison.state.save()
    visit = a_visit(prison, wall(prison, 2, 11))
    assert reminding.send_reminders(now=wall(prison, 1, 16, 59)) == 0
    assert reminding.send_reminders(now=wall(prison, 1, 17)) == 1
    assert visit.subject in set(Notification.objects.values_list("subject", flat=True))


def test_many_reminders_cost_few_questions_once_they_are_written(
    django_assert_max_num_queries: Any,
) -> None:
    prison = a_prison()
    for _ in range(8):
        a_visit(prison, wall(prison, 2, 11))
    reminding.send_reminders(now=wall(prison, 1, 17))
    with django_assert_max_num_queries(8):
        assert reminding.send_reminders(now=wall(prison, 1, 17, 1)) == 0


def over(prison: Prison, **kw: Any) -> Visit:
    """A visit at the prison, of five hours ago."""
    return at_the_gate(prison, clock.now() - 5 * HOUR, **kw)


@pytest.mark.parametrize("event", ["visit.gate_arrived", "visit.gate_inside", "visit.gate_left"])
def test_who_came_has_had_his_visit(event: str) -> None:
    visit = over(a_prison())
    record(event, actor="gate:1", subject=visit.subject)
    assert ending.end_physical(now=clock.now()) == 1
    assert ending.end_physical(now=clock.now()) == 0
    assert (fresh(visit).status, fresh(visit).outcome) == (Status.ENDED, Outcome.DONE)
    assert Event.objects.filter(name="visit.ended", subject=visit.subject).count() == 1
    assert messages_of(visit) == []


def test_who_did_not_come_missed_it_and_is_asked_why() -> None:
    prison = a_prison()
    other, visit = over(prison), over(prison)
    record("visit.gate_arrived", actor="gate:1", subject=other.subject)
    ending.end_physical(now=clock.now())
    assert fresh(visit).outcome == Outcome.MISSED_VISITOR
    assert sorted(messages_of(visit)) == ["E25", "S25"]


def test_where_no_gate_is_in_use_nobody_is_blamed() -> None:
    visit = over(a_prison())
    ending.end_physical(now=clock.now())
    assert fresh(visit).outcome == Outcome.DONE and messages_of(visit) == []


def test_who_was_turned_back_was_not_admitted() -> None:
    visit = over(a_prison())
    record("visit.gate_refused", actor="gate:1", subject=visit.subject)
    ending.end_physical(now=clock.now())
    assert fresh(visit).outcome == Outcome.NOT_ADMITTED


def test_a_gate_without_network_may_still_tell() -> None:
    prison = a_prison()
    recent, video = (
        at_the_gate(prison, clock.now() - 2 * HOUR),
        a_visit(prison, clock.now() - 5 * HOUR),
    )
    assert ending.end_physical(now=clock.now()) == 0
    assert fresh(recent).status == fresh(video).status == Status.APPROVED


@pytest.mark.parametrize("outcome", [Outcome.CUT_SHORT, Outcome.MISSED_JAIL])
def test_what_was_broken_is_told_once_and_goes_first(outcome: str) -> None:
    prison, now = a_prison(), clock.now()
    visit = a_visit(prison, now - HOUR, status=Status.ENDED, outcome=outcome)
    assert making_up.make_up(now=now) == 1
    assert making_up.make_up(now=now) == 0
    visit = fresh(visit)
    assert visit.goes_first and visit.turn_since == visit.requested_at
    assert sorted(messages_of(visit)) == ["E18", "S18"]
    assert Event.objects.get(name="visit.goes_first").data == {"outcome": outcome}


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.MISSED_VISITOR, Outcome.STOPPED, ""])
def test_what_was_nobody_s_fault_of_ours_is_not_made_up_for(outcome: str) -> None:
    prison, now = a_prison(), clock.now()
    a_visit(prison, now - HOUR, status=Status.ENDED, outcome=outcome)
    a_visit(prison, now - HOUR, status=Status.CANCELLED, outcome=Outcome.MISSED_JAIL)
    assert making_up.make_up(now=now) == 0


def test_the_next_request_of_the_phone_takes_the_right_over_once() -> None:
    prison, now = a_prison(), clock.now()
    broken = a_visit(prison, now - HOUR, status=Status.ENDED, outcome=Outcome.CUT_SHORT)
    making_up.make_up(now=now)
    other = world.a_request(prison, phone="+919811111111")
    first, second = world.a_request(prison), world.a_request(prison)
    assert not making_up.pass_on(visit=other, now=now)
    assert making_up.pass_on(visit=first, now=now)
    assert not making_up.pass_on(visit=second, now=now)
    assert fresh(first).goes_first and not fresh(second).goes_first
    assert fresh(first).turn_since == broken.requested_at
    assert making_up.make_up(now=now) == 0, "used up, it is not given again"
