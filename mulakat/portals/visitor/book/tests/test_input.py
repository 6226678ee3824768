"""What people type is understood in the script and shape they write it in (journeys F6)."""

import pytest

from mulakat.portals.visitor.book.tests.walking import Walk
from mulakat.visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        "9830012345", "+91 98300 12345", "098300-12345", "९८३००१२३४५", "৯৮৩০০১২৩৪৫",
        "９８３００１２３４５", "91 9830012345", "(98300) 12345", "98300.12345",
    ],
)  # fmt: skip
def test_a_phone_number(walk: Walk, typed: str) -> None:
    walk.answers["id"] = {**walk.answers["id"], "phone": typed}
    walk.to("otp")
    assert Visit.objects.get().contact["phone"] == "+919830012345"


@pytest.mark.parametrize("typed", ["35", "३५", "৩৫", "３５", " 3 5 "])
def test_an_age(walk: Walk, typed: str) -> None:
    walk.answers["jail"] = {**walk.answers["jail"], "age": typed}
    walk.to("otp")
    assert Visit.objects.get().asked["age"] == 35


@pytest.mark.parametrize("typed", ["743411", "743 411", "७४३४११", "৭৪৩৪১১", "７４３-４１１"])
def test_a_postal_pin(walk: Walk, typed: str) -> None:
    walk.answers["id"] = {**walk.answers["id"], "pin": typed}
    walk.to("otp")
    assert Visit.objects.get().contact["address"]["pin"] == "743411"


@pytest.mark.parametrize("typed", ["\x00Rahim\x00", "Rahim\r\n", "\u00a0Rahim\t"])
def test_control_letters_and_blank_ends_go(walk: Walk, typed: str) -> None:
    walk.answers["jail"] = {**walk.answers["jail"], "name": typed}
    walk.to("otp")
    assert Visit.objects.get().asked["name"] == "Rahim"


@pytest.mark.parametrize("value", ["9" * 5000, "²", "-1", "1e3", "٣٥x", "\ud7ff", "🙂", "<b>"])
def test_nonsense_is_an_error_never_a_fault(walk: Walk, value: str) -> None:
    for page in ("jail", "kind", "you", "id", "others"):
        fields = walk.answers[page]
        walk.to(page)
        for name in fields:
            assert walk.client.post(f"/book/{page}/", {**fields, name: value}).status_code < 500
        assert walk.client.post(f"/book/{page}/", {**fields, "rows": value}).status_code < 500
        walk.post(page)
