"""Questions and answers of a request, as an officer reads them."""

from dataclasses import dataclass

from mulakat.portals.staff import words
from mulakat.visits.models import Question, Visit
from mulakat.visits.words.questions import sentence


@dataclass(frozen=True)
class Asked:
    """`answer` is "" while the visitor has not answered, or did not in time."""

    text: str
    at: str
    answer: str
    until: str
    is_open: bool


def questions(asked: list[Question], visit: Visit) -> list[Asked]:
    """Oldest first. No query."""
    zone = visit.prison.zone
    return [
        Asked(
            text=sentence(question.key, visit.prison.state)
            or str((question.text or {}).get("text", "")),
            at=words.moment(question.at, zone),
            answer=str((question.answer or {}).get("text", "")),
            until=words.moment(question.answer_by, zone),
            is_open=question.answered_at is None,
        )
        for question in asked
    ]
