"""What people type is understood in any script, or refused by name."""

import pytest

from mulakat.visits import reading


@pytest.mark.parametrize(
    "typed",
    [
        "25/35/55/2021",
        "२५/३५/५५/२०२१",
        "২৫/৩৫/৫৫/২০২১",
        "25 35 55 2021",
        "25-35-55-2021",
        "25.35.55.2021",
        " 25 / 35 / 55 / 2021 ",
        "２５／３５／５５／２０２１".replace("／", "/"),
    ],
)
def test_it_reads_a_reference_in_any_digits_and_with_any_separator(typed: str) -> None:
    assert str(reading.reference(typed)) == "25/35/55/2021"


@pytest.mark.parametrize("typed", ["", "25/35/55", "25/35/55/2021/1", "25/35/x5/2021", "abc"])
def test_it_does_not_read_what_has_not_four_numbers(typed: str) -> None:
    assert reading.reference(typed) is None


@pytest.mark.parametrize(
    "typed",
    ["+91 98300 12345", "098300-12345", "९८३००१२३४५", "৯৮৩০০১২৩৪৫", "9830012345", "00919830012345"],
)
def test_it_reads_an_indian_mobile_as_e164(typed: str) -> None:
    assert reading.mobile(typed) == "+919830012345"


@pytest.mark.parametrize(
    ("typed", "key"),
    [("", "empty"), ("98300", "length"), ("12345 67890", "start"), ("983001234567", "length")],
)
def test_it_names_what_is_wrong_with_a_mobile(typed: str, key: str) -> None:
    with pytest.raises(reading.Unreadable) as wrong:
        reading.mobile(typed)
    assert wrong.value.key == key


@pytest.mark.parametrize("typed", ["48 29-13", "४८२९१३", "৪৮২৯১৩", "４８２９１３", "482913\u200b"])
def test_it_reads_a_code_in_any_digits(typed: str) -> None:
    assert reading.code(typed) == "482913"


def test_it_does_not_take_a_superscript_for_a_digit() -> None:
    assert reading.code("48291²") == "48291²"


@pytest.mark.parametrize("typed", ["a,b@c.de", "x<a@c.de", "a:b@c.de", '"a"@c.de', "राम@c.de"])
def test_it_refuses_an_email_address_that_no_mail_of_ours_could_reach(typed: str) -> None:
    with pytest.raises(reading.Unreadable):
        reading.email(typed)


@pytest.mark.parametrize("typed", ["rahim.ali+jail@Gmail.com", "o'neil_1@mail.gov.in"])
def test_it_reads_an_email_address(typed: str) -> None:
    assert reading.email(typed).rpartition("@")[0] == typed.rpartition("@")[0]


@pytest.mark.parametrize("typed", ["a@b", "a b@c.de", "a@b.c\nBcc: x@y.z", "@b.de", "a@.de"])
def test_it_refuses_what_is_no_email_address(typed: str) -> None:
    with pytest.raises(reading.Unreadable):
        reading.email(typed)


def test_it_keeps_an_email_address_but_for_the_case_of_its_host() -> None:
    assert reading.email(" Rina.Das@Example.COM ") == "Rina.Das@example.com"
