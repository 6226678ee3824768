"""What needs another look: visits whose facts changed, and requests that another must answer."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests import loading
from mulakat.portals.staff.review import facts
from mulakat.prisons.models import Prison
from mulakat.visits.acting import CannotAct
from mulakat.visits.findings import Finding, findings, keep
from mulakat.visits.models import Status, Visit
from mulakat.visits.words import causes

WHY = {
    "inmate_left": gettext_lazy("No longer here since %(at)s"),
    "absent": gettext_lazy("%(cause)s, until %(until)s"),
    "restricted": gettext_lazy("Barred until %(until)s: %(cause)s"),
    "closed": gettext_lazy("Closed until %(until)s: %(cause)s"),
    "place_broken": gettext_lazy("Place %(number)s is out of order"),
    "place_removed": gettext_lazy("Place %(number)s is not used any more"),
    "hearing": gettext_lazy("Court video hearing at %(since)s"),
}
ABSENCES = {
    "court": gettext_lazy("In court"),
    "hospital": gettext_lazy("In hospital"),
    "leave": gettext_lazy("On leave"),
    "other": gettext_lazy("Away"),
}
BARS = {
    "conduct": gettext_lazy("conduct"),
    "court_order": gettext_lazy("order of a court"),
    "child_protection": gettext_lazy("protection of a child"),
    "security": gettext_lazy("security"),
}
# What an officer would most likely say when he cancels for that finding (visits/words/causes.py)
CAUSE_OF = {
    "inmate_left": "left", "absent": "absent", "restricted": "other", "place_broken": "repair",
    "place_removed": "repair", "hearing": "court",
}  # fmt: skip


@for_roles(Role.APPROVER, Role.SUPERIOR)
def review(request: StaffRequest) -> HttpResponse:
    return _shown(request, {})


def _shown(request: StaffRequest, errors: dict[str, str], *, status: int = 200) -> HttpResponse:
    now, prison = clock.now(), request.staff.prison
    seen = facts.read(prison, now)
    context = {
        "found": [_finding(one, prison) for one in seen.found],
        "escalated": [_escalated(visit, seen, request, now) for visit in seen.escalated],
        "errors": errors,
        "reason": request.POST.get("reason", "")[:300],
        "key": request.POST.get("key", ""),
    }
    return page(request, "review/review", "review", context, status=status)


def _finding(found: Finding, prison: Prison) -> dict[str, Any]:
    visit = found.visit
    assert visit.starts_at is not None and visit.inmate is not None
    return {
        "key": f"{visit.pk}:{found.key}",
        "visit": visit.pk,
        "finding": found.key,
        "fact": found.fact,
        "inside": words.named(visit.inmate.name),
        "visitor": words.named(visit.visitor.name),
        "at": words.moment(visit.starts_at, prison.zone),
        "place": visit.place.number if visit.place else "–",
        "is_video": visit.kind == "video",
        "why": why(found, prison),
        "cause": found.facts["cause"] if found.key == "closed" else CAUSE_OF.get(found.key, ""),
    }


def why(found: Finding, prison: Prison) -> str:
    """One sentence: what changed since the approval."""
    said = dict(found.facts)
    for name in ("at", "since", "until"):
        if isinstance(said.get(name), datetime):
            said[name] = words.moment(said[name], prison.zone)
    said["until"] = said.get("until") or _("further notice")
    cause = str(said.get("cause", ""))
    named = ABSENCES if found.key == "absent" else BARS
    said["cause"] = str(named[cause]) if cause in named else causes.brief(cause)
    return str(WHY[found.key]) % said


def _escalated(
    visit: Visit, seen: facts.Review, request: StaffRequest, now: datetime
) -> dict[str, Any]:
    me, look = request.staff.user.pk, getattr(visit, "second_look", None)
    zone = request.staff.prison.zone
    row: dict[str, Any] = {
        "pk": visit.pk,
        "inside": words.named(str(visit.asked.get("name", ""))),
        "visitor": words.named(visit.visitor.name),
        "by": "",
        "is_mine": False,
        "deadline": words.deadline(visit.answer_by, now, zone) if visit.answer_by else None,
    }
    if visit.pk in seen.proposals:
        is_mine = seen.proposals[visit.pk].by_id == me
        return row | {"kind": "proposal", "is_mine": is_mine}
    if visit.pk in seen.changes:
        return row | {"kind": "change"}
    if visit.status == Status.LAPSED or look is None:
        return row | {"kind": "lapsed"}
    by = look.refused_by.name if look.refused_by else ""
    return row | {"kind": "look", "by": by, "is_mine": look.refused_by_id == me}


@require_POST
@for_roles(Role.APPROVER, Role.SUPERIOR)
def keep_visit(request: StaffRequest, visit_id: int) -> HttpResponse:
    """The visit stands all the same; the very fact that was shown is kept, and no other."""
    visit, now = loading.the_request(request, visit_id), clock.now()
    wanted = (request.POST.get("finding", ""), request.POST.get("fact", ""))
    found = next((f for f in findings([visit], now) if (f.key, f.fact) == wanted), None)
    if found is None:  # somebody was faster, or the fact has gone
        return redirect("staff:review")
    try:
        keep(finding=found, reason=request.POST.get("reason", ""), by=request.staff.user, now=now)
    except CannotAct as cannot:
        errors = {f"reason-{request.POST.get('key', '')}": _reason_of(cannot, request)}
        return _shown(request, errors, status=409)
    return redirect("staff:review")


def _reason_of(cannot: CannotAct, request: StaffRequest) -> str:
    reason = cannot.reasons[0]
    if reason.key == "no_reason":
        return _("Write why the visit may stay")
    prison = request.staff.prison
    return words.obstacle(reason, prison.zone, prison.state)
