"""Page 1: prison and person."""

import pytest

from mulakat.portals.visitor.book import where
from mulakat.portals.visitor.book.tests.walking import Walk, assert_complains, text
from mulakat.visits.models import Visit
from tests import world

pytestmark = pytest.mark.django_db

UNKNOWN = "Enter the name of their father, mother or husband, or tick “I do not know”"
NUMBER = "The prisoner number must be 20 characters or less, with only letters, numbers, / and -"


def test_it_goes_on_to_the_kind_of_visit(walk: Walk) -> None:
    assert walk.post("jail")["Location"] == "/book/kind/"


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("state", "999", "Choose the state"),
        ("prison", "", "Choose the jail"),
        ("name", "", "Enter the person's name"),
        ("name", "x" * 81, "The name must be 80 letters or less"),
        ("name", "12345", "The name must have letters, not only numbers"),
        ("guardian", "", UNKNOWN),
        ("age", "", "Age must be a number between 18 and 120"),
        ("age", "121", "Age must be a number between 18 and 120"),
        ("age", "old", "Age must be a number between 18 and 120"),
        ("gender", "", "Choose the person's gender, or “I do not know”"),
        ("number", "A" * 21, NUMBER),
        ("number", "UT;12", NUMBER),
    ],
)
def test_it_says_what_is_missing(walk: Walk, field: str, typed: str, message: str) -> None:
    world.a_prison()  # a second state, so that one is chosen
    where.forget()
    answer = walk.post("jail", **{field: typed})
    assert_complains(answer, field, message)


def test_it_says_everything_at_once_and_keeps_what_was_typed(walk: Walk) -> None:
    answer = walk.post("jail", name="1234", age="3 4 0", gender="", guardian="")
    assert len(answer.context["errors"]) == 4
    assert 'value="1234"' in text(answer) and 'value="3 4 0"' in text(answer)
    again = text(walk.get("jail"))  # reload: still there, still wrong
    assert 'value="1234"' in again and "There is a problem" in again


def test_the_errors_are_read_in_the_language_chosen_afterwards(walk: Walk) -> None:
    walk.post("jail", name="")
    assert "उनका नाम लिखें" in text(walk.client.get("/book/jail/?lang=hi"))


def test_without_script_the_jails_of_the_state_are_shown_on_request(walk: Walk) -> None:
    other = world.a_prison(names={"en": "Elsewhere Jail"})
    where.forget()
    first = text(walk.get("jail"))
    assert "Elsewhere Jail" not in first and "Nadipur Central" not in first
    answer = walk.client.post(
        "/book/jail/", {"state": other.state.number, "show": "1", "name": "Rah"}
    )
    shown = text(answer)
    assert "Elsewhere Jail" in shown and "Nadipur Central" not in shown
    assert 'value="Rah"' in shown and not answer.context["errors"]


def test_it_refuses_a_prison_of_another_state(walk: Walk) -> None:
    other = world.a_prison()
    where.forget()
    answer = walk.post("jail", state=str(other.state.number))
    assert_complains(answer, "prison", "Choose the jail")


def test_i_do_not_know_is_an_answer(walk: Walk) -> None:
    assert walk.post("jail", guardian="", unknown="1").status_code == 302


def test_a_child_is_not_in_a_jail(walk: Walk) -> None:
    answer = text(walk.post("jail", age="15"))
    assert "Children are not held in jails." in answer and "9073945590" in answer


@pytest.mark.parametrize(
    "name", ["Md. Salim", "S. K. Das", "D'Souza", "রহিম শেখ", "क्\u200dष", "محمد", "é", "e\u0301"]
)
def test_a_name_in_any_script_is_kept_byte_for_byte(walk: Walk, name: str) -> None:
    walk.answers["jail"]["name"] = f"  {name} "
    walk.to("otp")
    assert Visit.objects.get().asked["name"] == name


def test_another_prison_asks_the_dependent_pages_again(walk: Walk) -> None:
    other = world.a_prison(walk.prison.state, has_video=False)
    world.all_day_rules(other)
    where.forget()
    walk.to("check")
    assert walk.post("jail", prison=str(other.number))["Location"] == "/book/kind/"
    assert walk.get("check")["Location"] == "/book/kind/"
