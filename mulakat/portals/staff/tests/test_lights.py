"""The traffic light of a row: whom the visitor is taken to be known to."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.people.models import Inmate
from mulakat.portals.staff.requests.lights import Light, lights
from mulakat.schedule import places
from mulakat.visits import clear
from mulakat.visits.models import Visit
from mulakat.visits.tests.answered import a_code, a_prison
from mulakat.visits.tests.test_clear import an_ask
from tests import world

pytestmark = pytest.mark.django_db


def light_of(visit: Visit) -> Light:
    row = Visit.objects.select_related("prison__state", "visitor_code__inmate").get(pk=visit.pk)
    return lights([row], clock.now())[row.pk]


def known_to(visit: Visit) -> object:
    return light_of(visit).inmate


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


def booked(visit: Visit, inmate: Inmate, **kw: Any) -> Visit:
    """Another visit of that inmate, approved for the time that is asked for, its place taken."""
    at = datetime.fromisoformat(visit.wishes[0])
    values: dict[str, Any] = {"phone": "+919830077777", "inmate": inmate, "starts_at": at, **kw}
    other = world.an_approved_visit(visit.prison, **values)
    places.claim(
        holder=other.subject, starts_at=values["starts_at"], minutes=20, inmate=inmate,
        terminal=world.a_terminal(visit.prison),
    )  # fmt: skip
    return other


@pytest.mark.parametrize(
    ("what", "kind", "word"),
    [
        ("nothing", "fine", "Clear"),
        ("same time", "stop", "Another visit then"),
        ("used up", "stop", "Visits used"),
        ("same two", "stop", "Same two people"),
        ("asked again", "look", "Asked twice"),
    ],
)
def test_the_light_is_green_exactly_where_the_rules_approve_at_once(what, kind, word) -> None:
    """Other visits of the inmate and of the visitor are looked at, as when many are approved."""
    rules: dict[str, Any] = {"quotas": [["*", 1, "week"]]} if what == "used up" else {}
    rules |= {"same_visitor_days": 7} if what == "same two" else {}
    prison = a_prison(**rules)
    world.a_terminal(prison)
    visit, inmate = an_ask(prison, 0)
    day = timedelta(days=1)
    if what == "same time":
        booked(visit, inmate)
    elif what == "used up":
        booked(visit, inmate, starts_at=datetime.fromisoformat(visit.wishes[0]) + day)
    elif what == "same two":
        booked(visit, inmate, starts_at=datetime.fromisoformat(visit.wishes[0]) + day,
               phone="+919830099900")  # fmt: skip
    elif what == "asked again":
        world.a_request(prison, asked=visit.asked, phone="+919830099900")
    light = light_of(visit)
    assert (light.kind, light.word) == (kind, word)
    reasons = clear.approve(visit_id=visit.pk, by=world.an_officer(prison), now=clock.now())
    assert bool(reasons) != light.is_clear


def test_of_several_times_one_that_clashes_is_to_be_looked_at() -> None:
    visit, inmate = an_ask(a_prison(), 0)
    booked(visit, inmate)
    later = datetime.fromisoformat(visit.wishes[0]) + timedelta(hours=3)
    Visit.objects.filter(pk=visit.pk).update(wishes=[*visit.wishes, later.isoformat()])
    assert light_of(visit).kind == "look"


def test_a_time_that_is_held_for_the_visit_itself_does_not_clash() -> None:
    visit, inmate = an_ask(a_prison(), 0)
    places.claim(
        holder=visit.subject, starts_at=datetime.fromisoformat(visit.wishes[0]), minutes=20,
        inmate=inmate,
        terminal=world.a_terminal(visit.prison),
    )  # fmt: skip
    assert light_of(visit).is_clear
