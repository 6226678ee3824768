"""The automatic checks of a request: every rule says ok, look or stop, with its facts.

A check is advice to an officer, whose page puts it into words. A stop keeps an approval back
(visits/rules.py) unless the officer overrules it with a written reason, where the table of
rules allows that (visits/judging/table.py).
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from mulakat.people.models import Contact, Inmate
from mulakat.visits.judging import dossier, people, times
from mulakat.visits.judging.dossier import Dossier, Place
from mulakat.visits.judging.table import RULES, Check
from mulakat.visits.models import Visit

FINDERS: tuple[Callable[[Dossier], Iterator[Check]], ...] = (
    people.in_prison,
    times.absence,
    people.quota,
    people.listed,
    people.relation,
    people.restrictions,
    people.video_class,
    people.second,
    times.clash,
    people.same_visitor,
    people.of_the_phone,
    people.persons,
    people.lawyer,
    times.time,
    times.closed,
    times.place,
)
_ORDER = {key: at for at, key in enumerate(RULES)}


def checks(
    *,
    visit: Visit,
    inmate: Inmate | None,
    starts_at: datetime | None = None,
    place: Place | None = None,
    minutes: int | None = None,
    contact: Contact | None = None,
    now: datetime,
) -> list[Check]:
    """All rules over one request, in the order of the table. Four queries, a fifth where the
    rules have changed since it was made.

    What is not known yet is left out: without an inmate the rules about him, without a time
    those about time and place. `contact` is the entry of the list an officer points at when
    the phone differs; `minutes` is what the visit shall last, else what the rules give it.
    """
    return judge(
        dossier.read(
            visit=visit, inmate=inmate, starts_at=starts_at, minutes=minutes, place=place,
            listed=contact, now=now,
        )
    )  # fmt: skip


def judge(seen: Dossier) -> list[Check]:
    """The same over a dossier that is at hand. No query."""
    found = [check for finder in FINDERS for check in finder(seen)]
    return sorted(found, key=lambda check: _ORDER[check.key])
