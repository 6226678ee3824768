"""A second look and a wish for another time are answered in time, or it is said that not."""

from datetime import datetime, timedelta

import pytest

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.visits import changing, deciding, lapsing, looking_again
from mulakat.visits.models import Status, Visit
from mulakat.visits.tests.answered import a_prison, approve, fresh, messages_of
from mulakat.visits.tests.test_changing import a_prison_open_all_day, times
from mulakat.visits.words import timeline
from tests import world

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def looked() -> Visit:
    prison, now = a_prison(undo_seconds=0), clock.now()
    visit = world.a_request(prison)
    deciding.refuse(visit_id=visit.pk, by=world.an_officer(prison), reason="R-32", now=now)
    looking_again.ask(visit=fresh(visit), text="Please", now=now)
    return fresh(visit)


@pytest.fixture
def changed() -> Visit:
    prison, now = a_prison_open_all_day(overrides={"undo_seconds": 0}), clock.now()
    starts_at = now + timedelta(hours=200)
    visit = world.an_approved_visit(prison, starts_at=starts_at)
    changing.ask_to_change(visit=visit, wishes=times(prison, 2, hours=180), now=now)
    return fresh(visit)


def lines(visit: Visit) -> list[str]:
    found = Event.objects.filter(subject=visit.subject, name__in=[lapsing.REMINDED, lapsing.LAPSED])
    return list(found.order_by("pk").values_list("name", flat=True))


def by(visit: Visit) -> datetime:
    assert visit.answer_by
    return visit.answer_by


@pytest.mark.parametrize("which", ["looked", "changed"])
def test_half_time_and_deadline_are_written_once(
    which: str, request: pytest.FixtureRequest
) -> None:
    visit: Visit = request.getfixturevalue(which)
    half = by(visit) - 24 * HOUR
    lapsing.remind_and_lapse(now=half - HOUR)
    assert lines(visit) == []
    for at in (half + HOUR, half + 2 * HOUR):
        lapsing.remind_and_lapse(now=at)
    assert lines(visit) == [lapsing.REMINDED]
    assert not lapsing.lapsed(visit.prison, half + HOUR).exists()
    for at in (by(visit), by(visit) + HOUR):
        lapsing.remind_and_lapse(now=at)
    assert lines(visit) == [lapsing.REMINDED, lapsing.LAPSED]
    assert list(lapsing.lapsed(visit.prison, by(visit))) == [visit]
    assert lapsing.lapsed_since(visit.prison, clock.now() - HOUR) == 1
    assert fresh(visit).status == visit.status  # the refusal, or the old time, stands
    assert fresh(visit).starts_at == visit.starts_at
    shown = [moment.key for moment in timeline.moments(fresh(visit), by(visit))]
    assert shown.count("request.lapsed") == 1


def test_who_waits_for_a_second_look_is_told_that_it_is_late(looked: Visit) -> None:
    lapsing.remind_and_lapse(now=by(looked))
    assert {"S08", "E08"} <= set(messages_of(looked))


def test_the_time_one_has_is_not_called_into_question_by_a_message(changed: Visit) -> None:
    lapsing.remind_and_lapse(now=by(changed))
    assert not {"S08", "E08"} & set(messages_of(changed))


def test_what_was_answered_in_time_does_not_lapse(looked: Visit, changed: Visit) -> None:
    approve(looked, world.an_officer(looked.prison))
    officer = world.an_officer(changed.prison)
    changing.leave_as_it_is(visit_id=changed.pk, by=officer, now=clock.now())
    lapsing.remind_and_lapse(now=clock.now() + 99 * HOUR)
    assert lines(looked) == lines(changed) == []
    assert fresh(changed).status == Status.APPROVED


def test_new_wishes_do_not_put_the_answer_off(changed: Visit) -> None:
    before, later = by(changed), clock.now() + 5 * HOUR
    changing.ask_to_change(visit=changed, wishes=times(changed.prison, 1, hours=150), now=later)
    assert fresh(changed).answer_by == before
    assert changed.changes.get(answered_at=None).wishes


def test_the_answer_comes_before_the_time_one_wants_to_give_up() -> None:
    prison, now = a_prison_open_all_day(overrides={"undo_seconds": 0}), clock.now()
    visit = world.an_approved_visit(prison, starts_at=now + 30 * HOUR)
    changing.ask_to_change(visit=visit, wishes=times(prison, 1, hours=180), now=now)
    assert fresh(visit).answer_by == now + 18 * HOUR
