"""Rules change, and every change is kept: a request is judged by the rules of its day.

A change of a state or of a prison stands whole, before and after, so that any earlier day can
be read, shown and brought back. The keys hold what JSON holds (prisons/keys.py).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from mulakat.audit.models import record
from mulakat.prisons.keys import Fault
from mulakat.prisons.models import Prison, RulesChange, State
from mulakat.prisons.policy import KEYS, Policy, policy
from mulakat.prisons.validating import reasons_not_to_rule

Stand = dict[str, Any]  # {"preset": … (of a state alone), "overrides": {...}}
Differences = dict[str, tuple[Any, Any]]  # key -> (before, after)


class CannotRule(Exception):
    """Everything that stands in the way, all at once (prisons/validating.py)."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(", ".join(f"{fault.key}: {fault.code}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Rules:
    """The rules of one prison at one time, and which keys are its own or its state's."""

    preset: str
    of_state: Mapping[str, Any]
    of_prison: Mapping[str, Any]

    @property
    def policy(self) -> Policy:
        return policy(self.preset, self.of_state, self.of_prison)

    def source(self, key: str) -> str:
        """Where a key has its value from: "prison", "state" or "preset"."""
        if key in self.of_prison:
            return "prison"
        return "state" if key in self.of_state else "preset"


def policy_at(prison: Prison, when: datetime) -> Policy:
    """The rules of that moment. No query unless they have changed since, then one."""
    return rules_at(prison, when).policy


def rules_at(prison: Prison, when: datetime, changes: Iterable[RulesChange] | None = None) -> Rules:
    """The same, with the source of each key. `changes`: those after `when`, read already."""
    state = prison.state
    of_state: Stand = _stand(state)
    of_prison: Stand = _stand(prison)
    if _has_changed(prison, when) or _has_changed(state, when):
        later = changes_after(prison, when) if changes is None else changes
        # the last one read is the first after it
        for change in sorted(later, key=lambda one: (one.at, one.pk), reverse=True):
            if change.prison_id is None:
                of_state = change.before
            else:
                of_prison = change.before
    return Rules(of_state["preset"], of_state["overrides"], of_prison["overrides"])


def changes_after(prison: Prison, when: datetime) -> QuerySet[RulesChange]:
    """What has changed since, of the prison or its state."""
    here = Q(prison=None) | Q(prison=prison)
    return RulesChange.objects.filter(here, state=prison.state_id, at__gt=when)


@transaction.atomic
def change_rules(
    *,
    of: State | Prison,
    by: str,
    set_to: Mapping[str, Any] | None = None,
    drop: frozenset[str] = frozenset(),
    preset: str | None = None,
    now: datetime,
) -> RulesChange | None:
    """Set some keys, give others back to the state or the preset; None if nothing changes.

    `preset` is for states alone. `by` is the actor of the history: "staff:5". Raises
    `CannotRule` with everything that is wrong, and changes nothing.
    """
    of = _locked(of)
    after = stand_after(of=of, set_to=set_to, drop=drop, preset=preset)
    return _write(of, _stand(of), after, by=by, undoes=None, now=now)


def stand_after(
    *,
    of: State | Prison,
    set_to: Mapping[str, Any] | None = None,
    drop: frozenset[str] = frozenset(),
    preset: str | None = None,
) -> Stand:
    """How the rules would stand, and nothing is written."""
    before = _stand(of)
    kept = {key: value for key, value in before["overrides"].items() if key not in drop}
    after: Stand = {**before, "overrides": kept | _as_json(set_to or {})}
    if preset is not None and isinstance(of, State):
        after["preset"] = preset
    return after


def reasons_not_to_stand(of: State | Prison, after: Stand) -> list[Fault]:
    """Why the rules cannot stand so; a look before the change."""
    moved = {key: pair for key, pair in _pairs(_stand(of), after) if pair[0] != pair[1]}
    return _faults(of, after, moved) if moved else []


