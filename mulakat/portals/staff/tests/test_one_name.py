"""A visit at the jail has one name for staff, that of the family's pages, in the state's words."""

import re

import pytest

from mulakat.accounts.models import Role
from mulakat.portals.staff.tests.office import an_office
from tests import world

pytestmark = pytest.mark.django_db
PAGES = (
    "/staff/requests/", "/staff/people/bars/", "/staff/times/closures/add/", "/staff/times/stop/",
    "/staff/times/rules/add/", "/staff/rules/", "/staff/rules/often/", "/staff/rules/meeting/",
)  # fmt: skip
OTHERS = re.compile(r"in person|face to face", re.I)
KARA = {"jail": {"en": "correctional home", "bn": "কারা"}, "at_jail": {"bn": "কারায়"}}


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_staff_has_another_name_for_it(page: str) -> None:
    prison = world.a_prison(world.a_state(terms=KARA))
    answer = an_office(prison, *Role.values).client.get(page)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert not OTHERS.search(html) and "%(" not in html


@pytest.mark.parametrize(
    ("language", "named"), [("en", "At the correctional home"), ("bn", ">কারায়<")]
)
def test_it_is_named_in_the_words_of_the_state(language: str, named: str) -> None:
    office = an_office(world.a_prison(world.a_state(terms=KARA)))
    assert named in office.client.get(f"/staff/requests/?lang={language}").content.decode()
