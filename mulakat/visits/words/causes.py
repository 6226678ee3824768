"""Why the prison moves or cancels what it had approved: coded, as the visitor reads it.

A cause that rests on the inmate (court, hospital, release) tells something new about him: only
a visitor known to him learns it, all others read "other" (architecture, section 4).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mulakat.prisons.models import State
from mulakat.prisons.terms import terms_of

OTHER = "other"
LEFT = "left"  # released or transferred


@dataclass(frozen=True)
class Cause:
    """`brief` stands in an SMS, at most 24 letters in English; `text` in mails and on pages."""

    key: str
    brief: Promise
    text: Promise
    names_inmate: bool = False


_ALL = (
    Cause("holiday", _("closed that day"), _("There are no visits at the %(at_jail)s that day.")),
    Cause("staff", _("staff not available"), _("There are not enough officers at that time.")),
    Cause("repair", _("repairs"), _("The place of your visit is being repaired.")),
    Cause("power", _("power cut"), _("There is no electricity at the %(at_jail)s.")),
    Cause("network", _("network failure"), _("The network of the %(jail)s does not work.")),
    Cause("emergency", _("emergency"), _("There is an emergency at the %(at_jail)s.")),
    Cause(
        "court",
        _("court that day"),
        _("The person has to appear in court at that time."),
        names_inmate=True,
    ),
    Cause(
        "absent",
        _("not in jail that day"),
        _("The person is not at the %(at_jail)s that day."),
        names_inmate=True,
    ),
    Cause(
        "person",
        _("not possible that day"),
        _("The person inside cannot meet you at that time."),
        names_inmate=True,
    ),
    Cause(
        LEFT,
        _("no longer there"),
        _("The person is no longer at the %(at_jail)s."),
        names_inmate=True,
    ),
    Cause(
        OTHER,
        _("not possible"),
        _("The visit cannot take place at that time. The %(jail)s has written down why."),
    ),
)
CAUSES = {cause.key: cause for cause in _ALL}


def told(key: str, *, is_known: bool) -> str:
    """The cause this visitor may know; an unknown key is "other"."""
    cause = CAUSES.get(key)
    if cause is None or (cause.names_inmate and not is_known):
        return OTHER
    return key


def brief(key: str) -> str:
    """The cause as it stands in an SMS."""
    return str(CAUSES.get(key, CAUSES[OTHER]).brief)


def sentence(key: str, state: State | None = None) -> str:
    """The cause as it stands in a mail or on a page, in the words of the state."""
    return str(CAUSES.get(key, CAUSES[OTHER]).text) % terms_of(state)
