"""Page 4: ID, address, phone."""

import pytest

from mulakat.portals.visitor.book import where
from mulakat.portals.visitor.book.tests.walking import Walk, assert_complains, text
from mulakat.prisons.models import State
from mulakat.visits.models import Visit

pytestmark = pytest.mark.django_db

AADHAAR = "Enter the last 4 digits of your Aadhaar number"
VOTER = "Enter your voter ID number, for example ABC1234567"
PAN = "Enter your PAN, for example ABCDE1234F"
DRIVING = "Enter your driving licence number, for example WB01 2015 0012345"
PASSPORT = "Enter your passport number, for example A1234567"


def test_it_goes_on_to_the_others(walk: Walk) -> None:
    assert walk.to("id").post("id")["Location"] == "/book/others/"


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"id_type": ""}, "id_type", "Choose the ID you will show"),
        ({"id_type": "aadhaar", "number": ""}, "number", AADHAAR),
        ({"id_type": "aadhaar", "number": "123"}, "number", AADHAAR),
        ({"id_type": "voter", "number": ""}, "number", VOTER),
        ({"id_type": "voter", "number": "?!"}, "number", VOTER),
        ({"id_type": "pan", "number": "ABCD1234F"}, "number", PAN),
        ({"id_type": "driving", "number": "12"}, "number", DRIVING),
        ({"id_type": "passport", "number": "1234567"}, "number", PASSPORT),
        (
            {"id_type": "foreign_passport", "number": "", "passport_country": "BD"},
            "number",
            "Enter your passport number",
        ),
        (
            {"id_type": "foreign_passport", "number": "BX0123456", "passport_country": ""},
            "passport_country",
            "Choose the country of your passport",
        ),
        (
            {"id_type": "other", "number": "", "document": "Ration card"},
            "number",
            "Enter the number on the document",
        ),
        (
            {"id_type": "other", "number": "1234", "document": ""},
            "document",
            "Enter what document it is",
        ),
        ({"line": "x"}, "line", "Enter your house, village or street"),
        ({"district": ""}, "district", "Enter the district"),
        ({"pin": ""}, "pin", "Enter your postal PIN code"),
        ({"pin": "012345"}, "pin", "The postal PIN code must be 6 digits"),
        ({"country": "XX"}, "country", "Choose the country"),
        ({"phone": ""}, "phone", "Enter your mobile number"),
        ({"phone": "98300"}, "phone", "The mobile number must be 10 digits"),
        ({"phone": "2830012345"}, "phone", "Indian mobile numbers start with 6, 7, 8 or 9"),
        ({"phone_owner": ""}, "phone_owner", "Choose whose phone this is"),
        ({"email": "sabina"}, "email", "Enter an email address, like name@example.com"),
    ],
)
def test_it_says_what_is_missing(
    walk: Walk, changes: dict[str, str], field: str, message: str
) -> None:
    assert_complains(walk.to("id").post("id", **changes), field, message)


@pytest.mark.parametrize(
    ("id_type", "typed", "stored"),
    [
        ("aadhaar", "१२३४", "1234"),
        ("voter", "abc 1234567", "ABC1234567"),
        ("pan", "abcde-1234-f", "ABCDE1234F"),
        ("driving", "WB01 2015 0012345", "WB0120150012345"),
        ("passport", "a1234567", "A1234567"),
        ("foreign_passport", "bx 0123456", "BX0123456"),
        ("other", "RC/12/345", "RC/12/345"),
    ],
)
def test_numbers_are_read_as_people_write_them(
    walk: Walk, id_type: str, typed: str, stored: str
) -> None:
    walk.answers["id"] = {
        **walk.answers["id"],
        "id_type": id_type,
        "number": typed,
        "document": "Ration card",
        "passport_country": "BD",
    }
    walk.to("otp")
    assert Visit.objects.get().visitor.id_number["number"] == stored


@pytest.mark.parametrize(
    ("id_type", "typed"), [("voter", "WB/01/123/456789"), ("driving", "WB-01-123456")]
)
def test_old_forms_are_taken_and_marked_for_the_officer(
    walk: Walk, id_type: str, typed: str
) -> None:
    walk.answers["id"] = {**walk.answers["id"], "id_type": id_type, "number": typed}
    walk.to("otp")
    assert Visit.objects.get().visitor.id_number["unusual"] is True


def test_no_id_goes_on_and_says_what_follows(walk: Walk) -> None:
    walk.to("id").post("id", id_type="none", number="", pin="")
    assert "You can ask without an ID." in text(walk.get("id"))
    walk.answers["id"] = {**walk.answers["id"], "id_type": "none", "number": ""}
    walk.to("otp")
    lead = Visit.objects.get().visitor
    assert lead.id_type == "none" and lead.id_number is None


def test_an_address_abroad_needs_no_postal_pin(walk: Walk) -> None:
    assert walk.to("id").post("id", country="BD", pin="").status_code == 302


@pytest.mark.parametrize(
    ("preset", "what"), [("wb-2021", "joining codes"), ("bihar-2021", "link of the visit")]
)
def test_where_something_comes_by_mail_alone_an_address_is_needed(
    walk: Walk, preset: str, what: str
) -> None:
    State.objects.update(preset=preset)
    where.forget()
    answer = walk.to("id").post("id", email="")
    assert_complains(
        answer,
        "email",
        f"Enter an email address. Nadipur Central sends the {what} only by email",
    )


def test_where_they_do_not_it_is_a_choice(walk: Walk) -> None:
    walk.answers["id"] = {**walk.answers["id"], "email": ""}
    walk.to("otp")
    assert not Visit.objects.get().contact["email"]
