"""The quota in words for a family the inmate knows, and not a word for anybody else."""

from datetime import timedelta

import pytest

from mulakat.visits.judging.standing import standing
from mulakat.visits.models import Visit
from mulakat.visits.tests.asking import AT, NOW, asking

pytestmark = pytest.mark.django_db


def a_case(**overrides):
    case = asking(**{"quotas": [["*", 2, "month"]], **overrides})
    case.change(case.visit, inmate=case.inmate)
    return case


def says(case):
    visit = Visit.objects.select_related("prison__state", "visitor_code__inmate", "inmate")
    found = standing(visit.get(pk=case.visit.pk), now=NOW)
    return found.sentence if found else None


def test_a_listed_visitor_reads_how_many_and_from_when():
    case = a_case()
    case.list()
    case.met(-1)
    assert says(case) == "1 of 2 used this month, next from Tue 4 Aug 2026"
    case.met(0)
    assert says(case) == "2 of 2 used this month, next from Fri 11 Sep 2026"


def test_a_holder_of_a_code_reads_it_before_anybody_has_matched_the_inmate():
    case = a_case()
    case.change(case.visit, inmate=None)
    case.code()
    assert says(case) == "0 of 2 used this month, next from Tue 4 Aug 2026"


def test_a_stranger_reads_nothing_whatever_there_is():
    case = a_case()
    case.met(-1)
    assert says(case) is None
    case.list(removed_at=NOW)
    case.code(revoked_at=NOW)
    assert says(case) is None


def test_where_nothing_limits_there_is_nothing_to_say():
    case = a_case(quotas=[])
    case.list()
    assert says(case) is None


def test_the_own_visit_counts_once_it_is_approved():
    case = a_case()
    case.list()
    case.change(case.visit, status="approved", starts_at=AT, minutes=15, basis="contact_list")
    assert says(case).startswith("1 of 2")
    case.change(case.visit, starts_at=AT - timedelta(days=40))
    assert says(case).startswith("0 of 2")
