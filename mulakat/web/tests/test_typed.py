"""Whatever is typed into whatever form: no NUL reaches a database, no Aadhaar number is kept."""

import pytest
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory

from mulakat import aadhaar
from mulakat.web.typed import Typed

FULL = "234123412346"  # of the right form, belongs to nobody
LAST = "••••••••2346"


def through(request: HttpRequest) -> HttpRequest:
    Typed(lambda _request: None).process_view(request)  # type: ignore[arg-type, return-value]
    return request


def posted(**fields: str) -> QueryDict:
    return through(RequestFactory().post("/", fields)).POST


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (FULL, LAST),
        ("2341 2341 2346", LAST),
        ("2341-2341-2346", LAST),
        ("2341 - 2341 - 2346", LAST),
        ("2341.2341.2346", LAST),
        ("2 3 4 1 2 3 4 1 2 3 4 6", LAST),
        ("२३४१ २३४१ २३४६", "••••••••२३४६"),
        ("২৩৪১২৩৪১২৩৪৬", "••••••••২৩৪৬"),
        ("2३4१-2341 ২346", "••••••••২346"),
        (f"His card is {FULL}.", f"His card is {LAST}."),
        (f"Aadhaar:{FULL}\nsee also {FULL}", f"Aadhaar:{LAST}\nsee also {LAST}"),
        (f"आधार{FULL}है", f"आधार{LAST}है"),
        (f"7 {FULL}", f"7 {LAST}"),  # the seventh of a list
        (f"{FULL} 9830012345", f"{LAST} 9830012345"),
        ("234123412345", "234123412345"),  # a wrong check digit
        ("134123412346", "134123412346"),  # none begins with 1
        ("2341 2341 2346 7", f"{LAST} 7"),
        (FULL + "7", FULL + "7"),  # thirteen digits are something else
        ("+919830012340", "+919830012340"),
        ("28/1/482917/2026", "28/1/482917/2026"),
        ("", ""),
    ],
)
def test_of_an_aadhaar_number_in_free_text_four_digits_are_kept(typed: str, kept: str) -> None:
    assert posted(note=typed)["note"] == kept


def test_a_phone_number_is_not_taken_for_one() -> None:
    phone = next(n for n in map(str, range(919830012340, 919830012350)) if aadhaar.is_aadhaar(n))
    fields = posted(**{"phone": phone, "id-number": FULL, "wanted": phone, "text": "+" + phone})
    assert fields.dict() == {
        "phone": phone, "id-number": FULL, "wanted": phone, "text": "+" + phone
    }  # fmt: skip


def test_the_number_of_a_visit_and_what_pages_write_are_not_taken_for_one() -> None:
    fields = {
        "reference": "23 - 41 - 2341 - 2346",
        "visit": "23412341-2346-4bcd-abcd-abcdefabcdef",
        "at": "2341-23-41T23:46:00Z",
    }
    assert posted(**fields).dict() == fields


def test_the_check_digit_is_verhoeffs() -> None:
    assert [d for d in range(10) if aadhaar.is_aadhaar(f"23412341234{d}")] == [6]
    assert not aadhaar.is_aadhaar("012345678901")


def test_a_nul_goes_from_forms_and_queries() -> None:
    assert posted(note="Blur\0red", phone="98\x00300")["note"] == "Blurred"
    assert posted(phone="98\x00300")["phone"] == "98300"
    assert through(RequestFactory().get("/", {"note": "a\0b"})).GET["note"] == "ab"


def test_what_is_no_form_is_left_alone() -> None:
    request = RequestFactory().post("/", b'{"a": "\\u0000"}', content_type="application/json")
    assert through(request).body == b'{"a": "\\u0000"}'
