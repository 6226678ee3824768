"""Every page has its lock. What is open to anybody stands here by name, and nothing else is."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from mulakat.accounts.models import Role
from tests import world

# Pages under /staff/ that need no sign-in
OPEN_TO_ANYBODY = {"/staff/sign-in/"}
# Under /gate/: enrolling and signing in, and the shell that holds nothing of anybody
OPEN_AT_THE_GATE = {
    "/gate/enrol/",
    "/gate/sign-in/",
    "/gate/app/",
    "/gate/worker.js",
    "/gate/manifest.webmanifest",
}
# Answer a script: with 401, not with a page
SPOKEN_AT_THE_GATE = {"/gate/list/", "/gate/sync/"}
SAMPLES = {"visit_id": 1, "terminal_id": 1, "pk": 1, "what": "terminal"}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def addresses(ids: dict[str, Any], prefix: str) -> list[str]:
    """Every address under `prefix`, its parameters filled from `ids`, 1 where none is given."""
    found = []
    for route, pattern in patterns(get_resolver()):
        path = "/" + route
        for name, converter in pattern.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower()
            value = ids.get(name, SAMPLES.get(name, 1))
            path = path.replace(f"<{kind}:{name}>", str(value)).replace(f"<{name}>", str(value))
            path = path.replace(f"<str:{name}>", str(value))
        if path.startswith(prefix):
            found.append(path)
    return found


def test_the_walk_finds_the_pages() -> None:
    assert "/staff/requests/" in addresses({}, "/staff/")
    assert not [path for path in addresses({}, "/staff/") if "<" in path]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_staff_page_opens_without_a_sign_in(client: Client, method: str) -> None:
    for path in addresses({}, "/staff/"):
        answer = getattr(client, method)(path)
        if path in OPEN_TO_ANYBODY:
            assert answer.status_code in {200, 400, 422}, path
        else:
            assert answer.status_code == 302, path
            assert answer.headers["Location"].startswith(settings.LOGIN_URL), path


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_about_one_prison_opens_for_the_staff_of_another(
    client: Client, method: str
) -> None:
    ours, theirs = world.a_prison(), world.a_prison()
    visit, terminal = world.a_request(ours), world.a_terminal(ours)
    stranger = world.an_officer(theirs, *Role.values)
    client.force_login(stranger)
    paths = addresses({"visit_id": visit.pk, "terminal_id": terminal.pk}, "/staff/")
    about_one = [path for path in paths if any(letter.isdigit() for letter in path)]
    assert len(about_one) > 3
    for path in about_one:
        assert getattr(client, method)(path).status_code in {403, 404, 405}, path
    visit.refresh_from_db()
    assert visit.status == "requested"


@pytest.mark.django_db
def test_a_visitors_browser_never_holds_the_cookie_of_staff(client: Client) -> None:
    client.get("/")
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert settings.SESSION_COOKIE_PATH == "/staff/"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_of_the_gate_opens_without_a_gate(client: Client, method: str) -> None:
    paths = addresses({}, "/gate/")
    assert "/gate/visit/1/act/" in paths
    for path in paths:
        answer = getattr(client, method)(path)
        if path in OPEN_AT_THE_GATE:
            assert answer.status_code in {200, 405, 422}, path
        elif path in SPOKEN_AT_THE_GATE:
            assert answer.status_code in {401, 405}, path
        else:
            assert answer.status_code in {302, 405}, path
            if answer.status_code == 302:
                assert answer.headers["Location"] == "/gate/enrol/", path


@pytest.mark.django_db
def test_no_page_of_the_gate_opens_on_a_gate_without_a_guard_but_the_board() -> None:
    from mulakat.portals.gate.tests.gatehouse import a_gatehouse

    house = a_gatehouse()
    visit = world.a_gate_visit(house.prison)
    for path in addresses({"visit_id": visit.pk}, "/gate/"):
        if path in OPEN_AT_THE_GATE | SPOKEN_AT_THE_GATE | {"/gate/board/"}:
            continue
        for method in (house.client.get, house.client.post):
            answer = method(path)
            assert answer.status_code in {302, 405}, path
            if answer.status_code == 302:
                assert answer.headers["Location"] == "/gate/sign-in/", path
    assert not visit.gate_events.exists()
