"""What the visitor can do about this visit now: the first is the page's one button."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from mulakat.prisons.terms import terms_of
from mulakat.schedule.models import Kind
from mulakat.visits import cancelling, changing, joining, looking_again, waiting
from mulakat.visits.models import Outcome, Status, Visit

ENDED = frozenset({
    Status.REFUSED, Status.WITHDRAWN, Status.CANCELLED, Status.LAPSED, Status.ENDED,
})  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One thing to do. With `posts` it is a button that asks nothing more."""

    name: str
    text: str
    href: str
    icon: str
    posts: bool = False


def main(visit: Visit, now: datetime) -> Act | None:
    """The one thing to do next, or None if there is nothing but to wait."""
    status = Status(visit.status_shown(now))
    if status == Status.APPROVED and visit.starts_at and now < visit.ends_at:
        return _for_the_day(visit, now)
    answers = {
        Status.QUESTION: Act("answer", _("Answer the question"), "/visits/answer/", "question"),
        Status.OFFERED: Act("offer", _("Say yes or no"), "/visits/offer/", "two-clocks"),
    }
    if changing.can_ask_anew(visit, now):
        return Act("renew", _("Choose new times"), "/visits/change/", "calendar")
    if status in ENDED or status == Status.APPROVED:
        return Act("again", _("Book again"), "/visits/book-again/", "again", posts=True)
    return answers.get(status)


def _for_the_day(visit: Visit, now: datetime) -> Act:
    if not joining.reasons_not_to_join(visit, now):
        return Act("join", _("Join my video visit"), "/join/", "video")
    if visit.kind == Kind.PHYSICAL:
        return Act("pass", _("Show the gate pass"), "/visits/pass/", "gate")
    return Act("calendar", _("Add to my calendar"), "/visits/calendar.ics", "calendar")


def others(visit: Visit, now: datetime) -> list[Act]:
    """Everything else that is possible now, in the order of use."""
    status = Status(visit.status_shown(now))
    is_coming = status == Status.APPROVED and visit.starts_at and now < visit.starts_at
    found = [_to_prepare(visit)] if is_coming else []
    if not changing.reasons_not_to_ask(visit, now):
        found.append(Act("change", _("Change time"), "/visits/change/", "swap"))
    if can_join_list(visit, now):
        wait = _("Join the waiting list")
        found.append(Act("waiting", wait, "/visits/waiting/join/", "waiting"))
    if status == Status.WAITLISTED:
        found.append(Act("waiting", _("Leave the waiting list"), "/visits/waiting/", "cross"))
    if is_coming or not cancelling.reasons_not_to_withdraw(visit, now):
        found.append(Act("cancel", _("Cancel"), "/visits/cancel/", "cross"))
    if not looking_again.reasons_not_to_ask(visit, now):
        ask = _("Ask them to look again")
        found.append(Act("look-again", ask, "/visits/look-again/", "look"))
    if status not in {Status.WITHDRAWN, Status.CANCELLED, Status.ENDED}:
        reach = _("Change phone, email or language")
        found.append(Act("contact", reach, "/visits/contact/", "phone"))
    complain = _("Tell us what went wrong")
    return [*found, Act("complain", complain, "/visits/complain/", "warn")]


def _to_prepare(visit: Visit) -> Act:
    if visit.kind == Kind.VIDEO:
        return Act("check", _("Check my phone"), "/visits/check/", "phone")
    return Act("calendar", _("Add to my calendar"), "/visits/calendar.ics", "calendar")


def can_join_list(visit: Visit, now: datetime) -> bool:
    """All places were taken, or nobody answered: the visitor may wait for a free one.

    Asked only of what the visitor has been told: an answer on its way changes nothing here.
    """
    if visit.status_shown(now) not in {Status.REFUSED, Status.LAPSED}:
        return False
    return not waiting.reasons_not_to_join(visit, by=None, wanted=None, inmate=None, now=now)


def who_acts(visit: Visit, now: datetime) -> str:
    """Whose turn it is; "" when nobody has to do anything."""
    status = Status(visit.status_shown(now))
    words = {
        Status.REQUESTED: _("The %(jail)s acts next."),
        Status.QUESTION: _("You act next."),
        Status.OFFERED: _("You act next."),
        Status.WAITLISTED: _("We write to you as soon as a place is free."),
        Status.LAPSED: _("You act next: choose new times."),
    }.get(status, "")
    return words % terms_of(visit.prison.state) if words else ""


def outcome_words(visit: Visit) -> str:
    """How an ended visit went, in the words a family uses."""
    minutes = visit.minutes or 0
    is_video = visit.kind == Kind.VIDEO
    words = {
        Outcome.CUT_SHORT: _("Stopped early"),
        Outcome.STOPPED: _("Stopped by the officer"),
        Outcome.MISSED_VISITOR: _("You did not join") if is_video else _("You did not come"),
        Outcome.MISSED_JAIL: _("The %(jail)s could not connect"),
        Outcome.NOT_ADMITTED: _("You were not let in"),
        Outcome.DECLINED: _("It did not take place"),
    }.get(Outcome(visit.outcome) if visit.outcome else Outcome.DONE)
    if words is None:
        return _("Finished (%(minutes)s minutes)") % {"minutes": minutes}
    return words % terms_of(visit.prison.state)
