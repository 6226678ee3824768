"""One family's way from the first page to the Visit Reference Number, as a browser walks it."""

import asyncio
import re
from dataclasses import dataclass
from html import unescape

from bench.client import Client, Page
from tests.doubles.sms import SmsGateway

TIME = re.compile(r'name="time"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="time"')
PICTURE = re.compile(r'name="picture" value="([^"]+)"')
REFERENCE = re.compile(r"\d+/\d+/\d+/20\d\d")
TAGS = re.compile(r"<[^>]+>")
OTP = re.compile(r"\b(\d{6})\b")
PATIENCE = 30.0


class Stopped(Exception):
    """The walk came to a page it did not expect."""


@dataclass(frozen=True)
class World:
    """Where the families of the bench book, and where their messages arrive."""

    state: int
    prison: int
    gateway: SmsGateway


@dataclass(frozen=True)
class Walked:
    """One finished journey."""

    reference: str
    requests: int
    saw_captcha: bool


async def walk(client: Client, world: World, number: int) -> Walked:
    """Book one visit; the OTP is read from the SMS as it was delivered."""
    before = client.requests
    phone = f"9{number:09}"
    await client.get("/")
    page = await client.get("/book/")
    page = await _send(client, page, _person(world, number), "/book/kind/")
    show = [("kind", "video"), ("show", "1")]
    page = await _send(client, page, show, "/book/kind/")
    page = await _send(client, page, _kind(page), "/book/you/")
    page = await _send(client, page, _visitor(number), "/book/id/")
    page = await _send(client, page, _identity(phone), "/book/others/")
    page = await _send(client, page, [("help", "none")], "/book/check/")
    digits = await _digits(page)
    consent = [("watch", "1"), ("agree", "1"), *digits]
    page = await _send(client, page, consent, "/book/otp/")
    otp = await _delivered(world.gateway, f"+91{phone}")
    page = await _send(client, page, [("otp", otp)], "/book/sent/")
    found = REFERENCE.search(TAGS.sub("", page.text))
    if not found:
        raise Stopped(f"no reference on {page.path}")
    return Walked(found.group(), client.requests - before, bool(digits))


async def _send(client: Client, page: Page, fields: list[tuple[str, str]], onwards: str) -> Page:
    hidden = [pair for pair in page.hidden().items() if pair[0] not in dict(fields)]
    answer = await client.post(page.path, [*hidden, *fields])
    if answer.status != 200 or answer.path != onwards:
        title = re.search(r"<title>(.*?)</title>", answer.text, re.S)
        what = unescape(title.group(1)).strip() if title else answer.text[:200]
        raise Stopped(f"{page.path} led to {answer.path} ({answer.status}): {what}")
    return answer


def _person(world: World, number: int) -> list[tuple[str, str]]:
    return [
        ("state", str(world.state)),
        ("prison", str(world.prison)),
        ("name", f"রহিম শেখ {number}"),
        ("guardian", "Abdul Sheikh"),
        ("age", "34"),
        ("gender", "man"),
        ("number", ""),
    ]


def _kind(page: Page) -> list[tuple[str, str]]:
    times = TIME.findall(page.text)
    if not times:
        raise Stopped("no time is offered")
    first = times[0][0] or times[0][1]
    return [("kind", "video"), ("time", unescape(first))]


def _visitor(number: int) -> list[tuple[str, str]]:
    return [
        ("name", f"Sabina Khatun {number}"),
        ("guardian", "Abdul Karim"),
        ("age", "29"),
        ("gender", "woman"),
        ("relation", "spouse"),
        ("relation_other", ""),
    ]


def _identity(phone: str) -> list[tuple[str, str]]:
    return [
        ("id_type", "voter"),
        ("number", "ABC1234567"),
        ("line", "12 Station Road"),
        ("district", "Basirhat"),
        ("pin", "743411"),
        ("country", "IN"),
        ("phone", phone),
        ("phone_owner", "mine"),
        ("email", ""),
    ]


async def _digits(page: Page) -> list[tuple[str, str]]:
    """The CAPTCHA, if the page asks: read from the server's own record, as tests do."""
    found = PICTURE.search(page.text)
    if not found:
        return []
    answer = await asyncio.to_thread(_recorded, found.group(1))
    return [("picture", found.group(1)), ("captcha", answer)]


def _recorded(uid: str) -> str:
    from mulakat.portals.visitor.models import Captcha

    return str(Captcha.objects.get(uid=uid).answer["digits"])


async def _delivered(gateway: SmsGateway, number: str) -> str:
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while asyncio.get_running_loop().time() < deadline:
        for sms in gateway.to(number) or gateway.to(number.removeprefix("+")):
            if found := OTP.search(sms.text):
                return found.group(1)
        await asyncio.sleep(0.05)
    raise Stopped("the OTP did not arrive")
