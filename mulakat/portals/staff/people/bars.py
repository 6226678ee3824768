"""All bars of the prison: those that wait for a second officer, those to look at again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from mulakat import clock
from mulakat.audit.models import record
from mulakat.people import barring
from mulakat.people.models import Restriction
from mulakat.people.obstacles import CannotWrite
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.people import away, loading, words
from mulakat.portals.staff.people.barform import BAR_FIELDS, BAR_TEXTS, lists, read
from mulakat.portals.staff.people.search import KEEPERS
from mulakat.visits.form.fields import collect

MOST = 200


@for_roles(*KEEPERS)
def bars(request: StaffRequest) -> HttpResponse:
    now, prison = clock.now(), request.staff.prison
    typed: dict[str, Any] = {}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = collect(request.POST, BAR_TEXTS, ())
        try:
            _do(request, typed)
        except CannotWrite as cannot:
            errors = words.errors(cannot, BAR_FIELDS | {"": "bars"}, prison.zone)
        else:
            return redirect("staff:bars")
    rows = list(barring.standing(prison, now).select_related("inmate")[:MOST])
    by = loading.names_of({r.made_by for r in rows} | {r.agreed_by for r in rows})
    shown = [away.bar(row, by, request, now) for row in rows]
    inmates = sorted({row.inmate_id for row in rows if row.inmate_id})
    actor = request.staff.user.actor
    record("bars.viewed", actor=actor, subject=f"prison:{prison.pk}", inmates=inmates)
    context = {
        "typed": typed,
        "errors": errors,
        "proposed": [one for one in shown if one.state != "counts"],
        "standing": [one for one in shown if one.state == "counts"],
        **lists(prison.state),
    }
    return page(request, "people/bars", "people", context)


def _do(request: StaffRequest, typed: dict[str, Any]) -> None:
    now, by, prison = clock.now(), request.staff.user, request.staff.prison
    act, _sep, row = request.POST.get("act", "").partition(":")
    if act == "bar":
        barring.propose(bar=read(typed, prison, None), by=by, now=now)
    elif act in ("agree", "lift") and row.isdecimal():
        found = get_object_or_404(Restriction, pk=int(row[:17]), prison=prison)
        verb = barring.agree if act == "agree" else barring.lift
        verb(restriction_id=found.pk, by=by, now=now)
