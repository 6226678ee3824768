"""When the four digits are asked for. By policy always, off, or "risk": only where many
requests seem to come from one hand.

Signs of risk: this draft has had two OTPs; two other requests name the phone and were
never confirmed; one block of addresses has sent thirty requests within the hour. The last
is counted in memory, by this process alone, and is never a reason to refuse: whole towns
share one address.
"""

import ipaddress
from collections import Counter
from datetime import datetime

from django.http import HttpRequest

from mulakat.portals.visitor.models import Draft
from mulakat.prisons.policy import Policy
from mulakat.settings import CONFIG
from mulakat.visits import requesting
from mulakat.visits.models import Purpose, Tries

OTPS = 2
UNCONFIRMED = 2
BLOCK = 30

_hour: tuple[datetime, Counter[str]] | None = None


def asks_digits(
    request: HttpRequest, draft: Draft, phone: str, policy: Policy, now: datetime
) -> bool:
    """Whether this draft must read the four digits now. Two small queries at most."""
    if policy.booking_captcha != "risk":
        return policy.booking_captcha == "always"
    if _counts(now)[_block(request)] >= BLOCK:
        return True
    visit = draft.visit
    if (
        visit
        and Tries.objects.filter(visit=visit, purpose=Purpose.REQUEST, sent__gte=OTPS).exists()
    ):
        return True
    own = 1 if visit and visit.contact.get("phone") == phone else 0
    return requesting.unconfirmed_of_phone(phone, now) - own >= UNCONFIRMED


def count(request: HttpRequest, now: datetime) -> None:
    """One more request came from this block of addresses."""
    _counts(now)[_block(request)] += 1


def forget() -> None:
    """Begin to count anew (between tests)."""
    global _hour  # noqa: PLW0603
    _hour = None


def _counts(now: datetime) -> Counter[str]:
    global _hour  # noqa: PLW0603 a count of one hour
    hour = now.replace(minute=0, second=0, microsecond=0)
    if _hour is None or _hour[0] != hour:
        _hour = (hour, Counter())
    return _hour[1]


def _block(request: HttpRequest) -> str:
    """The /24 (IPv4) or /48 (IPv6) the request came from."""
    try:
        address = ipaddress.ip_address(_address(request))
    except ValueError:
        return ""
    length = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network((address, length), strict=False))


def _address(request: HttpRequest) -> str:
    """As our own proxies saw it; what stands before them may be invented."""
    hops = CONFIG.PROXY_HOPS
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if hops and len(forwarded) >= hops:
        return str(forwarded[-hops]).strip()
    return str(request.META.get("REMOTE_ADDR", ""))
