"""The prison answers in time, or says that it did not."""

from datetime import timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.prisons.models import Prison
from mulakat.schedule import places
from mulakat.visits import deciding, lapsing, offering
from mulakat.visits.models import Mode, Status, Visit
from mulakat.visits.tests.answered import a_prison, approve, cells_of, fresh, messages_of, soon
from mulakat.visits.tests.test_offering import offer
from tests import world

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def asked(prison: Prison, **kw: Any) -> Visit:
    """A request of now, to be answered in 48 hours."""
    now = clock.now()
    return world.a_request(prison, requested_at=now, answer_by=now + 48 * HOUR, **kw)


def names(visit: Visit) -> list[str]:
    return list(Event.objects.filter(subject=visit.subject).values_list("name", flat=True))


def test_at_half_time_the_prison_is_reminded_once() -> None:
    prison, now = a_prison(), clock.now()
    visit = asked(prison)
    lapsing.remind_and_lapse(now=now + 23 * HOUR)
    assert names(visit) == [] and not lapsing.past_half_time(prison, now + 23 * HOUR)
    for hours in (25, 26, 47):
        lapsing.remind_and_lapse(now=now + hours * HOUR)
    assert names(visit) == ["request.half_time"] and fresh(visit).status == Status.REQUESTED
    assert list(lapsing.past_half_time(prison, now + 25 * HOUR)) == [visit]
    assert messages_of(visit) == []


def test_at_the_deadline_it_lapses_once_and_the_family_keeps_its_turn() -> None:
    prison, now = a_prison(), clock.now()
    visit = asked(prison)
    later = now + 49 * HOUR
    assert lapsing.remind_and_lapse(now=later) == 1
    assert lapsing.remind_and_lapse(now=later) == 0
    visit = fresh(visit)
    assert visit.status == Status.LAPSED and visit.turn_since == visit.requested_at
    assert sorted(messages_of(visit)) == ["E08", "S08"]
    assert list(lapsing.lapsed(prison, clock.now())) == [visit]
    event = Event.objects.get(name="request.lapsed")
    assert (event.actor, event.data) == ("system", {"prison": prison.pk})


def test_a_time_that_was_held_is_free_again_when_the_request_lapses() -> None:
    prison, now = a_prison(), clock.now()
    visit = asked(prison, mode=Mode.HOLD)
    places.claim(
        holder=visit.subject, prison=prison, starts_at=soon(200), minutes=15,
        terminal=world.a_terminal(prison), now=now,
    )  # fmt: skip
    lapsing.remind_and_lapse(now=now + 49 * HOUR)
    visit = fresh(visit)
    assert visit.status == Status.LAPSED and cells_of(visit.subject) == 0
    assert visit.turn_since == visit.requested_at


def test_what_was_answered_or_waits_for_the_visitor_does_not_lapse() -> None:
    prison, now = a_prison(), clock.now()
    approve(asked(prison), world.an_officer(prison))
    for status in (Status.QUESTION, Status.OFFERED, Status.WAITLISTED, Status.WITHDRAWN):
        asked(prison, status=status)
    assert lapsing.remind_and_lapse(now=now + 99 * HOUR) == 0


def test_the_public_figure_counts_it_also_when_it_is_answered_later() -> None:
    prison, other, now = a_prison(), a_prison(), clock.now()
    visit = asked(prison)
    lapsing.remind_and_lapse(now=now + 49 * HOUR)
    approve(visit, world.an_officer(prison))
    assert not lapsing.lapsed(prison, clock.now()).exists()
    assert lapsing.lapsed_since(prison, now - HOUR) == 1
    assert lapsing.lapsed_since(other, now - HOUR) == 0
    assert lapsing.lapsed_since(prison, clock.now() + HOUR) == 0


def test_the_time_of_a_question_is_given_back_before_half_time_is_counted() -> None:
    prison, now = a_prison(), clock.now()
    visit = asked(prison)
    assert visit.requested_at
    visit.answer_by = visit.requested_at + 58 * HOUR
    visit.save()
    assert lapsing.half_time(visit) == visit.requested_at + 29 * HOUR
    lapsing.remind_and_lapse(now=now + 28 * HOUR)
    assert names(visit) == []


def test_an_offer_after_the_deadline_is_the_superior_s_and_declined_it_stays_lapsed() -> None:
    prison, now = a_prison(), clock.now()
    visit = asked(prison)
    lapsing.remind_and_lapse(now=now + 49 * HOUR)
    made = offer(fresh(visit), starts_at=soon(200))
    offering.decline(offer=made, now=now)
    assert fresh(visit).status == Status.LAPSED and cells_of(made.subject) == 0


def test_a_lapsed_request_can_be_refused_by_the_superior() -> None:
    prison = a_prison()
    visit = asked(prison, status=Status.LAPSED)
    officer = world.an_officer(prison, "superior")
    deciding.refuse(visit_id=visit.pk, by=officer, reason="R-32", now=clock.now())
    assert fresh(visit).status == Status.REFUSED


@pytest.mark.parametrize(
    ("wish_in", "answer_in"),
    [(None, 48), (200, 48), (60, 48), (50, 38), (24, 12), (20, 10), (2, 1)],
)
def test_the_deadline_leaves_time_to_come(wish_in: int | None, answer_in: int) -> None:
    """48 hours, 12 before the earliest wish; of a near wish half the time, never the past."""
    prison, now = a_prison(), clock.now()
    wishes = [now + HOUR * 500, now + HOUR * wish_in] if wish_in else []
    assert lapsing.deadline(prison.policy, wishes, now) == now + HOUR * answer_in


def test_many_are_looked_at_in_a_constant_number_of_questions(
    django_assert_max_num_queries: Any,
) -> None:
    prison, now = a_prison(), clock.now()
    for _ in range(30):
        asked(prison)
    lapsing.remind_and_lapse(now=now + 25 * HOUR)
    with django_assert_max_num_queries(6):
        lapsing.remind_and_lapse(now=now + 26 * HOUR)
