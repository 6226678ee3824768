"""`make bench`: complete booking journeys a second, and what each costs the server.

PostgreSQL at TEST_DATABASE_URL (default: this machine's). Figures are ratios of one run on
one machine; the machine is printed beside them. Aim: 2.5 ms of CPU a request, 36 ms a journey.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench import machine, site
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer

DATABASE = "mulakat_bench"
URL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--users", type=int, default=8)
    parser.add_argument("--journeys", type=int, default=160)
    parser.add_argument("--warm-up", type=int, default=24)
    args = parser.parse_args()
    sms, mail = SmsGateway(), MailServer()
    sms.start()
    mail.start()
    try:
        with tempfile.TemporaryDirectory(prefix="mulakat-bench-") as folder:
            _measure(args, Path(folder), sms, mail)
    finally:
        sms.stop()
        mail.stop()
    # Another database, so another process: settings are read once
    subprocess.run([sys.executable, "-m", "bench.queue"], check=False)


def _measure(args: argparse.Namespace, folder: Path, sms: SmsGateway, mail: MailServer) -> None:
    port = site.free_port()
    environment = site.environment(fresh_database(), folder, port, sms, mail)
    os.environ.update(environment)
    prisons = _prisons()
    print(f"machine: {machine.described()}")
    with site.processes(port, folder, environment) as pids:
        for captcha, numbers in prisons.items():
            run = Run(args.users, port, *numbers, sms)
            run.walk(args.warm_up)
            before = site.spent(pids)
            print(run.walk(args.journeys).told(captcha, before, site.spent(pids)))


@dataclass
class Walks:
    """What a number of journeys took. Times in milliseconds."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    requests: int = 0
    received: int = 0

    def told(self, captcha: str, before: dict[str, float], after: dict[str, float]) -> str:
        count = len(self.times)
        cost = {name: (after[name] - before[name]) / count for name in after}
        total = sum(cost.values())
        cuts = statistics.quantiles(self.times, n=100)
        parts = ", ".join(f"{name} {ms:.1f}" for name, ms in cost.items())
        return (
            f"\nCAPTCHA {captcha}: {count} journeys, {count / self.seconds:.1f} a second\n"
            f"  a journey: {self.requests / count:.1f} requests, "
            f"{self.received / count / 1000:.1f} kB, p50 {cuts[49]:.0f} ms, "
            f"p95 {cuts[94]:.0f} ms (waiting for the SMS included)\n"
            f"  server CPU: {total:.1f} ms a journey ({parts}), "
            f"{total * count / self.requests:.2f} ms a request"
        )


@dataclass(frozen=True)
class Run:
    """So many users at once, each walking one journey after another."""

    users: int
    port: int
    state: int
    prison: int
    sms: SmsGateway

    def walk(self, count: int) -> Walks:
        return asyncio.run(self._all(count))

    async def _all(self, count: int) -> Walks:
        left, walks = iter(range(count)), Walks()
        began = time.perf_counter()
        await asyncio.gather(*(self._user(left, walks) for _ in range(self.users)))
        walks.seconds = time.perf_counter() - began
        return walks

    async def _user(self, left: Iterator[int], walks: Walks) -> None:
        from bench.client import Client
        from bench.journey import World, walk

        world = World(self.state, self.prison, self.sms)
        for _ in left:
            client = Client(self.port)
            began = time.perf_counter()
            await walk(client, world, next(_number))
            walks.times.append((time.perf_counter() - began) * 1000)
            walks.requests += client.requests
            walks.received += client.received
            await client.close()


_number = iter(range(1, 10_000_000))


def fresh_database(name: str = DATABASE) -> str:
    """Its address; what was there under this name is gone."""
    import psycopg

    base = URL.rsplit("/", 1)[0]
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return f"{base}/{name}"


def _prisons() -> dict[str, tuple[int, int]]:
    """One prison without and one with CAPTCHA: (state number, prison number)."""
    import django

    django.setup()
    from django.core.management import call_command

    from tests import world

    call_command("migrate", verbosity=0)
    found = {}
    for captcha in ("off", "always"):
        state = world.a_state(overrides={"booking_captcha": captcha})
        prison = world.a_prison(state)
        for _ in range(4):
            world.a_terminal(prison)
        world.all_day_rules(prison)
        found[captcha] = (state.number, prison.number)
    return found


if __name__ == "__main__":
    main()
