"""Pages to read, and the pages for what went wrong."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from pytest_django import DjangoDbBlocker

from mulakat.portals.visitor.start.info import PAGES
from mulakat.urls import handler400, handler403, handler404, handler500
from mulakat.urls import urlpatterns as all_pages
from mulakat.visits.words.consent import PRIVACY_VERSION
from mulakat.web import errors
from tests.world import a_state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "hi", "bn"])
@pytest.mark.parametrize("page", sorted(PAGES))
def test_each_page_opens_in_each_language(page: str, language: str) -> None:
    answer = Client().get(f"/info/{page}/", headers={"accept-language": language})
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1>") == 1


def test_the_privacy_notice_names_its_version() -> None:
    assert PRIVACY_VERSION in Client().get("/info/privacy/").content.decode()


def test_where_approval_comes_by_email_only_the_page_on_messages_says_so() -> None:
    a_state(slug="bengal", preset="wb-2021")
    a_state(slug="other", preset="open")
    words = "The approval comes by e-mail only"
    assert words in Client().get("/info/message/?state=bengal").content.decode()
    assert words not in Client().get("/info/message/?state=other").content.decode()


def test_a_page_that_does_not_exist_shows_the_way_on() -> None:
    answer = Client().get("/info/no-such/")
    assert answer.status_code == 404
    assert 'href="/book/"' in answer.content.decode()


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("as a test")


urlpatterns = [path("broken/", broken), *all_pages]
__all__ = ["handler400", "handler403", "handler404", "handler500"]


@override_settings(ROOT_URLCONF=__name__)
def test_a_form_from_a_stranger_or_a_lost_session_keeps_the_answers() -> None:
    answer = Client(enforce_csrf_checks=True).post("/broken/", {"name": "x"})
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "Your answers are saved." in html
    assert 'href="/broken/"' in html


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_of_ours_shows_a_page_in_all_languages() -> None:
    answer = Client(raise_request_exception=False).get("/broken/")
    assert answer.status_code == 500
    html = answer.content.decode()
    assert "Your answers are saved" in html and "উত্তরগুলি" in html and "जवाब" in html


def test_the_page_for_our_faults_needs_no_database(django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.block():
        assert errors.server_error(RequestFactory().get("/")).status_code == 500
