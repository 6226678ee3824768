"""What uses up the quota and what never does, for whom, in the days of the wall."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mulakat import clock
from mulakat.prisons.policy import Policy
from mulakat.visits.judging.allowance import allowance, counts
from mulakat.visits.models import Offer, Outcome, Status, Visit
from tests.world import a_prison, a_request, an_inmate

FOUR = Policy(quotas=(("*", 4, "month"),))
DAY = date(2026, 8, 12)


def at(day, hour=6):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def visited(inmate, day, **kw):
    values = {"status": Status.ENDED, "outcome": Outcome.DONE, "minutes": 15, "starts_at": at(day)}
    basis = {"inmate": inmate, "basis": "consent"}
    return a_request(inmate.prison, **{**basis, **values, **kw})


def offered(visit, starts_at, **kw):
    values = {"cause": "officer", "minutes": 15, "at": clock.now(), "answer_by": clock.now()}
    return Offer.objects.create(visit=visit, starts_at=starts_at, **{**values, **kw})


def stands(inmate, on=DAY, policy=FOUR, kind="video", relation="spouse", **kw):
    return allowance(inmate=inmate, kind=kind, relation=relation, on=on, policy=policy, **kw)


@pytest.mark.parametrize(
    ("status", "outcome", "uses_up"),
    [
        (Status.APPROVED, "", True),
        (Status.ENDED, Outcome.DONE, True),
        (Status.ENDED, Outcome.STOPPED, True),
        (Status.ENDED, Outcome.MISSED_VISITOR, True),
        (Status.ENDED, "", True),
        (Status.ENDED, Outcome.CUT_SHORT, False),
        (Status.ENDED, Outcome.MISSED_JAIL, False),
        (Status.ENDED, Outcome.NOT_ADMITTED, False),
        (Status.ENDED, Outcome.DECLINED, False),
        (Status.CANCELLED, Outcome.MISSED_VISITOR, True),  # by the visitor, too late
        (Status.CANCELLED, "", False),
        (Status.CANCELLED, Outcome.MISSED_JAIL, False),
        *((status, "", False) for status in Status if status not in {"approved", "ended"}),
    ],
)
def test_only_what_the_visitor_used_or_spoilt_counts(status, outcome, uses_up):
    assert counts(Visit(status=status, outcome=outcome)) is uses_up


@pytest.mark.django_db
def test_the_quota_is_counted_and_the_next_day_named():
    inmate = an_inmate(a_prison())
    for n in range(4):
        visited(inmate, DAY - timedelta(days=20 - n))
    found = stands(inmate)
    assert (found.used, found.total, found.period) == (4, 4, "month")
    assert found.is_used_up
    assert found.next_from == date(2026, 8, 23)
    assert stands(inmate, on=date(2026, 8, 23)).used == 3


@pytest.mark.django_db
def test_it_takes_one_query_and_none_without_a_limit():
    inmate = an_inmate(a_prison())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        stands(inmate)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        found = stands(inmate, policy=Policy())
    assert len(queries) == 0
    assert (found.total, found.next_from, found.is_used_up) == (None, DAY, False)


@pytest.mark.django_db
def test_a_day_begins_at_midnight_on_the_prisons_wall():
    inmate = an_inmate(a_prison())
    once = Policy(quotas=(("*", 1, "week"),))
    before_midnight = datetime(2026, 8, 5, 18, 29, tzinfo=UTC)  # 23:59 in India
    visit = visited(inmate, DAY, starts_at=before_midnight)
    assert stands(inmate, policy=once).used == 0
    Visit.objects.filter(pk=visit.pk).update(starts_at=before_midnight + timedelta(minutes=1))
    assert stands(inmate, policy=once).used == 1


@pytest.mark.django_db
def test_another_inmates_visits_and_the_visit_that_asks_do_not_count():
    prison = a_prison()
    inmate, other = an_inmate(prison), an_inmate(prison)
    visited(other, DAY)
    own = visited(inmate, DAY, status=Status.APPROVED, outcome="")
    assert stands(inmate).used == 1
    assert stands(inmate, apart_from=own).used == 0


@pytest.mark.django_db
def test_the_class_of_the_inmate_has_its_own_limit():
    policy = Policy(quotas=(("*", 4, "month"), ("convict", 2, "month")))
    prison = a_prison()
    assert stands(an_inmate(prison), policy=policy).total == 4
    assert stands(an_inmate(prison, category="convict"), policy=policy).total == 2


@pytest.mark.django_db
def test_physical_and_video_share_or_stand_apart():
    inmate = an_inmate(a_prison())
    visited(inmate, DAY, kind="physical")
    apart = replace(FOUR, quota_shared=False, quotas_physical=(("*", 1, "week"),))
    assert stands(inmate).used == 1
    assert stands(inmate, policy=apart).used == 0
    physical = stands(inmate, policy=apart, kind="physical")
    assert (physical.used, physical.total, physical.period) == (1, 1, "week")


@pytest.mark.django_db
def test_lawyers_have_a_quota_of_their_own_and_consuls_none():
    inmate = an_inmate(a_prison())
    policy = replace(FOUR, lawyer_quotas=(("*", 2, "week"),))
    visited(inmate, DAY)
    visited(inmate, DAY, visitor={"relation": "lawyer"}, kind="physical")
    visited(inmate, DAY, visitor={"relation": "embassy"})
    assert stands(inmate, policy=policy).used == 1
    lawyer = stands(inmate, policy=policy, relation="lawyer")
    assert (lawyer.used, lawyer.total) == (1, 2)
    assert stands(inmate, policy=policy, relation="embassy").total is None


@pytest.mark.django_db
def test_a_time_held_by_an_open_offer_is_taken_until_it_is_answered():
    inmate = an_inmate(a_prison())
    asks = a_request(inmate.prison, inmate=inmate, status=Status.OFFERED)
    offer = offered(asks, at(DAY))
    assert stands(inmate).used == 1
    Offer.objects.filter(pk=offer.pk).update(answered_at=clock.now(), answer="declined")
    assert stands(inmate).used == 0


@pytest.mark.django_db
def test_a_visit_that_may_move_counts_once_wherever_it_lands():
    inmate = an_inmate(a_prison())
    approved = visited(inmate, DAY, status=Status.APPROVED, outcome="")
    offered(approved, at(DAY + timedelta(days=3)), cause="moved")
    week = Policy(quotas=(("*", 5, "week"),))
    assert stands(inmate, policy=week).used == 1
    assert stands(inmate, policy=week, on=DAY + timedelta(days=9)).used == 1


@pytest.mark.django_db
def test_of_two_limits_the_one_that_binds_is_told():
    inmate = an_inmate(a_prison())
    both = Policy(quotas=(("*", 1, "week"), ("*", 6, "month")))
    visited(inmate, DAY - timedelta(days=2))
    found = stands(inmate, policy=both)
    assert (found.used, found.total, found.period) == (1, 1, "week")
    assert found.next_from == DAY + timedelta(days=5)
