"""What the sockets cost the server: `pytest bench/live.py -s`. Printed, not asserted.

Processor time is the live server's own (/proc), so a busy machine changes it little.
"""

import time
from collections.abc import Iterator

import pytest

from mulakat.calls.tests.trio import a_trio
from tests.live import LiveServer, a_terminal_page, an_officer_page, live, until
from tests.world import a_prison, a_terminal, an_approved_visit, an_officer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
SECONDS = 10


@pytest.fixture
def server(transactional_db: None) -> Iterator[LiveServer]:
    with live() as running:
        yield running
        running.close_pages()


def cores(server: LiveServer, seconds: float = SECONDS) -> float:
    before, began = server.cpu_seconds(), time.monotonic()
    time.sleep(seconds)
    return (server.cpu_seconds() - before) / (time.monotonic() - began)


def test_idle_sockets(server: LiveServer) -> None:
    a_terminal_page(server, a_terminal(a_prison())).open().ready()
    print(f"\n1 idle socket: {cores(server) * 100:.2f} % of a core")
    for prisons, each in ((1, 60), (20, 3)):
        server.close_pages()
        for _ in range(prisons):
            prison = a_prison()
            for _ in range(each - 1):
                a_terminal_page(server, an_approved_visit(prison).terminal).open().ready()
            an_officer_page(server, an_officer(prison)).open().ready()
        used = cores(server)
        count = prisons * each
        print(
            f"{count} idle sockets, {prisons} prisons, {each - 1} visits each: "
            f"{used * 100:.1f} % of a core, {used * 1000 / count:.2f} ms a socket and second"
        )


def test_a_live_call_and_its_signals(server: LiveServer) -> None:
    trio = a_trio(server)
    trio.admit()
    trio.terminal.flowing = True
    idle = cores(server)
    print(f"\n1 live call (3 sockets): {idle * 100:.2f} % of a core")
    sdp = "v=0\r\n" + "a=x\r\n" * 1000
    count, began, before = 0, time.monotonic(), server.cpu_seconds()
    while time.monotonic() - began < SECONDS:
        trio.terminal.signal(trio.visitor, kind="offer", leg="visitor", sdp=sdp)
        count += 1
        time.sleep(0.08)
    until(lambda: len(trio.visitor.signals()) == count)
    elapsed = time.monotonic() - began
    used = server.cpu_seconds() - before - idle * elapsed
    print(f"{count} signals of 5 kB stored and delivered: {used * 1000 / count:.2f} ms each")
    times = []
    for _ in range(30):
        known, sent = len(trio.visitor.signals()), time.perf_counter()
        trio.terminal.signal(trio.visitor, kind="offer", leg="visitor", sdp=sdp)
        while len(trio.visitor.signals()) == known:
            time.sleep(0.001)
        times.append(time.perf_counter() - sent)
        time.sleep(0.08)
    times.sort()
    print(f"delay median {times[15] * 1000:.0f} ms, worst of 30 {times[-1] * 1000:.0f} ms")
