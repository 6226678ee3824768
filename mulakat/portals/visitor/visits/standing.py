"""How a visit stands, in words: status, what happens next, and the way so far.

For a visitor the inmate does not know, nothing here rests on the inmate: neither a word nor a
question to the database (architecture, section 4).
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from mulakat.portals.visitor.visits import acts, history
from mulakat.prisons.terms import terms_of
from mulakat.schedule.models import Kind
from mulakat.visits import asking, cancelling, joining, known, waiting, wording
from mulakat.visits.judging.standing import Standing, standing
from mulakat.visits.models import Offer, Question, Status, Visit
from mulakat.visits.words import causes, reasons

# status: (kind of colour, icon); the words stand in word_of
SHAPES = {
    Status.REQUESTED: ("wait", "sent"),
    Status.QUESTION: ("wait", "question"),
    Status.OFFERED: ("wait", "two-clocks"),
    Status.WAITLISTED: ("wait", "waiting"),
    Status.APPROVED: ("ok", "tick"),
    Status.REFUSED: ("stop", "bar"),
    Status.CANCELLED: ("off", "cross"),
    Status.WITHDRAWN: ("off", "cross"),
    Status.LAPSED: ("wait", "empty"),
    Status.ENDED: ("ok", "joined"),
}


def of(visit: Visit, now: datetime) -> dict[str, Any]:
    """The context of visits/visit.html. An answer counts only from its hour."""
    status = Status(visit.status_shown(now))
    colour, icon = SHAPES.get(status, SHAPES[Status.REQUESTED])
    zone = visit.prison.zone
    is_fixed = visit.starts_at is not None and status in {Status.APPROVED, Status.ENDED}
    told = _told(visit, status, now)
    return {
        "visit": visit,
        "word": word_of(visit, status),
        "colour": colour,
        "shape": icon,
        "status": status.value,
        "is_video": visit.kind == Kind.VIDEO,
        "can_join": not joining.reasons_not_to_join(visit, now),
        "day": wording.day(visit.starts_at, zone) if is_fixed and visit.starts_at else "",
        "at": wording.time(visit.starts_at, zone) if is_fixed and visit.starts_at else "",
        "opens": wording.time(visit.opens_at, zone) if is_fixed else "",
        "answer_by": wording.day(visit.answer_by, zone) if visit.answer_by else "",
        "is_over": is_fixed and now >= visit.closes_at,
        "reason": reasons.sentence(told, visit.prison.state) if told else "",
        "way_out": reasons.way_out(told, visit.prison.state) if told else "",
        "by_prison": cancelling.is_by_prison(visit),
        "cause": _cause(visit) if cancelling.is_by_prison(visit) else "",
        "main": acts.main(visit, now),
        "others": acts.others(visit, now),
        "who_acts": acts.who_acts(visit, now),
        "wishes": _wishes(visit, status),
        "position": waiting.place_in_list(visit, now) if status == Status.WAITLISTED else None,
        "again_by": _second_answer(visit, status, now),
        "change": _open_change(visit) if status == Status.APPROVED else [],
        "until": _until(visit, status, now),
        "quota": quota(visit, now, told),
        "knots": history.knots(visit, status, now),
        "company": max(len(visit.persons.all()) - 1, 0),
    }


def word_of(visit: Visit, status: Status) -> str:
    if status == Status.ENDED:
        return acts.outcome_words(visit)
    if status == Status.CANCELLED and not cancelling.is_by_prison(visit):
        return _("Cancelled by you")
    word = {
        Status.APPROVED: _("Approved"),
        Status.REFUSED: _("Not approved"),
        Status.CANCELLED: _("Cancelled by the %(jail)s"),
        Status.WITHDRAWN: _("Cancelled by you"),
        Status.LAPSED: _("The %(jail)s did not answer in time"),
        Status.QUESTION: _("The %(jail)s asks you something"),
        Status.OFFERED: _("The %(jail)s offers another time"),
        Status.WAITLISTED: _("In the waiting list"),
    }.get(status, _("Sent to the %(at_jail)s. Not approved yet."))
    return word % terms_of(visit.prison.state)


def quota(visit: Visit, now: datetime, told: str = "") -> Standing | None:
    """Only where the visitor is known to the inmate, or has been told so already.

    Before anything is told, a stranger's page asks nothing that could tell (no query).
    """
    has_code = visit.visitor_code_id is not None
    has_been_told = visit.status_shown(now) == Status.APPROVED or _names_inmate(told)
    return standing(visit, now=now) if has_code or has_been_told else None


def _names_inmate(told: str) -> bool:
    """A reason that only the known are told."""
    reason = reasons.known(told) if told != reasons.NEUTRAL else None
    return reason is not None and not reason.is_visitors_own


def moment(visit: Visit, at: datetime) -> str:
    """ "Mon 24 Nov 2026, 10:30 in the morning"."""
    zone = visit.prison.zone
    return f"{wording.day(at, zone)}, {wording.time(at, zone)}"


def _told(visit: Visit, status: Status, now: datetime) -> str:
    decision = visit.decision_shown(now) if status == Status.REFUSED else None
    return (decision.told or reasons.NEUTRAL) if decision else ""


def _cause(visit: Visit) -> str:
    """Why the prison cancelled, as far as this visitor may know."""
    key = visit.details.get("cancelled", {}).get("cause", causes.OTHER)
    cause = causes.CAUSES.get(key)
    names_inmate = cause is not None and cause.names_inmate
    told = causes.told(key, is_known=names_inmate and known.is_known(visit))
    return causes.sentence(told, visit.prison.state)


def _second_answer(visit: Visit, status: Status, now: datetime) -> str:
    """By when another officer has looked at a refusal again; "" if nobody is asked to."""
    look = getattr(visit, "second_look", None) if status == Status.REFUSED else None
    is_told = look is None or (look.answered_at is not None and not visit.hides_answer(now))
    is_open = not is_told and visit.answer_by
    return wording.day(visit.answer_by, visit.prison.zone) if is_open and visit.answer_by else ""


def _wishes(visit: Visit, status: Status) -> list[str]:
    if status in {Status.APPROVED, Status.ENDED}:
        return []
    return [moment(visit, datetime.fromisoformat(wish)) for wish in visit.wishes]


def _open_change(visit: Visit) -> list[str]:
    change = visit.changes.filter(answered_at=None).first()
    return [moment(visit, datetime.fromisoformat(at)) for at in change.wishes] if change else []


def _until(visit: Visit, status: Status, now: datetime) -> str:
    """By when the visitor has to answer what he was asked or offered."""
    asked: Question | Offer | None = None
    if status == Status.QUESTION:
        asked = asking.question_shown(visit, now)
    if status == Status.OFFERED:
        asked = visit.offers.filter(answered_at=None).first()
    return moment(visit, asked.answer_by) if asked else ""
