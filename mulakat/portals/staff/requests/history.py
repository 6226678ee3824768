"""What happened to a visit, as lines for staff; looks at it are kept, but not listed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mulakat.accounts.models import User
from mulakat.audit.models import Event
from mulakat.portals.staff import words
from mulakat.portals.staff.requests import call_lines, own_words
from mulakat.prisons.terms import terms_of
from mulakat.visits.models import Visit

SHOWN = {
    "request.asked": gettext_lazy("Written, not sent yet"),
    "request.changed": gettext_lazy("Changed before it was sent"),
    "request.sent": gettext_lazy("Sent to the %(at_jail)s"),
    "request.renewed": gettext_lazy("Asked again for other times"),
    "request.assisted": gettext_lazy("Written down for a caller"),
    "question.asked": gettext_lazy("Question to the visitor"),
    "question.answered": gettext_lazy("Question answered"),
    "question.expired": gettext_lazy("Question not answered in time"),
    "offer.made": gettext_lazy("Another time offered"),
    "offer.accepted": gettext_lazy("Offer accepted"),
    "offer.declined": gettext_lazy("Offer not taken"),
    "offer.expired": gettext_lazy("Offer is over"),
    "offer.withdrawn": gettext_lazy("Offer taken back"),
    "visit.waitlisted": gettext_lazy("Put in the waiting list"),
    "visit.left_list": gettext_lazy("Left the waiting list"),
    "visit.proposed": gettext_lazy("Approval proposed"),
    "proposal.declined": gettext_lazy("Second officer did not agree"),
    "visit.approved": gettext_lazy("Approved"),
    "visit.refused": gettext_lazy("Refused"),
    "visit.undone": gettext_lazy("Answer taken back, nobody was told"),
    "visit.lapsed": gettext_lazy("Not answered in time"),
    "visit.second_look_asked": gettext_lazy("Asked to look again"),
    "change.asked": gettext_lazy("Asked for another time"),
    "change.refused": gettext_lazy("No other time given"),
    "visit.moved": gettext_lazy("Moved"),
    "visit.cancelled": gettext_lazy("Cancelled"),
    "visit.withdrawn": gettext_lazy("Taken back by the visitor"),
    "visit.kept": gettext_lazy("Looked at again and kept"),
    "complaint.made": gettext_lazy("Complaint"),
    "link.opened": gettext_lazy("Link of the message opened"),
    "codes.sent": gettext_lazy("Codes sent"),
    "otp.right": gettext_lazy("OTP was right"),
    **call_lines.SHOWN,
    **own_words.SHOWN,
}


LONGEST = 200  # lines


@dataclass(frozen=True)
class Line:
    """One line of the history: when, what, who."""

    at: str
    text: str
    by: str


def history(
    visit: Visit, extra: set[int] | None = None
) -> tuple[list[Line], dict[int | None, str]]:
    """Oldest first, and the names of the staff in it, of `extra` besides. Two queries,
    one more where an officer has written something down.
    """
    events = list(
        Event.objects.filter(subject=visit.subject, name__in=SHOWN).order_by("at", "pk")[:LONGEST]
    )
    staff = {event.actor for event in events if event.actor.startswith("staff:")}
    keys = {int(actor.removeprefix("staff:")) for actor in staff} | (extra or set())
    names: dict[int | None, str] = dict(
        User.objects.filter(pk__in=keys).values_list("pk", "name") if keys else ()
    )
    people = {f"staff:{pk}": name for pk, name in names.items()}
    texts = call_lines.written(events, visit.subject)
    return [_line(event, people, visit, texts.get(event.pk, "")) for event in events], names


def _line(event: Event, people: dict[str, str], visit: Visit, written: str) -> Line:
    text = str(SHOWN[event.name]) % terms_of(visit.prison.state)
    said = call_lines.facts(event) or own_words.facts(event)
    reason = str(event.data.get("reason", ""))
    if reason and not said:
        said = [reason]
    text = ", ".join([text, *said]) + (f": {written}" if written else "")
    kind = event.actor.split(":")[0]
    others = {"visitor": _("Visitor"), "join": _("Visitor"), "terminal": _("Terminal")}
    who = people.get(event.actor) or others.get(kind) or _("System")
    return Line(words.moment(event.at, visit.prison.zone), text, who)
