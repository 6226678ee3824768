"""Search: by POST alone, each search written down, nothing of a person in address or history."""

import pytest

from mulakat.audit.models import Event
from mulakat.portals.staff.tests.office import an_office
from mulakat.sealed import blind_index
from tests.world import an_approved_visit

pytestmark = pytest.mark.django_db
SEARCH = "/staff/requests/search/"


def find(office, wanted):
    return office.client.post(SEARCH, {"wanted": wanted})


@pytest.mark.parametrize("write", [str, lambda text: text.replace("/", " ")])
def test_a_reference_leads_to_its_request(write):
    office = an_office()
    visit = office.request()
    assert find(office, write(visit.reference))["Location"] == f"/staff/requests/{visit.pk}/"


def test_a_phone_is_found_however_it_is_written_and_only_here():
    office, other = an_office(), an_office()
    visit, elsewhere = office.request(), other.request()
    page = find(office, "098300 12345").content.decode()
    assert f"/staff/requests/{visit.pk}/" in page
    assert f"/staff/requests/{elsewhere.pk}/" not in page


@pytest.mark.parametrize("name", ["Rahim Sheikh", "রহিম শেখ", "Sabina Khatun"])
def test_a_name_is_found_in_any_script(name):
    office = an_office()
    visit = office.request()
    approved = an_approved_visit(office.prison, inmate=office.inmate)
    page = find(office, name).content.decode()
    assert f"/staff/requests/{visit.pk}/" in page
    assert (f"/staff/requests/{approved.pk}/" in page) == (name != "Sabina Khatun")


@pytest.mark.parametrize(("wanted", "by"), [("9830012345", "phone"), ("Rahim Sheikh", "name")])
def test_each_search_is_written_down_without_what_was_typed(wanted, by):
    office = an_office()
    visit = office.request()
    find(office, wanted)
    event = Event.objects.get(name="visits.searched")
    assert (event.actor, event.data) == (office.officer.actor, {"by": by, "visits": [visit.pk]})
    assert wanted not in f"{event.subject}{event.data}"
    assert blind_index("+919830012345", "phone") not in f"{event.data}"


def test_an_address_searches_nothing():
    office = an_office()
    office.request()
    page = office.client.get(f"{SEARCH}?wanted=Rahim").content.decode()
    assert "Sabina" not in page
    assert "Rahim" not in page.partition("<main")[2]
    assert not Event.objects.filter(name="visits.searched").exists()


@pytest.mark.parametrize("wanted", ["", "  ", "\0", "<script>", "'; --", "1/2/3/4/5", "९" * 80])
def test_nonsense_finds_nothing_and_breaks_nothing(wanted):
    assert find(an_office(), wanted).status_code == 200
