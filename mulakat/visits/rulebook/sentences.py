"""The rules in plain words: the public sentence of every key of the policy.

    sentence("quotas", policy, state)   Each person can have 4 visits in a month.
    public(policy, state)               the sentences that families feel, by group

Worded for whoever asks for a visit, in the state's own words for jail and inmate. They rest on
the policy alone, never on a person: everybody may read them.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.functional import Promise

from mulakat.prisons.models import State
from mulakat.prisons.policy import Policy
from mulakat.prisons.terms import terms_of
from mulakat.visits.rulebook.lists import LISTS
from mulakat.visits.rulebook.values import SENTENCES

PUBLIC: Mapping[str, tuple[str, ...]] = {
    "often": (
        "quotas", "quotas_physical", "quota_shared", "lawyer_quotas", "quota_free_relations",
        "same_visitor_days", "cancel_before_hours",
    ),
    "who": (
        "relations_allowed", "contact_list_required", "persons_max", "children_max",
        "adult_needed", "id_number_required", "second_approval", "no_video_classes",
    ),
    "asking": (
        "asking_mode", "notice_hours", "horizon_days", "open_requests_per_phone", "waiting_list",
        "fairness",
    ),
    "answering": (
        "answer_within_hours", "question_hours", "offer_hours", "second_look_days",
        "complaint_days", "remind_day_before",
    ),
    "meeting": (
        "visit_minutes", "physical_minutes", "legal_minutes", "media", "join_opens_minutes",
        "arrive_before_minutes", "late_minutes",
    ),
}  # fmt: skip
ONLY_FOR = {
    "visit_minutes": "video", "media": "video", "join_opens_minutes": "video",
    "no_video_classes": "video", "physical_minutes": "physical",
    "arrive_before_minutes": "physical", "late_minutes": "physical",
}  # fmt: skip
BOTH = frozenset({"video", "physical"})


def sentence(key: str, policy: Policy, state: State | None = None) -> str:
    """The public sentence of one key under this policy."""
    terms = terms_of(state)
    if key in LISTS:
        return LISTS[key](policy, terms)
    value = getattr(policy, key)
    found: Promise | Mapping[Any, Promise] = SENTENCES[key]
    if isinstance(found, Mapping):
        found = found[value if value in found else "*"]
    return str(found) % {"n": value, **terms}


def public(
    policy: Policy, state: State | None, *, kinds: Collection[str] = BOTH
) -> dict[str, list[str]]:
    """The sentences of PUBLIC by group; those of a kind the prison has not are left out."""
    return {
        group: [
            sentence(key, policy, state)
            for key in keys
            if _is_for(key, kinds) and not _says_nothing(key, policy, kinds)
        ]
        for group, keys in PUBLIC.items()
    }


def _is_for(key: str, kinds: Collection[str]) -> bool:
    return key not in ONLY_FOR or ONLY_FOR[key] in kinds


def _says_nothing(key: str, policy: Policy, kinds: Collection[str]) -> bool:
    """Another sentence makes it needless, or there is nothing of it here."""
    if key in {"quota_shared", "quotas_physical"}:
        return (
            not policy.quotas
            or not BOTH.issubset(kinds)
            or (policy.quota_shared == (key == "quotas_physical"))
        )
    if key == "fairness":
        return not policy.waiting_list
    return key in {"second_approval", "no_video_classes"} and not getattr(policy, key)
