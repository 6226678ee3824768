"""Check my phone: open to everybody, kept only with a visit the browser has proved."""

from datetime import timedelta

import pytest
from django.test import Client

from mulakat import clock, ids
from mulakat.portals.visitor import here
from mulakat.portals.visitor.check import views
from mulakat.portals.visitor.check.budget import Budget
from mulakat.sealed import digest
from mulakat.visits.models import JoinSession, PhoneCheck, Visit
from tests import world

pytestmark = pytest.mark.django_db
FOUND = {"result": "voice", "camera": "no", "network": "weak"}


@pytest.fixture
def visit() -> Visit:
    return world.an_approved_visit(world.a_prison())


def _known(client: Client, visit: Visit, *, came_by: str = "email") -> None:
    secret, now = ids.secret(), clock.now()
    JoinSession.objects.create(
        digest=digest(secret, "join"),
        visit=visit,
        prison=visit.prison,
        came_by=came_by,
        created_at=now,
        expires_at=now + timedelta(hours=1),
    )
    client.cookies["mulakat_join"] = secret
    client.cookies["mulakat_visit"] = secret


@pytest.mark.parametrize("path", ["/check/", "/join/check/", "/visits/check/"])
def test_it_is_open_to_everybody_and_keeps_nothing(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert "Check my phone" in page
    assert "data-keeps" not in page
    assert client.post(path, FOUND).status_code == 204
    assert not PhoneCheck.objects.exists()


@pytest.mark.parametrize("path", ["/join/check/", "/visits/check/"])
def test_the_visit_of_this_browser_keeps_what_was_found(
    client: Client, visit: Visit, path: str
) -> None:
    _known(client, visit)
    assert "data-keeps" in client.get(path).content.decode()
    assert client.post(path, FOUND).status_code == 204
    kept = PhoneCheck.objects.get(visit=visit)
    assert (kept.result, kept.found) == ("voice", {"camera": "no", "network": "weak"})


def test_whoever_only_typed_a_number_keeps_nothing(client: Client, visit: Visit) -> None:
    _known(client, visit, came_by="typed")
    assert "data-keeps" not in client.get("/join/check/").content.decode()
    client.post("/join/check/", FOUND)
    assert not PhoneCheck.objects.exists()


def test_without_scripts_it_says_what_it_cannot_test(client: Client) -> None:
    world.a_prison()
    here.forget()
    page = client.get("/check/").content.decode()
    assert "Without JavaScript we cannot test this phone" in page
    assert "tel:" in page


def test_inside_another_app_it_leads_to_a_browser(client: Client) -> None:
    name = "Mozilla/5.0 (Linux; Android 10; wv) Chrome/130.0 Mobile Safari/537.36 [FB_IAB/FB4A]"
    page = client.get("/check/", headers={"user-agent": name}).content.decode()
    assert "intent://testserver/check/#Intent;" in page
    assert "intent:" not in client.get("/check/").content.decode()


def test_the_load_is_of_the_size_asked_for_and_bounded(client: Client) -> None:
    assert len(client.get("/check/load/?n=4096").content) == 4096
    for wrong in ("", "0", "-1", "x", str(views.LOAD_MAX + 1), "9" * 30):
        assert client.get(f"/check/load/?n={wrong}").status_code == 413
    body = b"x" * 2048
    sent = client.post("/check/load/", body, content_type="application/octet-stream")
    assert sent.status_code == 204


def test_who_asks_for_too_much_is_told_to_wait(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "budget", Budget(source_max=10_000))
    codes = [client.get("/check/load/?n=4096").status_code for _ in range(3)]
    if codes[-1] == 200:  # the minute has turned in between
        codes.append(client.get("/check/load/?n=4096").status_code)
    assert codes[-1] == 429


def test_one_source_does_not_use_up_the_budget_of_another() -> None:
    now = clock.now().replace(second=0)
    budget = Budget(source_max=10, all_max=25)
    assert budget.take(source="a", size=10, now=now)
    assert not budget.take(source="a", size=1, now=now)
    assert budget.take(source="b", size=10, now=now)
    assert not budget.take(source="c", size=10, now=now), "all together have a bound"
    assert budget.take(source="a", size=10, now=now + timedelta(minutes=1))
