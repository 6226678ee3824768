"""Nobody learns from an answer, or from how long it takes, whether a number is known.

    python -m bench.night.answers [--short]

Interleaved at the real pages (granian, PostgreSQL, the worker beside them): number and mobile
of an approved visit, a number that was never given, and the latter one millisecond later. The
bytes must be the same; the times must not tell the first two apart, and must betray the third.
Bands as in O-20 of the security catalogue: the standard error of the AUC is 0.0075 at 3,000.
"""

import os
import random
import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench import site
from bench.night.part import Part, arguments, part
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer

KNOWN, UNKNOWN, PLANTED = "known", "unknown", "planted"
DELAY = 0.001  # seconds, what the canary is late
VISITS = 200
SECRETS = (
    re.compile(rb"(?<=mulakat_)(join|link|visit)=[^;]+"),
    re.compile(rb"csrf\w+=[^;]+|expires=[^;]+"),
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
)


def main() -> None:
    args = arguments()
    with part("answers", is_short=args.short, database="postgres") as running:
        sms, mail = SmsGateway(), MailServer()
        sms.start()
        mail.start()
        try:
            _measure(running, sms, mail, pairs=200 if args.short else 3000)
        finally:
            sms.stop()
            mail.stop()


def _measure(running: Part, sms: SmsGateway, mail: MailServer, pairs: int) -> None:
    port, url = site.free_port(), os.environ["DATABASE_URL"]
    environment = site.environment(url, running.folder, port, sms, mail)
    known, unknown = _numbers()
    with site.processes(port, running.folder, environment):
        asker = Asker(port)
        _ask(running, asker, known, unknown, 20)
        asker.forget()
        done = _ask(running, asker, known, unknown, pairs)
    alike = sum(one == other for one, other in zip(*asker.seen.values(), strict=True))
    running.say(f"{done:,} interleaved pairs; {alike:,} of them equal byte for byte")
    running.hold(done == alike == pairs, f"{pairs:,} pairs, headers and both pages, are equal")
    _judge(running, asker.times, pairs)
    strangers = {one.to for one in sms.messages} - {mobile for _, mobile in known}
    running.say(f"{len(sms.messages)} SMS, {len(strangers)} of them to strangers")
    running.hold(bool(sms.messages) and not strangers, "codes went out, to known mobiles alone")


def _judge(running: Part, times: dict[str, list[float]], pairs: int) -> None:
    band = 0.03 if pairs >= 3000 else 0.09
    told = ", ".join(f"{k} {statistics.median(v) * 1000:.2f}" for k, v in times.items())
    running.say(f"median ms: {told}")
    honest = auc(times[KNOWN], times[UNKNOWN])
    planted = auc(times[PLANTED], times[UNKNOWN])
    running.say(f"AUC known against unknown {honest:.3f}; with 1 ms planted {planted:.3f}")
    running.hold(abs(honest - 0.5) <= band, f"times tell nothing: AUC within 0.5 ± {band}")
    running.hold(planted > 0.5 + band, "a millisecond would have been noticed")


def auc(ones: Sequence[float], others: Sequence[float]) -> float:
    """How often one of the first is larger than one of the second; 0.5 tells nothing."""
    ranked = sorted([(value, 1) for value in ones] + [(value, 0) for value in others])
    ranks = sum(rank for rank, (_, is_one) in enumerate(ranked, 1) if is_one)
    return (ranks - len(ones) * (len(ones) + 1) / 2) / (len(ones) * len(others))


Number = tuple[str, str]  # Visit Reference Number, mobile


def _numbers() -> tuple[list[Number], list[Number]]:
    """Approved visits, and numbers of equal length that were never given."""
    from tests import world

    prison = world.a_prison(world.a_state("open"))
    known, unknown = [], []
    for n in range(VISITS):
        mobile = f"+9198300{n:05}"
        visit = world.an_approved_visit(prison, serial=10_000 + n, phone=mobile)
        known.append((visit.reference, mobile))
        never_given = visit.reference.replace(f"/{visit.serial}/", f"/{70_000 + n}/")
        unknown.append((never_given, f"+9198310{n:05}"))
    return known, unknown


def _ask(
    running: Part, asker: "Asker", known: list[Number], unknown: list[Number], pairs: int
) -> int:
    """Ask about one of each kind, in random order, so many times; how many times it was."""
    chance = random.Random(pairs)
    for done in range(pairs):
        if running.seconds_left() < 30:
            return done
        order = [KNOWN, UNKNOWN, PLANTED]
        chance.shuffle(order)
        for kind in order:
            asker.ask(kind, chance.choice(known if kind == KNOWN else unknown))
    return pairs


@dataclass
class Asker:
    """A browser that types numbers, and keeps what came back and how long it took (seconds)."""

    port: int
    times: dict[str, list[float]] = field(default_factory=dict)
    seen: dict[str, list[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        page = self._get("/join/other/", "")
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        cookie = re.search(rb"(mulakat_csrf\w*|csrftoken)=([^;]+)", page)
        assert token and cookie, page[:500]
        self.token, self.cookie = token[1].decode(), cookie[0].decode()
        self.forget()

    def forget(self) -> None:
        self.times = {KNOWN: [], UNKNOWN: [], PLANTED: []}
        self.seen = {KNOWN: [], UNKNOWN: []}

    def ask(self, kind: str, number: Number) -> None:
        fields = {"csrfmiddlewaretoken": self.token, "reference": number[0], "mobile": number[1]}
        origin = f"http://127.0.0.1:{self.port}"
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self.cookie,
            "Origin": origin,
        }
        body = urlencode(fields)
        began = time.perf_counter()
        self.line.request("POST", "/join/", body, headers)
        answer = self._read()
        late = time.perf_counter() + (DELAY if kind == PLANTED else 0)
        while time.perf_counter() < late:
            pass
        self.times[kind].append(time.perf_counter() - began)
        session = re.search(rb"mulakat_join=[^;]+", answer)
        assert session, answer[:500]
        if kind in self.seen:
            page = self._get("/join/otp/", f"{self.cookie}; {session[0].decode()}")
            self.seen[kind].append(masked(answer + page))

    def _get(self, path: str, cookie: str) -> bytes:
        self.line.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        return self._read()

    def _read(self) -> bytes:
        """Status, headers and body in one, without what the clock alone decides."""
        answer = self.line.getresponse()
        lines = [f"{k}: {v}\n" for k, v in answer.getheaders() if k.lower() != "date"]
        return f"{answer.status}\n{''.join(lines)}".encode() + answer.read()


def masked(answer: bytes) -> bytes:
    """Without secrets and times, which differ between any two answers."""
    for secret in SECRETS:
        answer = secret.sub(b"", answer)
    return answer


if __name__ == "__main__":
    main()
