"""OTPs and PINs: made, kept as digests, checked.

A slow SMS must not lock a family out: an older code stays good inside its own time. Guessing
must not pay: five wrong tries end all codes of that visit and purpose until a new hour.

Where an OTP goes to mobile and e-mail, each gets a code of its own (docs/adr/0010-two-codes.md):
either is right, and the verdict says which was typed. The channel is part of the digest.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from django.db import transaction
from django.db.models import QuerySet

from mulakat import ids
from mulakat.sealed import digest, same
from mulakat.visits.models import Code, Purpose, Tries, Visit

WRONG_TRIES = 5
SENT_AN_HOUR = 5
WINDOW = timedelta(hours=1)
PAUSE = timedelta(seconds=30)
# A PIN is made for both ways in, each with its own tries
TWINS = {Purpose.PIN: Purpose.TYPED_PIN}
# What a right code can prove, the least first; "": one code, wherever it went
CHANNELS = ("", "email", "sms")


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True)
class Verdict:
    """What became of a typed code, and how many tries are left."""

    outcome: Outcome
    tries_left: int
    channel: str = field(default="", kw_only=True)  # by which alone a right code had come

    @property
    def is_right(self) -> bool:
        return self.outcome is Outcome.RIGHT


@dataclass(frozen=True)
class CannotSend:
    """Why no further code goes out now, and from when one may."""

    why: Literal["pause", "exhausted"]
    until: datetime


def cannot_send(*, visit: Visit, purpose: Purpose, now: datetime) -> CannotSend | None:
    """None if a new code may be sent; else "pause" (30 s apart) or "exhausted" (5 an hour)."""
    return _cannot_send(_counts(visit.pk, purpose).first(), visit, purpose, now)


@transaction.atomic(savepoint=False)
def issue(
    *, visit: Visit, purpose: Purpose, now: datetime, digits: int, lifetime: timedelta
) -> str | None:
    """A new code in clear, stored as a digest; None if one may not be sent now."""
    made = issue_each(
        visit=visit, purpose=purpose, now=now, digits=digits, lifetime=lifetime, channels=("",)
    )
    return made[""] if made else None


@transaction.atomic(savepoint=False)
def issue_each(
    *,
    visit: Visit,
    purpose: Purpose,
    now: datetime,
    digits: int,
    lifetime: timedelta,
    channels: Iterable[str],
) -> dict[str, str] | None:
    """A new code in clear for each of these CHANNELS, no two alike; together they are sent once.
    None if no code may be sent now."""
    tries = _counts(visit.pk, purpose).select_for_update().first() or _first(visit, purpose, now)
    if _cannot_send(tries, visit, purpose, now):
        return None
    made = _made(channels, digits)
    _keep(visit, purpose, made, now, lifetime)
    if twin := TWINS.get(purpose):
        _keep(visit, twin, made, now, lifetime)
        Tries.objects.get_or_create(visit=visit, purpose=twin, defaults={"since": now})
    _begin_anew(tries, now)
    tries.sent += 1
    tries.save(update_fields=["sent", "wrong", "since"])
    return made


@transaction.atomic(savepoint=False)
def check(
    *, visit: Visit | None, purpose: Purpose, typed: str, now: datetime, reusable: bool = False
) -> Verdict:
    """Whether `typed` (digits only) is a live code of this visit and purpose.

    A right code is used up, unless `reusable` (a PIN that came with the approval). Without
    a visit, or where no code was ever sent, the answer is "wrong", at the cost of the same
    statements and the same digests. So is the cost of a code, by whatever channel it came.
    """
    visit_id = visit.pk if visit else 0
    tries = _counts(visit_id, purpose).select_for_update().first()
    if tries:
        _begin_anew(tries, now)
    if tries and tries.wrong >= WRONG_TRIES:
        return Verdict(Outcome.EXHAUSTED, 0)
    wanted = {channel: _digest(visit_id, purpose, typed, channel) for channel in CHANNELS}
    unused = list(Code.objects.filter(visit=visit_id, purpose=purpose, used_at=None))
    found = [
        (channel, code)
        for channel, one in wanted.items()
        for code in unused
        if same(code.digest, one)
    ]
    live = next(((channel, code) for channel, code in found if code.expires_at > now), None)
    if tries and live:
        return _right(*live, tries, now, reusable)
    if tries and found:
        return Verdict(Outcome.EXPIRED, WRONG_TRIES - tries.wrong)
    return _wrong(visit_id, purpose, tries)


def _made(channels: Iterable[str], digits: int) -> dict[str, str]:
    made: dict[str, str] = {}
    for channel in channels:
        code = ids.digits(digits)
        while code in made.values():
            code = ids.digits(digits)
        made[channel] = code
    return made


def _keep(
    visit: Visit, purpose: Purpose, made: dict[str, str], now: datetime, lifetime: timedelta
) -> None:
    Code.objects.bulk_create(
        Code(
            visit=visit,
            purpose=purpose,
            digest=_digest(visit.pk, purpose, code, channel),
            created_at=now,
            expires_at=now + lifetime,
        )
        for channel, code in made.items()
    )


def _right(channel: str, code: Code, tries: Tries, now: datetime, reusable: bool) -> Verdict:
    if not reusable:
        code.used_at = now
        code.save(update_fields=["used_at"])
    if tries.wrong:
        tries.wrong = 0
        tries.save(update_fields=["sent", "wrong", "since"])
    return Verdict(Outcome.RIGHT, WRONG_TRIES, channel=channel)


def _wrong(visit_id: int, purpose: Purpose, tries: Tries | None) -> Verdict:
    wrong = tries.wrong + 1 if tries else 1
    anew = {"sent": tries.sent, "since": tries.since} if tries else {}
    _counts(visit_id, purpose).update(wrong=wrong, **anew)
    left = WRONG_TRIES - wrong
    return Verdict(Outcome.WRONG if left else Outcome.EXHAUSTED, left)


def _counts(visit_id: int, purpose: Purpose) -> QuerySet[Tries]:
    return Tries.objects.filter(visit=visit_id, purpose=purpose)


def _first(visit: Visit, purpose: Purpose, now: datetime) -> Tries:
    """The first count of a visit and purpose, locked: ours, or of whoever was quicker."""
    tries, is_ours = Tries.objects.get_or_create(
        visit=visit, purpose=purpose, defaults={"since": now}
    )
    return tries if is_ours else _counts(visit.pk, purpose).select_for_update().get()


def _begin_anew(tries: Tries, now: datetime) -> None:
    """Counts are of one hour."""
    if tries.since <= now - WINDOW:
        tries.wrong = tries.sent = 0
        tries.since = now


def _cannot_send(
    tries: Tries | None, visit: Visit, purpose: Purpose, now: datetime
) -> CannotSend | None:
    is_counted = tries is not None and tries.since > now - WINDOW
    if tries and is_counted and (tries.sent >= SENT_AN_HOUR or tries.wrong >= WRONG_TRIES):
        return CannotSend("exhausted", tries.since + WINDOW)
    last = (
        Code.objects.filter(visit=visit, purpose=purpose)
        .order_by("-created_at")
        .values_list("created_at", flat=True)
        .first()
    )
    if last and last + PAUSE > now:
        return CannotSend("pause", last + PAUSE)
    return None


def _digest(visit_id: int, purpose: Purpose, code: str, channel: str) -> str:
    name = f"{purpose}/{channel}" if channel else purpose
    return digest(f"{visit_id}/{name}/{code}", "code")
