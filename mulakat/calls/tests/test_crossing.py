"""Pages that signal each other at the same moment, while both are being heard."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from mulakat import clock
from mulakat.calls import connecting
from mulakat.calls.connecting import Heard, Seat
from mulakat.calls.live import acts
from mulakat.calls.live.socket import Socket
from mulakat.calls.messages import SignalTo
from mulakat.calls.models import Participant, Side, Signal
from mulakat.calls.tests.rooms import a_call, a_page, a_watcher
from tests.world import a_prison, an_approved_visit, an_officer

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 40
CANDIDATE = {"kind": "candidate", "leg": "officer", "n": 1, "candidate": None}


async def _unsent(_frame: object) -> None:
    """No browser is at the other end."""


def a_socket(page: Participant) -> Socket:
    seat = Seat(Side(page.side), page.identity, page.prison_id, proof="")
    return Socket(
        _unsent,
        socket=page.socket,
        page=page.connection,
        seat=seat,
        participant_id=page.pk,
        after=0,
    )


def all_at_once(*jobs: Callable[[int], object]) -> list[Exception]:
    """Each job in its own thread, round by round; what went wrong."""
    gate, faults = threading.Barrier(len(jobs)), []

    def run(job: Callable[[int], object]) -> None:
        try:
            for number in range(1, ROUNDS + 1):
                gate.wait(60)
                try:
                    job(number)
                except Exception as fault:
                    faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return faults


def test_two_pages_that_signal_each_other_do_not_stop_each_other() -> None:
    visit = an_approved_visit(a_prison())
    call = a_call(visit)
    a_page(call, Side.VISITOR)
    terminal = a_page(call, Side.TERMINAL)
    desk = a_watcher(call, an_officer(visit.prison))

    def sends(sender: Participant, receiver: Participant) -> Callable[[int], object]:
        socket = a_socket(sender)

        def send(number: int) -> None:
            message = SignalTo(seq=number, to=receiver.connection, body=dict(CANDIDATE))
            assert acts._do(message, socket, clock.now()) == []

        return send

    def hear(_number: int) -> None:
        pages = [desk, terminal]
        heard = [Heard(participant_id=page.pk, socket=page.socket) for page in pages]
        connecting.hear(heard=heard, now=clock.now())

    faults = all_at_once(sends(terminal, desk), sends(desk, terminal), hear)
    assert faults == []
    assert Signal.objects.count() == 2 * ROUNDS
