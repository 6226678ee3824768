"""What the rules keep back, what an officer may overrule with a word, and races for a quota."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from mulakat import clock
from mulakat.visits import deciding, rules
from mulakat.visits.judging.table import OVERRULABLE
from mulakat.visits.models import Decision, Visit
from mulakat.visits.tests.asking import AT, NOW, asking
from mulakat.visits.tests.test_deciding_races import all_at_once
from tests.world import a_prison, a_request, a_terminal, an_inmate, an_officer

WEEK = [["*", 1, "week"]]


def obstacles(case, **kw):
    visit = Visit.objects.select_related("prison__state", "visitor_code").get(pk=case.visit.pk)
    visit.inmate, visit.basis, visit.terminal = case.inmate, "consent", case.terminal
    visit.starts_at, visit.minutes = AT, 15
    decision = Decision(
        visit=visit, at=NOW, by=an_officer(case.prison), approved=True,
        consent_asked_by="Warder Das", consent_asked_at=NOW, **kw,
    )  # fmt: skip
    found = rules.reasons_not_to_approve(visit, decision, contact=None, now=NOW)
    return {obstacle.key for obstacle in found}


@pytest.mark.django_db
def test_a_plain_request_may_be_approved():
    assert obstacles(asking()) == set()


@pytest.mark.django_db
def test_every_stop_keeps_an_approval_back():
    case = asking(quotas=WEEK, persons_max=1)
    case.met(-1)
    case.bring()
    case.bar()
    case.away()
    case.closure()
    case.cell("visit:999", inmate=case.inmate)
    assert obstacles(case) == {
        "quota", "persons", "restriction", "absence", "closed", "inmate_busy", "terminal_taken",
    }  # fmt: skip


@pytest.mark.django_db
def test_an_officer_overrules_with_a_word_what_may_be_overruled():
    case = asking(quotas=WEEK, persons_max=1)
    case.met(-1)
    case.bring()
    both = ["quota", "persons"]
    assert obstacles(case, overruled=both, note="The mother is dying") == set()
    assert obstacles(case, overruled=["quota"], note="The mother is dying") == {"persons"}
    assert obstacles(case, overruled=both, note=" ") == {"no_overrule_note"}


@pytest.mark.django_db
def test_hard_facts_are_never_overruled():
    case = asking()
    case.bar(), case.away(), case.closure(), case.cell("visit:999", inmate=case.inmate)
    case.change(case.inmate, left_at=NOW, left_for="release")
    everything = ["in_prison", "restriction", "absence", "closed", "clash", "place", "time",
                  "inmate_busy", "terminal_taken", "inmate_left"]  # fmt: skip
    found = obstacles(case, overruled=everything, note="I want it")
    assert found == {
        "inmate_left", "restriction", "absence", "closed", "inmate_busy", "terminal_taken",
    }  # fmt: skip
    assert not OVERRULABLE.intersection(everything)


@pytest.mark.django_db
def test_two_must_agree_where_the_rules_say_so():
    case = asking(second_approval=["undertrial"])
    assert obstacles(case) == {"second_needed"}
    assert obstacles(case, overruled=["second"], note="In a hurry") == {"second_needed"}
    assert obstacles(case, seconded_by=an_officer(case.prison)) == set()


@pytest.mark.django_db
def test_a_place_that_was_taken_away_is_named():
    case = asking()
    case.change(case.terminal, removed_at=NOW)
    assert obstacles(case) == {"place_removed"}


@pytest.mark.django_db(transaction=True)
def test_of_many_approvals_at_once_no_more_than_the_quota_stand():
    prison = a_prison(overrides={"notice_hours": 0, "quotas": [["*", 2, "week"]]})
    inmate, officer = an_inmate(prison), an_officer(prison)
    first = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    acts: list[Callable[[], object]] = [
        partial(
            deciding.approve, visit_id=a_request(prison, phone=f"+91900000000{n}").pk, by=officer,
            inmate=inmate, basis="consent", starts_at=first + timedelta(hours=n), minutes=15,
            terminal=a_terminal(prison), consent_asked_by="Warder Das", consent_asked_at=first
            - timedelta(days=2), now=clock.now(),
        )
        for n in range(6)
    ]  # fmt: skip
    results = all_at_once(acts)
    assert results == {"done": 2, "quota": 4}
    assert Visit.objects.filter(inmate=inmate, status="approved").count() == 2
