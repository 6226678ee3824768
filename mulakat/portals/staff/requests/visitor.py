"""The visitor's record: earlier visits with whose fault a miss was, and bars."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.people.models import Restriction
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests import loading
from mulakat.portals.staff.requests.answered import STANDS
from mulakat.portals.staff.requests.call_lines import OUTCOMES
from mulakat.visits.models import COUNTED_OUTCOMES, Outcome, Status, Visit

SHOWN = 60
MISSED = (Outcome.MISSED_VISITOR, Outcome.MISSED_JAIL, Outcome.NOT_ADMITTED, Outcome.CUT_SHORT)


@require_safe
@for_roles(Role.APPROVER, Role.SUPERIOR)
def visitor(request: StaffRequest, visit_id: int) -> HttpResponse:
    """By the phone that has been proven, at this prison alone. Six queries."""
    visit = loading.the_request(request, visit_id)
    loading.note_look(request, visit)
    now, prison = clock.now(), visit.prison
    same = Visit.objects.filter(prison=prison, phone_index=visit.phone_index)
    same = same.exclude(status=Status.UNCONFIRMED).select_related("inmate").defer("contact")
    visits = list(same.order_by("-requested_at", "-pk")[:SHOWN])
    bars = Restriction.objects.filter(prison=prison, phone_index=visit.phone_index)
    context = {
        "visit": visit,
        "visitor": words.named(visit.visitor.name),
        "rows": [_row(other, request) for other in visits],
        "met": sum(other.outcome in {Outcome.DONE, Outcome.STOPPED} for other in visits),
        "missed": sum(other.outcome == Outcome.MISSED_VISITOR for other in visits),
        "ours": sum(other.outcome in {Outcome.MISSED_JAIL, Outcome.CUT_SHORT} for other in visits),
        "bars": [_bar(bar, request) for bar in bars.defer("name").order_by("-starts_at")],
        "now": now,
    }
    return page(request, "requests/visitor", "requests", context)


def _row(visit: Visit, request: StaffRequest) -> dict[str, object]:
    zone = request.staff.prison.zone
    at = visit.starts_at or visit.requested_at
    name = visit.inmate.name if visit.inmate else str(visit.asked.get("name", ""))
    is_over = visit.status in {Status.ENDED, Status.CANCELLED}
    return {
        "pk": visit.pk,
        "at": words.moment(at, zone) if at else "",
        "inside": words.named(name),
        "kind": visit.kind,
        "stands": STANDS.get(Status(visit.status)),
        "outcome": OUTCOMES.get(visit.outcome, ""),  # type: ignore[call-overload]
        "counts": visit.starts_at is not None and visit.outcome in COUNTED_OUTCOMES,
        "is_over": is_over,
    }


def _bar(bar: Restriction, request: StaffRequest) -> dict[str, str]:
    zone = request.staff.prison.zone
    return {
        "since": words.moment(bar.starts_at, zone),
        "until": words.moment(bar.until, zone) if bar.until else "",
        "review": bar.review_on.isoformat() if bar.review_on else "",
        "by": bar.made_by,
        "state": "lifted" if bar.lifted_at else "agreed" if bar.agreed_at else "proposed",
    }
