"""Families read what is closed, up to when and why, in their language."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from mulakat.accounts.models import Role
from mulakat.prisons.models import Prison, State
from mulakat.schedule import closing
from mulakat.schedule.models import Closure
from mulakat.visits.closures import shown
from tests.world import a_prison, a_state, a_terminal, an_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # Monday, half past eleven in Kolkata
MIDNIGHT = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


def closed(of: Prison | State, start: datetime, end: datetime, **kw: Any) -> Closure:
    where = {"state": of} if isinstance(of, State) else {"prison": of}
    by = an_officer(a_prison(), Role.ADMIN)
    values: dict[str, Any] = {"cause": "holiday", **where, **kw}
    return closing.close(starts_at=start, ends_at=end, by=by, now=NOW, **values)


def announced(prison: Prison, kind: str = "") -> list[str]:
    found = shown.to_announce(now=NOW)
    return shown.announced(found, prison=prison, kind=kind, now=NOW)


def test_days_hours_and_kinds_are_named() -> None:
    prison = a_prison()
    day = timedelta(days=1)
    closed(prison, MIDNIGHT, MIDNIGHT + day)
    closed(prison, MIDNIGHT + day, MIDNIGHT + 4 * day, kind="video", cause="network")
    ten = MIDNIGHT + 5 * day + timedelta(hours=10)
    closed(prison, ten, ten + timedelta(hours=2), public_text={"en": "The roof is mended."})
    assert announced(prison) == [
        "No visits on Tue 24 Nov. There are no visits at the jail that day.",
        "No video visits from Wed 25 Nov up to Fri 27 Nov. The network of the jail does not work.",
        "No visits from Sun 29 Nov, 10:00 in the morning up to Sun 29 Nov, 12:00 in the "
        "afternoon. The roof is mended.",
    ]
    assert len(announced(prison, "physical")) == 2


def test_what_is_over_lifted_far_or_of_a_single_place_is_not_announced() -> None:
    prison = a_prison()
    day = timedelta(days=1)
    by = an_officer(prison, Role.ADMIN)
    closing.lift(closure=closed(prison, MIDNIGHT, MIDNIGHT + day), by=by, now=NOW)
    closed(prison, MIDNIGHT, MIDNIGHT + day, terminal=a_terminal(prison))
    closed(prison, MIDNIGHT + 90 * day, MIDNIGHT + 91 * day)
    closed(a_prison(), MIDNIGHT, MIDNIGHT + day)
    assert announced(prison) == []


def test_a_closed_state_is_closed_at_every_prison_of_it() -> None:
    state = a_state()
    first, second, elsewhere = a_prison(state), a_prison(state), a_prison()
    closed(state, NOW, MIDNIGHT)
    found = shown.to_announce(now=NOW)
    texts = [shown.closed_now(found, prison=p, now=NOW) for p in (first, second, elsewhere)]
    assert texts == ["closed up to Mon 23 Nov", "closed up to Mon 23 Nov", ""]
    assert shown.closed_now(found, prison=first, now=MIDNIGHT) == ""


@pytest.mark.parametrize("language", ["hi", "bn"])
def test_the_cause_is_told_in_the_readers_language(language: str) -> None:
    prison = a_prison()
    closed(prison, MIDNIGHT, MIDNIGHT + timedelta(days=1), cause="power")
    with translation.override(language):
        (sentence,) = announced(prison)
    assert "There is no electricity" not in sentence
    assert "No visits" not in sentence
    assert "24" in sentence
