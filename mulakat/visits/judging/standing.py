"""How the quota stands for a family the inmate knows: "2 of 4 used this month, next from …"."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from mulakat.visits import wording
from mulakat.visits.judging.allowance import Allowance, allowance
from mulakat.visits.known import is_known
from mulakat.visits.models import Visit
from mulakat.visits.rulebook.lists import used


@dataclass(frozen=True)
class Standing:
    """The facts, and one sentence in the language of the reader."""

    facts: Allowance
    sentence: str


def standing(visit: Visit, *, now: datetime) -> Standing | None:
    """For a visitor known to the inmate, around the first day for which one may still ask; None
    for everybody else, and where nothing limits the visits.

    A stranger must not find out by time either: ask only where something has been told
    (portals/visitor/visits/standing.py).
    """
    code = visit.visitor_code
    inmate = visit.inmate or (code.inmate if code else None)
    if inmate is None or not is_known(visit, inmate):
        return None
    prison = visit.prison
    first = now + timedelta(hours=prison.policy.notice_hours)
    found = allowance(
        inmate=inmate,
        kind=visit.kind,
        relation=visit.visitor.relation,
        on=first.astimezone(prison.zone).date(),
        policy=prison.policy,
    )
    if found.total is None or found.next_from is None:
        return None
    facts = {
        "used": used(found.used, found.total, found.period),
        "day": _day(found.next_from, visit),
    }
    return Standing(found, _("%(used)s, next from %(day)s") % facts)


def _day(day: date, visit: Visit) -> str:
    zone = visit.prison.zone
    return wording.day(datetime.combine(day, time(12), zone), zone)
