"""The traffic light of a row: what can be seen of many requests at once.

All rows together cost three queries. Green means: the visitor is known to the one person who
fits, and no rule of visits/checks.py speaks against any of the times asked for. Only what is
closed or full is not looked at: then the next time asked for is given, or none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mulakat.people import barring, finding
from mulakat.people.models import Absence, Contact, Inmate, Restriction
from mulakat.people.names import key
from mulakat.portals.staff.rules import sentences
from mulakat.portals.staff.together import together
from mulakat.prisons.models import Prison
from mulakat.visits import known
from mulakat.visits.checks import judge
from mulakat.visits.judging import several
from mulakat.visits.judging.several import Rows
from mulakat.visits.judging.table import Check
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

    rows: Rows
    twice: set[tuple[str, str]]  # phone and name that stand in two rows


def lights(visits: list[Visit], now: datetime) -> dict[int, Light]:
    """A light for each; the visits are of one prison, with persons and visitor code read."""
    if not visits:
        return {}
    seen = _seen(visits, now)
    people = {visit.pk: list(_people(visit, seen, now)) for visit in visits}
    clear = [(visit, found[0][0]) for visit in visits if len(found := people[visit.pk]) == 1]
    dossier = several.dossiers(clear, seen.rows, now)
    made = {}
    for visit in visits:
        light = _light(visit, people[visit.pk], seen, now)
        if light.is_clear and light.inmate:
            at = several.wishes_to_come(visit, now)
            checked = [judge(dossier(visit, light.inmate, one)) for one in at]
            light = _judged(light, checked, visit.prison)
        made[visit.pk] = light
    return made


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
    found = together(
        bars.filter(Q(until=None) | Q(until__gt=now)),
        Absence.objects.filter(inmate__in=people, removed_at=None, ends_at__gt=now),
        *several.questions(visits, people, now),
    )
    asked = [_asked(visit) for visit in visits]
    return Seen(Rows(contacts, *found), {one for one in asked if asked.count(one) > 1})


def _asked(visit: Visit) -> tuple[str, str]:
    return visit.phone_index, key(str(visit.asked.get("name", "")))


def _light(
    visit: Visit, people: list[tuple[Inmate, Contact | None]], seen: Seen, now: datetime
) -> Light:
    inmate, contact = people[0] if len(people) == 1 else (None, None)
    stops = [*_stops(visit, inmate, seen, now)]
    if stops:
        return Light(STOP, stops[0], inmate, contact)
    if len(people) > 1:
        return Light(LOOK, _("Which person?"))
    looks = [*_looks(visit, inmate, contact, seen)]
    if not looks:
        return Light(FINE, _("Clear"), inmate, contact)
    return Light(LOOK, _in_a_word(looks), inmate, contact)


def _in_a_word(looks: list[str]) -> str:
    n = len(looks)
    return looks[0] if n == 1 else ngettext("%(n)s to look at", "%(n)s to look at", n) % {"n": n}


def _judged(light: Light, found: list[list[Check]], prison: Prison) -> Light:
    """The same once every rule was asked for each time: any word against it, and it is no more
    clear; where all times are stopped, so is the request."""
    against = [[check for check in checks if check.mark != "ok"] for checks in found]
    titles = {one.key: sentences.title(one, prison) for one in chain(*against)}
    if not titles:
        return light
    is_stop = all(any(check.mark == "stop" for check in checks) for checks in against)
    return replace(light, kind=STOP if is_stop else LOOK, word=_in_a_word([*titles.values()]))


def _people(visit: Visit, seen: Seen, now: datetime) -> Iterator[tuple[Inmate, Contact | None]]:
    """Who knows this visitor and fits what was written; nothing written may contradict."""
    year = now.astimezone(visit.prison.zone).year
    if visit.visitor_code and known.gave_code(visit, None):
        inmate = visit.visitor_code.inmate
        if _fits(visit, inmate, year):
            yield inmate, None
            return
    for contact in seen.rows.contacts if is_proven(visit) else []:
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
    if any(_bars(bar, visit, inmate, now) for bar in seen.rows.bars if barring.counts(bar)):
        yield _("Barred")
    times, away = several.wishes_to_come(visit, now), seen.rows.absences
    if visit.wishes and not times:
        yield _("Times are over")
    if inmate is not None and times and all(_is_away(inmate, at, away) for at in times):
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
