"""Every finding of every rule reads as a sentence, in every language."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from mulakat.portals.staff import words
from mulakat.portals.staff.rules import sentences
from mulakat.prisons.models import Prison, State
from mulakat.visits.judging.table import RULES, Check
from mulakat.visits.rules import Obstacle

AT, DAY = datetime(2026, 8, 12, 5, 0, tzinfo=UTC), date(2026, 8, 12)
QUOTA = {"used": 4, "total": 4, "period": "month", "next_from": DAY}
BAR = {"whom": "visitor", "cause": "conduct", "until": AT}
PLACE = {"number": 3, "is_window": False, "at": AT}
CASES = [
    (Check("in_prison", "look", {"found": False}), "Not known yet"),
    (Check("in_prison", "ok", {"ward": ""}), "Yes, ward –"),
    (Check("in_prison", "stop", {"why": "elsewhere"}), "Not in the register of this jail"),
    (Check("in_prison", "stop", {"why": "transfer", "at": AT}), "Moved to another jail"),
    (Check("in_prison", "stop", {"why": "leave", "at": AT}), "No longer here"),
    (Check("absence", "stop", {"cause": "court", "until": AT}),
     "In court until Wed 12 Aug, 10:30"),
    (Check("absence", "stop", {"cause": "other", "until": AT}),
     "Not to be visited until Wed 12 Aug, 10:30"),
    (Check("quota", "ok", {**QUOTA, "total": None}), "No limit"),
    (Check("quota", "ok", {**QUOTA, "used": 2}), "2 of 4 used this month"),
    (Check("quota", "stop", QUOTA), "4 of 4 used this month, next from Wed 12 Aug"),
    (Check("list", "ok", {"how": "phone"}), "Yes, with this phone"),
    (Check("list", "look", {"how": "none"}), "No. Ask the person inside"),
    (Check("list", "stop", {"how": "none"}), "No, and the rules want it"),
    (Check("list", "look", {"how": "name", "name": "Sabina"}),
     "Name is near: Sabina. Phone differs"),
    (Check("list_relation", "look", {"says": "spouse", "list": "sibling"}),
     "Says: Wife or husband. The list says: Brother or sister"),
    (Check("relation", "stop", {"relation": "friend"}), "Friend: not allowed by the rules"),
    (Check("restriction", "stop", BAR), "Visitor barred until Wed 12 Aug, 10:30: conduct"),
    (Check("restriction", "stop", {**BAR, "whom": "inmate", "until": None}),
     "No visits to this person without an end: conduct"),
    (Check("second", "look", {"why": ["foreign", "high_security"]}),
     "Must agree: passport of another country, High security"),
    (Check("place", "stop", {**PLACE, "why": "broken"}), "Number 3 is out of order"),
    (Check("place", "ok", PLACE), "Terminal 3: Wed 12 Aug, 10:30"),
    (Check("fit", "stop", {**PLACE, "lacking": ["wheelchair"]}),
     "Number 3 is not made for: a wheelchair"),
    (Check("same_phone", "look", {"n": 3}), "Used for 3 people in 30 days"),
    (Check("closed", "stop", {"cause": "power", "until": AT}),
     "Closed until Wed 12 Aug, 10:30: power cut"),
]  # fmt: skip


def a_prison():
    return Prison(state=State(terms={}))


@pytest.mark.parametrize(("check", "said"), CASES)
def test_a_finding_is_a_sentence(check, said):
    assert sentences.sentence(check, a_prison()) == said


@pytest.mark.parametrize("language", ["en", "hi", "bn"])
@pytest.mark.parametrize("check", [check for check, _ in CASES])
def test_no_language_misses_a_fact(check, language):
    with translation.override(language):
        assert "%(" not in sentences.sentence(check, a_prison())


def test_every_rule_has_a_title_and_sentences_for_its_marks():
    assert set(sentences.TITLES) == set(RULES)
    said = {case.split()[0] for case in sentences.SENTENCES} | {"same_phone"}
    assert said == set(RULES)


def test_the_source_names_who_rules():
    prison = a_prison()
    of = [
        Check("notice", "ok", source=source) for source in ("prison:wishes", "state:x", "visit:3")
    ]
    assert [sentences.source(check, prison) for check in of] == [
        "Rules of this jail", "Rules of the state", "Bookings",
    ]  # fmt: skip


def test_the_words_of_the_state_stand_in_it():
    home = Prison(state=State(terms={"jail": {"en": "correctional home"}}))
    check = Check("in_prison", "stop", {"why": "transfer"})
    assert sentences.sentence(check, home) == "Moved to another correctional home"


def test_what_keeps_an_approval_back_is_worded_for_the_page():
    prison = a_prison()
    over = words.obstacle(Obstacle("quota", QUOTA), prison.zone)
    assert over == "Visits used: 4 of 4 used this month, next from Wed 12 Aug"
    second = words.obstacle(Obstacle("second_needed", {"why": ["embassy"]}), prison.zone)
    assert second == "A second officer must agree. Must agree: Embassy or consulate"
    removed = Obstacle("place_removed", {**PLACE, "why": "removed"})
    assert words.obstacle(removed, prison.zone) == "Place free: Number 3 is not there any more"
    assert words.obstacle(Obstacle("no_overrule_note"), prison.zone).startswith("Write why")
