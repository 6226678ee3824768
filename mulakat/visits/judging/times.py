"""The rules about when and where: one function each, over a dossier. They need a time."""

from collections.abc import Iterator
from datetime import timedelta

from mulakat.prisons.models import Terminal, Window
from mulakat.schedule.furnishing import is_fit
from mulakat.visits.judging.dossier import Dossier, Held
from mulakat.visits.judging.table import Check, mark, policy_key

GATE = "gate"  # a walk-in is for today: no notice is asked for


def absence(seen: Dossier) -> Iterator[Check]:
    """Is the inmate in court, in hospital or on leave then?"""
    if seen.inmate is None or seen.starts_at is None or seen.ends_at is None:
        return
    away = [
        entry
        for entry in seen.entries("absence")
        if entry.starts_at < seen.ends_at and entry.until and entry.until > seen.starts_at
    ]
    for entry in away:
        facts = {"cause": entry.word, "since": entry.starts_at, "until": entry.until}
        yield Check("absence", "stop", facts, entry.source)
    if not away:
        yield Check("absence", "ok")


def clash(seen: Dossier) -> Iterator[Check]:
    """Is the inmate taken at that time: by a visit, an offer, a court's hearing?"""
    if seen.inmate is None or seen.starts_at is None:
        return
    busy = [cell for cell in _foreign(seen) if cell.is_inmates]
    if busy:
        yield Check("clash", "stop", {"at": busy[0].at}, busy[0].holder)
    else:
        yield Check("clash", "ok")


def time(seen: Dossier) -> Iterator[Check]:
    """Is the time still to come, asked for early enough and not too early?"""
    if seen.starts_at is None or seen.ends_at is None:
        return
    if seen.ends_at <= seen.now:
        yield Check("time", "stop", {"at": seen.starts_at})
        return
    hours = seen.policy.notice_hours
    first = seen.asked_at + timedelta(hours=hours)
    if seen.visit.assisted_at != GATE:
        is_early = seen.starts_at >= first
        facts = {"hours": hours, "first": first}
        yield Check("notice", mark(is_early), facts, policy_key(seen.rules, "notice_hours"))
    days = seen.policy.horizon_days
    last = seen.day(seen.asked_at) + timedelta(days=days)
    is_near = seen.day(seen.starts_at) <= last
    facts = {"days": days, "last": last}
    yield Check("horizon", mark(is_near), facts, policy_key(seen.rules, "horizon_days"))


def closed(seen: Dossier) -> Iterator[Check]:
    """Is the prison, the kind or the place closed then?"""
    if seen.starts_at is None:
        return
    for closure in seen.closed:
        facts = {"cause": closure.cause, "since": closure.starts_at, "until": closure.ends_at}
        yield Check("closed", "stop", facts, f"closure:{closure.pk}")
    if not seen.closed:
        yield Check("closed", "ok")


def place(seen: Dossier) -> Iterator[Check]:
    """Is the place there, whole and free, and fit for the help that is needed?"""
    if seen.place is None:
        return
    facts = {"number": seen.place.number, "is_window": isinstance(seen.place, Window)}
    source = f"{'window' if facts['is_window'] else 'terminal'}:{seen.place.pk}"
    why = _why_not(seen)
    if why:
        yield Check("place", "stop", {**facts, "why": why, "at": seen.starts_at}, source)
    else:
        yield Check("place", "ok", {**facts, "at": seen.starts_at}, source)
    lacking = [need for need in _needs(seen) if not is_fit(seen.place, frozenset({need}))]
    yield Check("fit", mark(not lacking), {**facts, "lacking": lacking}, source)


def _why_not(seen: Dossier) -> str:
    assert seen.place is not None
    if seen.place.prison_id != seen.visit.prison_id:
        return "elsewhere"
    if seen.place.removed_at:
        return "removed"
    if seen.place.broken_since:
        return "broken"
    return "taken" if _is_full(seen) else ""


def _is_full(seen: Dossier) -> bool:
    here = [cell for cell in _foreign(seen) if cell.is_here]
    if isinstance(seen.place, Terminal):
        return bool(here)
    assert seen.place is not None
    return len({cell.seat for cell in here}) >= seen.place.seats


def _foreign(seen: Dossier) -> list[Held]:
    """Cells that others hold: not this visit, nor its own offer."""
    return [cell for cell in seen.held if cell.holder not in seen.own_holders]


def _needs(seen: Dossier) -> list[str]:
    wanted = set(seen.visit.details.get("help", []))
    needs = ["wheelchair"] if "wheelchair" in wanted else []
    if seen.is_lawyer:
        needs.append("legal")
    if isinstance(seen.place, Terminal):
        needs.append("voice" if "voice" in wanted else "video")
    return needs
