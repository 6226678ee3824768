"""The prison's answers, and what stands between request and answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from mulakat.notifications import rendering
from mulakat.notifications.calendar import REQUEST
from mulakat.schedule.models import Kind
from mulakat.visits.models import Offer, Question, Visit
from mulakat.visits.told import facts
from mulakat.visits.told.facts import Context
from mulakat.visits.told.queue import BOTH, after_night, channels_of, link_to, once, queue

SAMPLE_LINK = "/j/…"  # a preview shows where a link will stand, and makes none
HIDDEN = "•"  # a digit of a code that is not the officer's to know


@dataclass(frozen=True)
class Told:
    """One message as the visitor will read it; `subject` is "" for an SMS."""

    channel: str
    subject: str
    text: str


def approved(*, visit: Visit, now: datetime, pin: str | None) -> None:
    """Date, time and link of a video visit (S03, E03), or when to come (S04, E04).

    `pin` stands in the mail alone, and only under a policy that delivers it with the approval.
    Leaves when the seconds of undo are over.
    """
    for channel in channels_of(visit, visit.prison.policy.approval_channels):
        context = facts.appointment(visit, channel, _link(visit, channel, now), pin)
        context |= facts.invitation(visit, channel, REQUEST, now)
        queue(
            visit, channel, _approval(visit), _of_decision("approved", visit), context, now,
            due_at=visit.answer_shown_at, expires_at=visit.ends_at,
        )  # fmt: skip


def refused(*, visit: Visit, now: datetime) -> None:
    """Not approved, with the reason he may know (S07, E07), at the hour he may know it."""
    told = visit.decision.told or visit.decision.reason
    for channel in channels_of(visit, visit.prison.policy.refusal_channels):
        context = facts.refusal(visit, channel, told)
        cause = _of_decision("refused", visit)
        queue(visit, channel, "07", cause, context, now, due_at=visit.answer_shown_at)


def question_asked(*, visit: Visit, question: Question, now: datetime) -> None:
    """There is a question (S05, E05). Its words stand on the page alone."""
    _send(visit, "05", f"question-{question.pk}", now, by=question.answer_by)


def offered(*, visit: Visit, offer: Offer, now: datetime) -> None:
    """Another time (S06, E06), or a place of the waiting list (S17, E17); worth nothing later."""
    number = "17" if offer.cause == Offer.Cause.WAITING_LIST else "06"
    would_be = facts.would_be(visit, offer.starts_at, offer.minutes, offer.window)
    zone = visit.prison.zone
    for channel in channels_of(visit, visit.prison.policy.approval_channels):
        link = link_to(visit, channel, now)
        context = facts.appointment(would_be, channel, link, None, code="")
        context |= {"by": facts.deadline(visit, channel, offer.answer_by)}
        queue(
            visit, channel, number, f"offered-{offer.pk}", context, now,
            due_at=after_night(now, zone), expires_at=offer.answer_by,
        )  # fmt: skip


def waitlisted(*, visit: Visit, now: datetime) -> None:
    """In the waiting list, and what is fair there (S33, E33)."""
    _send(visit, "33", once("waitlisted", now), now)


def lapsed(*, visit: Visit, now: datetime) -> None:
    """The prison did not answer in time; the turn is kept (S08, E08)."""
    _send(visit, "08", once("lapsed", now), now)


def second_look_asked(*, visit: Visit, now: datetime) -> None:
    """Another officer looks at it again (S35, E35)."""
    _send(visit, "35", "second-look", now, by=visit.answer_by)


def preview_approved(
    *, visit: Visit, starts_at: datetime, minutes: int, place: Any, now: datetime
) -> list[Told]:
    """What an approval would tell the visitor, in his language; nothing is saved.

    `place` is the terminal, or the window of a visit at the prison.
    """
    window = place if visit.kind == Kind.PHYSICAL else None
    would_be = facts.would_be(visit, starts_at, minutes, window)
    policy = visit.prison.policy
    pin = HIDDEN * policy.pin_digits if policy.pin_delivery == "approval" else None
    link, code = settings.ORIGIN + SAMPLE_LINK, HIDDEN * policy.gate_code_digits
    return [
        _told(
            visit,
            channel,
            _approval(visit),
            facts.appointment(would_be, channel, link, pin, code=code),
        )
        for channel in channels_of(visit, policy.approval_channels)
    ]


def preview_refused(*, visit: Visit, reason: str, now: datetime) -> list[Told]:
    """What a refusal that tells `reason` would say, in the visitor's language."""
    channels = channels_of(visit, visit.prison.policy.refusal_channels)
    return [
        _told(visit, channel, "07", facts.refusal(visit, channel, reason)) for channel in channels
    ]


def _send(
    visit: Visit, number: str, cause: str, now: datetime, *, by: datetime | None = None
) -> None:
    """A message about the request itself, with a link to it, not at night."""
    for channel in channels_of(visit, BOTH):
        context = facts.common(visit, channel) | {
            "vrn": visit.reference,
            "link": link_to(visit, channel, now),
            "date": facts.day(visit, channel, by) if by else "",
        }
        due_at = after_night(now, visit.prison.zone)
        queue(visit, channel, number, cause, context, now, due_at=due_at)


def _approval(visit: Visit) -> str:
    return "04" if visit.kind == Kind.PHYSICAL else "03"


def _of_decision(cause: str, visit: Visit) -> str:
    """Looked at again or undone, a visit may be answered twice; each answer is told once."""
    decision = visit.decision
    return f"{cause}-{decision.pk}" if decision else cause


def _link(visit: Visit, channel: str, now: datetime) -> str:
    if not visit.prison.policy.approval_carries_link:
        return ""
    if visit.kind == Kind.PHYSICAL and channel == "sms":  # no room beside the gate code
        return ""
    return link_to(visit, channel, now)


def _told(visit: Visit, channel: str, number: str, context: Context) -> Told:
    if channel == "sms":
        return Told(channel, "", rendering.sms("S" + number, visit.language, context))
    mail = rendering.mail("E" + number, visit.language, context)
    return Told(channel, mail.subject, mail.text)
