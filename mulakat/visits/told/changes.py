"""What changes after a request or its approval, by the prison, the visitor or a fault."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext

from mulakat.notifications.calendar import CANCEL, REQUEST
from mulakat.visits import known
from mulakat.visits.models import Complaint, Status, Visit
from mulakat.visits.told import facts
from mulakat.visits.told.facts import Context
from mulakat.visits.told.queue import BOTH, after_night, channels_of, link_to, once, queue
from mulakat.visits.words import causes

ASKED = "asked"  # the visitor wanted the other time: no cause needs telling


def moved(*, visit: Visit, now: datetime, old: datetime | None = None, reason: str = ASKED) -> None:
    """The approved visit has another time or place (S13, E13)."""
    cause = once("moved", now)
    why = _cause(visit, reason) if reason != ASKED else None
    for channel in channels_of(visit, visit.prison.policy.approval_channels):
        context = facts.appointment(visit, channel, link_to(visit, channel, now), None)
        context |= facts.invitation(visit, channel, REQUEST, now) | {
            "old": facts.moment(visit, channel, old) if old else "",
            "sentence": why["sentence"] if why else "",
        }
        queue(
            visit, channel, "13", cause, context, now,
            due_at=facts.not_before(visit, now), expires_at=visit.ends_at,
        )  # fmt: skip


def change_refused(*, visit: Visit, now: datetime) -> None:
    """No other time is possible: the visit stays as it is (S36, E36)."""
    for channel in channels_of(visit, visit.prison.policy.approval_channels):
        context = facts.appointment(visit, channel, link_to(visit, channel, now), None)
        due_at = facts.not_before(visit, now)
        queue(visit, channel, "36", once("change-refused", now), context, now, due_at=due_at)


def cancelled_by_prison(*, visit: Visit, now: datetime, cause: str = "") -> None:
    """Cancelled, with the cause he may know (S14, E14); S20 and E20 if the person has left.

    `cause`: a key of visits/words/causes.py, else the one the visit itself remembers.
    """
    cause = cause or visit.details.get("cancelled", {}).get("cause", causes.OTHER)
    is_known = known.is_known(visit)
    if is_known and visit.inmate and visit.inmate.left_at:
        cause = causes.LEFT
    told = causes.told(cause, is_known=is_known)
    number = "20" if told == causes.LEFT else "14"
    for channel in channels_of(visit, visit.prison.policy.approval_channels):
        context = facts.appointment(visit, channel, link_to(visit, channel, now), None)
        context |= _words(visit, told) | facts.invitation(visit, channel, CANCEL, now)
        queue(visit, channel, number, "cancelled", context, now)


def cancelled_by_visitor(*, visit: Visit, now: datetime) -> None:
    """You cancelled; nothing more to do (S15, E15). Of a fixed time the calendar is told too."""
    for channel in channels_of(visit, BOTH):
        context = facts.common(visit, channel) | {"vrn": visit.reference}
        if visit.starts_at is not None:
            context |= facts.invitation(visit, channel, CANCEL, now)
        queue(visit, channel, "15", "cancelled", context, now)


def change_asked(*, visit: Visit, now: datetime) -> None:
    """You asked for another time; the old one is kept (S16, E16). Without one, nothing."""
    if visit.starts_at is None:
        return
    for channel in channels_of(visit, visit.prison.policy.approval_channels):
        context = facts.appointment(visit, channel, link_to(visit, channel, now), None)
        queue(visit, channel, "16", once("change-asked", now), context, now)


def broken(*, visit: Visit, now: datetime) -> None:
    """Cut short or never begun by our fault: it does not count (S18, E18). Told once."""
    for channel in channels_of(visit, BOTH):
        context = facts.common(visit, channel) | _reference(visit, channel, now)
        queue(visit, channel, "18", "broken", context, now)


def stopped_today(*, visit: Visit, now: datetime, cause: str = "") -> None:
    """No visits today, told at any hour (S27, E27)."""
    told = causes.told(cause, is_known=known.is_known(visit))
    for channel in channels_of(visit, BOTH):
        context = facts.appointment(visit, channel, link_to(visit, channel, now), None)
        context |= _words(visit, told) | facts.invitation(visit, channel, CANCEL, now)
        queue(visit, channel, "27", "stopped", context, now)


def assisted(*, visit: Visit, now: datetime, link: str = "") -> None:
    """Who made the request for him, and that it is free (S21, E21): always told.

    `link` is where he says whether it is right (visits/assisting.py). It goes to the phone
    alone, for it proves the phone; until then nothing goes to an address that nobody has proven.
    """
    is_sent = visit.status != Status.UNCONFIRMED
    for channel in channels_of(visit, BOTH if is_sent else ("sms",)):
        context = facts.common(visit, channel) | {"vrn": visit.reference, "desk": _desk(visit)}
        context["link"] = link if link and channel == "sms" else link_to(visit, channel, now)
        queue(visit, channel, "21", once("assisted", now), context, now)


def phone_changed(*, visit: Visit, now: datetime, old: str) -> None:
    """To the old phone (E.164) and, if there is one, the mail address (S22, E22)."""
    cause = once("phone-changed", now)
    for channel, to in (("sms", old), ("email", visit.contact.get("email", ""))):
        if to:
            context = facts.common(visit, channel) | {
                "vrn": visit.reference,
                "date": facts.day(visit, channel, now),
                "time": facts.time(visit, channel, now),
            }
            queue(visit, channel, "22", cause, context, now, to=to)


def complaint_received(*, visit: Visit, complaint: Complaint, now: datetime) -> None:
    """Its number, and when the answer comes (S30, E30)."""
    for channel in channels_of(visit, BOTH):
        context = facts.common(visit, channel) | {
            "number": complaint.number,
            "date": facts.day(visit, channel, complaint.answer_by),
        }
        queue(visit, channel, "30", f"complaint-{complaint.pk}", context, now)


def complaint_answered(*, visit: Visit, complaint: Complaint, now: datetime) -> None:
    """The answer stands on the page (S31, E31)."""
    for channel in channels_of(visit, BOTH):
        link = link_to(visit, channel, now)
        context = facts.common(visit, channel) | {"number": complaint.number, "link": link}
        cause = f"complaint-{complaint.pk}-answered"
        due_at = after_night(now, visit.prison.zone)
        queue(visit, channel, "31", cause, context, now, due_at=due_at)


def _reference(visit: Visit, channel: str, now: datetime) -> Context:
    return {"vrn": visit.reference, "link": link_to(visit, channel, now)}


def _cause(visit: Visit, key: str) -> Context:
    return _words(visit, causes.told(key, is_known=known.is_known(visit)))


def _words(visit: Visit, told: str) -> Context:
    with translation.override(visit.language):
        sentence = causes.sentence(told, visit.prison.state)
        return {"reason": causes.brief(told), "sentence": sentence}


def _desk(visit: Visit) -> str:
    with translation.override(visit.language):
        desks = {
            "helpline": gettext("the helpline"),
            "counter": gettext("the counter"),
            "gate": gettext("the gate"),
        }
        return desks.get(visit.assisted_at, desks["counter"])
