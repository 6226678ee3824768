"""What each key of the policy may hold: its type, its range, and the group it is edited in.

The values are those of JSON (numbers, words, lists), as states and prisons keep them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CHANNELS = ("sms", "email")
PERIODS = ("week", "fortnight", "month")
# The words of people/models.py: InmateClass and visits/words/choices.py: RELATIONS; a test compares
CLASSES = ("undertrial", "convict", "detenue", "civil", "high_security")
RELATIONS = (
    "spouse", "parent", "child", "sibling", "relative", "friend", "lawyer", "embassy", "official",
)  # fmt: skip
FOREIGN = "foreign"  # a visitor with the passport of another country
ANY_CLASS = "*"
DAYS_OF = {"week": 7, "fortnight": 14, "month": 31}


@dataclass(frozen=True)
class Fault:
    """Why a value cannot stand under `key`: a code for the portal's words, and its facts.

    Codes of a wrong type ("not_whole", "not_flag", "not_word", "not_list", "not_quotas") and
    "unknown" also stop a policy that stands so in the database.
    """

    key: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_of_type(self) -> bool:
        return self.code.startswith("not_") or self.code == "unknown"


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`, both included; `unit` names what is counted."""

    low: int
    high: int
    unit: str

    def faults(self, key: str, value: Any) -> list[Fault]:
        if not isinstance(value, int) or isinstance(value, bool):
            return [Fault(key, "not_whole")]
        if not self.low <= value <= self.high:
            return [Fault(key, "range", {"low": self.low, "high": self.high})]
        return []


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    def faults(self, key: str, value: Any) -> list[Fault]:
        return [] if isinstance(value, bool) else [Fault(key, "not_flag")]


@dataclass(frozen=True)
class One:
    """One of some words."""

    choices: tuple[str, ...]

    def faults(self, key: str, value: Any) -> list[Fault]:
        return [] if value in self.choices else [Fault(key, "not_word")]


@dataclass(frozen=True)
class Some:
    """Several of some words, in any order; `may_be_none` if it may be left empty."""

    choices: tuple[str, ...]
    may_be_none: bool = True

    def faults(self, key: str, value: Any) -> list[Fault]:
        if not isinstance(value, list | tuple) or any(word not in self.choices for word in value):
            return [Fault(key, "not_list")]
        if not value and not self.may_be_none:
            return [Fault(key, "empty")]
        return []


@dataclass(frozen=True)
class Quotas:
    """Rows of (class or "*", visits, period); each class and period once."""

    low: int = 1

    def faults(self, key: str, value: Any) -> list[Fault]:
        if not isinstance(value, list | tuple) or not all(map(_is_quota, value)):
            return [Fault(key, "not_quotas")]
        found = [
            Fault(key, "quota_range", {"row": row, "high": DAYS_OF[period]})
            for row, (_, number, period) in enumerate(value, 1)
            if not self.low <= number <= DAYS_OF[period]
        ]
        pairs = [(which, period) for which, _, period in value]
        if len(set(pairs)) < len(pairs):
            found.append(Fault(key, "quota_twice"))
        return found


Spec = Whole | Flag | One | Some | Quotas

