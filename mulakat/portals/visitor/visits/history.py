"""The stitch of a visit's page: what happened and who did it, what is now, what comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from mulakat.prisons.terms import terms_of
from mulakat.schedule.models import Kind
from mulakat.visits import wording
from mulakat.visits.models import Status, Visit
from mulakat.visits.words import timeline
from mulakat.visits.words.timeline import Moment

WAITS = frozenset({Status.REQUESTED, Status.QUESTION, Status.OFFERED, Status.WAITLISTED})


@dataclass(frozen=True)
class Knot:
    """One point on the stitch: `place` is done, now or next; `who` a role, never a name."""

    place: str
    text: str
    at: str = ""
    who: str = ""


def knots(visit: Visit, status: Status, now: datetime) -> list[Knot]:
    past = [_knot(moment, visit) for moment in timeline.moments(visit, now)]
    past = past or [_knot(Moment("request.sent", visit.requested_at or now, "visitor"), visit)]
    ahead = list(_ahead(visit, status, now))
    if ahead and ahead[0].place == "now":
        return [*past, *ahead]
    last = past[-1]
    return [*past[:-1], Knot("now", last.text, last.at, last.who), *ahead]


def _knot(moment: Moment, visit: Visit) -> Knot:
    who = {
        timeline.VISITOR: "",  # the sentence says "you"
        timeline.JAIL: _("An officer of the %(jail)s"),
        timeline.SYSTEM: "",
    }[moment.who]
    terms = terms_of(visit.prison.state)
    at = (
        f"{wording.day(moment.at, visit.prison.zone)}, {wording.time(moment.at, visit.prison.zone)}"
    )
    return Knot("done", _words(moment) % terms, at, who % terms)


def _words(moment: Moment) -> str:
    by_jail = moment.who == timeline.JAIL
    return {
        "request.sent": _("You sent the request"),
        "request.renewed": _("You chose new times"),
        "question.asked": _("The %(jail)s asked you something"),
        "question.answered": _("You answered"),
        "question.expired": _("The question got no answer"),
        "offer.made": _("The %(jail)s offered another time"),
        "offer.accepted": _("You said yes to the new time"),
        "offer.declined": _("You said no to the new time"),
        "offer.expired": _("The offer got no answer"),
        "offer.withdrawn": _("The %(jail)s took the offer back"),
        "visit.waitlisted": _("The request came on the waiting list"),
        "visit.left_list": _("You left the waiting list"),
        "change.asked": _("You asked for other times"),
        "change.refused": _("No other time was possible"),
        "visit.moved": _("The %(jail)s changed the time"),
        "request.lapsed": _("The %(jail)s did not answer in time"),
        "visit.withdrawn": _("You took the request back"),
        "visit.cancelled": _("The %(jail)s cancelled the visit") if by_jail else _("You cancelled"),
        "visit.second_look_asked": _("You asked them to look again"),
        "phone.changed": _("You changed your phone number"),
        "complaint.made": _("You told us what went wrong"),
        "visit.ended": _("The visit was over"),
        "approved": _("Approved"),
        "refused": _("Not approved"),
    }[moment.key]


def _ahead(visit: Visit, status: Status, now: datetime) -> Iterator[Knot]:
    """What is under way now, and what comes after it."""
    terms = terms_of(visit.prison.state)
    if status == Status.REQUESTED:
        by = wording.day(visit.answer_by, visit.prison.zone) if visit.answer_by else ""
        answer_by = _("Answer by %(day)s") % {"day": by}
        yield Knot("now", _("The %(jail)s reads it") % terms, answer_by)
        yield Knot("next", _("You get a message"))
    elif status in {Status.QUESTION, Status.OFFERED}:
        yield Knot("now", _("You answer"))
        yield Knot("next", _("The %(jail)s decides") % terms)
    elif status == Status.WAITLISTED:
        yield Knot("now", _("We look for a free place"))
        yield Knot("next", _("You get a message"))
    elif status == Status.APPROVED and visit.starts_at:
        yield from _meeting(visit, now)


def _meeting(visit: Visit, now: datetime) -> Iterator[Knot]:
    assert visit.starts_at is not None
    zone = visit.prison.zone
    is_open = now >= visit.opens_at
    place = "done" if now >= visit.ends_at else ("now" if is_open else "next")
    when = f"{wording.day(visit.starts_at, zone)}, {wording.time(visit.starts_at, zone)}"
    if visit.kind != Kind.VIDEO:
        at_jail = _("Meeting at the %(at_jail)s") % terms_of(visit.prison.state)
        yield Knot(place, at_jail, when)
        return
    opens = f"{wording.day(visit.opens_at, zone)}, {wording.time(visit.opens_at, zone)}"
    yield Knot("done" if is_open else "next", _("The waiting room opens"), opens)
    yield Knot(place, _("Video visit"), when)
