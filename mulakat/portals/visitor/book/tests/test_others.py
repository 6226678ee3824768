"""Page 5: who else, and help."""

import pytest

from mulakat.portals.visitor.book.tests.walking import Walk, assert_complains, errors, text
from mulakat.visits.models import Visit

pytestmark = pytest.mark.django_db

ONE = {
    "rows": "1",
    "name-0": "Amina",
    "age-0": "30",
    "relation-0": "sibling",
    "id_type-0": "voter",
}


def test_nobody_else_goes_on_to_the_check(walk: Walk) -> None:
    assert walk.to("others").post("others")["Location"] == "/book/check/"


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({**ONE, "name-0": ""}, "name-0", "Enter the name of person 2"),
        ({**ONE, "name-0": "77"}, "name-0", "The name must have letters, not only numbers"),
        ({**ONE, "age-0": ""}, "age-0", "Enter the age of person 2"),
        ({**ONE, "age-0": "200"}, "age-0", "Enter the age of person 2"),
        ({**ONE, "relation-0": ""}, "relation-0", "Choose how person 2 is related"),
        ({**ONE, "id_type-0": ""}, "id_type-0", "Choose the ID person 2 will show"),
        ({"help": []}, "help", "Choose the help you need, or “No help needed”"),
        ({"help": ["none", "sign"]}, "help", "Choose the help you need, or “No help needed”"),
        ({"help_text": "x" * 201}, "help_text", "The description must be 200 characters or less"),
    ],
)
def test_it_says_what_is_missing(
    walk: Walk, changes: dict[str, str], field: str, message: str
) -> None:
    assert_complains(walk.to("others").post("others", **changes), field, message)


def test_more_than_the_rule_allows_are_too_many(walk: Walk) -> None:
    row = {key.split("-")[0]: value for key, value in ONE.items() if key != "rows"}
    three = {f"{key}-{at}": value for at in range(3) for key, value in row.items()}
    answer = walk.to("others").post("others", rows="3", **three)
    assert errors(answer) == {"others": "You can bring up to 2 people. Remove 1"}
    assert text(answer).count('value="Amina"') == 3


def test_without_script_a_person_is_added_and_removed(walk: Walk) -> None:
    walk.to("others")
    shown = text(walk.post("others", add="1"))
    assert 'name="name-0"' in shown and "Person 2" in shown
    shown = text(walk.post("others", **{**ONE, "add": "1"}))
    assert 'value="Amina"' in shown and 'name="name-1"' in shown
    assert 'name="add"' not in shown  # three with the visitor: no more may come
    shown = text(walk.post("others", **{**ONE, "remove": "0"}))
    assert "Amina" not in shown


def test_an_empty_row_is_nobody(walk: Walk) -> None:
    walk.answers["others"] = {"rows": "2", "help": ["none"], **{
        key.replace("-0", "-1"): value for key, value in ONE.items() if key != "rows"
    }}  # fmt: skip
    walk.to("otp")
    assert [person.name for person in Visit.objects.get().persons.all()] == [
        "Sabina Khatun",
        "Amina",
    ]


def test_a_child_needs_no_id(walk: Walk) -> None:
    walk.to("others")
    assert walk.post("others", **{**ONE, "age-0": "৯", "id_type-0": ""}).status_code == 302


def test_help_is_told_to_the_jail(walk: Walk) -> None:
    walk.answers["others"] = {"rows": "0", "help": ["sign", "wheelchair"], "help_text": "Santali"}
    walk.to("otp")
    details = Visit.objects.get().details
    assert details["help"] == ["sign", "wheelchair"] and details["help_text"] == "Santali"
