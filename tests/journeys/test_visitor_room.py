"""The visitor's page alone: who is there, what the officer does, and another phone's turn.

No terminal and no desk is needed: what an officer does is done by the verbs, in the rows.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.calls import steering
from mulakat.calls.models import Call
from mulakat.visits.models import JoinSession, Visit, VisitPerson
from tests import world
from tests.axe import assert_accessible, assert_fits
from tests.journeys.trio import Trio, trio, until
from tests.live import live

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit() -> Visit:
    visit = world.an_approved_visit(world.a_prison())
    VisitPerson.objects.create(visit=visit, position=1, name="Salma", age=9, relation="child")
    return visit


@pytest.fixture
def group(tmp_path: Path, visit: Visit) -> Iterator[Trio]:
    with live() as server, trio(tmp_path, server, visit) as made:
        yield made


def _let_in(visit: Visit) -> tuple[Call, User]:
    """As if an officer had looked at this browser and gone: admitted, and nobody watches."""
    session = JoinSession.objects.filter(visit=visit).latest("pk")
    until(lambda: Call.objects.filter(visit=visit).exists(), "the visitor is in the waiting room")
    Call.objects.filter(visit=visit).update(
        admitted_at=clock.now(), admitted_identity=session.subject
    )
    return Call.objects.get(visit=visit), world.an_officer(visit.prison)


def _shows(page: Page, words: str) -> None:
    expect(page.get_by_text(words)).to_be_visible()


def test_the_visitor_says_who_is_there_and_reads_what_the_officer_does(
    group: Trio, visit: Visit
) -> None:
    page = group.open_visitor()
    page.click('[data-choice="video"]:visible')
    page.wait_for_selector('[data-screen="company"]:visible')
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("Salma").check()
    page.select_option("#others", "1")
    page.click("[data-company] button")
    _shows(page, "The officer will check your ID")
    said = {"persons": [0, 1], "others": 1}
    until(lambda: Call.objects.filter(visit=visit, company=said).exists(), "the officer reads it")

    call, officer = _let_in(visit)
    now = clock.now()
    assert not steering.warn(call=call, by=officer, reason="recording", now=now)
    _shows(page, "Do not record this visit, and take no photos.")
    assert_accessible(page)
    page.click('[data-do="understood"]')
    expect(page.locator("[data-warning]")).to_be_hidden()
    assert not steering.mute(call=call, by=officer, side="visitor", on=True, now=now)
    _shows(page, "The officer has switched off your sound for a moment")
    assert not steering.pause(call=call, by=officer, reason="distress", now=now)
    _shows(page, "Somebody needs a moment.")


def test_another_phone_stops_both_and_waits_for_the_officer(group: Trio, visit: Visit) -> None:
    first = group.open_visitor()
    group.enter()
    _let_in(visit)
    expect(first.locator('[data-screen="call"]')).to_be_visible()
    second = group.open_visitor()
    group.enter()
    _shows(second, "You came with another phone or browser.")
    _shows(first, "It is open on another phone or page with your codes.")
    first.click('[data-screen="elsewhere"] [data-do="again"]')
    _shows(second, "It is open on another phone or page with your codes.")
