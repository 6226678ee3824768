"""The answer to a request, and what happened: the page of whatever does not wait any more."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mulakat import clock
from mulakat.people import finding
from mulakat.portals.staff import words
from mulakat.portals.staff.requests.call_lines import OUTCOMES
from mulakat.portals.staff.requests.facts import facts
from mulakat.portals.staff.requests.history import history
from mulakat.portals.staff.requests.passed import questions
from mulakat.portals.staff.together import together
from mulakat.visits.models import Basis, Change, Decision, Offer, Question, Status, Visit
from mulakat.visits.words.reasons import REASONS, sentence

STANDS = {
    Status.QUESTION: gettext_lazy("The visitor is asked"),
    Status.OFFERED: gettext_lazy("Another time is offered"),
    Status.WAITLISTED: gettext_lazy("In the waiting list"),
    Status.APPROVED: gettext_lazy("Approved"),
    Status.REFUSED: gettext_lazy("Not approved"),
    Status.WITHDRAWN: gettext_lazy("Taken back by the visitor"),
    Status.CANCELLED: gettext_lazy("Cancelled"),
    Status.LAPSED: gettext_lazy("Not answered in time"),
    Status.ENDED: gettext_lazy("Over"),
}


def answered(visit: Visit) -> dict[str, Any]:
    """Three queries: what passed, the history, its people."""
    zone = visit.prison.zone
    decisions, asked, offers, changes = together(
        Decision.objects.filter(visit=visit),
        Question.objects.filter(visit=visit),
        Offer.objects.filter(visit=visit, answered_at=None),
        Change.objects.filter(visit=visit, answered_at=None),
    )
    decision = next((one for one in decisions if one.superseded_at is None), None)
    lines, people = history(visit, extra={one.by_id for one in decisions if one.by_id})
    person = None
    if visit.inmate:
        visit.inmate.prison = visit.prison
        year = clock.now().astimezone(zone).year
        person = finding.compare(visit.inmate, visit.asked, year)
    return {
        "facts": facts(visit, person),
        "stands": STANDS.get(Status(visit.status), ""),
        "outcome": OUTCOMES.get(visit.outcome, ""),  # type: ignore[call-overload]
        "is_refused": visit.status == Status.REFUSED,
        "is_approved": visit.status == Status.APPROVED,
        "has_time": visit.starts_at is not None,
        "decision": decision,
        "decided_by": people.get(decision.by_id, "") if decision and decision.by_id else "",
        "seconded_by": people.get(decision.seconded_by_id, "") if decision else "",
        "decided_at": words.moment(decision.at, zone) if decision else "",
        "reason": REASONS.get(decision.reason) if decision else None,
        "told": decision and sentence(decision.told, visit.prison.state),
        "shown_at": words.moment(visit.answer_shown_at, zone) if visit.answer_shown_at else "",
        "starts": words.moment(visit.starts_at, zone) if visit.starts_at else "",
        "basis": _basis(visit, decision, zone) if decision and decision.approved else "",
        "questions": questions(asked, visit),
        "offer": next((_offer(offer, zone) for offer in offers), None),
        "change": next((_change(change, zone) for change in changes), None),
        "history": lines,
    }


def _basis(visit: Visit, decision: Decision, zone: ZoneInfo) -> str:
    if visit.basis == Basis.CONSENT:
        asked = {"by": decision.consent_asked_by, "at": ""}
        if decision.consent_asked_at:
            asked["at"] = words.moment(decision.consent_asked_at, zone)
        return _("The person inside agreed, asked by %(by)s on %(at)s") % asked
    if visit.basis == Basis.LEGAL:
        return _("Legal visit, case %(number)s") % {"number": decision.case_number}
    return _("On the visitor list")


def _offer(offer: Offer, zone: ZoneInfo) -> dict[str, str]:
    return {
        "starts": words.moment(offer.starts_at, zone),
        "until": words.moment(offer.answer_by, zone),
    }


def _change(change: Change, zone: ZoneInfo) -> dict[str, Any]:
    wishes = [words.moment(datetime.fromisoformat(wish), zone) for wish in change.wishes]
    return {"wishes": wishes, "at": words.moment(change.at, zone)}
