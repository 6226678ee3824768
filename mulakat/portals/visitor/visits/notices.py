"""What the page of a visit says first after something was done; keys stand in the address."""

from django.utils.translation import gettext as _

from mulakat.prisons.models import State
from mulakat.prisons.terms import terms_of


def words(key: str, state: State | None) -> str:
    """The sentence of a key; "" for any other text that somebody put there."""
    sentence = {
        "answered": _("Your answer has been sent to the %(at_jail)s."),
        "accepted": _("You said yes to the new time."),
        "declined": _("You said no to the new time. Your request stays."),
        "change-sent": _("Your new times have been sent to the %(at_jail)s."),
        "renewed": _("Your new times have been sent. You keep your turn."),
        "withdrawn": _("You took the request back. You need to do nothing more."),
        "cancelled": _("The visit is cancelled. You need to do nothing more."),
        "left": _("You left the waiting list. Your request stays."),
        "joined-list": _("You are on the waiting list. We write when a place is free."),
        "look-again": _("Another officer reads your request again."),
        "phone": _("Your new phone number is kept. Messages now come there."),
        "proven": _("Your phone number is confirmed."),
        "email": _("Your email address is changed."),
        "language": _("Messages now come in the language you chose."),
        "changed-meanwhile": _(
            "Something has changed in the meantime. This is how your visit stands now."
        ),
    }.get(key, "")
    return sentence % terms_of(state) if sentence else ""
