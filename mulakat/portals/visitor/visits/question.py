"""The prison asks, the visitor answers."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from mulakat.portals.visitor import here
from mulakat.portals.visitor.visits import seen, standing
from mulakat.portals.visitor.visits.typed import text_of
from mulakat.visits import asking
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Question, Visit
from mulakat.visits.words import questions


@seen.proven
def answer(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    question = asking.question_shown(visit, now)
    if question is None:
        return seen.back("changed-meanwhile" if request.method == "POST" else "")
    text = text_of(request.POST.get("text", ""))
    errors = _errors(text) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        try:
            asking.answer(visit=visit, text=text, now=now)
        except CannotAct:
            return seen.back("changed-meanwhile")
        return seen.back("answered")
    context = {
        "visit": visit,
        "question": words_of(question, visit),
        "is_own": question.key == questions.OWN,
        "until": standing.moment(visit, question.answer_by),
        "errors": errors,
        "text": text,
        "here": here.here_in(visit.prison.state),
    }
    return render(request, "visits/answer.html", context)


def words_of(question: Question, visit: Visit) -> str:
    """The question: a ready one in the reader's language, an officer's own as written."""
    if question.key == questions.OWN:
        return str((question.text or {}).get("text", ""))
    return questions.sentence(question.key, visit.prison.state)


def _errors(text: str) -> dict[str, str]:
    if not text:
        return {"text": _("Enter your answer")}
    if len(text) > asking.LONGEST_ANSWER:
        return {"text": _("Your answer must be 500 characters or less")}
    return {}
