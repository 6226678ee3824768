"""The queue: nearest deadline first, twelve on a page, nothing skipped and nothing twice."""

import re
from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.portals.staff.tests.office import an_office
from mulakat.visits.models import Status
from tests.world import a_visit, an_approved_visit

pytestmark = pytest.mark.django_db


def rows(page):
    return [int(pk) for pk in re.findall(r'/staff/requests/(\d+)/"[^>]* data-row', page)]


def test_the_nearest_deadline_comes_first_and_late_ones_say_so():
    office, now = an_office(), clock.now()
    later = office.request(answer_by=now + timedelta(days=3))
    late = office.request(answer_by=now - timedelta(hours=2, minutes=1))
    page = office.client.get("/staff/requests/").content.decode()
    assert rows(page) == [late.pk, later.pk]
    assert "Late 2 h" in page


def test_only_waiting_requests_of_this_prison_stand_there():
    office = an_office()
    visit = office.request()
    office.request(status=Status.REFUSED)
    a_visit(office.prison)
    an_approved_visit(office.prison)
    an_office().request()
    assert rows(office.client.get("/staff/requests/").content.decode()) == [visit.pk]


def test_pages_follow_each_other_without_gap_or_repeat():
    office, now = an_office(), clock.now()
    same = now + timedelta(hours=30)
    made = {office.request(answer_by=same).pk for _ in range(20)}
    made |= {office.request(answer_by=same + timedelta(hours=n)).pk for n in range(9)}
    seen, path = [], "/staff/requests/"
    while path:
        page = office.client.get(path).content.decode()
        seen += rows(page)
        found = re.search(r'href="(\?after=[^"]+)" data-key="n"', page)
        path = f"/staff/requests/{found[1]}" if found else ""
    assert len(seen) == len(set(seen)) == len(made)
    assert set(seen) == made


@pytest.mark.parametrize("after", ["x", "nan_1", "5", "_", "1_x", "9999999999999999_1", "-1_1"])
def test_a_nonsense_position_begins_at_the_start(after):
    office = an_office()
    office.request()
    assert office.client.get(f"/staff/requests/?after={after}").status_code == 200


def test_an_empty_queue_thanks():
    assert "No request waits" in an_office().client.get("/staff/requests/").content.decode()


def test_names_keep_their_script_and_are_marked():
    office = an_office()
    office.request(asked={"name": "রহিম শেখ", "age": 3}, visitor={"name": "<b>Sabina</b>"})
    page = office.client.get("/staff/requests/").content.decode()
    assert '<bdi lang="bn">রহিম শেখ</bdi>' in page
    assert "&lt;b&gt;Sabina" in page


def test_twelve_requests_cost_as_many_queries_as_one(django_assert_max_num_queries):
    office = an_office()
    for _ in range(15):
        office.request()
    with django_assert_max_num_queries(6):
        office.client.get("/staff/requests/")
