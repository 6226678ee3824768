"""Several clear requests at once: only green ones, each can be taken out, each logged."""

from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.people.models import Absence, Restriction
from mulakat.portals.staff.tests.office import an_office, on_list
from mulakat.visits.models import Status, Visit
from tests.world import a_terminal, an_inmate

pytestmark = pytest.mark.django_db
CLEAR = "/staff/requests/clear/"


def known(office, number, name="Bijoy Murmu", **kw):
    """A request of somebody on the list of a person of the register."""
    inmate = an_inmate(office.prison, name=f"{name}", guardian=f"Father {number}")
    asked = {"name": name, "guardian": f"Father {number}", "age": 35, "gender": "man"}
    visit = office.request(phone=f"+91983001{number:04}", asked=asked, **kw)
    on_list(inmate, visit)
    return visit


def test_a_green_light_needs_a_known_visitor_and_nothing_against_it():
    office = an_office()
    green = known(office, 1, "Bijoy Murmu")
    stranger = office.request(phone="+919830055555")
    page = office.client.get("/staff/requests/").content.decode()
    assert f'name="visit" value="{green.pk}"' in page
    assert f'value="{stranger.pk}"' not in page
    assert "Not on the list" in page


@pytest.mark.parametrize("what", ["bar", "away", "gone", "child", "relation"])
def test_whatever_speaks_against_it_takes_the_green_away(what):
    office, now = an_office(), clock.now()
    visit = known(office, 1)
    inmate = office.prison.inmates.get(guardian="Father 1")
    made = {"made_by": "staff:1", "made_at": now}
    if what == "bar":
        Restriction.objects.create(prison=office.prison, inmate=inmate, starts_at=now,
                                   cause="security", agreed_at=now, **made)  # fmt: skip
    elif what == "away":
        Absence.objects.create(inmate=inmate, cause="court", starts_at=now,
                               ends_at=now + timedelta(days=9), **made)  # fmt: skip
    elif what == "gone":
        inmate.left_at = now
        inmate.save()
    elif what == "child":
        visit.persons.update(age=9)
    else:
        visit.persons.update(relation="sibling")
    page = office.client.get("/staff/requests/").content.decode()
    assert f'name="visit" value="{visit.pk}"' not in page


def test_the_ticked_ones_are_listed_then_approved_one_by_one():
    office = an_office()
    for _ in range(3):
        a_terminal(office.prison)
    names = ("Bijoy Murmu", "Laltu Ghosh", "Karim Mondal")
    visits = [known(office, number, name) for number, name in enumerate(names)]
    keys = [str(visit.pk) for visit in visits]
    page = office.client.post(CLEAR, {"act": "look", "visit": keys[:2]}).content.decode()
    assert "Approve 2 clear requests" in page
    assert not Visit.objects.filter(status=Status.APPROVED).exists()
    page = office.client.post(CLEAR, {"act": "approve", "visit": keys[:2]}).content.decode()
    assert "2 requests are approved" in page
    assert Event.objects.filter(name="visit.approved").count() == 2
    visits[2].refresh_from_db()
    assert visits[2].status == Status.REQUESTED


def test_what_is_not_clear_any_more_is_left_with_its_reason():
    office = an_office()
    one, two = known(office, 1, "Bijoy Murmu"), known(office, 2, "Laltu Ghosh")
    Visit.objects.filter(pk=two.pk).update(wishes=one.wishes[:1])
    Visit.objects.filter(pk=one.pk).update(wishes=one.wishes[:1])
    keys = [str(one.pk), str(two.pk)]
    page = office.client.post(CLEAR, {"act": "approve", "visit": keys}).content.decode()
    assert "1 request is approved" in page
    assert "Left for you" in page


def test_a_forged_key_approves_nothing():
    office = an_office()
    stranger = office.request()
    elsewhere = known(an_office(), 3)
    keys = [str(stranger.pk), str(elsewhere.pk), "x", "9" * 30]
    page = office.client.post(CLEAR, {"act": "approve", "visit": keys}).content.decode()
    assert "2 were not clear any more" in page
    assert not Visit.objects.filter(status=Status.APPROVED).exists()


def test_no_more_than_twenty_five_at_once():
    office = an_office()
    for number in range(28):
        known(office, number, "Bijoy Murmu")
    page = office.client.post(CLEAR, {"act": "look"}).content.decode()
    assert "Approve 25 clear requests" in page
