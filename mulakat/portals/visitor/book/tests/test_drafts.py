"""Answers are not lost: back, reload, a dead session, a change of language."""

from datetime import timedelta

import pytest
from django.test import Client

from mulakat import clock
from mulakat.portals.visitor.book import drafts
from mulakat.portals.visitor.book.tests.walking import JAIL, Walk, text
from mulakat.portals.visitor.models import Draft
from mulakat.visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict(walk: Walk) -> Walk:
    """A browser for which CSRF is checked, as in life."""
    walk.client = Client(enforce_csrf_checks=True)
    return walk


def proven(walk: Walk, page: str, **changes: object) -> object:
    walk.get(page)
    token = walk.client.cookies["mulakat_csrf"].value
    return walk.post(page, csrfmiddlewaretoken=token, **changes)


def test_a_lost_csrf_cookie_loses_nothing_typed(strict: Walk) -> None:
    proven(strict, "jail")
    proven(strict, "kind")
    strict.get("you")
    del strict.client.cookies["mulakat_csrf"]
    answer = strict.post("you", name="Sabina of the long page")
    shown = text(answer)
    assert answer.status_code == 200 and "Welcome back. Your answers are saved." in shown
    assert 'value="Sabina of the long page"' in shown
    assert "you" not in strict.draft.answers  # and nothing unproven was kept
    token = strict.client.cookies["mulakat_csrf"].value
    assert strict.post("you", csrfmiddlewaretoken=token)["Location"] == "/book/id/"


def test_a_browser_without_cookies_is_told_so(walk: Walk) -> None:
    answer = Client(enforce_csrf_checks=True).post("/book/jail/", JAIL)
    assert "Your browser does not keep cookies." in text(answer)
    assert 'value="Rahim Sheikh"' in text(answer)


def test_an_unproven_submit_or_otp_does_nothing(strict: Walk) -> None:
    for page in ("jail", "kind", "you", "id", "others"):
        proven(strict, page)
    answer = strict.client.post("/book/check/", {"watch": "1", "agree": "1"})
    assert "Welcome back" in text(answer) and not Visit.objects.exists()


def test_back_and_reload_show_the_answers(walk: Walk) -> None:
    walk.to("check")
    for page, words in (
        ("jail", "Rahim Sheikh"), ("you", "Sabina Khatun"), ("id", "12 Station Road")
    ):  # fmt: skip
        assert words in text(walk.get(page)) and words in text(walk.get(page))


def test_a_change_of_language_keeps_what_was_typed_and_judges_nothing(walk: Walk) -> None:
    walk.to("you")
    answer = walk.client.post("/book/you/?lang=bn", {"name": "সাবিনা", "keep": "1"})
    shown = text(answer)
    assert 'value="সাবিনা"' in shown and 'lang="bn"' in shown and "একটি সমস্যা" not in shown
    assert 'value="সাবিনা"' in text(walk.get("you"))


def test_a_page_sent_without_its_draft_is_kept_while_the_first_is_asked(walk: Walk) -> None:
    """The cookie was erased while the page stood open."""
    walk.to("you")
    walk.client.cookies.clear()
    assert walk.post("you")["Location"] == "/book/jail/"
    walk.to("you")
    assert "Sabina Khatun" in text(walk.get("you"))


def test_no_answer_stands_in_an_address(walk: Walk) -> None:
    for page in ("jail", "kind", "you", "id", "others"):
        answer = walk.post(page)
        assert answer["Location"].count("/") == 3 and "?" not in answer["Location"]


def test_the_cookie_is_for_this_site_and_no_script(walk: Walk) -> None:
    cookie = walk.post("jail").cookies["mulakat_draft"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert cookie["max-age"] == 24 * 3600
    assert cookie.value not in walk.draft.digest


def test_after_the_otp_it_lives_seven_days(walk: Walk) -> None:
    cookie = walk.to("otp").confirm().cookies["mulakat_draft"]
    assert cookie["max-age"] == 7 * 24 * 3600


def test_answers_stand_sealed_in_the_database(walk: Walk) -> None:
    walk.to("otp")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM visitor_draft")
        stored = bytes(cursor.fetchone()[0])
    assert b"Rahim" not in stored and b"9830012345" not in stored


def test_a_day_later_they_are_gone(walk: Walk) -> None:
    walk.to("you")
    now = clock.now()
    Draft.objects.update(updated_at=now - timedelta(hours=25))
    assert walk.get("you")["Location"] == "/book/jail/"
    assert drafts.forget_drafts(now) == 1 and not Draft.objects.exists()


def test_a_confirmed_draft_is_kept_a_week(walk: Walk) -> None:
    walk.to("otp").confirm()
    now = clock.now()
    Draft.objects.update(updated_at=now - timedelta(days=6))
    assert drafts.forget_drafts(now) == 0
    Draft.objects.update(updated_at=now - timedelta(days=8))
    assert drafts.forget_drafts(now) == 1 and Visit.objects.count() == 1


def test_a_page_costs_one_query_to_show_and_one_row_to_keep(
    walk: Walk, django_assert_num_queries: object
) -> None:
    walk.to("check")
    walk.get("jail")  # prisons, times and closures are kept for a minute
    for page in ("jail", "kind", "you", "id", "others"):
        with django_assert_num_queries(1):  # type: ignore[operator]
            walk.get(page)
        with django_assert_num_queries(4):  # type: ignore[operator]  # savepoint, read, write
            walk.post(page)
