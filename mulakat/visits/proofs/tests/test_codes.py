"""Codes forgive slow messages and not guessing."""

from datetime import UTC, datetime, timedelta

import pytest

from mulakat.visits.models import Code, Purpose, Visit
from mulakat.visits.proofs import codes
from mulakat.visits.proofs.codes import Outcome
from tests import world

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


@pytest.fixture
def visit() -> Visit:
    return world.a_visit(world.a_prison())


def issue(visit: Visit, now: datetime = NOW, purpose: Purpose = Purpose.REQUEST) -> str:
    code = codes.issue(visit=visit, purpose=purpose, now=now, digits=6, lifetime=QUARTER)
    assert code is not None
    return code


def check(visit: Visit | None, typed: str, now: datetime = NOW) -> codes.Verdict:
    return codes.check(visit=visit, purpose=Purpose.REQUEST, typed=typed, now=now)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_right_code_works_once(visit: Visit) -> None:
    code = issue(visit)
    assert check(visit, code).is_right
    assert check(visit, code).outcome is Outcome.WRONG


def test_an_older_code_stays_good_after_a_newer_one(visit: Visit) -> None:
    older = issue(visit)
    issue(visit, NOW + timedelta(minutes=2))
    assert check(visit, older, NOW + timedelta(minutes=3)).is_right


def test_a_code_is_too_old_after_its_time(visit: Visit) -> None:
    code = issue(visit)
    assert check(visit, code, NOW + QUARTER).outcome is Outcome.EXPIRED


def test_five_wrong_tries_end_every_code_of_that_purpose(visit: Visit) -> None:
    code = issue(visit)
    other = issue(visit, NOW + timedelta(seconds=31))
    bad = next(guess for guess in ("000000", "111111", "222222") if guess not in (code, other))
    left = [check(visit, bad).tries_left for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    assert check(visit, code).outcome is Outcome.EXHAUSTED


def test_the_tries_of_one_visit_do_not_touch_another(visit: Visit) -> None:
    neighbour = world.a_visit(visit.prison)
    code = issue(neighbour)
    for _ in range(5):
        check(visit, "123456")
    assert check(neighbour, code).is_right


def test_a_code_of_one_purpose_never_serves_another(visit: Visit) -> None:
    code = issue(visit, purpose=Purpose.JOIN)
    assert check(visit, code).outcome is Outcome.WRONG


def test_a_code_of_one_visit_never_serves_another(visit: Visit) -> None:
    code = issue(world.a_visit(visit.prison))
    assert check(visit, code).outcome is Outcome.WRONG


def test_an_unknown_visit_answers_like_a_wrong_code(visit: Visit) -> None:
    code = issue(visit)
    assert check(None, code) == check(visit, wrong(code))


def test_two_codes_are_thirty_seconds_apart_and_five_an_hour(visit: Visit) -> None:
    issue(visit)
    again = codes.issue(visit=visit, purpose=Purpose.REQUEST, now=NOW, digits=6, lifetime=QUARTER)
    assert again is None
    for number in range(1, 5):
        issue(visit, NOW + timedelta(minutes=number))
    later = NOW + timedelta(minutes=30)
    refused = codes.cannot_send(visit=visit, purpose=Purpose.REQUEST, now=later)
    assert refused == codes.CannotSend("exhausted", NOW + timedelta(hours=1))
    issue(visit, NOW + timedelta(minutes=61))


def test_no_code_stands_in_the_database(visit: Visit) -> None:
    code = issue(visit)
    assert code not in str(Code.objects.values_list())
