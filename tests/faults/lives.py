"""A worker that is killed again and again at named seams, as a process of its own.

    python -m tests.faults.lives '[["after claim", 1], ["before mark", 2], ...]'

For each life: four new messages are queued, a worker is forked, and SIGKILL ends it when it
comes to the seam for the n-th time. A last worker lives until nothing waits any more. Nothing
of this is known to the product: the seams are its own functions, wrapped here.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import django

LEASE = timedelta(seconds=0.4)
PATIENCE = 20.0  # seconds for one life
_serial = count(1)


class Killer:
    """Ends this process at the n-th arrival at a seam."""

    def __init__(self, seam: str, at: int) -> None:
        self.seam, self.left, self.lock = seam, at, threading.Lock()

    def arrive(self, seam: str) -> None:
        with self.lock:
            self.left -= seam == self.seam
            if self.left == 0 and seam == self.seam:
                os.kill(os.getpid(), signal.SIGKILL)
                signal.pause()


def wrap(killer: Killer) -> None:
    """Put the seams around claim, hand-over and mark."""
    from mulakat.notifications import delivery
    from mulakat.notifications.channels.email import EmailCourier
    from mulakat.notifications.channels.sms import SmsCourier

    patched: Any = delivery
    claim, mark = patched.claim, patched._delivered

    def claimed(**kw: Any) -> Any:
        if waiting(kw["channel"], kw["now"]):
            killer.arrive("before claim")
        taken = claim(**kw)
        if taken:
            killer.arrive("after claim")
        return taken

    def marked(*args: Any) -> None:
        killer.arrive("before mark")
        mark(*args)

    patched.claim, patched._delivered = claimed, marked
    couriers: list[Any] = [EmailCourier, SmsCourier]
    for courier in couriers:
        courier.send = after(courier.send, killer)


def after(send: Callable[..., None], killer: Killer) -> Callable[..., None]:
    def sent(*args: Any) -> None:
        send(*args)
        killer.arrive("after the 250")

    return sent


def waiting(channel: str | None = None, now: Any = None) -> bool:
    from mulakat.notifications.models import Notification

    rows = Notification.objects.waiting()
    if channel:
        rows = rows.filter(channel=channel, due_at__lte=now).exclude(claimed_until__gt=now)
    return bool(rows.exists())


def queue_four() -> None:
    from django.db import connections

    from mulakat import clock
    from mulakat.notifications import outbox
    from mulakat.notifications.tests.written import CONTEXT

    for _ in range(2):
        for channel, message in (("email", "E01"), ("sms", "S01")):
            number = next(_serial)
            outbox.queue(
                message=message,
                channel=channel,
                to=f"person{number}@example.com" if channel == "email" else f"+9198{number:08}",
                language="bn",
                subject=f"visit:{number}",
                key=f"visit:{number}:otp:{channel}",
                state_number=19,
                prison_id=7,
                context={**CONTEXT, "otp": f"{number:06}"},
                now=clock.now(),
            )
    connections.close_all()  # a fork must not share them


def live(killer: Killer, is_last: bool) -> None:
    """One worker's life, in a forked process; never returns."""
    from mulakat.notifications import delivery
    from mulakat.worker import loop, sweeps

    (delivery.deliver_due.__kwdefaults__ or {})["lease"] = LEASE
    delivery.BATCH = 3
    loop.IDLE = 0.05
    sweeps.SWEEPS.clear()
    wrap(killer)
    stop = threading.Event()
    worker = threading.Thread(target=loop.work, args=(stop,))
    worker.start()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and (not is_last or waiting()):
        time.sleep(0.05)
    stop.set()
    worker.join()
    os._exit(0)


def main() -> None:
    django.setup()
    plan: list[tuple[str, int]] = [(seam, at) for seam, at in json.loads(sys.argv[1])]
    killed = 0
    for seam, at in [*plan, ("never", 0)]:
        queue_four()
        child = os.fork()
        if child == 0:
            live(Killer(seam, at), is_last=seam == "never")
        _pid, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    print(killed)


if __name__ == "__main__":
    main()
