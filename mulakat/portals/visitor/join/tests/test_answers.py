"""Why one cannot join now: each reason has its page, for those who may know."""

from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.portals.visitor.join.tests.walk import Browser, delivered
from mulakat.schedule.models import Kind
from mulakat.visits.models import Status
from tests.world import a_prison, a_request, a_state, an_approved_visit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"starts_at": clock.now() + timedelta(hours=3)}, "Your visit opens at"),
        ({"starts_at": clock.now() - timedelta(hours=3)}, "This visit was at"),
        ({"status": Status.REFUSED}, "Not approved"),
        ({"status": Status.CANCELLED}, "This visit was cancelled"),
        ({"status": Status.LAPSED}, "The jail did not answer in time"),
        ({"status": Status.ENDED}, "The visit has finished"),
        ({"kind": Kind.PHYSICAL}, "This visit is at the jail"),
    ],
)
def test_each_reason_has_its_page(changes: dict[str, object], says: str) -> None:
    visit = an_approved_visit(a_prison(a_state("wb-2021")), **changes)
    browser = Browser().open_link(visit)
    assert browser.path == "/join/" and says in browser.page
    assert delivered() == []


def test_a_refusal_reads_as_not_answered_until_its_hour() -> None:
    refused = {"status": Status.REFUSED, "answer_shown_at": clock.now() + timedelta(minutes=40)}
    prison = a_prison(a_state("open"))
    hidden = Browser().open_link(a_request(prison, **refused)).page
    waiting = Browser().open_link(a_request(prison)).page
    assert hidden == waiting and "Not approved yet" in hidden


def test_a_typed_number_that_is_not_approved_learns_it_after_the_otp_alone() -> None:
    visit = a_request(a_prison(a_state("open")))
    browser = Browser().send("/join/", reference=visit.reference, mobile="9830012345")
    assert browser.path == "/join/otp/" and "Not approved yet" not in browser.page
    browser.send("/join/otp/", otp=delivered()[0]["otp"])
    assert browser.path == "/join/" and "Not approved yet" in browser.page
