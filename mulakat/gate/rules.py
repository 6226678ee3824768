"""What stands in the way of letting somebody in, as a guard with a network meets it."""

from collections.abc import Mapping
from datetime import datetime

from mulakat.gate import checking, reasons
from mulakat.gate.events import TRIES
from mulakat.gate.today import Entry
from mulakat.visits.proofs import passes
from mulakat.visits.rules import Obstacle

OVERRIDE_LETTERS = 200


def reasons_not_to_let_in(
    entry: Entry,
    *,
    code: str,
    reason: str,
    override: str,
    ids: Mapping[int, dict[str, object]],
    now: datetime,
) -> list[Obstacle]:
    """All of: stop, override_long, no_code, code_length, wrong_code (tries left), tries, id (of a
    position), nobody. `override` is why an officer lets them in although the gate says STOP."""
    return [*_of_stop(entry, override, now), *_of_code(entry, code, reason), *_of_ids(entry, ids)]


def _of_stop(entry: Entry, override: str, now: datetime) -> list[Obstacle]:
    if len(override) > OVERRIDE_LETTERS:
        return [Obstacle("override_long", {"most": OVERRIDE_LETTERS})]
    is_stop = checking.of_entry(entry, now).mark == checking.STOP
    return [Obstacle("stop")] if is_stop and not override else []


def _of_code(entry: Entry, code: str, reason: str) -> list[Obstacle]:
    if reason in reasons.WITHOUT_CODE:
        return []
    digits = entry.visit.prison.policy.gate_code_digits
    if entry.wrong_tries >= TRIES:
        return [Obstacle("tries")]
    if not code:
        return [Obstacle("no_code", {"digits": digits})]
    if len(code) != digits:
        return [Obstacle("code_length", {"digits": digits})]
    if not passes.is_gate_code(entry.visit, code):
        left = TRIES - entry.wrong_tries - 1
        return [Obstacle("wrong_code", {"left": left})]
    return []


def _of_ids(entry: Entry, ids: Mapping[int, dict[str, object]]) -> list[Obstacle]:
    """Each person has shown an ID, or there is a reason; somebody is let in at all."""
    missing = [
        Obstacle("id", {"position": person.position})
        for person in entry.visit.persons.all()
        if not ids.get(person.position, {}).get("seen")
        and ids.get(person.position, {}).get("reason") not in reasons.WITHOUT_ID
    ]
    staying = {"not_here", "stays_out"}
    if not missing and all(one.get("reason") in staying for one in ids.values()):
        return [Obstacle("nobody")]
    return missing
