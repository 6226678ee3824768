"""Taking a request back, cancelling a visit: the place is free, the quota is just."""

from datetime import timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.notifications import outbox
from mulakat.notifications.models import Notification
from mulakat.schedule import places
from mulakat.visits import cancelling
from mulakat.visits.acting import CannotAct
from mulakat.visits.judging import allowance
from mulakat.visits.models import Decision, Offer, Question, Status, Visit
from mulakat.visits.tests.placed import at, cells_of, keys, messages_of, placed
from tests.world import a_prison, a_request, a_terminal, an_inmate, an_officer

pytestmark = pytest.mark.django_db


def waiting_message(visit: Visit, cause: str) -> None:
    outbox.queue(
        message="S03", channel="sms", to="+919830012345", language="en", subject=visit.subject,
        key=f"{visit.subject}:{cause}:sms", state_number=1, prison_id=visit.prison_id,
        context={}, now=clock.now(), due_at=clock.now() + timedelta(seconds=60),
    )  # fmt: skip


@pytest.mark.parametrize("status", ["requested", "question", "offered", "waitlisted", "lapsed"])
def test_a_request_without_an_answer_can_be_taken_back(status: str) -> None:
    visit = a_request(a_prison(), status=status)
    cancelling.withdraw(visit=visit, why="ill", now=clock.now())
    visit.refresh_from_db()
    assert visit.status == Status.WITHDRAWN
    assert Event.objects.get(name="visit.withdrawn").data == {"why": "ill"}
    assert messages_of(visit) == ["S15", "E15"]


def test_what_was_open_about_a_request_ends_with_it_and_its_places_are_free() -> None:
    prison = a_prison()
    officer, terminal, now = an_officer(prison), a_terminal(prison), clock.now()
    visit = a_request(prison, status=Status.OFFERED)
    offer = Offer.objects.create(
        visit=visit, cause="officer", starts_at=at(), minutes=15, terminal=terminal, at=now,
        by=officer, answer_by=now + timedelta(hours=1),
    )  # fmt: skip
    Question.objects.create(visit=visit, key="id", at=now, by=officer, answer_by=now)
    inmate = an_inmate(prison)
    claim: dict[str, Any] = {"inmate": inmate, "minutes": 15, "terminal": terminal}
    places.claim(holder=offer.subject, starts_at=at(), **claim)
    places.claim(holder=visit.subject, starts_at=at(72), **claim)
    cancelling.withdraw(visit=visit, now=now)
    offer.refresh_from_db()
    assert (offer.answer, bool(offer.answered_at)) == ("withdrawn", True)
    assert not visit.questions.filter(answered_at=None).exists()
    assert cells_of(offer.subject) == cells_of(visit.subject) == 0


def test_an_answer_that_has_not_left_is_taken_back_with_the_request() -> None:
    visit = placed(a_prison(), shown=False)
    waiting_message(visit, "approved")
    cancelling.withdraw(visit=visit, now=clock.now())
    visit.refresh_from_db()
    assert visit.status == Status.WITHDRAWN and visit.starts_at is None and not visit.basis
    assert cells_of(visit.subject) == 0
    assert Decision.objects.get().superseded_at
    # Nothing says that it had been approved: no message of it, no calendar entry to take out
    assert messages_of(visit) == ["S15", "E15"]
    letters = Notification.objects.filter(channel="email")
    assert [row.payload["context"].get("event") for row in letters] == [None]


def test_a_refusal_of_the_next_hour_is_never_told_to_who_withdraws_before() -> None:
    now = clock.now()
    visit = a_request(
        a_prison(), status=Status.REFUSED, answer_shown_at=now + timedelta(minutes=30)
    )
    waiting_message(visit, "refused")
    cancelling.withdraw(visit=visit, now=now)
    visit.refresh_from_db()
    assert visit.status == Status.WITHDRAWN and messages_of(visit) == ["S15", "E15"]


def test_an_answered_request_is_not_withdrawn_behind_the_visitors_back() -> None:
    visit = placed(a_prison())
    with pytest.raises(CannotAct) as caught:
        cancelling.withdraw(visit=visit, now=clock.now())
    assert keys(caught) == ["has_answer"]
    assert cells_of(visit.subject) == 4


@pytest.mark.parametrize(("hours", "counted"), [(5, False), (3, True)])
def test_a_cancelled_visit_counts_only_if_it_was_late(hours: int, counted: bool) -> None:
    visit = placed(a_prison(), hours=hours)
    cancelling.cancel_by_visitor(visit=visit, why="work", now=clock.now())
    visit.refresh_from_db()
    assert visit.status == Status.CANCELLED
    assert allowance.counts(visit) is counted
    assert cells_of(visit.subject) == 0
    assert not cancelling.is_by_prison(visit)


def test_the_last_moment_to_cancel_in_time_is_in_time() -> None:
    visit = placed(a_prison(), hours=24)
    cancelling.cancel_by_visitor(visit=visit, now=cancelling.in_time_until(visit))
    assert not allowance.counts(Visit.objects.get())


def test_what_has_begun_or_was_never_approved_cannot_be_cancelled() -> None:
    prison = a_prison()
    begun, asked = placed(prison, hours=-0.5), a_request(prison)
    for visit, key in ((begun, "has_begun"), (asked, "not_approved")):
        with pytest.raises(CannotAct) as caught:
            cancelling.cancel_by_visitor(visit=visit, now=clock.now())
        assert keys(caught) == [key]


def test_what_the_prison_cancels_counts_nothing_and_comes_first_next_time() -> None:
    prison = a_prison()
    visit = placed(prison, hours=1)
    officer = an_officer(prison)
    cancelling.cancel_by_prison(visit_id=visit.pk, by=officer, cause="power", now=clock.now())
    visit.refresh_from_db()
    assert visit.status == Status.CANCELLED and cancelling.is_by_prison(visit)
    assert not allowance.counts(visit)
    assert visit.goes_first and visit.turn_since == visit.requested_at
    assert cells_of(visit.subject) == 0
    assert messages_of(visit) == ["S14", "E14"]
    event = Event.objects.get(name="visit.cancelled")
    assert (event.actor, event.data) == (officer.actor, {"by": "prison", "cause": "power"})


def test_a_request_whose_times_are_all_closed_is_cancelled_with_its_first_day() -> None:
    prison = a_prison()
    visit = a_request(prison, wishes=[at().isoformat()])
    cancelling.cancel_by_prison(visit_id=visit.pk, by=None, cause="holiday", now=clock.now())
    visit.refresh_from_db()
    assert visit.status == Status.CANCELLED and visit.starts_at is None
    assert messages_of(visit) == ["S14", "E14"]


def test_a_prison_is_told_everything_that_stands_in_the_way_at_once() -> None:
    visit = a_request(a_prison(), status=Status.REFUSED)
    stranger = an_officer(a_prison())
    with pytest.raises(CannotAct) as caught:
        cancelling.cancel_by_prison(visit_id=visit.pk, by=stranger, cause="mood", now=clock.now())
    assert keys(caught) == ["not_your_prison", "is_over", "no_cause"]
