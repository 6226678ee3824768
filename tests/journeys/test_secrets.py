"""Who walks along the reference numbers learns nothing and makes nothing be sent.

What a whole journey leaves in database and logs is looked through at the end of each printed
journey (secrets.py).
"""

import http.client
import re
import statistics
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest

from mulakat.notifications.models import Notification
from mulakat.prisons.models import Prison
from tests import world
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer
from tests.journeys.secrets import dump
from tests.journeys.site import Site, site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
COOKIE = re.compile(r"^(\w+)=([^;]*)")
YEAR, KNOWN = 2026, 40


class Stranger:
    """A plain HTTP client that types a number and a mobile, as fast as it is answered."""

    def __init__(self, place: Site) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", place.server.port, timeout=60)
        self.home = {"Origin": place.origin, "Accept-Language": "en"}
        _status, _to, page = self.ask("GET", "/join/", {})
        found = TOKEN.search(page)
        assert found
        self.token = found[1].decode()
        self.csrf = self.cookies["mulakat_csrf"]

    def ask(
        self, method: str, path: str, cookies: dict[str, str], body: str = ""
    ) -> tuple[int, str, bytes]:
        headers = {**self.home, "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        set_cookies = answer.headers.get_all("Set-Cookie") or []
        pairs = [COOKIE.match(text) for text in set_cookies]
        self.cookies = {pair[1]: pair[2] for pair in pairs if pair}
        return answer.status, answer.headers.get("Location", ""), answer.read()

    def try_number(self, reference: str, mobile: str) -> tuple[tuple[object, ...], float]:
        """All that the answer tells, without what is random in every answer; and its seconds."""
        form = {"csrfmiddlewaretoken": self.token, "reference": reference, "mobile": mobile}
        csrf = {"mulakat_csrf": self.csrf}
        began = time.perf_counter()
        first = self.ask("POST", "/join/", csrf, urlencode(form))
        names = sorted(self.cookies)
        status, to, page = self.ask("GET", first[1], {**csrf, **self.cookies})
        took = time.perf_counter() - began
        return (first, names, status, to, TOKEN.sub(b"", page)), took


def _neighbours(prison: Prison) -> tuple[list[str], set[str]]:
    """A thousand numbers in a row, and which of them belong to an approved visit."""
    first = 3000
    known = range(first, first + 1000, 1000 // KNOWN)
    for serial in known:
        world.an_approved_visit(prison, serial=serial, year=YEAR)
    stem = f"{prison.state.number}/{prison.number}"
    numbers = [f"{stem}/{serial}/{YEAR}" for serial in range(first, first + 1000)]
    return numbers, {f"{stem}/{serial}/{YEAR}" for serial in known}


def test_a_walk_along_a_thousand_numbers_sends_nothing_and_sees_one_page(
    tmp_path: Path, smtp: MailServer, sms: SmsGateway
) -> None:
    """Under the policy that sends its codes at once, without another button."""
    numbers, known = _neighbours(world.a_prison(world.a_state("wb-2021")))
    with site(tmp_path, smtp, sms) as place:
        stranger = Stranger(place)
        seen: set[str] = set()
        times: dict[bool, list[float]] = {True: [], False: []}
        for number in numbers:
            answer, took = stranger.try_number(number, "9123456789")
            seen.add(repr(answer))
            times[number in known].append(took)
        assert len(seen) == 1
        assert "/join/" in next(iter(seen))
        assert not Notification.objects.exists()
        assert (smtp.letters, sms.messages) == ([], [])
        logs = place.logs()
        assert not [number for number in numbers if number in logs]
    hit, miss = (statistics.median(times[is_known]) for is_known in (True, False))
    assert abs(hit - miss) < 0.3 * miss + 0.002, f"{hit:.4f} s known, {miss:.4f} s unknown"


def test_the_dump_reads_every_table() -> None:
    """The proof that a secret in clear would be found: what is not secret is."""
    visit = world.an_approved_visit(world.a_prison())
    told = dict(dump())
    assert told["visits_visit.uid"].replace("-", "") == visit.uid.hex
    assert told["prisons_state.preset"] == "open"
    assert len({place.partition(".")[0] for place in told}) >= 8
