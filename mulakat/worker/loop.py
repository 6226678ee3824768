"""`mulakat work`: deliver messages and sweep, until told to stop.

Each channel has its own thread, so that a slow mail server holds up no SMS; the sweeps have
another. Any number of workers may run side by side. SIGTERM and SIGINT let the message in
hand be finished.
"""

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import django
from django.db import close_old_connections, connection

from mulakat import clock, ids

if TYPE_CHECKING:
    from mulakat.worker.sweeps import Sweep

log = logging.getLogger("mulakat.worker")

IDLE = 0.3  # seconds between two looks at the outbox
Job = Callable[[], object]


def main(argv: Sequence[str] | None = None) -> int:
    """Work until SIGTERM; the exit code: 2 if the set-up is wrong."""
    django.setup()
    from mulakat.worker import couriers

    faults = couriers.faults()
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 2
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work(stop)
    return 0


def work(stop: threading.Event) -> None:
    """Deliver and sweep in threads until `stop` is set."""
    from mulakat.worker import couriers

    name = worker_name()
    threads = [
        threading.Thread(
            target=_deliver, name=channel, args=(channel, courier, f"{name}:{channel}", stop)
        )
        for channel, courier in couriers.all_channels().items()
    ]
    threads.append(threading.Thread(target=_sweep, name="sweeps", args=(stop,)))
    log.info("worker %s begins", name)
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():  # a join without end would swallow signals
            thread.join(0.5)
    log.info("worker %s ended", name)


def worker_name() -> str:
    """Names this process in claims; at most 30 letters, never used twice."""
    return f"{socket.gethostname()[:12]}:{os.getpid()}:{ids.short_secret()[:6]}"


def _deliver(channel: str, courier: Any, worker: str, stop: threading.Event) -> None:
    from mulakat.notifications.delivery import deliver_due

    try:
        while not stop.is_set():
            taken = guarded(
                channel,
                lambda: deliver_due(
                    channel=channel, courier=courier, worker=worker, stopping=stop.is_set
                ),
            )
            if not taken:
                courier.close()
                stop.wait(IDLE)
    finally:
        courier.close()
        connection.close()


def _sweep(stop: threading.Event) -> None:
    from mulakat.worker.sweeps import SWEEPS

    due = {sweep: clock.now() for sweep in SWEEPS}
    try:
        while not stop.is_set():
            for sweep in SWEEPS:
                now = clock.now()
                if due[sweep] <= now:
                    due[sweep] = now + timedelta(seconds=sweep.every)
                    guarded(sweep.name, partial(_run, sweep, now))
            stop.wait(IDLE)
    finally:
        connection.close()


def _run(sweep: "Sweep", now: datetime) -> object:
    return sweep.load()(now=now)


def guarded(name: str, job: Job) -> object:
    """The job's result; None if it failed. Its fault is logged without its data.

    An exception's words may hold an address or a row: only its kind and place are logged.
    """
    close_old_connections()
    try:
        return job()
    except Exception as fault:
        log.error("%s failed: %s at %s", name, type(fault).__name__, _place(fault))
        connection.close()
        return None


def _place(fault: BaseException) -> str:
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return "?"
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mulakat.settings")
    sys.exit(main())
