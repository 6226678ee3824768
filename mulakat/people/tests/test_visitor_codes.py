"""Codes that inmates hand out: strong, forgiving to read, bound to one phone, revocable."""

import pytest

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.people import visitor_codes
from mulakat.people.models import VisitorCode
from mulakat.people.obstacles import CannotWrite
from mulakat.sealed import blind_index
from tests.world import a_prison, an_inmate, an_officer

pytestmark = pytest.mark.django_db
MINE, OTHER = blind_index("+919830012345", "phone"), blind_index("+919830099999", "phone")


@pytest.fixture
def made():
    prison = a_prison()
    inmate, officer = an_inmate(prison), an_officer(prison)
    code, written = visitor_codes.make(
        inmate=inmate, for_whom="my sister Amina", by=officer, now=clock.now()
    )
    return code, written, officer


def test_a_code_has_55_random_bits_and_only_its_digest_is_kept(made):
    code, written, _officer = made
    plain = written.replace("-", "")
    assert [len(group) for group in written.split("-")] == [4, 4, 4]
    assert 5 * (len(plain) - 1) == 55
    row = VisitorCode.objects.values().get(pk=code.pk)
    assert not any(plain in str(value) or written in str(value) for value in row.values())
    assert written not in str(list(Event.objects.values_list("data", flat=True)))


def test_two_codes_are_never_alike(made):
    code, written, officer = made
    others = {
        visitor_codes.make(inmate=code.inmate, for_whom=f"x{n}", by=officer, now=clock.now())[1]
        for n in range(50)
    }
    assert len(others | {written}) == 51


def test_the_first_phone_owns_the_code(made):
    code, written, _officer = made
    found = visitor_codes.find(written, phone_index=MINE)
    assert found is not None and found == code and found.inmate == code.inmate
    assert visitor_codes.find(written, phone_index=MINE) == code
    assert visitor_codes.find(written, phone_index=OTHER) is None


def test_looking_without_a_proven_phone_binds_nothing(made):
    code, written, _officer = made
    assert visitor_codes.find(written, phone_index=OTHER, binds=False) == code
    assert visitor_codes.find(written, phone_index=MINE) == code
    assert visitor_codes.find(written, phone_index=OTHER, binds=False) is None


def test_a_code_seen_earlier_is_bound_later_and_only_once(made):
    code, _written, officer = made
    assert visitor_codes.bind(code, phone_index=MINE)
    assert visitor_codes.bind(code, phone_index=MINE)
    assert not visitor_codes.bind(code, phone_index=OTHER)
    visitor_codes.revoke(code=code, by=officer, now=clock.now())
    assert not visitor_codes.bind(code, phone_index=MINE)


def test_a_revoked_code_opens_nothing(made):
    code, written, officer = made
    assert visitor_codes.find(written, phone_index=MINE)
    assert visitor_codes.revoke(code=code, by=officer, now=clock.now())
    assert not visitor_codes.revoke(code=code, by=officer, now=clock.now())
    assert visitor_codes.find(written, phone_index=MINE) is None
    assert Event.objects.filter(name="visitor_code.revoked").count() == 1


@pytest.mark.parametrize("binds", [True, False])
def test_right_wrong_foreign_and_revoked_cost_the_same_statements(
    made, binds, django_assert_num_queries
):
    code, written, officer = made
    count = 2 if binds else 1
    typed = [written, "ABCD-EFGH-JKMN", "nonsense", ""]
    for text in typed:
        with django_assert_num_queries(count):
            visitor_codes.find(text, phone_index=MINE, binds=binds)
    visitor_codes.revoke(code=code, by=officer, now=clock.now())
    with django_assert_num_queries(count):
        visitor_codes.find(written, phone_index=OTHER, binds=binds)


def test_it_is_read_in_any_case_script_and_grouping():
    plain = "K04M1PQ2V9T"
    plain += visitor_codes.check(plain)
    tail = plain[-1]
    for typed in (
        f"k04m-1pq2-v9t{tail}".lower(),
        f" KO4M IPQ2 U9T{tail} ",  # O, I and U for 0, 1 and V
        f"k०४m–lpq২–v৯t{tail}",  # digits of Devanagari and Bengali, another hyphen
        f"Ｋ０４Ｍ．１ＰＱ２．Ｖ９Ｔ{tail}",  # full width
    ):
        assert visitor_codes.read(typed) == plain, typed


def test_one_wrong_character_is_a_typing_mistake_whichever_it_is():
    plain = visitor_codes._new()
    for at in range(visitor_codes.LENGTH):
        for letter in visitor_codes.ALPHABET:
            if letter != plain[at]:
                assert visitor_codes.read(plain[:at] + letter + plain[at + 1 :]) is None
    assert visitor_codes.read(plain) == plain


def test_it_says_all_that_is_missing_at_once(made):
    code, _written, officer = made
    inmate = an_inmate(code.inmate.prison, left_at=clock.now(), left_for="release")
    with pytest.raises(CannotWrite) as cannot:
        visitor_codes.make(inmate=inmate, for_whom="  ", by=officer, now=clock.now())
    assert [one.key for one in cannot.value.obstacles] == ["no_whom", "has_left"]
    assert VisitorCode.objects.count() == 1


def test_one_visitor_has_one_live_code(made):
    code, _written, officer = made
    with pytest.raises(CannotWrite) as cannot:
        visitor_codes.make(
            inmate=code.inmate, for_whom="My Sister Amina ", by=officer, now=clock.now()
        )
    assert [one.key for one in cannot.value.obstacles] == ["has_code"]
    visitor_codes.revoke(code=code, by=officer, now=clock.now())
    visitor_codes.make(inmate=code.inmate, for_whom="my sister Amina", by=officer, now=clock.now())
