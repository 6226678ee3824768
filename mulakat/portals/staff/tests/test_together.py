"""Several questions as one: the models are those that each question alone would give."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from mulakat import clock
from mulakat.people.models import Absence, Restriction
from mulakat.portals.staff.together import together
from mulakat.prisons.models import Prison, Terminal
from mulakat.schedule.models import Closure, ExtraTime, SlotRule
from mulakat.visits.models import Kept
from tests.world import a_prison, a_terminal, all_day_rules, an_inmate, an_officer

pytestmark = pytest.mark.django_db


def test_every_field_comes_back_as_the_table_has_it(django_assert_num_queries):
    prison, now = a_prison(), clock.now()
    all_day_rules(prison)
    inmate = an_inmate(prison)
    a_terminal(prison, suits=["legal", "wheelchair"], broken_since=now, place="Ward “4”")
    ExtraTime.objects.create(
        prison=prison, kind="video", day=date(2027, 2, 28), starts=time(23, 30), ends=time(0),
        made_by="staff:1", made_at=now,
    )  # fmt: skip
    Closure.objects.create(
        state=prison.state, starts_at=now, ends_at=now + timedelta(microseconds=1),
        cause="power", public_text={"en": "No \"power\"", "bn": "বিদ্যুৎ নেই"}, made_by="x",
        made_at=now,
    )  # fmt: skip
    Absence.objects.create(
        inmate=inmate, cause="court", starts_at=now, ends_at=now + timedelta(1), made_by="x",
        made_at=now,
    )  # fmt: skip
    models: list[Any] = [Prison, SlotRule, ExtraTime, Closure, Terminal]
    questions: list[QuerySet[Any]] = [model.objects.all() for model in models]
    questions += [Absence.objects.filter(inmate=inmate), Kept.objects.all()]
    together(Prison.objects.all())  # SQLite is asked once whether it knows JSON
    with django_assert_num_queries(1):
        found = together(*questions)
    for rows, question in zip(found, questions, strict=True):
        alone = list(question.order_by("pk"))
        assert rows == alone
        for row, other in zip(rows, alone, strict=True):
            for field in row._meta.concrete_fields:
                ours, theirs = getattr(row, field.attname), getattr(other, field.attname)
                assert ours == theirs and type(ours) is type(theirs), field


def test_what_is_sealed_comes_back_opened():
    prison, now = a_prison(), clock.now()
    an_officer(prison)
    for name in ({"name": "Sabina"}, None):
        Restriction.objects.create(
            prison=prison, phone_index="x", name=name, cause="conduct", starts_at=now,
            made_by="staff:1", made_at=now,
        )  # fmt: skip
    ((bar, without),) = together(Restriction.objects.all())
    assert (bar.name, without.name) == ({"name": "Sabina"}, None)
