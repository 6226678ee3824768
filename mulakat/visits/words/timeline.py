"""What happened to a visit, for the family's eyes: who acted, and when, in order.

Read from the history, but only what is named here: never who looked at it, never what was
matched. An answer stands here from the moment it is told, and as of that moment; nothing that
came after an answer tells of it before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mulakat.audit.models import Event
from mulakat.visits.models import Decision, Visit
from mulakat.visits.words import reasons

VISITOR, JAIL, SYSTEM = "visitor", "jail", "system"
# What the visitor did himself, and what the prison or the service did to his knowledge
BY_VISITOR = frozenset({
    "request.sent", "request.renewed", "question.answered", "offer.accepted", "offer.declined",
    "change.asked", "visit.withdrawn", "visit.second_look_asked", "phone.changed", "complaint.made",
    "visit.left_list",
})  # fmt: skip
BY_OTHERS = {
    "question.asked": JAIL,
    "question.expired": SYSTEM,
    "offer.made": JAIL,
    "offer.expired": SYSTEM,
    "offer.withdrawn": JAIL,
    "visit.waitlisted": JAIL,
    "change.refused": JAIL,
    "visit.moved": JAIL,
    "request.lapsed": SYSTEM,
    "visit.cancelled": JAIL,
    "visit.ended": SYSTEM,
}


@dataclass(frozen=True)
class Moment:
    """One thing that happened: `key` is the name in the history, or "approved", "refused"."""

    key: str
    at: datetime
    who: str  # VISITOR, JAIL, SYSTEM


def moments(visit: Visit, now: datetime) -> list[Moment]:
    """All of them, the first one first. One query, and the visit's decisions."""
    names = [*BY_VISITOR, *BY_OTHERS]
    rows = Event.objects.filter(subject=visit.subject, name__in=names).order_by("at", "pk")
    found = [_moment(row) for row in rows]
    if visit.hides_answer(now) and visit.decision:  # what had been shown before stays
        at = visit.decision.at
        found = [moment for moment in found if moment.who == VISITOR or moment.at < at]
    found += [moment for moment in _answers(visit) if moment.at <= now]
    return sorted(found, key=lambda moment: moment.at)


def _moment(row: Event) -> Moment:
    if row.name in BY_VISITOR or row.actor == VISITOR:
        return Moment(row.name, row.at, VISITOR)
    return Moment(row.name, row.at, BY_OTHERS[row.name])


def _answers(visit: Visit) -> Iterator[Moment]:
    """The answers that were told: not those undone, nor those taken back before."""
    for decision in visit.decisions.all():
        shown = _shown_at(visit, decision)
        is_told = decision.superseded_at is None or decision.superseded_at >= shown
        if decision.undone_at is None and is_told:
            yield Moment("approved" if decision.approved else "refused", shown, JAIL)


def _shown_at(visit: Visit, decision: Decision) -> datetime:
    """From when it was told; an answer that stands no more keeps no moment of its own."""
    if decision.superseded_at is None and visit.answer_shown_at:
        return visit.answer_shown_at
    policy, prison = visit.prison.policy, visit.prison
    left = decision.at + timedelta(seconds=policy.undo_seconds if decision.by_id else 0)
    if decision.approved:
        return left
    return reasons.shown_at(
        decision.told, hourly=policy.refusals_released_hourly, zone=prison.zone, now=left
    )
