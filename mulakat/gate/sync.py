"""A gate hands over what happened while it was without a network.

Each act is kept by itself, so that one that cannot be read keeps no other back. The answer says of
each what became of it; a gate drops an act only when it has read that it is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from mulakat.accounts.models import User
from mulakat.gate import events, lists, reasons, working
from mulakat.gate.models import GateDevice, Kind
from mulakat.schedule.models import Kind as VisitKind
from mulakat.visits.models import Visit
from mulakat.visits.proofs import passes

MOST = 500  # acts in one go
WORDS = frozenset({"", *reasons.REFUSALS, *reasons.WITHOUT_CODE})


@dataclass(frozen=True)
class Told:
    """`state`: kept, again (kept before), unreadable. `uses`: each time the pass let someone in."""

    uid: str
    state: str
    conflict: str = ""
    uses: list[dict[str, Any]] = field(default_factory=list)


def take(*, device: GateDevice, told: list[object], now: datetime) -> list[Told]:
    """Keep each of these acts once; `told` as static/js/gate/queue.js writes them."""
    return [_take(device, one, now) for one in told[:MOST]]


def _take(device: GateDevice, told: object, now: datetime) -> Told:
    uid = str(told.get("uid", ""))[:36] if isinstance(told, Mapping) else ""
    try:
        act, visit, by = _read(device, told)
    except (ValueError, TypeError, KeyError, OverflowError, AttributeError):
        return Told(uid, "unreadable")
    kept = events.keep(visit_id=visit.pk, act=act, by=by, device=device, now=now)
    uses = [lists.event(used) for used in events.used_at(visit)]
    return Told(
        uid,
        "kept" if kept.is_new else "again",
        kept.event.conflict,
        uses if len(uses) > 1 else [],
    )


def _read(device: GateDevice, told: Any) -> tuple[events.Act, Visit, User]:
    """`ValueError` and its like for whatever is not an act of this gate's prison."""
    guard = working.guard_of(str(told["ticket"]), device)
    low, high = passes.uid_range(str(told["visit"]))
    here = Visit.objects.filter(prison=device.prison, kind=VisitKind.PHYSICAL)
    visit = here.filter(uid__range=(low, high)).first()
    if guard is None or visit is None or len(str(told["visit"])) != 16:
        raise ValueError("whose")
    kind, reason = Kind(told["kind"]), str(told.get("reason", ""))
    if reason not in WORDS:
        raise ValueError("reason")
    starts_at = told.get("starts_at")
    act = events.Act(
        uid=UUID(str(told["uid"])),
        kind=kind,
        at=_moment(told["at"]),
        code=str(told.get("code", "")).replace("\0", "")[:8],
        reason=reason,
        ids=[_seen(one) for one in list(told.get("ids", ()))[:20]],
        token=_token(told.get("token")),
        locker=str(told.get("locker", "")).replace("\0", "")[:6],
        pass_starts_at=_moment(starts_at) if starts_at else None,
    )
    return act, visit, guard


def _seen(one: Mapping[str, Any]) -> dict[str, Any]:
    reason = str(one.get("reason", ""))
    return {
        "position": int(one["position"]),
        "seen": bool(one.get("seen")),
        "reason": reason if reason in reasons.WITHOUT_ID else "",
    }


def _token(given: object) -> int | None:
    return int(str(given)) if given and 0 < int(str(given)) < 10000 else None


def _moment(ms: object) -> datetime:
    return datetime.fromtimestamp(int(str(ms)) / 1000, UTC)
