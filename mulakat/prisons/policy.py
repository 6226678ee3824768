"""What differs between states, as data: every key, and our own default for it.

A state names a preset (prisons/presets.py) and may override single keys; a prison may override
again. No code ever asks which state it is. What a key may hold: prisons/keys.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Literal

from mulakat.prisons import presets
from mulakat.prisons.keys import faults

Channels = tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """Every place where procedures differ. Minutes and hours are whole numbers."""

    # Asking
    booking_otp_channels: Channels = ("sms", "email")  # e-mail only if one was given
    booking_email: Literal["required", "optional"] = "optional"
    booking_captcha: Literal["always", "risk", "off"] = "risk"
    sent_channels: Channels = ("sms", "email")  # the reference, beside the screen
    id_number_required: bool = True
    wishes: int = 3
    horizon_days: int = 30
    notice_hours: int = 24
    persons_max: int = 3
    open_requests_per_phone: int = 5
    asking_mode: Literal["preferences", "hold"] = "preferences"
    hold_minutes: int = 10  # a chosen time while the form is filled
    known_confirmed_at_once: bool = False  # contacts and holders of a visitor code, mode hold
    # Who may come
    children_max: int = 2
    adult_age: int = 18
    adult_needed: bool = True
    relations_allowed: Channels = ()  # empty: all (visits/words/choices.py: RELATIONS)
    contact_list_required: bool = False
    # How often: (class of inmate or "*", visits, "week" | "fortnight" | "month"); none: no limit
    quotas: tuple[tuple[str, int, str], ...] = ()
    quotas_physical: tuple[tuple[str, int, str], ...] = ()  # where not shared
    quota_shared: bool = True  # physical and video visits count together
    lawyer_quotas: tuple[tuple[str, int, str], ...] = ()  # of both kinds together
    quota_free_relations: Channels = ("embassy", "official")  # their visits use up nothing
    same_visitor_days: int = 1  # between two visits of one visitor to one inmate
    # Who must agree besides: classes of inmates ("high_security") or relations ("embassy")
    second_approval: Channels = ()
    no_video_classes: Channels = ()
    # Answering
    answer_within_hours: int = 48
    answer_before_hours: int = 12  # at the latest so long before the earliest wish
    undo_seconds: int = 60
    questions_max: int = 2
    question_hours: int = 48  # for the visitor to answer
    offer_hours: int = 24
    waiting_list: bool = True
    fairness: Literal["longest_without", "age"] = "longest_without"
    second_look_days: int = 14
    complaint_days: int = 7
    cancel_before_hours: int = 4  # later ones use up the quota
    remind_day_before: bool = True
    remind_minutes_before: int = 60
    approval_channels: Channels = ("sms", "email")
    approval_carries_link: bool = True
    refusal_channels: Channels = ("sms", "email")
    refusals_released_hourly: bool = True
    # Joining
    join_vrn_typed: bool = False
    join_layout: Literal["otp", "one_page", "steps"] = "otp"
    join_otp_channels: Channels = ("sms",)
    join_button: bool = False  # a page with "Join the meeting" after the codes
    pin_name: Literal["room", "vc"] = "room"
    pin_delivery: Literal["none", "join", "approval"] = "none"
    pin_digits: int = 4
    otp_digits: int = 6
    otp_minutes: int = 15
    join_opens_minutes: int = 15
    # Meeting
    media: tuple[Literal["video", "voice"], ...] = ("video", "voice")
    # After "Let in": our own call, or a meeting at the state's Jitsi Meet (docs/jitsi.md)
    call_engine: Literal["peer", "jitsi"] = "peer"
    jitsi_audio_only: bool = False
    jitsi_app: bool = True  # the visitor may open Jitsi's app instead of the browser
    visit_minutes: int = 15
    physical_minutes: int = 20
    legal_minutes: int = 30
    turnover_minutes: int = 5
    give_back_minutes: int = 15  # at most, of what a fault took, while the terminal is free
    arrive_before_minutes: int = 45  # at the gate, before a visit at the prison
    late_minutes: int = 30  # still let in
    gate_code_digits: int = 4
    # Telling
    message_patience_minutes: int = 15  # undelivered for longer is shown to staff

    @property
    def pin_is_used(self) -> bool:
        return self.pin_delivery != "none"


PRESETS: Mapping[str, Policy] = {name: Policy(**keys) for name, keys in presets.PRESETS.items()}
KEYS = frozenset(field.name for field in fields(Policy))


class UnknownPolicyKey(ValueError):
    """An override names a preset or key that does not exist."""


class WrongPolicy(ValueError):
    """An override holds what its key cannot: a word for a number, a list for a word."""


def policy(preset: str, *overrides: Mapping[str, Any]) -> Policy:
    """The preset with each mapping of overrides laid over it, in order.

    Values of the wrong type stop here, by name; ranges are asked when rules are changed
    (prisons/validating.py).
    """
    if preset not in PRESETS:
        raise UnknownPolicyKey(preset)
    merged: dict[str, Any] = {}
    for override in overrides:
        merged.update(override)
    if unknown := set(merged) - KEYS:
        raise UnknownPolicyKey(", ".join(sorted(unknown)))
    return _laid_over(preset, tuple(sorted((k, _frozen(k, v)) for k, v in merged.items())))


@cache
def _laid_over(preset: str, items: tuple[tuple[str, Any], ...]) -> Policy:
    wrong = [
        f"{fault.key}: {fault.code}"
        for key, value in items
        for fault in faults(key, value)
        if fault.is_of_type
    ]
    if wrong:
        raise WrongPolicy(", ".join(wrong))
    return replace(PRESETS[preset], **dict(items))


def _frozen(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        raise WrongPolicy(f"{key}: a mapping")
    return tuple(_frozen(key, item) for item in value) if isinstance(value, list | tuple) else value
