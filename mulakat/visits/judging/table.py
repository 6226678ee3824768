"""A rule and what it finds: the table of all rules, and the shape of one check.

`may_overrule`: an officer may approve all the same, and writes why. Hard facts (the place is
taken, the person is not here, a bar stands) are never overruled: they are changed where they
are written. `reason` is the code of a refusal on that ground (visits/words/reasons.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from mulakat.prisons.changing import Rules

Mark = Literal["ok", "look", "stop"]
UNTOLD_CAUSES = frozenset({"court_order", "child_protection"})  # people/barring.py


@dataclass(frozen=True)
class Rule:
    may_overrule: bool
    reason: str
    names_inmate: bool  # its finding rests on a matched inmate, and tells that he is held


@dataclass(frozen=True)
class Check:
    """What one rule found. `source`: "state:quotas", "contact:5", "visit:7" or ""."""

    key: str
    mark: Mark
    facts: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""

    @property
    def rule(self) -> Rule:
        return RULES[self.key]

    @property
    def reason(self) -> str:
        """The code of a refusal on this ground, for an officer to begin with."""
        if self.key == "in_prison" and self.facts.get("why") == "transfer":
            return "R-11"
        if self.key == "restriction" and self.facts.get("cause") in UNTOLD_CAUSES:
            return "R-61"
        return self.rule.reason


# In the order in which an officer reads them
RULES: Mapping[str, Rule] = {
    "in_prison": Rule(False, "R-12", True),
    "absence": Rule(False, "R-13", True),
    "quota": Rule(True, "R-20", True),
    "list": Rule(True, "R-30", True),
    "list_relation": Rule(True, "R-31", True),
    "relation": Rule(True, "R-34", False),
    "restriction": Rule(False, "R-50", True),
    "video_class": Rule(True, "R-90", True),
    "second": Rule(False, "R-90", True),
    "clash": Rule(False, "R-70", True),
    "same_visitor": Rule(True, "R-40", False),  # his own earlier visits
    "asked_twice": Rule(True, "R-40", False),
    "open_requests": Rule(True, "R-90", False),
    "same_phone": Rule(True, "R-90", False),
    "persons": Rule(True, "R-33", False),
    "children": Rule(True, "R-33", False),
    "adult": Rule(True, "R-33", False),
    "lawyer": Rule(True, "R-90", False),
    "time": Rule(False, "R-21", False),
    "notice": Rule(True, "R-21", False),
    "horizon": Rule(True, "R-21", False),
    "closed": Rule(False, "R-22", False),
    "place": Rule(False, "R-70", False),
    "fit": Rule(True, "R-70", False),
}
OVERRULABLE = frozenset(key for key, rule in RULES.items() if rule.may_overrule)


def mark(is_right: bool) -> Mark:
    return "ok" if is_right else "stop"


def policy_key(rules: Rules, key: str) -> str:
    """The source of a check that rests on a key of the policy: "prison:persons_max"."""
    return f"{rules.source(key)}:{key}"
