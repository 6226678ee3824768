"""Page 3: the visitor."""

import pytest

from mulakat.portals.visitor.book.tests.walking import Walk, assert_complains, errors, text
from mulakat.visits.models import Visit
from tests import world

pytestmark = pytest.mark.django_db


def test_it_goes_on_to_the_id(walk: Walk) -> None:
    assert walk.to("you").post("you")["Location"] == "/book/id/"


def test_it_names_the_person_as_written(walk: Walk) -> None:
    assert "How are you related to Rahim Sheikh?" in text(walk.to("you").get("you"))


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"name": ""}, "name", "Enter your name"),
        ({"name": "x" * 81}, "name", "The name must be 80 letters or less"),
        ({"name": "4711"}, "name", "The name must have letters, not only numbers"),
        ({"guardian": ""}, "guardian", "Enter the name of your father, mother or husband"),
        ({"age": ""}, "age", "Enter your age"),
        ({"age": "0"}, "age", "Age must be a number between 1 and 120"),
        ({"age": "thirty"}, "age", "Age must be a number between 1 and 120"),
        ({"gender": ""}, "gender", "Choose your gender"),
        ({"relation": ""}, "relation", "Choose how you are related"),
        (
            {"relation": "relative", "relation_other": ""},
            "relation_other",
            "Enter how you are related",
        ),
    ],
)
def test_it_says_what_is_missing(
    walk: Walk, changes: dict[str, str], field: str, message: str
) -> None:
    answer = walk.to("you").post("you", **changes)
    assert_complains(answer, field, message)
    assert 'value="Abdul Karim"' in text(answer) or field == "guardian"


def test_a_minor_is_told_who_must_book(walk: Walk) -> None:
    answer = text(walk.to("you").post("you", age="17"))
    assert "A person aged 18 or over must book." in answer and "You can come along." in answer
    assert walk.get("id")["Location"] == "/book/you/"


def test_the_year_of_birth_is_an_age(walk: Walk) -> None:
    walk.answers["you"] = {**walk.answers["you"], "age": "১৯৮০"}
    walk.to("otp")
    visit = Visit.objects.get()
    assert visit.visitor.age == visit.created_at.year - 1980


def test_only_those_whom_the_prison_lets_come_are_to_choose_from() -> None:
    prison = world.a_prison(
        overrides={"notice_hours": 0, "relations_allowed": ["spouse", "lawyer"], "adult_age": 21}
    )
    world.all_day_rules(prison)
    walk = Walk(prison).to("you")
    page = text(walk.get("you"))
    assert "The jail lets only these come" in page
    assert 'value="lawyer"' in page and 'value="friend"' not in page
    assert errors(walk.post("you", relation="friend")) == {"relation": "Choose how you are related"}
    assert "A person aged 21 or over must book." in text(walk.post("you", age="20"))


def test_more_children_than_the_prison_allows_are_named() -> None:
    prison = world.a_prison(overrides={"notice_hours": 0, "children_max": 1, "persons_max": 5})
    world.all_day_rules(prison)
    walk = Walk(prison).to("others")
    child = {"age": "7", "relation": "child", "id_type": "none"}
    rows = {f"{key}-{at}": value for at in range(2) for key, value in child.items()}
    names = {"name-0": "Asif", "name-1": "Nadia"}
    answer = walk.post("others", rows="2", help=["none"], **rows, **names)
    assert errors(answer) == {"others": "At most so many children may come: 1"}
