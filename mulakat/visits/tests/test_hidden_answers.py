"""While an answer is on its way its visitor sees what stood before, and acts on that."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from mulakat import clock
from mulakat.prisons.models import Prison
from mulakat.visits import asking, changing, deciding, looking_again, waiting
from mulakat.visits.models import Status, Visit
from mulakat.visits.tests.answered import a_prison, fresh
from mulakat.visits.tests.test_changing import a_prison_open_all_day, times
from mulakat.visits.words import timeline
from tests import world

pytestmark = pytest.mark.django_db


def asked(prison: Prison, now: datetime) -> Visit:
    visit = world.a_request(prison)
    asking.ask(visit_id=visit.pk, by=world.an_officer(prison), key="id", now=now)
    return fresh(visit)


def listed(prison: Prison, now: datetime) -> Visit:
    visit = world.a_request(prison)
    return waiting.join(visit_id=visit.pk, by=None, now=now)


def late(prison: Prison, now: datetime) -> Visit:
    return world.a_request(prison, status=Status.LAPSED, answer_by=now)


WAITED: list[tuple[Status, Callable[[Prison, datetime], Visit]]] = [
    (Status.QUESTION, asked), (Status.WAITLISTED, listed), (Status.LAPSED, late),
]  # fmt: skip


def refuse(visit: Visit, reason: str = "R-60") -> Visit:
    """Neutral, so that it is told at the full hour; of a moment later than what stood before."""
    by = world.an_officer(visit.prison)
    deciding.refuse(visit_id=visit.pk, by=by, reason=reason, now=clock.now())
    visit = fresh(visit)
    assert visit.answer_shown_at and visit.answer_shown_at > clock.now()
    return visit


@pytest.fixture
def prison() -> Prison:
    return a_prison(undo_seconds=600)


@pytest.mark.parametrize(("status", "make"), WAITED)
def test_what_stood_before_is_shown_until_the_answer_is(
    prison: Prison, status: Status, make: Callable[[Prison, datetime], Visit]
) -> None:
    before = make(prison, clock.now())
    seen = [(moment.key, moment.who) for moment in timeline.moments(before, clock.now())]
    visit, now = refuse(before), clock.now()
    assert visit.status_shown(now) == status
    assert [(m.key, m.who) for m in timeline.moments(visit, now)] == seen
    assert visit.answer_shown_at
    assert visit.status_shown(visit.answer_shown_at) == Status.REFUSED
    told = timeline.moments(visit, visit.answer_shown_at)
    assert [moment.key for moment in told] == [*[key for key, _ in seen], "refused"]


def test_an_answer_to_a_request_shows_a_request(prison: Prison) -> None:
    assert refuse(world.a_request(prison)).status_shown(clock.now()) == Status.REQUESTED


def test_of_a_second_look_the_first_refusal_is_shown(prison: Prison) -> None:
    visit, now = world.a_request(prison), clock.now()
    first = world.an_officer(prison)
    deciding.refuse(visit_id=visit.pk, by=first, reason="R-32", now=now - timedelta(hours=1))
    looking_again.ask(visit=fresh(visit), text="Please", now=now)
    visit = refuse(fresh(visit), reason="R-33")
    shown = visit.decision_shown(clock.now())
    assert visit.status_shown(clock.now()) == Status.REFUSED and shown.reason == "R-32"
    assert visit.answer_shown_at
    assert visit.decision_shown(visit.answer_shown_at).reason == "R-33"


def test_the_question_is_still_open_for_its_visitor(prison: Prison) -> None:
    visit = refuse(asked(prison, clock.now()))
    assert asking.question_shown(visit, clock.now())
    asking.answer(visit=visit, text="Aadhaar", now=clock.now())
    visit = fresh(visit)
    assert visit.questions.get().answer == {"text": "Aadhaar"}
    assert visit.status == Status.REFUSED
    assert visit.status_shown(clock.now()) == Status.REQUESTED
    assert asking.question_shown(visit, clock.now()) is None


def test_who_waits_in_the_list_keeps_his_place_and_may_leave(prison: Prison) -> None:
    visit = refuse(listed(prison, clock.now()))
    assert waiting.place_in_list(visit, clock.now()) == 1
    waiting.leave(visit=visit, now=clock.now())
    visit = fresh(visit)
    assert visit.status == Status.REFUSED
    assert visit.status_shown(clock.now()) == Status.REQUESTED


def test_what_lapsed_may_be_asked_anew_and_the_answer_is_taken_back() -> None:
    prison = a_prison_open_all_day(overrides={"undo_seconds": 600})
    visit = refuse(late(prison, clock.now()))
    changing.choose_new_times(visit=visit, wishes=times(prison, 1), now=clock.now())
    visit = fresh(visit)
    assert visit.status == Status.REQUESTED and visit.decision is None
    assert "before" not in visit.details
