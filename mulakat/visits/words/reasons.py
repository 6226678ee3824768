"""Why a request is refused: codes, what the visitor reads, and who may read it.

A reason that rests on a matched inmate would tell that the person is held. It reaches only
visitors known to that inmate (visits/known.py); all others get R-90, the same text at the same
hour whatever the cause (architecture, section 4). The visitor's own faults are told at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mulakat.prisons.models import State
from mulakat.prisons.terms import terms_of

NEUTRAL = "R-90"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Reason:
    """One coded reason. `label` is for staff; the visitor reads `text` and `way_out`, or in
    an SMS `brief`, at most 24 letters in English. `text` and `way_out` take the words of the
    state (prisons/terms.py).
    """

    code: str
    brief: Promise
    label: Promise
    text: Promise
    way_out: Promise
    is_visitors_own: bool = False  # may be told to anybody
    names_inmate: bool = True  # the officer had to find the person first


LOOK_AGAIN = _("You can ask the %(jail)s to look again. Call the helpline.")
_ALL = (
    Reason(
        "R-10",
        _("person not found"),
        _("Person not found"),
        _("We could not find this person from the details given."),
        _("Check the name, the father's or husband's name and the %(jail)s, and send it again."),
        names_inmate=False,
    ),
    Reason(
        "R-11",
        _("wrong jail"),
        _("Moved to another jail"),
        _("The person is now in another %(jail)s."),
        _("Call the helpline to learn how to book there."),
    ),
    Reason(
        "R-12",
        _("not in the jail"),
        _("Released or on leave"),
        _("The person is not at the %(at_jail)s now."),
        _("Call the helpline if this is not clear."),
    ),
    Reason(
        "R-13",
        _("not in jail that day"),
        _("In court or in hospital that day"),
        _("The person is not at the %(at_jail)s that day."),
        _("Choose another day and send the request again."),
    ),
    Reason(
        "R-20",
        _("allowed visits used"),
        _("The allowed visits are used"),
        _("The visits that the rules allow are used for now."),
        _("Ask again for a later day."),
    ),
    Reason(
        "R-21",
        _("too late for that day"),
        _("Notice too short"),
        _("The request came too late for that day."),
        _("Choose a later day and send the request again."),
        is_visitors_own=True,
        names_inmate=False,
    ),
    Reason(
        "R-22",
        _("jail closed that day"),
        _("Jail closed that day"),
        _("There are no visits at the %(at_jail)s that day."),
        _("Choose another day and send the request again."),
        is_visitors_own=True,
        names_inmate=False,
    ),
    Reason(
        "R-30",
        _("not on visitor list"),
        _("Not on the visitor list"),
        _("You are not on the person's list of visitors."),
        _("The person inside can ask the %(jail)s to add you to the list."),
    ),
    Reason(
        "R-31",
        _("need proof of relation"),
        _("Relationship not shown"),
        _("The %(jail)s needs proof that you are related."),
        _("Send the request again and bring or name a paper that shows it."),
    ),
    Reason(
        "R-32",
        _("ID details did not match"),
        _("ID details did not match"),
        _("The details of your ID are not clear or did not match."),
        _("Check the name and the number on your ID and send the request again."),
        is_visitors_own=True,
        names_inmate=False,
    ),
    Reason(
        "R-33",
        _("check who comes"),
        _("No adult, or too many people"),
        _("There is no adult among the visitors, or there are too many people."),
        _("Change who comes and send the request again."),
        is_visitors_own=True,
        names_inmate=False,
    ),
    Reason(
        "R-34",
        _("not by the rules"),
        _("Such a visitor is not allowed"),
        _("The rules of the %(jail)s do not allow a visit by this kind of visitor."),
        _("Read in the rules who may visit, or call the helpline."),
        is_visitors_own=True,
        names_inmate=False,
    ),
    Reason(
        "R-40",
        _("already have a visit"),
        _("Asked twice"),
        _("You have already asked for a visit on that day."),
        _("You need to do nothing more for the first request."),
        is_visitors_own=True,
        names_inmate=False,
    ),
    Reason(
        "R-50",
        _("visits not allowed now"),
        _("Visitor is barred"),
        _("The %(jail)s does not allow you to visit at present."),
        _("Call the helpline to learn how to ask for a review."),
    ),
    Reason(
        "R-60",
        _("cannot go ahead"),
        _("The person does not accept the visit"),
        _("The visit cannot go ahead. The %(jail)s has written down why."),
        LOOK_AGAIN,
    ),
    Reason(
        "R-61",
        _("cannot go ahead"),
        _("Order of a court or for a child's protection"),
        _("The visit cannot go ahead. The %(jail)s has written down why."),
        LOOK_AGAIN,
    ),
    Reason(
        "R-70",
        _("no place that day"),
        _("No place is free"),
        _("All places are taken on the days you asked for."),
        _("Choose other days and send the request again."),
        names_inmate=False,
    ),
    Reason(
        NEUTRAL,
        _("cannot go ahead"),
        _("Another reason, not told"),
        _("The visit cannot go ahead. The %(jail)s has written down why."),
        LOOK_AGAIN,
        names_inmate=False,
    ),
)
REASONS = {reason.code: reason for reason in _ALL}
OF_THE_PHONE = frozenset({"R-40"})  # the visitor's own if the phone is: it tells of earlier visits
NEVER_TOLD = frozenset({"R-60", "R-61"})  # not even to those on the list


def known(code: str) -> Reason | None:
    return REASONS.get(code)


def all_reasons() -> Iterator[Reason]:
    """In the order of their codes, as an officer chooses."""
    return iter(_ALL)


def short(code: str) -> Promise:
    """The reason as it stands in an SMS; an unknown code reads as the neutral one."""
    return REASONS.get(code, REASONS[NEUTRAL]).brief


def sentence(code: str, state: State | None = None) -> str:
    """The reason as it stands in a mail or on a page, in the words of the state."""
    return str(REASONS.get(code, REASONS[NEUTRAL]).text) % terms_of(state)


def way_out(code: str, state: State | None = None) -> str:
    """What the visitor can do next, in the words of the state."""
    return str(REASONS.get(code, REASONS[NEUTRAL]).way_out) % terms_of(state)


def told(code: str, *, is_known: bool) -> str:
    """The code the visitor is told: the truth if it is his own or the inmate knows him
    (visits/known.py)."""
    may_know = REASONS[code].is_visitors_own or (is_known and code not in NEVER_TOLD)
    return code if may_know else NEUTRAL


def shown_at(told_code: str, *, hourly: bool, zone: ZoneInfo, now: datetime) -> datetime:
    """From when the visitor may see the answer: a neutral one waits for the full hour.

    The hour is that of the clock on the wall; India's is half past in UTC.
    """
    if told_code != NEUTRAL or not hourly:
        return now
    begun = now.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    return begun.astimezone(UTC) + HOUR
