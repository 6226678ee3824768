"""The prison asks and its clock stands still; a stranger is asked only about himself."""

from datetime import timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import Event
from mulakat.notifications import rendering
from mulakat.notifications.models import Notification
from mulakat.visits import asking, deciding
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Question, Status, Visit
from mulakat.visits.tests.answered import a_code, a_prison, fresh, keys, list_on, messages_of
from mulakat.visits.words import questions
from tests import world

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def ask(visit: Visit, key: str = "id", **kw: Any) -> Question:
    by = kw.pop("by", None) or world.an_officer(visit.prison)
    return asking.ask(visit_id=visit.pk, by=by, key=key, now=kw.pop("now", clock.now()), **kw)


def why_not(act: Any) -> list[str]:
    with pytest.raises(CannotAct) as caught:
        act()
    return keys(caught)


def test_the_visitor_is_asked_and_the_queue_is_short_of_one() -> None:
    visit = world.a_request(a_prison())
    now = clock.now()
    question = ask(visit, now=now)
    assert fresh(visit).status == Status.QUESTION
    assert not Visit.objects.queue(visit.prison).exists()
    assert question.answer_by == now + 48 * HOUR and question.text is None
    assert sorted(messages_of(visit)) == ["E05", "S05"]
    event = Event.objects.get(name="question.asked")
    assert (event.actor, event.data) == (question.by.actor, {"key": "id"})


def test_the_prison_s_clock_stands_still_while_the_visitor_thinks() -> None:
    visit, now = world.a_request(a_prison()), clock.now()
    before = visit.answer_by
    assert before
    ask(visit, now=now)
    asking.answer(visit=visit, text=" Voter ID, XYZ 1234 ", now=now + 7 * HOUR)
    visit = fresh(visit)
    assert visit.status == Status.REQUESTED and visit.answer_by == before + 7 * HOUR
    question = visit.questions.get()
    assert question.answer == {"text": "Voter ID, XYZ 1234"}
    assert question.answered_at == now + 7 * HOUR


def test_without_an_answer_the_request_goes_on_and_the_prison_loses_no_time() -> None:
    visit, now = world.a_request(a_prison()), clock.now()
    before = visit.answer_by
    assert before
    ask(visit, now=now)
    assert asking.expire_questions(now=now + 47 * HOUR) == 0
    assert asking.expire_questions(now=now + 48 * HOUR) == 1
    assert asking.expire_questions(now=now + 48 * HOUR) == 0
    visit = fresh(visit)
    assert (visit.status, visit.answer_by) == (Status.REQUESTED, before + 48 * HOUR)
    assert visit.questions.get().answer is None
    assert why_not(lambda: asking.answer(visit=visit, text="late", now=now)) == ["no_question"]


def test_it_is_asked_twice_at_most() -> None:
    visit, now = world.a_request(a_prison()), clock.now()
    for key in ("id", "address"):
        ask(visit, key)
        asking.answer(visit=visit, text="Yes", now=now)
    assert why_not(lambda: ask(visit, "phone")) == ["no_more_questions"]


def test_one_question_at_a_time() -> None:
    visit = world.a_request(a_prison())
    ask(visit)
    assert why_not(lambda: ask(visit, "address")) == ["question_open"]


def test_all_that_is_wrong_is_said_at_once() -> None:
    visit = world.a_request(a_prison(questions_max=0))
    guard = world.an_officer(visit.prison, Role.GATE)
    wrong = why_not(lambda: ask(visit, "nonsense", by=guard))
    assert wrong == ["not_your_prison", "no_more_questions", "no_question"]
    approved = world.an_approved_visit(visit.prison)
    assert "not_waiting" in why_not(lambda: ask(approved))


def test_a_stranger_is_asked_only_about_himself() -> None:
    visit = world.a_request(a_prison())
    inmate = world.an_inmate(visit.prison)
    for key, text in (("which_person", ""), ("other_day", ""), (questions.OWN, "Is he ill?")):
        assert why_not(lambda k=key, t=text: ask(visit, k, text=t, inmate=inmate)) == [
            "only_for_known"
        ]
    assert not Question.objects.exists() and messages_of(visit) == []
    list_on(inmate, visit)
    assert ask(visit, questions.OWN, text="  Is he ill? ", inmate=inmate).text == {
        "text": "Is he ill?"
    }


def test_a_holder_of_a_code_is_known_without_being_matched() -> None:
    visit = world.a_request(a_prison())
    a_code(world.an_inmate(visit.prison), visit)
    assert ask(visit, "other_day").key == "other_day"


def test_a_stranger_s_question_is_the_same_whether_the_person_is_held_or_not() -> None:
    """By every byte of the messages, and by their hour."""
    prison, now = a_prison(), clock.now()
    told = []
    for is_held in (True, False):
        visit = world.a_request(prison, serial=4711, year=2000 + is_held)
        inmate = world.an_inmate(prison) if is_held else None
        ask(visit, inmate=inmate, now=now)
        told.append([
            (row.message, row.due_at - now, rendering.sms("S05", "en", row.payload["context"] | {
                "link": "", "vrn": ""}))
            for row in Notification.objects.filter(subject=visit.subject, channel="sms")
        ])  # fmt: skip
    assert told[0] == told[1] and told[0]


def test_an_own_question_has_words_and_not_too_many() -> None:
    visit = world.a_request(a_prison())
    a_code(world.an_inmate(visit.prison), visit)
    assert why_not(lambda: ask(visit, questions.OWN, text=" ")) == ["no_text"]
    assert why_not(lambda: ask(visit, questions.OWN, text="x" * 301)) == ["text_too_long"]
    assert ask(visit, "id", text="smuggled in").text is None


def test_an_answer_has_words_and_not_too_many() -> None:
    visit, now = world.a_request(a_prison()), clock.now()
    ask(visit)
    assert why_not(lambda: asking.answer(visit=visit, text=" ", now=now)) == ["no_text"]
    assert why_not(lambda: asking.answer(visit=visit, text="x" * 501, now=now)) == ["text_too_long"]
    assert asking.open_question(fresh(visit))


def test_question_and_answer_are_sealed_in_the_database(django_db_blocker: Any) -> None:
    from django.db import connection

    visit = world.a_request(a_prison())
    a_code(world.an_inmate(visit.prison), visit)
    ask(visit, questions.OWN, text="Canary question")
    asking.answer(visit=visit, text="Canary answer", now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, answer FROM visits_question")
        assert "Canary" not in str(cursor.fetchall())


def test_a_question_of_the_waiting_list_leads_back_to_it() -> None:
    now = clock.now()
    visit = world.a_request(a_prison(), status=Status.WAITLISTED, waitlisted_at=now)
    ask(visit)
    asking.answer(visit=visit, text="Yes", now=now)
    assert fresh(visit).status == Status.WAITLISTED


def test_an_officer_who_needs_no_answer_any_more_answers_at_once() -> None:
    visit, now = world.a_request(a_prison()), clock.now()
    ask(visit)
    by = world.an_officer(visit.prison)
    deciding.refuse(visit_id=visit.pk, by=by, reason="R-32", now=now)
    told = fresh(visit).answer_shown_at or now
    assert why_not(lambda: asking.answer(visit=visit, text="Yes", now=told)) == ["no_question"]
