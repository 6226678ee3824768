"""Other times for a visit: chosen as in the booking, sent in one go.

The wishes stand in the form itself until they are sent; nothing is kept before.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from mulakat.portals.visitor import here
from mulakat.portals.visitor.book import choosing
from mulakat.portals.visitor.visits import seen, standing
from mulakat.visits import changing, offering
from mulakat.visits.acting import CannotAct
from mulakat.visits.form import times
from mulakat.visits.form.fields import collect
from mulakat.visits.models import Status, Visit

Errors = dict[str, str]


@seen.proven
def change(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    if not changing.can_ask_anew(visit, now) and changing.reasons_not_to_ask(visit, now):
        return seen.back("changed-meanwhile" if request.method == "POST" else "")
    raw = collect(request.POST, ("day",), ("wish", "time"))
    raw["kind"] = visit.kind
    errors: Errors = {}
    if request.method == "POST":
        pressed = choosing.press(raw, request.POST, visit.prison.policy.wishes)
        if pressed is not None:
            errors = pressed
        else:
            choosing.take_ticked(raw)
            wishes = [at for at in map(times.moment, raw["wish"]) if at]
            found = _send(visit, wishes, now)
            if isinstance(found, str):
                return seen.back(found)
            errors = found
    return render(request, "visits/change.html", _context(visit, raw, errors, now))


def _send(visit: Visit, wishes: list[datetime], now: datetime) -> Errors | str:
    """The notice of what was done, or what is wrong with the times."""
    try:
        if changing.can_ask_anew(visit, now):
            changing.choose_new_times(visit=visit, wishes=wishes, now=now)
            return "renewed"
        made = offering.open_offer(visit) if visit.status == Status.OFFERED else None
        if made is not None:
            if faults := changing.reasons_not_to_change(visit, wishes, now):
                raise CannotAct(faults)
            offering.decline(offer=made, wishes=wishes, now=now)
        else:
            changing.ask_to_change(visit=visit, wishes=wishes, now=now)
    except CannotAct as cannot:
        return _words(cannot, visit)
    return "change-sent"


def _words(cannot: CannotAct, visit: Visit) -> Errors | str:
    keys = {reason.key: reason.facts for reason in cannot.reasons}
    if "no_wish" in keys:
        return {"wish": _("Choose at least one time")}
    if "same_wish" in keys:
        return {"wish": _("You have already chosen this time")}
    if "too_many_wishes" in keys:
        most = keys["too_many_wishes"]["most"]
        return {"wish": _("You can choose %(count)s times. Remove one to add another")
                % {"count": most}}  # fmt: skip
    if "time_gone" in keys:
        gone = ", ".join(standing.moment(visit, at) for at in keys["time_gone"]["times"])
        return {"wish": _("%(time)s is no longer possible. Choose another time") % {"time": gone}}
    return "changed-meanwhile"


def _context(visit: Visit, raw: dict[str, Any], errors: Errors, now: datetime) -> dict[str, Any]:
    is_approved = visit.status_shown(now) == Status.APPROVED and visit.starts_at is not None
    return {
        **choosing.shows(raw, visit.prison, visit.kind, now),
        "visit": visit,
        "errors": errors,
        "kept": standing.moment(visit, visit.starts_at) if is_approved and visit.starts_at else "",
        "is_anew": changing.can_ask_anew(visit, now),
        "here": here.here_in(visit.prison.state),
    }
