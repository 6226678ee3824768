"""One group of rules as a form: what it shows, and reading what was typed. Nothing is lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from mulakat.portals.staff.rules.labels import EVERYBODY, HINTS, PERIODS, label
from mulakat.prisons.keys import (
    ANY_CLASS,
    CLASSES,
    GROUPS,
    Fault,
    Flag,
    One,
    Quotas,
    Some,
    Spec,
    Whole,
)
from mulakat.prisons.models import State
from mulakat.prisons.policy import Policy
from mulakat.visits.reading import western_digits
from mulakat.visits.rulebook.lists import CHANNELS, MEDIA, class_or_relation
from mulakat.visits.rulebook.sentences import sentence

EMPTY_ROWS = 2
MOST_ROWS = 12


@dataclass(frozen=True)
class Field:
    """One rule to edit. `kind` is "whole", "radio", "boxes" or "rows"."""

    key: str
    kind: str
    label: str
    value: Any
    options: list[tuple[str, str]] = field(default_factory=list)
    sentence: str = ""  # as it stands now
    inherited: str = ""  # the sentence of the state, or of the ready rules, where it differs
    error: str = ""


@dataclass(frozen=True)
class Typed:
    """What was sent: readable values as JSON holds them, faults, and every field as written."""

    values: dict[str, Any]
    faults: list[Fault]
    written: dict[str, Any]


def read(group: str, posted: QueryDict) -> Typed:
    """All rules of the group; what cannot be read is a fault, and still shown again."""
    typed = Typed({}, [], {})
    for key, spec in GROUPS[group].items():
        written = _written(key, spec, posted)
        typed.written[key] = written
        value = _value(spec, written)
        found = spec.faults(key, value)
        if found:
            typed.faults.extend(found)
        else:
            typed.values[key] = value
    return typed


def fields(
    group: str,
    *,
    policy: Policy,
    inherited: Policy,
    state: State,
    written: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Iterator[Field]:
    """The form of a group: as it stands, or as it was typed."""
    for key, spec in GROUPS[group].items():
        now = getattr(policy, key)
        differs = now != getattr(inherited, key)
        yield Field(
            key=key,
            kind=_kind(spec),
            label=label(key, state),
            value=_shown(spec, (written or {})[key] if written else _as_written(spec, now)),
            options=_options(key, spec, policy, state),
            sentence=f"{sentence(key, policy, state)} {HINTS.get(key, '')}".strip(),
            inherited=sentence(key, inherited, state) if differs else "",
            error=(errors or {}).get(key, ""),
        )


def same(left: Any, right: Any) -> bool:
    """Two values of one rule, of JSON or of the policy; the order of words says nothing."""
    return bool(_plain(left) == _plain(right))


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        rows = [tuple(row) if isinstance(row, list) else row for row in value]
        return sorted(rows, key=str)
    return value


def _written(key: str, spec: Spec, posted: QueryDict) -> Any:
    if isinstance(spec, Some):
        return posted.getlist(key)
    if isinstance(spec, Quotas):
        return [
            [posted.get(f"{key}-{row}-{part}", "").strip() for part in ("class", "n", "period")]
            for row in range(MOST_ROWS)
            if posted.get(f"{key}-{row}-n", "").strip()
        ]
    return posted.get(key, "").strip()


def _value(spec: Spec, written: Any) -> Any:
    if isinstance(spec, Whole):
        return _number(written)
    if isinstance(spec, Flag):
        return {"yes": True, "no": False}.get(written)
    if isinstance(spec, Some):
        return [word for word in spec.choices if word in written]
    if isinstance(spec, Quotas):
        return [[which, _number(number), period] for which, number, period in written]
    return written


def _number(written: str) -> int | str:
    digits = western_digits(written)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 7 else written


def _as_written(spec: Spec, value: Any) -> Any:
    if isinstance(spec, Flag):
        return "yes" if value else "no"
    if isinstance(spec, Quotas):
        return [[which, str(number), period] for which, number, period in value]
    return list(value) if isinstance(spec, Some) else str(value)


def _shown(spec: Spec, written: Any) -> Any:
    """Quotas with empty lines to fill in; all else as it is."""
    if not isinstance(spec, Quotas):
        return written
    room = max(0, min(EMPTY_ROWS, MOST_ROWS - len(written)))
    return [*written, *([[ANY_CLASS, "", "month"]] * room)]


def _kind(spec: Spec) -> str:
    if isinstance(spec, Whole):
        return "whole"
    if isinstance(spec, Quotas):
        return "rows"
    return "boxes" if isinstance(spec, Some) else "radio"


def _options(key: str, spec: Spec, policy: Policy, state: State) -> list[tuple[str, str]]:
    """What can be chosen; a yes or no and a word read as the sentence they would make."""
    if isinstance(spec, Flag):
        return [(c, _if(key, v, policy, state)) for c, v in (("yes", True), ("no", False))]
    if isinstance(spec, One):
        return [(word, _if(key, word, policy, state)) for word in spec.choices]
    if isinstance(spec, Some):
        return [(word, _word(word)) for word in spec.choices]
    return []


def _if(key: str, value: Any, policy: Policy, state: State) -> str:
    """The sentence of a rule if it had that value."""
    values: dict[str, Any] = {key: value}
    return sentence(key, replace(policy, **values), state)


def _word(code: str) -> str:
    return str(CHANNELS.get(code) or MEDIA.get(code) or class_or_relation(code))


def class_options() -> list[tuple[str, str]]:
    """For the lines of quotas: everybody, or one class."""
    return [(ANY_CLASS, str(EVERYBODY)), *((code, class_or_relation(code)) for code in CLASSES)]


def period_options() -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word in PERIODS.items()]
