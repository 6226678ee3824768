"""The whole booking, from the first page to the Visit Reference Number."""

import pytest

from mulakat.portals.visitor.book.tests.walking import Walk, text
from mulakat.visits.models import Status, Visit

pytestmark = pytest.mark.django_db


def test_a_family_books_from_the_first_page_to_its_number(walk: Walk) -> None:
    walk.to("otp")
    assert walk.visit.status == Status.UNCONFIRMED
    answer = walk.confirm()
    assert answer.status_code == 302 and answer["Location"] == "/book/sent/", text(answer)
    shown = text(walk.get("sent"))
    visit = Visit.objects.get()
    assert visit.status == Status.REQUESTED
    assert visit.reference.replace("/", "/<wbr>") in shown
    assert "not approved yet" in shown
