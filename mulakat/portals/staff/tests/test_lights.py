"""The traffic light of a row: whom the visitor is taken to be known to."""

import pytest

from mulakat import clock
from mulakat.portals.staff.requests.lights import lights
from mulakat.visits.models import Visit
from mulakat.visits.tests.answered import a_code, a_prison
from mulakat.visits.tests.test_clear import an_ask
from tests import world

pytestmark = pytest.mark.django_db


def known_to(visit: Visit) -> object:
    row = Visit.objects.select_related("prison__state", "visitor_code__inmate").get(pk=visit.pk)
    return lights([row], clock.now())[row.pk].inmate


@pytest.mark.parametrize("at", ["counter", "gate"])
def test_a_number_typed_at_the_desk_makes_no_row_green(at: str) -> None:
    visit, inmate = an_ask(a_prison(), 0)
    assert known_to(visit) == inmate
    Visit.objects.filter(pk=visit.pk).update(assisted_at=at)
    assert known_to(visit) is None


def test_a_code_counts_only_for_the_person_asked_for() -> None:
    prison = a_prison()
    visit = world.a_request(prison)
    a_code(world.an_inmate(prison, name="Joseph Tirkey", name_local=""), visit)
    assert known_to(visit) is None
