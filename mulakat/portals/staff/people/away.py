"""When an inmate is not to be visited, and by whom not: absences and bars."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from mulakat import clock
from mulakat.people import absences, barring
from mulakat.people.models import Absence, Inmate, Restriction
from mulakat.people.obstacles import CannotWrite
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.people import dates, loading
from mulakat.portals.staff.people import words as own
from mulakat.portals.staff.people.barform import BAR_FIELDS, BAR_TEXTS, lists, read
from mulakat.portals.staff.people.inmate import head
from mulakat.portals.staff.people.search import KEEPERS
from mulakat.visits import wording
from mulakat.visits.form.fields import collect

SECOND = timedelta(seconds=1)  # a bar ends at midnight: its last day is the one before
TEXTS = ("absence_cause", "starts", "ends", *BAR_TEXTS)
ABSENCE = {
    "no_cause": "absence_cause", "no_end": "ends", "absence_past": "ends",
    "ends_before_start": "ends", "absence_long": "ends", "": "starts",
}  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """One bar on one line. `state`: counts, waits (for a second officer), mine (I proposed)."""

    pk: int
    who: str
    inmate: str
    inmate_pk: int | None
    kind: str
    cause: str
    until: str
    review: str
    is_due: bool  # somebody has to look again today
    by: str
    second: str
    state: str
    ending: str  # somebody else ("waits") or I ("mine") want it ended, and a second must agree


@for_roles(*KEEPERS)
def away(request: StaffRequest, inmate_id: int) -> HttpResponse:
    now, person = clock.now(), loading.the_inmate(request, inmate_id)
    typed: dict[str, Any] = {}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = collect(request.POST, TEXTS, ())
        act, _sep, row = request.POST.get("act", "").partition(":")
        fields = BAR_FIELDS if act == "bar" else ABSENCE
        try:
            _do(request, person, act, row, typed=typed, now=now)
        except CannotWrite as cannot:
            errors = own.errors(cannot, fields, person.prison.zone)
        else:
            return redirect("staff:inmate_away", person.pk)
    return _page(request, person, typed, errors, now)


def _do(
    request: StaffRequest,
    person: Inmate,
    act: str,
    row: str,
    *,
    typed: dict[str, Any],
    now: datetime,
) -> None:
    by = request.staff.user
    if act == "absence":
        absences.add(
            inmate=person,
            cause=typed["absence_cause"],
            starts_at=dates.moment(typed["starts"], person.prison),
            ends_at=dates.moment(typed["ends"], person.prison),
            by=by,
            now=now,
        )
    elif act == "remove" and row.isdecimal():
        absence = get_object_or_404(Absence, pk=int(row[:17]), inmate=person)
        absences.remove(absence=absence, by=by, now=now)
    elif act == "bar":
        barring.propose(bar=read(typed, person.prison, person), by=by, now=now)


def _page(
    request: StaffRequest,
    person: Inmate,
    typed: dict[str, Any],
    errors: dict[str, str],
    now: datetime,
) -> HttpResponse:
    zone = person.prison.zone
    loading.note_look(request, person, "away")
    noted = list(person.absences.filter(removed_at=None, ends_at__gt=now).order_by("starts_at"))
    own_or_all = Q(inmate=person) | Q(inmate=None, phone_index="")
    rows = list(barring.standing(person.prison, now).filter(own_or_all))
    for row in rows:
        row.inmate = person if row.inmate_id else None
    by = loading.names_of(
        {a.made_by for a in noted} | {r.made_by for r in rows} | {r.agreed_by for r in rows}
    )
    context = head(person, now) | {
        "tab": "away",
        "typed": typed,
        "errors": errors,
        "absences": [
            (a.pk, own.ABSENCES.get(a.cause, a.cause), words.moment(a.starts_at, zone),
             words.moment(a.ends_at, zone), by.get(a.made_by, a.made_by))
            for a in noted
        ],
        "bars": [bar(row, by, request, now) for row in rows],
        "causes": own.ABSENCES,
        **lists(request.staff.prison.state),
    }  # fmt: skip
    return page(request, "people/away", "people", context)


def bar(row: Restriction, by: dict[str, str], request: StaffRequest, now: datetime) -> Bar:
    zone = request.staff.prison.zone
    waits = not barring.counts(row)
    is_mine = row.made_by == request.staff.user.actor
    today = now.astimezone(zone).date()
    inmate = row.inmate if row.inmate_id else None
    return Bar(
        pk=row.pk,
        who=(row.name or {}).get("name", ""),
        inmate=inmate.name if inmate else "",
        inmate_pk=row.inmate_id,
        kind=own.kinds(request.staff.prison.state).get(row.kind, row.kind),
        cause=str(own.CAUSES.get(row.cause, row.cause)),
        until=wording.short_day(row.until - SECOND, zone) if row.until else "",
        review=f"{row.review_on:%d/%m/%Y}" if row.review_on else "",
        is_due=row.review_on is not None and row.review_on <= today,
        by=by.get(row.made_by, row.made_by),
        second=by.get(row.agreed_by, row.agreed_by),
        state="counts" if not waits else "mine" if is_mine else "waits",
        ending=_ending(row, request.staff.user.actor),
    )


def _ending(row: Restriction, me: str) -> str:
    if not row.lifted_by:
        return ""
    return "mine" if row.lifted_by == me else "waits"
