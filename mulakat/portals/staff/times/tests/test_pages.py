"""Every page of the times: who may open it, and how many questions it asks the database."""

from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff.tests.office import an_office, at_desk
from mulakat.schedule.models import SlotRule
from tests.world import (
    a_request,
    a_window,
    an_approved_visit,
    an_officer,
)

pytestmark = pytest.mark.django_db
PLANS = ("rules/", "rules/add/", "rules/extra/", "places/", "places/terminal/add/",
         "places/window/add/", "hearings/")  # fmt: skip
CLOSES = ("", "closures/", "closures/add/", "stop/")


def a_busy_office():
    """Fourteen approved and six asked visits tomorrow."""
    office = an_office(None, Role.ADMIN)
    a_window(office.prison)
    tomorrow = clock.now() + timedelta(days=1)
    for n in range(14):
        an_approved_visit(office.prison, starts_at=tomorrow + timedelta(minutes=20 * n))
    for _ in range(6):
        a_request(office.prison, wishes=[tomorrow.isoformat()])
    return office


def paths(office):
    rule = SlotRule.objects.filter(prison=office.prison)[0]
    about_one = (f"rules/{rule.pk}/", f"rules/{rule.pk}/end/",
                 f"places/terminal/{office.terminal.pk}/",
                 f"places/terminal/{office.terminal.pk}/out/")  # fmt: skip
    return [f"/staff/times/{path}" for path in (*PLANS, *CLOSES, *about_one)]


def test_an_administrator_opens_every_page_and_others_none():
    office = an_office(None, Role.ADMIN)
    others = [at_desk(an_officer(office.prison, role)) for role in Role.values
              if role not in {Role.ADMIN, Role.SUPERIOR}]  # fmt: skip
    for path in paths(office):
        assert office.client.get(path).status_code == 200, path
        assert {other.get(path).status_code for other in others} == {403}, path


def test_a_superior_closes_but_does_not_plan():
    office = an_office(None, Role.ADMIN)
    superior = at_desk(an_officer(office.prison, Role.SUPERIOR))
    for path in CLOSES:
        assert superior.get(f"/staff/times/{path}").status_code == 200, path
    for path in PLANS:
        assert superior.get(f"/staff/times/{path}").status_code == 403, path


def test_no_page_asks_the_database_more_than_eight_times(django_assert_max_num_queries):
    office = a_busy_office()
    for path in paths(office):
        with django_assert_max_num_queries(8):
            assert office.client.get(path).status_code == 200


def test_the_navigation_leads_to_the_times():
    office = an_office(None, Role.ADMIN)
    assert 'href="/staff/times/"' in office.client.get("/staff/").content.decode()
    gate = at_desk(an_officer(office.prison, Role.GATE))
    assert 'href="/staff/times/"' not in gate.get("/staff/").content.decode()
