"""Many right submissions at once: one code is used once, and nobody sees a false error."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.notifications.models import Notification
from mulakat.visits import joining
from mulakat.visits.models import JoinSession, Visit
from mulakat.visits.proofs import join_codes, links
from tests.world import a_prison, a_state, an_approved_visit

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


def opened(visit: Visit) -> JoinSession:
    url = links.make(visit=visit, channel="email", now=clock.now())
    found = joining.open_link(token=url.rpartition("/")[2], cookie="", now=clock.now())
    assert found
    return found.session


def otp_of(session: JoinSession) -> str:
    join_codes.ask(session=session, now=clock.now())
    join_codes.send_wanted(now=clock.now())
    row = Notification.objects.latest("pk")
    return str(row.payload["context"]["otp"])


def all_at_once(act: Callable[[int], bool]) -> list[bool]:
    results: list[bool] = []
    gate = threading.Barrier(10)

    def run(first: int) -> None:
        try:
            gate.wait(20)
            for number in range(first, MANY, 10):
                results.append(act(number))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(first,)) for first in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_one_browser_that_sends_fifty_times_is_let_in_each_time_and_noted_once() -> None:
    session = opened(an_approved_visit(a_prison(a_state("open"))))
    otp = otp_of(session)

    def submit(_number: int) -> bool:
        verdict = join_codes.check_otp(session=session, typed=otp, now=clock.now())
        return verdict.is_right

    assert all_at_once(submit) == [True] * MANY
    assert Event.objects.filter(name="otp.right").count() == 1


def test_fifty_browsers_with_one_code_are_one_browser_let_in() -> None:
    visit = an_approved_visit(a_prison(a_state("open")))
    sessions = [opened(visit) for _ in range(MANY)]
    otp = otp_of(sessions[0])

    def submit(number: int) -> bool:
        verdict = join_codes.check_otp(session=sessions[number], typed=otp, now=clock.now())
        return verdict.is_right

    results = all_at_once(submit)
    assert len(results) == MANY and sum(results) == 1


def test_a_browser_may_ask_fifty_times_at_once_and_one_code_goes_out() -> None:
    session = opened(an_approved_visit(a_prison(a_state("open"))))
    refused = all_at_once(lambda _n: join_codes.ask(session=session, now=clock.now()) is None)
    assert sum(refused) == 1
    sent: list[Any] = [join_codes.send_wanted(now=clock.now()) for _ in range(3)]
    assert [each.sent for each in sent] == [1, 0, 0]
