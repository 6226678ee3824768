"""How a call's line was, kept by the minute; and what a short visit was short of."""

from datetime import timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.audit.models import Event, record
from mulakat.calls import quality, supervision
from mulakat.calls.messages import Quality
from mulakat.calls.models import Call, QualityMinute
from mulakat.calls.tests.rooms import a_call
from mulakat.visits import making_up
from mulakat.visits.models import Visit
from tests import world

pytestmark = pytest.mark.django_db
GOOD, BAD = Quality(5, 2, 80, 1), Quality(200, 150, 400, 4)


@pytest.fixture
def visit() -> Visit:
    """It has begun half a minute ago."""
    begun = clock.now() - timedelta(seconds=30)
    return world.an_approved_visit(world.a_prison(), starts_at=begun)


@pytest.fixture
def officer(visit: Visit) -> User:
    return world.an_officer(visit.prison)


def _reports(call: Call, seconds: int, found: Quality | None, is_flowing: bool = True) -> None:
    for second in range(seconds):
        at = clock.now().replace(second=0) + timedelta(seconds=second)
        quality.note(call_id=call.pk, is_flowing=is_flowing, found=found, now=at)


def test_a_minute_sums_what_the_terminal_reports(visit: Visit) -> None:
    call = a_call(visit)
    minute = clock.now().replace(second=0, microsecond=0)
    for second, found in ((1, GOOD), (2, BAD), (59, None), (60, GOOD)):
        at = minute + timedelta(seconds=second)
        quality.note(call_id=call.pk, is_flowing=found is not None, found=found, now=at)
    first, second_minute = QualityMinute.objects.order_by("minute")
    sums = (first.reports, first.flowing, first.lost, first.concealed, first.rtt, first.rung)
    assert sums == (3, 2, 205, 152, 480, 4)
    assert (second_minute.minute - first.minute, second_minute.reports) == (timedelta(minutes=1), 1)


# what was reported, how it ended, the cause and the outcome
CASES: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "the line broke": ({"seconds": 240, "is_flowing": False}, "closed", "line", "cut_short"),
    "nobody watched": ({"seconds": 10}, "closed", "jail", "cut_short"),
    "the officer says so": ({"seconds": 10}, "technical", "line", "cut_short"),
    "both had said it all": ({"seconds": 240}, "finished", "asked", "done"),
    "they gave up on words that broke": (
        {"seconds": 240, "found": BAD},
        "asked_to_stop",
        "line",
        "cut_short",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.replace(" ", "-"))
def test_a_short_visit_has_a_cause(visit: Visit, officer: User, case: str) -> None:
    reported, reason, cause, outcome = CASES[case]
    now = clock.now()
    call = a_call(visit, used_ms=180_000, admitted_at=now, admitted_by=officer)
    _reports(call, **{"found": GOOD, **reported})
    supervision.end(call=call, by="system", reason=reason, now=now + timedelta(minutes=4))
    visit.refresh_from_db()
    ended = Event.objects.get(name="call.ended")
    assert (ended.data["cause"], visit.outcome) == (cause, outcome)


def test_who_comes_late_has_had_the_visit(visit: Visit, officer: User) -> None:
    came = (visit.starts_at or clock.now()) + timedelta(minutes=11)
    record("call.visitor_joined", actor="visitor", subject=visit.subject)
    Event.objects.filter(name="call.visitor_joined").update(at=came)
    call = a_call(visit, used_ms=180_000, admitted_at=came, admitted_by=officer)
    _reports(call, 180, GOOD)
    supervision.end(call=call, by="system", reason="closed", now=came + timedelta(minutes=4))
    visit.refresh_from_db()
    assert visit.outcome == "done"
    assert Event.objects.get(name="call.ended").data["cause"] == "late"


def test_a_whole_visit_has_no_cause(visit: Visit, officer: User) -> None:
    call = a_call(visit, used_ms=900_000, admitted_at=clock.now(), admitted_by=officer)
    supervision.end(call=call, by="system", reason="time", now=clock.now())
    assert "cause" not in Event.objects.get(name="call.ended").data


def test_what_the_line_took_puts_the_family_first(visit: Visit, officer: User) -> None:
    call = a_call(visit, used_ms=180_000, admitted_at=clock.now(), admitted_by=officer)
    _reports(call, 240, BAD)
    supervision.end(call=call, by=officer.actor, reason="finished", now=clock.now())
    assert making_up.make_up(now=clock.now()) == 1
    visit.refresh_from_db()
    assert visit.goes_first
