"""The policy: every key has its type and range, every preset holds, wrong data is named."""

import pytest

from mulakat.people.models import InmateClass
from mulakat.prisons import keys, presets
from mulakat.prisons.policy import KEYS, PRESETS, UnknownPolicyKey, WrongPolicy, policy
from mulakat.prisons.validating import reasons_not_to_rule
from mulakat.visits.words.choices import RELATIONS


def test_every_key_has_its_type_its_range_and_one_group():
    assert set(keys.SPECS) == KEYS
    assert sum(len(group) for group in keys.GROUPS.values()) == len(KEYS)


def test_the_words_are_those_of_register_and_form():
    assert set(keys.CLASSES) == set(InmateClass.values)
    assert set(keys.RELATIONS) == set(RELATIONS)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_holds(name):
    values = {key: getattr(PRESETS[name], key) for key in KEYS}
    assert reasons_not_to_rule(name, values, changed=KEYS) == []


@pytest.mark.parametrize("name", ["delhi", "maharashtra", "kerala", "rajasthan"])
def test_the_states_limit_how_often(name):
    assert policy(name).quotas


def test_a_prison_lies_over_its_state_and_the_state_over_its_preset():
    laid = policy("kerala", {"visit_minutes": 7, "wishes": 2}, {"visit_minutes": 9})
    assert (laid.visit_minutes, laid.wishes, laid.notice_hours) == (9, 2, 24)


def test_lists_of_the_database_become_rows():
    assert policy("open", {"quotas": [["*", 2, "week"]]}).quotas == (("*", 2, "week"),)


def test_an_unknown_preset_or_key_is_named():
    with pytest.raises(UnknownPolicyKey, match="atlantis"):
        policy("atlantis")
    with pytest.raises(UnknownPolicyKey, match="visit_hours"):
        policy("open", {"visit_hours": 3})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("visit_minutes", "15"),
        ("visit_minutes", None),
        ("adult_needed", "yes"),
        ("asking_mode", "lottery"),
        ("join_otp_channels", "sms"),
        ("join_otp_channels", ["pigeon"]),
        ("quotas", [["*", "2", "week"]]),
        ("quotas", [["*", 2]]),
        ("quotas", [["*", 2, "year"]]),
        ("quotas", {"*": 2}),
    ],
)
def test_a_wrong_type_in_the_database_stops_by_name(key, value):
    with pytest.raises(WrongPolicy, match=key):
        policy("open", {key: value})


def test_the_sources_hold_only_keys_of_the_policy():
    for values in presets.PRESETS.values():
        assert set(values) <= KEYS