_MINUTES, _HOURS, _DAYS = "minutes", "hours", "days"
GROUPS: Mapping[str, Mapping[str, Spec]] = {
    "often": {
        "quotas": Quotas(),
        "quota_shared": Flag(),
        "quotas_physical": Quotas(),
        "lawyer_quotas": Quotas(),
        "quota_free_relations": Some(RELATIONS),
        "same_visitor_days": Whole(0, 90, _DAYS),
    },
    "who": {
        "persons_max": Whole(1, 20, "persons"),
        "children_max": Whole(0, 20, "persons"),
        "adult_age": Whole(16, 21, "years"),
        "adult_needed": Flag(),
        "relations_allowed": Some(RELATIONS),
        "contact_list_required": Flag(),
        "id_number_required": Flag(),
        "second_approval": Some((*CLASSES, *RELATIONS, FOREIGN)),
        "no_video_classes": Some(CLASSES),
    },
    "asking": {
        "asking_mode": One(("preferences", "hold")),
        "wishes": Whole(1, 5, "times"),
        "hold_minutes": Whole(5, 60, _MINUTES),
        "known_confirmed_at_once": Flag(),
        "notice_hours": Whole(0, 24 * 30, _HOURS),
        "horizon_days": Whole(1, 180, _DAYS),
        "open_requests_per_phone": Whole(1, 50, "requests"),
        "waiting_list": Flag(),
        "fairness": One(("longest_without", "age")),
    },
    "answering": {
        "answer_within_hours": Whole(1, 24 * 30, _HOURS),
        "answer_before_hours": Whole(0, 24 * 7, _HOURS),
        "undo_seconds": Whole(0, 600, "seconds"),
        "questions_max": Whole(0, 10, "questions"),
        "question_hours": Whole(1, 24 * 14, _HOURS),
        "offer_hours": Whole(1, 24 * 14, _HOURS),
        "second_look_days": Whole(1, 90, _DAYS),
        "complaint_days": Whole(1, 90, _DAYS),
        "cancel_before_hours": Whole(0, 24 * 7, _HOURS),
        "remind_day_before": Flag(),
        "remind_minutes_before": Whole(0, 60 * 12, _MINUTES),
    },
    "meeting": {
        "visit_minutes": Whole(1, 120, _MINUTES),
        "physical_minutes": Whole(1, 240, _MINUTES),
        "legal_minutes": Whole(1, 240, _MINUTES),
        "turnover_minutes": Whole(0, 60, _MINUTES),
        "give_back_minutes": Whole(0, 60, _MINUTES),
        "media": Some(("video", "voice"), may_be_none=False),
        "call_engine": One(("peer", "jitsi")),
        "jitsi_audio_only": Flag(),
        "jitsi_app": Flag(),
        "join_opens_minutes": Whole(0, 240, _MINUTES),
        "arrive_before_minutes": Whole(0, 240, _MINUTES),
        "late_minutes": Whole(0, 240, _MINUTES),
        "gate_code_digits": Whole(4, 8, "digits"),
    },
    "telling": {
        "booking_otp_channels": Some(CHANNELS, may_be_none=False),
        "booking_email": One(("required", "optional")),
        "booking_captcha": One(("always", "risk", "off")),
        "sent_channels": Some(CHANNELS),
        "approval_channels": Some(CHANNELS, may_be_none=False),
        "approval_carries_link": Flag(),
        "refusal_channels": Some(CHANNELS, may_be_none=False),
        "refusals_released_hourly": Flag(),
        "message_patience_minutes": Whole(1, 24 * 60, _MINUTES),
    },
    "joining": {
        "join_vrn_typed": Flag(),
        "join_layout": One(("otp", "one_page", "steps")),
        "join_otp_channels": Some(CHANNELS, may_be_none=False),
        "join_button": Flag(),
        "pin_name": One(("room", "vc")),
        "pin_delivery": One(("none", "join", "approval")),
        "pin_digits": Whole(4, 8, "digits"),
        "otp_digits": Whole(6, 8, "digits"),
        "otp_minutes": Whole(1, 120, _MINUTES),
    },
}
SPECS: Mapping[str, Spec] = {key: spec for group in GROUPS.values() for key, spec in group.items()}
GROUP_OF = {key: group for group, keys in GROUPS.items() for key in keys}


def faults(key: str, value: Any) -> list[Fault]:
    """Everything that is wrong with one value by itself."""
    spec = SPECS.get(key)
    return spec.faults(key, value) if spec else [Fault(key, "unknown")]


def _is_quota(row: Any) -> bool:
    if not isinstance(row, list | tuple) or len(row) != 3:
        return False
    which, number, period = row
    is_whole = isinstance(number, int) and not isinstance(number, bool)
    return which in (ANY_CLASS, *CLASSES) and is_whole and period in PERIODS
