"""What families read of closures: what is closed, up to when, and why. No person's affair.

A closed terminal, window or weekly time is nothing to announce: its times are just not given.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from mulakat.prisons.models import Prison, in_language
from mulakat.prisons.terms import terms_of
from mulakat.schedule.models import Closure, Kind
from mulakat.visits import wording
from mulakat.visits.words import causes

MOMENT = timedelta(microseconds=1)


def to_announce(*, now: datetime) -> list[Closure]:
    """All closures that families are told of, of every state, earliest first. One query."""
    whole = Closure.objects.filter(lifted_at=None, rule=None, terminal=None, window=None)
    return list(whole.filter(ends_at__gt=now).order_by("starts_at", "pk"))


def announced(
    closures: Iterable[Closure], *, prison: Prison, kind: str, now: datetime
) -> list[str]:
    """A sentence for each within the horizon; without a kind those of every kind."""
    horizon = now + timedelta(days=prison.policy.horizon_days)
    return [
        _sentence(closure, prison)
        for closure in closures
        if _is_of(closure, prison)
        and (not kind or closure.kind in {"", kind})
        and closure.starts_at < horizon
        and closure.ends_at > now
    ]


def closed_now(closures: Iterable[Closure], *, prison: Prison, now: datetime) -> str:
    """ "closed up to Tue 24 Nov" if it is wholly closed at this moment, else ""."""
    ends = [
        closure.ends_at
        for closure in closures
        if _is_of(closure, prison)
        and not closure.kind
        and closure.starts_at <= now < closure.ends_at
    ]
    return _("closed up to %(when)s") % {"when": _last(max(ends), prison)} if ends else ""


def _is_of(closure: Closure, prison: Prison) -> bool:
    return closure.state_id == prison.state_id and closure.prison_id in {None, prison.pk}


def _sentence(closure: Closure, prison: Prison) -> str:
    facts = {"when": _span(closure, prison), "why": _why(closure, prison)}
    facts |= terms_of(prison.state)
    if closure.kind == Kind.VIDEO:
        return _("No video visits %(when)s. %(why)s") % facts
    if closure.kind == Kind.PHYSICAL:
        return _("No visits at the %(at_jail)s %(when)s. %(why)s") % facts
    return _("No visits %(when)s. %(why)s") % facts


def _why(closure: Closure, prison: Prison) -> str:
    """As the prison wrote it, or the ready words of the cause."""
    return in_language(closure.public_text) or causes.sentence(closure.cause, prison.state)


def _span(closure: Closure, prison: Prison) -> str:
    """on Tue 24 Nov; from Tue 24 Nov, 2:00 in the afternoon up to Wed 25 Nov."""
    start = closure.starts_at.astimezone(prison.zone)
    last = (closure.ends_at - MOMENT).astimezone(prison.zone)
    is_whole = start.time() == time(0) and _is_midnight(closure.ends_at, prison)
    if is_whole and start.date() == last.date():
        return _("on %(day)s") % {"day": wording.short_day(start, prison.zone)}
    day = wording.short_day(start, prison.zone)
    since = day if start.time() == time(0) else f"{day}, {wording.time(start, prison.zone)}"
    until = _last(closure.ends_at, prison)
    return _("from %(since)s up to %(until)s") % {"since": since, "until": until}


def _last(ends_at: datetime, prison: Prison) -> str:
    """The last closed day, or the hour at which it ends."""
    day = wording.short_day(ends_at - MOMENT, prison.zone)
    if _is_midnight(ends_at, prison):
        return day
    return f"{day}, {wording.time(ends_at, prison.zone)}"


def _is_midnight(at: datetime, prison: Prison) -> bool:
    return at.astimezone(prison.zone).time() == time(0)
