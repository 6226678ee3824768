"""Everything that is wrong with a set of rules, all at once: each value, then what contradicts.

A contradiction is told only where one of the keys that were changed has a part in it: an old
one elsewhere stops nobody from changing something else.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mulakat.prisons import keys
from mulakat.prisons.keys import Fault
from mulakat.prisons.policy import PRESETS, Policy, policy

LAWYER = "lawyer"


def reasons_not_to_rule(
    preset: str, *overrides: Mapping[str, Any], changed: frozenset[str]
) -> list[Fault]:
    """Why these rules cannot hold. The last of `overrides` is the one that is changed."""
    if preset not in PRESETS:
        return [Fault("preset", "unknown")]
    found = [fault for key, value in overrides[-1].items() for fault in keys.faults(key, value)]
    if found:
        return sorted(found, key=lambda fault: fault.key)
    return [
        fault
        for fault, others in _contradictions(policy(preset, *overrides))
        if changed & {fault.key, *others}
    ]


def _contradictions(rules: Policy) -> Iterator[tuple[Fault, tuple[str, ...]]]:
    """Each with the other keys that have a part in it."""
    horizon = rules.horizon_days * 24
    if rules.notice_hours >= horizon:
        yield Fault("notice_hours", "beyond_horizon", {"high": horizon - 1}), ("horizon_days",)
    places = rules.persons_max - rules.adult_needed
    if rules.children_max > places:
        fault = Fault("children_max", "beyond_persons", {"high": places})
        yield fault, ("persons_max", "adult_needed")
    if rules.quotas_physical and rules.quota_shared:
        yield Fault("quotas_physical", "shared"), ("quota_shared",)
    if rules.relations_allowed and LAWYER not in rules.relations_allowed:
        yield Fault("relations_allowed", "no_lawyer"), ()
    if rules.known_confirmed_at_once and rules.asking_mode != "hold":
        yield Fault("known_confirmed_at_once", "only_with_hold"), ("asking_mode",)
    yield from _of_codes(rules)


def _of_codes(rules: Policy) -> Iterator[tuple[Fault, tuple[str, ...]]]:
    if rules.pin_is_used and rules.join_layout == "otp":
        yield Fault("pin_delivery", "never_asked"), ("join_layout",)
    if rules.pin_delivery == "approval":
        if "email" not in rules.approval_channels:
            yield Fault("pin_delivery", "only_by_email"), ("approval_channels",)
        if rules.booking_email != "required":
            yield Fault("booking_email", "needed_for_pin"), ("pin_delivery",)
