"""Every pass a gate may be shown, and what it must say: one table for the server's check and for
the script that checks without a network.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec

from mulakat import ids
from mulakat.accounts.models import Role, User
from mulakat.gate import devices, events, keys, working
from mulakat.gate.models import GateDevice, GateSession
from mulakat.prisons.models import Prison
from mulakat.visits.models import Status, Visit
from mulakat.visits.proofs import passes
from tests import world

NOON = datetime(2026, 12, 2, 6, 30, tzinfo=UTC)  # a Wednesday at the prison
HOUR = timedelta(hours=1)


class Case(NamedTuple):
    name: str
    typed: str
    mark: str
    key: str


class Day(NamedTuple):
    prison: Prison
    session: GateSession
    cases: list[Case]


def a_gate(prison: Prison, gate: int = 1, now: datetime = NOON, **keys_of: Any) -> GateDevice:
    """An enrolled gate; without `public_key` and `box_key` a browser without script."""
    code = devices.make_code(prison=prison, gate=gate, by="staff:1", now=now)
    given = {"public_key": None, "box_key": None, **keys_of}
    return devices.enrol(typed=code, now=now, **given).device


def at_work(device: GateDevice, user: User | None = None, now: datetime = NOON) -> GateSession:
    guard = user or world.a_guard(device.prison)
    working.begin(user=guard, device=device, now=now)
    session = GateSession.objects.select_related("device__prison__state", "user").latest("pk")
    return session


def arrive(visit: Visit, device: GateDevice, at: datetime = NOON, **kw: Any) -> events.Kept:
    """Somebody was let in with the right code."""
    act = events.Act(uid=ids.uid(), kind="arrived", at=at, code=passes.gate_code(visit), **kw)
    by = world.an_officer(visit.prison, Role.GATE)
    return events.keep(visit_id=visit.pk, act=act, by=by, device=device, now=at)


def forged(visit: Visit, now: datetime) -> str:
    """With our key's number, signed by somebody else."""
    key = keys.signing_key(state=visit.prison.state, now=now)
    return passes.sign(passes.of(visit, key=key.pk), ec.generate_private_key(ec.SECP256R1()))


def a_day(now: datetime = NOON) -> Day:
    """One prison's day around `now`, with every kind of pass."""
    prison = world.a_prison()
    other = world.a_prison(prison.state)
    stranger = world.a_prison()

    def visit(at: datetime, where: Prison = prison, **kw: Any) -> Visit:
        return world.a_gate_visit(where, starts_at=at, **kw)

    good = visit(now + HOUR / 2)
    moved, postponed, cancelled = (visit(now + HOUR) for _ in range(3))
    cases = [
        Case("good", keys.pass_text(good, now), "let_in", "good"),
        Case("by number", good.reference, "let_in", "good"),
        Case("by short code", passes.short_code(good).lower(), "let_in", "good"),
        Case("early", keys.pass_text(visit(now + 3 * HOUR), now), "let_in", "early"),
        Case("late", keys.pass_text(visit(now - HOUR / 4), now), "check", "late"),
        Case("too late", keys.pass_text(visit(now - 2 * HOUR), now), "check", "too_late"),
        Case(
            "wheelchair",
            keys.pass_text(visit(now + HOUR, details={"help": ["wheelchair"]}), now),
            "check",
            "wheelchair",
        ),
        Case("yesterday", keys.pass_text(visit(now - 24 * HOUR), now), "stop", "other_day"),
        Case("tomorrow", keys.pass_text(visit(now + 24 * HOUR), now), "stop", "other_day"),
        Case("other prison", keys.pass_text(visit(now, other), now), "stop", "other_prison"),
        Case("other state", keys.pass_text(visit(now, stranger), now), "stop", "unknown_key"),
        Case("forged", forged(good, now), "stop", "forged"),
        Case("no pass", "https://example.org/", "stop", "not_a_pass"),
        Case("half a pass", keys.pass_text(good, now)[:-9], "stop", "not_a_pass"),
        Case("no number", "1/2/3/2026", "stop", "not_a_pass"),
    ]
    old = [keys.pass_text(one, now) for one in (moved, postponed, cancelled)]
    Visit.objects.filter(pk=moved.pk).update(starts_at=now + 2 * HOUR)
    Visit.objects.filter(pk=postponed.pk).update(starts_at=now + 50 * HOUR)
    Visit.objects.filter(pk=cancelled.pk).update(status=Status.CANCELLED)
    used = visit(now + HOUR)
    device = a_gate(prison, now=now)
    arrive(used, device, now)
    cases += [
        Case("moved", old[0], "stop", "moved"),
        Case("moved to another day", old[1], "stop", "moved"),
        Case("cancelled", old[2], "stop", "cancelled"),
        Case("used", keys.pass_text(used, now), "stop", "used"),
        Case("withdrawn key", _of_withdrawn_key(good, now), "stop", "unknown_key"),
    ]
    return Day(prison, at_work(device, now=now), cases)


def _of_withdrawn_key(visit: Visit, now: datetime) -> str:
    """A key that was stolen: made, used, withdrawn. The state's other keys stay good."""
    state = visit.prison.state
    keys.rotate(state=state, by="staff:1", now=now)
    text = keys.pass_text(visit, now)
    keys.rotate(state=state, by="staff:1", now=now, withdraw=True)
    return text
