"""The first page: printed words, the state's name and helpline, doors that exist."""

import re

import pytest
from django.test import Client

from tests.world import a_state

pytestmark = pytest.mark.django_db


def page(path: str = "/", language: str = "en", client: Client | None = None) -> str:
    answer = (client or Client()).get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["en", "hi", "bn"])
def test_the_printed_words_stand_in_every_language(language: str) -> None:
    html = page(language=language)
    assert "e-Mulakat" in html
    assert "New Visit Registration" in html
    assert f'<html lang="{language}"' in html


def test_the_only_state_gives_its_name_and_helpline() -> None:
    a_state(department={"en": "West Bengal Correctional Services"}, helpline="9073945590")
    html = page()
    assert "West Bengal Correctional Services" in html
    assert 'href="tel:+919073945590"' in html


def test_with_several_states_each_helpline_is_shown_until_one_is_chosen() -> None:
    a_state(slug="here", names={"en": "Here"}, helpline="9000000001")
    a_state(slug="there", names={"en": "There"}, helpline="9000000002")
    client = Client()
    neutral = page(client=client)
    assert "9000000001" in neutral and "9000000002" in neutral
    assert 'href="?state=there"' in neutral
    chosen = page("/?state=there", client=client)
    assert "9000000002" in chosen and "9000000001" not in chosen
    remembered = page(client=client)
    assert "9000000002" in remembered and "9000000001" not in remembered


def test_an_unknown_state_is_not_remembered() -> None:
    a_state(slug="here")
    a_state(slug="there")
    client = Client()
    page("/?state=nowhere", client=client)
    assert "mulakat_state" not in client.cookies


def test_the_switch_keeps_page_and_query_and_remembers_the_language() -> None:
    a_state(slug="here")
    client = Client()
    html = page("/leaflet/?state=here", client=client)
    link = re.search(r'href="([^"]+)" lang="bn"', html)
    assert link and link[1] == "?state=here&amp;lang=bn"
    assert '<html lang="bn"' in page("/leaflet/?state=here&lang=bn", client=client)
    assert '<html lang="bn"' in page("/info/rules/", client=client)


def test_a_page_costs_no_query_once_the_states_are_known(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    a_state()
    page()
    with django_assert_num_queries(0):  # type: ignore[operator]
        page()
        page("/info/privacy/")
        page("/leaflet/")


@pytest.mark.parametrize(
    "path",
    [
        "/public/myvisitRegistration.aspx",
        "/NPIP/public/MyVisitRegistration.aspx",
        "/NPIP/public/MyVisitRegister.aspx",
    ],
)
def test_the_old_addresses_of_the_leaflet_lead_to_the_form(path: str) -> None:
    for typed in (path, path.lower(), path.upper(), path.swapcase()):
        answer = Client().get(typed)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/book/")


def test_every_link_of_the_frame_leads_somewhere() -> None:
    client = Client()
    for path in set(re.findall(r'href="(/[^"]*)"', page(client=client))):
        if path.startswith("/static/"):
            continue
        assert client.get(path).status_code in (200, 302), path
