"""A closed prison says so where one chooses it, and a closed day where one chooses a time."""

from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.portals.visitor.book import closed
from mulakat.portals.visitor.book.tests.walking import Walk
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Closure
from tests.world import a_prison, all_day_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def prison() -> Prison:
    """Closed from an hour ago to tomorrow evening."""
    prison, now = a_prison(), clock.now()
    all_day_rules(prison)
    Closure.objects.create(
        state=prison.state, prison=prison, starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=20), cause="emergency", made_by="staff:1", made_at=now,
        public_text={"en": "Water in the hall."},
    )  # fmt: skip
    closed.forget()
    return prison


def test_the_list_of_jails_says_which_is_closed_now(prison: Prison) -> None:
    walk = Walk(prison)
    page = walk.client.get(f"/book/jail/?state={prison.state.slug}").content.decode()
    assert "Nadipur Central – closed up to" in page


def test_the_page_of_times_says_what_is_closed_and_why(prison: Prison) -> None:
    walk = Walk(prison)
    walk.to("kind")
    page = walk.client.get("/book/kind/").content.decode()
    assert "Water in the hall." in page
    assert "No visits from" in page


def test_what_is_closed_is_read_once_a_minute(
    prison: Prison, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    now = clock.now()
    closed.sentences(prison, "video", now)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert closed.sentences(prison, "video", now + timedelta(seconds=59))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert closed.sentences(prison, "video", now + timedelta(seconds=60))