@transaction.atomic
def undo_change(*, change: RulesChange, by: str, now: datetime) -> RulesChange | None:
    """Set the keys of a change back to what they were, if nothing has touched them since.

    Raises `CannotRule`: "undone" before, or "changed_since" for each key changed later.
    """
    of = _locked(change.prison or change.state)
    if RulesChange.objects.filter(undoes=change).exists():
        raise CannotRule([Fault("preset", "undone")])
    before, moved = _stand(of), differences(change)
    _stop_if([Fault(key, "changed_since") for key in sorted(moved.keys() & _since(change))])
    after: Stand = {**before, "overrides": dict(before["overrides"])}
    for key in moved:
        if key == "preset":
            after["preset"] = change.before["preset"]
        elif key in change.before["overrides"]:
            after["overrides"][key] = change.before["overrides"][key]
        else:
            after["overrides"].pop(key, None)
    return _write(of, before, after, by=by, undoes=change, now=now)


def history(of: State | Prison) -> QuerySet[RulesChange]:
    """All changes that the rules of a prison (its state's too) or of a state went through,
    the latest first."""
    changes = RulesChange.objects.select_related("prison", "state", "undone_by", "undoes")
    if isinstance(of, State):
        mine = changes.filter(state=of, prison=None)
    else:
        mine = changes.filter(Q(prison=of) | Q(prison=None), state_id=of.state_id)
    return mine.order_by("-at", "-pk")


def differences(change: RulesChange) -> Differences:
    """What the change did, key by key; None where a key was or is not set here."""
    return {key: pair for key, pair in _pairs(change.before, change.after) if pair[0] != pair[1]}


def _pairs(before: Stand, after: Stand) -> Iterator[tuple[str, tuple[Any, Any]]]:
    yield "preset", (before.get("preset"), after.get("preset"))
    old, new = before["overrides"], after["overrides"]
    for key in sorted(old.keys() | new.keys()):
        yield key, (old.get(key), new.get(key))


def _since(change: RulesChange) -> set[str]:
    """The keys that later changes of the same state or prison have touched."""
    later = RulesChange.objects.filter(state=change.state, prison=change.prison, pk__gt=change.pk)
    return {key for other in later for key in differences(other)}


def _write(
    of: State | Prison, before: Stand, after: Stand, *,
    by: str, undoes: RulesChange | None, now: datetime,
) -> RulesChange | None:  # fmt: skip
    state = of if isinstance(of, State) else of.state
    change = RulesChange(
        state=state, prison=of if isinstance(of, Prison) else None,
        at=now, by=by, before=before, after=after, undoes=undoes,
    )  # fmt: skip
    moved = differences(change)
    if not moved:
        return None
    _stop_if(_faults(of, after, moved))
    change.save(force_insert=True)
    of.overrides, of.rules_changed_at = after["overrides"], now
    fields = ["overrides", "rules_changed_at"]
    if isinstance(of, State):
        of.preset = after["preset"]
        fields.append("preset")
    of.save(update_fields=fields)
    subject = f"{'state' if isinstance(of, State) else 'prison'}:{of.pk}"
    record("rules.changed", actor=by, subject=subject, change=change.pk, keys=sorted(moved))
    return change


def _faults(of: State | Prison, after: Stand, moved: Differences) -> list[Fault]:
    """What is wrong with the new rules here; of a state's, at each of its prisons besides."""
    if isinstance(of, Prison):
        state = of.state
        laid = (state.overrides, after["overrides"])
        return reasons_not_to_rule(state.preset, *laid, changed=frozenset(moved))
    changed = KEYS if "preset" in moved else frozenset(moved)
    preset, overrides = after["preset"], after["overrides"]
    found = reasons_not_to_rule(preset, overrides, changed=changed)
    if found:
        return found
    for prison in of.prisons.exclude(overrides={}):
        faults = reasons_not_to_rule(preset, overrides, prison.overrides, changed=changed)
        found += [Fault(f.key, f.code, {**f.facts, "prison": prison}) for f in faults]
    return found


def _stop_if(faults: list[Fault]) -> None:
    if faults:
        raise CannotRule(faults)


def _locked(of: State | Prison) -> Any:
    rows: Any = type(of).objects.select_for_update(of=("self",))
    if isinstance(of, Prison):
        rows = rows.select_related("state")
    return rows.get(pk=of.pk)


def _stand(of: State | Prison) -> Stand:
    stand: Stand = {"overrides": dict(of.overrides)}
    return {"preset": of.preset, **stand} if isinstance(of, State) else stand


def _has_changed(of: State | Prison, since: datetime) -> bool:
    return of.rules_changed_at is not None and of.rules_changed_at > since


def _as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _listed(value) for key, value in values.items()}


def _listed(value: Any) -> Any:
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value
