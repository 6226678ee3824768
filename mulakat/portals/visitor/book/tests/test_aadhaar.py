"""A full Aadhaar number is refused, and stands nowhere afterwards."""

import json
import logging

import pytest
from django.db import connection

from mulakat import aadhaar
from mulakat.portals.visitor.book.tests.walking import Walk, assert_complains, text
from mulakat.portals.visitor.models import Draft

pytestmark = pytest.mark.django_db

FULL = "234567890124"  # of the right form, belongs to nobody
MESSAGE = (
    "Enter only the last 4 digits of your Aadhaar number. We did not keep the number you typed"
)


def check_digit(eleven: str) -> str:
    return next(str(d) for d in range(10) if aadhaar.is_aadhaar(eleven + str(d)))


@pytest.mark.parametrize(
    "typed", [FULL, "2345 6789 0124", "2345-6789-0124", "२३४५ ६७८९ ०१२४", FULL[:6], FULL + "7777"]
)
def test_a_full_number_is_refused_and_not_kept(
    walk: Walk, typed: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = walk.to("id").post("id", id_type="aadhaar", number=typed)
    assert_complains(answer, "number", MESSAGE)
    assert typed not in text(answer) and typed not in text(walk.get("id"))
    assert typed not in json.dumps(Draft.objects.get().answers, ensure_ascii=False)
    assert typed not in caplog.text


def test_it_is_not_kept_when_the_type_was_forgotten_or_the_page_lost(walk: Walk) -> None:
    for changes in ({"id_type": ""}, {"id_type": "voter"}, {"id_type": "", "keep": "1"}):
        answer = walk.to("id").post("id", number=FULL, **changes)
        assert FULL not in text(answer)
        assert FULL not in json.dumps(Draft.objects.get().answers)


def test_on_another_document_only_its_last_digits_are_kept(walk: Walk) -> None:
    number = "36912345678" + check_digit("36912345678")
    walk.answers["id"] = {
        **walk.answers["id"], "id_type": "other", "number": number, "document": "Ration card"
    }  # fmt: skip
    walk.to("otp")
    assert number not in json.dumps(Draft.objects.get().answers)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM visits_visitperson")
    assert walk.visit.visitor.id_number["number"] == "••••••••" + number[-4:]
