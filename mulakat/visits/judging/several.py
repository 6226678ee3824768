"""The dossiers of many requests at once, for a list: as many queries as for one.

What a page reads together (`questions`) it hands over; the visits are read here. Closures and
places are left out: they are looked at for one time and place, when one is given.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from mulakat.people.models import Absence, Contact, Inmate, Restriction
from mulakat.prisons.changing import changes_after, rules_at
from mulakat.prisons.models import RulesChange
from mulakat.schedule.models import Cell
from mulakat.schedule.places import cells
from mulakat.visits.judging.allowance import LOOK_BACK, inmate_of, taking
from mulakat.visits.judging.dossier import PHONE_DAYS, Dossier, Entry, Held, usual_minutes
from mulakat.visits.models import Visit

LONGEST = timedelta(hours=3)  # no visit is longer
Pairs = list[tuple[Visit, Inmate]]


@dataclass(frozen=True)
class Rows:
    """What stands in the register about all of them, and who has which time."""

    contacts: list[Contact]
    bars: list[Restriction]
    absences: list[Absence]
    held: list[Cell]
    changes: list[RulesChange]


def questions(visits: list[Visit], people: Iterable[int], now: datetime) -> list[QuerySet[Any]]:
    """`held` and `changes` for Rows; the visits are of one prison."""
    wishes = [at for visit in visits for at in wishes_to_come(visit, now)] or [now]
    first = min((visit.requested_at or now for visit in visits), default=now)
    at = Q(at__gte=min(wishes) - LONGEST, at__lte=max(wishes) + LONGEST)
    return [
        Cell.objects.filter(at, inmate__in=people),
        changes_after(visits[0].prison, first),
    ]


def dossiers(
    pairs: Pairs, rows: Rows, now: datetime
) -> Callable[[Visit, Inmate, datetime], Dossier]:
    """A function that puts a request of `pairs` and a time together. One query."""
    of_inmate: dict[int, list[Visit]] = {}
    of_phone: dict[str, list[Visit]] = {}
    for taken in _visits(pairs, now) if pairs else []:
        of_inmate.setdefault(inmate_of(taken) or 0, []).append(taken)
        of_phone.setdefault(taken.phone_index, []).append(taken)

    def dossier(visit: Visit, inmate: Inmate, starts_at: datetime) -> Dossier:
        asked_at = visit.requested_at or now
        later = [change for change in rows.changes if change.at > asked_at]
        rules = rules_at(visit.prison, asked_at, later)
        both = [*of_inmate.get(inmate.pk, []), *of_phone.get(visit.phone_index, [])]
        seen = Dossier(
            visit=visit, inmate=inmate, starts_at=starts_at, place=None, now=now, rules=rules,
            minutes=usual_minutes(visit, rules.policy),
            visits=list({taken.pk: taken for taken in both}.values()),
            register=list(_register(visit, inmate, starts_at, rows)),
        )  # fmt: skip
        return replace(seen, held=_held(seen, rows.held))

    return dossier


def wishes_to_come(visit: Visit, now: datetime) -> list[datetime]:
    return [at for at in map(datetime.fromisoformat, visit.wishes) if at > now]


def _visits(pairs: Pairs, now: datetime) -> list[Visit]:
    """Those of each inmate and of each phone, and the requests themselves."""
    people = {inmate.pk: inmate for _visit, inmate in pairs}
    phones = {visit.phone_index for visit, _inmate in pairs}
    which = (
        Q(pk__in=[visit.pk for visit, _inmate in pairs])
        | Q(phone_index__in=phones, requested_at__gt=now - PHONE_DAYS)
        | Q(inmate__in=people) & (Q(starts_at__gte=now - LOOK_BACK) | Q(starts_at=None))
    )
    return list(taking(which, *people.values()).annotate(offer_id=F("open_offer__pk")))


def _register(visit: Visit, inmate: Inmate, at: datetime, rows: Rows) -> Iterator[Entry]:
    for bar in rows.bars:
        is_his = bar.phone_index in {"", visit.phone_index} and bar.kind in {"", visit.kind}
        stands = bar.starts_at <= at and (bar.until is None or bar.until > at)
        if is_his and stands and bar.inmate_id in {None, inmate.pk}:
            yield _bar(bar)
    for row in rows.contacts:
        if row.inmate_id == inmate.pk:
            yield Entry(
                "contact", row.pk, inmate.pk, row.relation, row.name, row.phone_index, "",
                row.added_at, None, None, False, True,
            )  # fmt: skip
    for away in rows.absences:
        if away.inmate_id == inmate.pk:
            yield Entry(
                "absence", away.pk, inmate.pk, away.cause, "", "", "", away.starts_at,
                away.ends_at, None, True, True,
            )  # fmt: skip


def _bar(row: Restriction) -> Entry:
    is_agreed = row.agreed_at is not None or not row.phone_index
    return Entry(
        "bar", row.pk, row.inmate_id, row.cause, "", row.phone_index, row.kind, row.starts_at,
        row.until, row.review_on, is_agreed, row.disclose,
    )  # fmt: skip


def _held(seen: Dossier, held: list[Cell]) -> list[Held]:
    """The inmate's cells while the visit and its turnover last."""
    assert seen.inmate is not None and seen.starts_at is not None
    times = cells(seen.starts_at, seen.minutes + seen.visit.prison.policy.turnover_minutes)
    return [
        Held(cell.at, cell.holder, True, False, cell.seat)
        for cell in held
        if cell.inmate_id == seen.inmate.pk and times[0] <= cell.at <= times[-1]
    ]
