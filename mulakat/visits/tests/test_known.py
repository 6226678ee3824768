"""Who is known to an inmate: by the list or by a code, with a proven phone; nobody else."""

import pytest

from mulakat import clock
from mulakat.people.models import Contact, Restriction, VisitorCode
from mulakat.visits import assisting, deciding, wanted
from mulakat.visits.known import is_known
from mulakat.visits.models import Visit
from mulakat.visits.words import questions, reasons
from tests.world import a_prison, a_request, a_visit, an_inmate

pytestmark = pytest.mark.django_db


def listed(inmate, visit, **kw):
    values = {"name": "Sabina Bibi", "relation": "spouse", "phone_index": visit.phone_index}
    now = clock.now()
    return Contact.objects.create(inmate=inmate, added_at=now, added_by="staff:1", **values | kw)


def a_code(inmate, **kw):
    values = {"digest": f"code-{inmate.pk}", "for_whom": "my wife", "made_by": "staff:1"}
    return VisitorCode.objects.create(inmate=inmate, made_at=clock.now(), **values | kw)


def world():
    prison = a_prison()
    return an_inmate(prison), a_request(prison)


def test_a_stranger_is_not_known():
    inmate, visit = world()
    assert not is_known(visit, inmate)
    assert not is_known(visit)


def test_the_list_makes_known_to_its_own_inmate_alone():
    inmate, visit = world()
    other = an_inmate(visit.prison)
    listed(inmate, visit)
    assert is_known(visit, inmate)
    assert not is_known(visit, other)


def test_a_removed_entry_and_an_entry_without_phone_make_nobody_known():
    inmate, visit = world()
    listed(inmate, visit, removed_at=clock.now())
    listed(inmate, visit, phone_index="")
    assert not is_known(visit, inmate)
    assert not is_known(Visit(phone_index="", status="requested"), inmate)


def test_an_unproven_phone_makes_nobody_known():
    inmate, _ = world()
    unconfirmed = a_visit(inmate.prison)
    listed(inmate, unconfirmed)
    unconfirmed.visitor_code = a_code(inmate)
    assert not is_known(unconfirmed, inmate)


def test_a_code_makes_known_to_its_own_inmate_alone():
    inmate, visit = world()
    other = an_inmate(visit.prison)
    visit.visitor_code = a_code(inmate)
    assert is_known(visit, inmate)
    assert is_known(visit)
    assert not is_known(visit, other)


def test_a_number_typed_at_the_desk_makes_nobody_known_before_its_holder_says_yes():
    inmate, _ = world()
    for at in ("counter", "gate"):
        visit = a_request(inmate.prison, assisted_at=at)
        listed(inmate, visit)
        assert not is_known(visit, inmate)
        assert wanted.of_known(visit, inmate) is None
        assisting.say_yes(visit=visit, now=clock.now())
        visit.refresh_from_db()
        assert is_known(visit, inmate)
    caller = a_request(inmate.prison, assisted_at="helpline")  # sent by his yes alone
    assert is_known(caller, inmate)


def test_a_code_of_one_person_makes_nobody_known_who_asks_for_another():
    inmate, visit = world()
    visit.visitor_code = a_code(an_inmate(visit.prison, name="Joseph Tirkey", name_local=""))
    assert not is_known(visit)
    assert not is_known(visit, inmate)
    assert not questions.may_be_asked(questions.OWN, is_known=is_known(visit))
    assert is_known(visit, visit.visitor_code.inmate)  # an officer has matched them


def test_a_revoked_code_or_one_of_another_phone_makes_nobody_known():
    inmate, visit = world()
    visit.visitor_code = a_code(inmate, revoked_at=clock.now())
    assert not is_known(visit, inmate)
    visit.visitor_code = a_code(an_inmate(visit.prison), phone_index="another")
    assert not is_known(visit, visit.visitor_code.inmate)


def test_the_truth_is_told_to_holders_of_a_code_but_never_the_untold_reasons():
    inmate, visit = world()
    visit.visitor_code = a_code(inmate)
    for code, reason in reasons.REASONS.items():
        told = deciding.told_of(visit=visit, reason=code, inmate=inmate)
        never = code in reasons.NEVER_TOLD and not reason.is_visitors_own
        assert told == (reasons.NEUTRAL if never else code)


@pytest.mark.parametrize(
    ("bar", "told"),
    [
        ({}, "R-50"),
        ({"disclose": False}, "R-90"),
        ({"disclose": False, "lifted_at": clock.now()}, "R-50"),
        ({"disclose": False, "phone_index": "another"}, "R-50"),
        ({"disclose": False, "phone_index": ""}, "R-90"),
    ],
)
def test_a_bar_that_may_not_be_disclosed_is_told_to_nobody(bar, told):
    inmate, visit = world()
    listed(inmate, visit)
    values = {"phone_index": visit.phone_index, "cause": "child_protection", "inmate": inmate}
    now = clock.now()
    Restriction.objects.create(
        prison=visit.prison, starts_at=now, made_by="staff:1", made_at=now, **{**values, **bar}
    )
    assert deciding.told_of(visit=visit, reason="R-50", inmate=inmate) == told
    assert deciding.told_of(visit=visit, reason="R-20", inmate=inmate) == "R-20"
