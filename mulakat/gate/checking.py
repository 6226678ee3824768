"""Is this pass good here and now? What the gate answers: LET IN, CHECK or STOP, and why.

The gate's own script asks the same questions without a network (static/js/gate/check.js); one
table of cases tests both (tests/gate_cases.py).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from mulakat.accounts import device_keys
from mulakat.gate import keys, today
from mulakat.gate.models import Kind
from mulakat.prisons.models import Prison
from mulakat.visits import reading
from mulakat.visits.models import Visit
from mulakat.visits.proofs import passes

LET_IN, CHECK, STOP = "let_in", "check", "stop"
EARLY = timedelta(minutes=90)  # before the visit: let in, to wait


@dataclass(frozen=True)
class Verdict:
    """`key` says why; `facts` fill the words. `entry` is the visit, where there is one."""

    mark: str
    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    entry: today.Entry | None = None


def check(*, typed: str, prison: Prison, now: datetime) -> Verdict:
    """Of a scanned text, a Visit Reference Number or the short code of a pass."""
    if typed.strip().upper().startswith(passes.PREFIX):
        return _of_pass(typed, prison, now)
    visit = find(typed=typed, prison=prison)
    if visit is None:
        return Verdict(STOP, "not_a_pass")
    entry = next(iter(today.entries(prison, now, visit.pk)), None)
    return of_entry(entry, now) if entry else Verdict(STOP, "not_approved")


def find(*, typed: str, prison: Prison) -> Visit | None:
    """The visit of this prison with that number or short code."""
    visits = Visit.objects.filter(prison=prison)
    start = passes.name_from_short_code(typed)
    if start is not None:
        low, high = passes.uid_range(start)
        found: Visit | None = visits.filter(uid__range=(low, high)).first()
        return found
    reference = reading.reference(typed)
    if reference is None or (reference.state, reference.prison) != (
        prison.state.number,
        prison.number,
    ):
        return None
    return visits.filter(serial=reference.serial, year=reference.year).first()


def of_entry(entry: today.Entry, now: datetime) -> Verdict:
    """A visit of this prison, found by pass, number or in the list."""
    return _stop(entry, now) or _look(entry, now)


def _stop(entry: today.Entry, now: datetime) -> Verdict | None:
    visit = entry.visit
    assert visit.starts_at is not None
    if entry.state == today.CANCELLED:
        return Verdict(STOP, "cancelled", {}, entry)
    if not _is_today(visit.starts_at, visit.prison, now):
        return Verdict(STOP, "other_day", {"starts_at": visit.starts_at}, entry)
    if entry.arrived and entry.state != today.TURNED_BACK:
        first = entry.arrived[0]
        return Verdict(STOP, "used", {"at": first.at, "gate": first.device.gate}, entry)
    return None


def _look(entry: today.Entry, now: datetime) -> Verdict:
    visit = entry.visit
    assert visit.starts_at is not None
    late = int((now - visit.starts_at) / timedelta(minutes=1))
    if entry.state == today.TURNED_BACK:
        return Verdict(CHECK, "refused_before", {"at": entry.at(Kind.REFUSED)}, entry)
    if late > visit.prison.policy.late_minutes:
        return Verdict(CHECK, "too_late", {"late": late}, entry)
    if late > 0:
        return Verdict(CHECK, "late", {"late": late}, entry)
    if "wheelchair" in visit.details.get("help", ()):
        return Verdict(CHECK, "wheelchair", {}, entry)
    key = "early" if visit.starts_at - now > EARLY else "good"
    return Verdict(LET_IN, key, {"starts_at": visit.starts_at}, entry)


def _of_pass(text: str, prison: Prison, now: datetime) -> Verdict:
    """In the order in which a pass can be doubted: shape, key, signature, prison, visit, time."""
    says = _proven(text, prison)
    if isinstance(says, Verdict):
        return says
    low, high = passes.uid_range(says.visit)
    visit = Visit.objects.filter(prison=prison, uid__range=(low, high)).first()
    entry = next(iter(today.entries(prison, now, visit.pk)), None) if visit else None
    if entry is None or entry.state == today.CANCELLED:
        return Verdict(STOP, "cancelled", {}, entry)
    starts_at = entry.visit.starts_at
    assert starts_at is not None
    if starts_at.replace(second=0, microsecond=0) != says.starts_at:
        return Verdict(STOP, "moved", {"starts_at": starts_at}, entry)
    if now >= says.expires_at:
        return Verdict(STOP, "other_day", {"starts_at": says.starts_at}, entry)
    return of_entry(entry, now)


def _proven(text: str, prison: Prison) -> passes.Pass | Verdict:
    """What the pass says, if this state signed it for this prison."""
    read = passes.read(text)
    if read is None:
        return Verdict(STOP, "not_a_pass")
    jwk = keys.public_keys(prison.state).get(read.says.key)
    if jwk is None:
        return Verdict(STOP, "unknown_key")
    if not read.is_signed_by(device_keys.curve_point(jwk)):
        return Verdict(STOP, "forged")
    if (read.says.state, read.says.prison) != (prison.state.number, prison.number):
        other = Prison.objects.filter(state=prison.state, number=read.says.prison).first()
        return Verdict(STOP, "other_prison", {"prison": other.name() if other else ""})
    return read.says


def _is_today(at: datetime, prison: Prison, now: datetime) -> bool:
    start, end = today.bounds(prison, now)
    return start <= at < end
