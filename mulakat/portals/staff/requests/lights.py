"""The traffic light of a row: what can be seen of many requests at once.

All rows together cost three queries. Green means: the visitor is known to the one person who
fits, and nothing speaks against it. Whoever approves sees all checks of that request anyway.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mulakat.people import barring, finding
from mulakat.people.models import Absence, Contact, Inmate, Restriction
from mulakat.people.names import key
from mulakat.visits import known
from mulakat.visits.models import Visit
from mulakat.visits.proofs.proving import is_proven

FINE, LOOK, STOP = "fine", "look", "stop"


@dataclass(frozen=True)
class Light:
    """`inmate` and, without a visitor code, `contact` are who made the visitor known."""

    kind: str
    word: str
    inmate: Inmate | None = None
    contact: Contact | None = None

    @property
    def is_clear(self) -> bool:
        return self.kind == FINE


@dataclass(frozen=True)
class Seen:
    """What the register says about all the rows."""

    contacts: list[Contact]
    bars: list[Restriction]
    absences: list[Absence]
    twice: set[tuple[str, str]]  # phone and name that stand in two rows


def lights(visits: list[Visit], now: datetime) -> dict[int, Light]:
    """A light for each; the visits are of one prison, with persons and visitor code read."""
    if not visits:
        return {}
    seen = _seen(visits, now)
    return {visit.pk: _light(visit, seen, now) for visit in visits}


def _seen(visits: list[Visit], now: datetime) -> Seen:
    prison, phones = visits[0].prison, {visit.phone_index for visit in visits}
    contacts = list(
        Contact.objects.filter(
            phone_index__in=phones, removed_at=None, inmate__prison=prison
        ).select_related("inmate")
    )
    people = {contact.inmate_id for contact in contacts}
    people |= {visit.visitor_code.inmate_id for visit in visits if visit.visitor_code}
    bars = Restriction.objects.filter(prison=prison, lifted_at=None)
    bars = bars.filter(Q(inmate__in=people) | Q(inmate=None, phone_index__in=phones))
    bars = bars.filter(Q(until=None) | Q(until__gt=now))
    away = Absence.objects.filter(inmate__in=people, removed_at=None, ends_at__gt=now)
    asked = [_asked(visit) for visit in visits]
    return Seen(
        contacts,
        [bar for bar in bars if barring.counts(bar)],
        list(away),
        {one for one in asked if asked.count(one) > 1},
    )


def _asked(visit: Visit) -> tuple[str, str]:
    return visit.phone_index, key(str(visit.asked.get("name", "")))


def _light(visit: Visit, seen: Seen, now: datetime) -> Light:
    people = list(_people(visit, seen, now))
    inmate, contact = people[0] if len(people) == 1 else (None, None)
    stops = [*_stops(visit, inmate, seen, now)]
    if stops:
        return Light(STOP, stops[0], inmate, contact)
    if len(people) > 1:
        return Light(LOOK, _("Which person?"))
    looks = [*_looks(visit, inmate, contact, seen)]
    if not looks:
        return Light(FINE, _("Clear"), inmate, contact)
    many = ngettext("%(n)s to look at", "%(n)s to look at", len(looks)) % {"n": len(looks)}
    return Light(LOOK, looks[0] if len(looks) == 1 else many, inmate, contact)


def _people(visit: Visit, seen: Seen, now: datetime) -> Iterator[tuple[Inmate, Contact | None]]:
    """Who knows this visitor and fits what was written; nothing written may contradict."""
    year = now.astimezone(visit.prison.zone).year
    if visit.visitor_code and known.gave_code(visit, None):
        inmate = visit.visitor_code.inmate
        if _fits(visit, inmate, year):
            yield inmate, None
            return
    for contact in seen.contacts if is_proven(visit) else []:
        if contact.phone_index == visit.phone_index and _fits(visit, contact.inmate, year):
            yield contact.inmate, contact


def _fits(visit: Visit, inmate: Inmate, year: int) -> bool:
    compared = finding.compare(inmate, visit.asked, year).verdicts
    return compared["name"] == "same" and "not" not in compared.values()


def _stops(visit: Visit, inmate: Inmate | None, seen: Seen, now: datetime) -> Iterator[str]:
    policy, people = visit.prison.policy, list(visit.persons.all())
    if policy.adult_needed and not any(p.age >= policy.adult_age for p in people):
        yield _("No adult")
    if inmate is not None and inmate.left_at:
        yield _("No longer here")
    if any(_bars(bar, visit, inmate, now) for bar in seen.bars):
        yield _("Barred")
    times = [at for at in map(datetime.fromisoformat, visit.wishes) if at > now]
    if visit.wishes and not times:
        yield _("Times are over")
    if inmate is not None and times and all(_is_away(inmate, at, seen.absences) for at in times):
        yield _("Away then")


def _bars(bar: Restriction, visit: Visit, inmate: Inmate | None, now: datetime) -> bool:
    """A bar of anybody from this inmate, of this visitor from the prison, or from the inmate."""
    is_person = bar.phone_index in {"", visit.phone_index}
    is_inmate = bar.inmate_id is None or (inmate is not None and bar.inmate_id == inmate.pk)
    is_kind = bar.kind in {"", visit.kind}
    return is_person and is_inmate and is_kind and bar.starts_at <= now + timedelta(days=30)


def _is_away(inmate: Inmate, at: datetime, absences: Iterable[Absence]) -> bool:
    return any(
        away.inmate_id == inmate.pk and away.starts_at <= at < away.ends_at for away in absences
    )


def _looks(
    visit: Visit, inmate: Inmate | None, contact: Contact | None, seen: Seen
) -> Iterator[str]:
    policy, people = visit.prison.policy, list(visit.persons.all())
    if inmate is None:
        yield _("Not on the list")
    elif {inmate.category, visit.visitor.relation} & set(policy.second_approval):
        yield _("Two must agree")
    if contact is not None and contact.relation != visit.visitor.relation:
        yield _("Relationship")
    if len(people) > policy.persons_max:
        yield _("Too many persons")
    if _asked(visit) in seen.twice:
        yield _("Asked twice")
    if not visit.wishes:
        yield _("Any time")
