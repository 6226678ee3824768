"""Names under which pages are shown."""

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.mark.django_db
def test_it_refuses_a_host_that_is_not_ours(client: Client) -> None:
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400
    assert client.get("/", headers={"host": "localhost"}).status_code == 200


@pytest.mark.django_db
def test_it_tells_its_health_to_whoever_asks_by_address(client: Client) -> None:
    answer = client.get("/healthz", headers={"host": "192.0.2.7"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_it_shows_the_staff_portal_on_its_own_host_alone(
    client: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["visits.example.in", "staff.example.in"]
    settings.STAFF_HOSTS = {"staff.example.in"}
    path = "/staff/sign-in/"
    assert client.get(path, headers={"host": "visits.example.in"}).status_code == 404
    assert client.get(path, headers={"host": "staff.example.in:8443"}).status_code == 200
    assert client.get("/", headers={"host": "visits.example.in"}).status_code == 200
