"""The prison asks, the visitor answers; the prison's own clock stands still meanwhile.

What a stranger is asked must not tell whether the person is held: only ready questions about
the visitor himself (visits/words/questions.py). At most `policy.questions_max` for one request.
"""

from datetime import datetime, timedelta

from django.db import transaction

from mulakat.accounts.models import Role, User
from mulakat.audit.models import record
from mulakat.people.models import Inmate
from mulakat.visits import known, rules, telling
from mulakat.visits.acting import held, stop_if
from mulakat.visits.models import Question, Status, Visit
from mulakat.visits.rules import Obstacle
from mulakat.visits.words import questions

LONGEST = 300  # letters of an officer's own question
LONGEST_ANSWER = 500


@transaction.atomic
def ask(
    *,
    visit_id: int,
    by: User,
    key: str,
    text: str = "",
    inmate: Inmate | None = None,
    now: datetime,
) -> Question:
    """Ask the visitor something, and let him answer for `policy.question_hours`.

    `key` names a ready question, or is `questions.OWN` with `text`; `inmate` is whom the
    officer believes it is, to know whether the visitor is known to him. Raises `CannotAct`
    with all of `reasons_not_to_ask`.
    """
    visit = held(visit_id)
    text = text.strip() if key == questions.OWN else ""
    stop_if(reasons_not_to_ask(visit, by=by, key=key, text=text, inmate=inmate))
    question = Question.objects.create(
        visit=visit, key=key, text={"text": text} if text else None, at=now, by=by,
        answer_by=now + timedelta(hours=visit.prison.policy.question_hours),
    )  # fmt: skip
    visit.status = Status.QUESTION
    visit.save(update_fields=["status"])
    record("question.asked", actor=by.actor, subject=visit.subject, key=key)
    telling.question_asked(visit=visit, question=question, now=now)
    return question


@transaction.atomic
def answer(*, visit: Visit, text: str, now: datetime) -> Question:
    """The visitor's answer; the request waits for the prison again, as much longer as it took.

    Raises `CannotAct`: no_question, no_text, text_too_long.
    """
    own = held(visit.pk)
    question = question_shown(own, now)
    text = text.strip()
    reasons = [] if question else [Obstacle("no_question")]
    if not text:
        reasons.append(Obstacle("no_text"))
    if len(text) > LONGEST_ANSWER:
        reasons.append(Obstacle("text_too_long", {"most": LONGEST_ANSWER}))
    stop_if(reasons)
    assert question is not None
    question.answer = {"text": text}
    if own.hides_answer(now):
        question.save(update_fields=["answer"])
        waits = Status.WAITLISTED if own.waitlisted_at else Status.REQUESTED
        own.details["before"]["status"] = waits
        own.save(update_fields=["details"])
    else:
        _go_on(own, question, now)
    record("question.answered", actor="visitor", subject=own.subject, question=question.pk)
    return question


def expire_questions(*, now: datetime) -> int:
    """The sweep: what the visitor did not answer in time goes back to the prison without an
    answer; how many questions."""
    late = Question.objects.filter(answered_at=None, answer_by__lte=now)
    return sum(_expire(pk, now) for pk in late.values_list("visit_id", flat=True)[:500])


def open_question(visit: Visit) -> Question | None:
    """What the visitor is asked and has not answered."""
    if visit.status != Status.QUESTION:
        return None
    return visit.questions.filter(answered_at=None).first()


def question_shown(visit: Visit, now: datetime) -> Question | None:
    """The question as its visitor sees it: one that an answer has closed is still open for
    him until the answer is told."""
    if not visit.hides_answer(now):
        return open_question(visit)
    if visit.status_shown(now) != Status.QUESTION:
        return None
    return visit.questions.filter(answered_at=visit.decision.at, answer=None).last()


def reasons_not_to_ask(
    visit: Visit, *, by: User, key: str, text: str, inmate: Inmate | None
) -> list[Obstacle]:
    """All at once: already_approved, already_refused, not_waiting, not_your_prison,
    question_open, no_more_questions, no_question, only_for_known, no_text, text_too_long."""
    reasons = rules.already_answered(visit)
    if visit.status == Status.QUESTION:
        reasons.append(Obstacle("question_open"))
    elif not reasons and visit.status not in {Status.REQUESTED, Status.WAITLISTED}:
        reasons.append(Obstacle("not_waiting", {"status": visit.status}))
    if not by.has_role(visit.prison, Role.APPROVER):
        reasons.append(Obstacle("not_your_prison"))
    most = visit.prison.policy.questions_max
    if visit.questions.count() >= most:
        reasons.append(Obstacle("no_more_questions", {"most": most}))
    return [*reasons, *_wrong_words(visit, key, text, inmate)]


def _wrong_words(visit: Visit, key: str, text: str, inmate: Inmate | None) -> list[Obstacle]:
    if key != questions.OWN and key not in questions.READY:
        return [Obstacle("no_question")]
    if not questions.may_be_asked(key, is_known=known.is_known(visit, inmate)):
        return [Obstacle("only_for_known")]
    if key == questions.OWN and not text:
        return [Obstacle("no_text")]
    if len(text) > LONGEST:
        return [Obstacle("text_too_long", {"most": LONGEST})]
    return []


@transaction.atomic
def _expire(visit_id: int, now: datetime) -> int:
    visit = held(visit_id)
    question = open_question(visit)
    if question is None or question.answer_by > now:
        return 0
    _go_on(visit, question, now)
    record("question.expired", actor="system", subject=visit.subject, question=question.pk)
    return 1


def _go_on(visit: Visit, question: Question, now: datetime) -> None:
    """Back to where it waited, with the time that the question took given back."""
    question.answered_at = now
    question.save(update_fields=["answer", "answered_at"])
    visit.status = Status.WAITLISTED if visit.waitlisted_at else Status.REQUESTED
    if visit.answer_by:
        visit.answer_by += now - question.at
    visit.save(update_fields=["status", "answer_by"])
