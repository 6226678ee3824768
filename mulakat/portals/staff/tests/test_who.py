"""Which person is it? Candidates across scripts; nobody is chosen beforehand."""

import pytest

from mulakat.audit.models import Event
from mulakat.portals.staff.tests.office import an_office, on_list
from tests.world import a_prison, an_inmate

pytestmark = pytest.mark.django_db
ASKED = {
    "name": "রমেশ মণ্ডল",
    "guardian": "Nitai Mandal",
    "age": 40,
    "gender": "man",
    "number": "",
}


@pytest.fixture
def office():
    office = an_office()
    for name, guardian, year in (
        ("Ramesh Mondal", "Nitai Mondal", 1987),
        ("Ramesh Mandal", "Suresh Mandal", 1983),
        ("Bijoy Murmu", "Somra Murmu", 1986),
    ):
        an_inmate(office.prison, name=name, guardian=guardian, birth_year=year, name_local="")
    return office


def look(office, visit, **answer):
    path = f"/staff/requests/{visit.pk}/who/"
    return office.client.post(path, answer) if answer else office.client.get(path)


def test_candidates_stand_beside_what_was_written(office):
    page = look(office, office.request(asked=ASKED)).content.decode()
    for name in ("Ramesh Mondal", "Ramesh Mandal", "রমেশ মণ্ডল"):
        assert name in page
    assert "Bijoy" not in page
    assert page.index("Nitai Mondal") < page.index("Suresh Mandal")
    assert "checked" not in page


def test_people_of_another_prison_are_never_candidates(office):
    an_inmate(a_prison(), name="Ramesh Mondal", guardian="Elsewhere Mondal")
    assert "Elsewhere" not in look(office, office.request(asked=ASKED)).content.decode()


def test_a_number_finds_the_person_whatever_the_name(office):
    asked = {**ASKED, "name": "Nothing Alike", "number": office.inmate.number.lower()}
    assert "Rahim Sheikh" in look(office, office.request(asked=asked)).content.decode()


def test_a_misspelt_consonant_still_finds(office):
    asked = {**ASKED, "name": "Vijay Murmo"}
    assert "Bijoy Murmu" in look(office, office.request(asked=asked)).content.decode()


def test_the_choice_leads_back_and_nothing_chosen_is_said(office):
    visit = office.request(asked=ASKED)
    person = office.prison.inmates.get(name="Ramesh Mondal")
    chosen = look(office, visit, person=person.pk)
    assert chosen["Location"] == f"/staff/requests/{visit.pk}/?person={person.pk}"
    page = look(office, visit, act="x").content.decode()
    assert "Choose the person, or “None of these”" in page


def test_none_of_these_leads_to_the_refusal_with_its_reason(office):
    visit = office.request(asked=ASKED)
    none = look(office, visit, person="none")
    assert none["Location"] == f"/staff/requests/{visit.pk}/refuse/?reason=R-10"


def test_the_search_is_written_down_with_keys_not_names(office):
    visit = office.request(asked=ASKED)
    look(office, visit)
    event = Event.objects.get(name="inmate.searched")
    assert event.subject == visit.subject
    assert len(event.data["inmates"]) == 2
    assert "Ramesh" not in str(event.data)


def test_the_visitor_list_is_shown(office):
    visit = office.request(asked=ASKED)
    on_list(office.prison.inmates.get(name="Ramesh Mondal"), visit, name="Sabina Bibi")
    assert "Sabina Bibi" in look(office, visit).content.decode()


def test_the_page_costs_at_most_eight_queries(office, django_assert_max_num_queries):
    visit = office.request(asked=ASKED)
    with django_assert_max_num_queries(8):
        look(office, visit)


def test_a_thousand_people_cost_no_more_queries(office, django_assert_max_num_queries):
    from mulakat.people import names
    from mulakat.people.models import Inmate

    made = [f"Person{chr(97 + n % 26)}{chr(97 + n // 26 % 26)} Mandal" for n in range(1000)]
    Inmate.objects.bulk_create(
        Inmate(prison=office.prison, number=f"X{n}", name=name, gender="man",
               name_key=names.key(name))
        for n, name in enumerate(made)
    )  # fmt: skip
    visit = office.request(asked=ASKED)
    with django_assert_max_num_queries(8):
        assert "Ramesh Mondal" in look(office, visit).content.decode()
