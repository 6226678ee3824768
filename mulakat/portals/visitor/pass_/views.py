"""The gate pass: for whoever proved by OTP to be the visitor, once the visit is approved.

The page holds everything; saved, printed on A6 or kept as a picture it serves without a network.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from mulakat import clock
from mulakat.audit.models import record
from mulakat.gate import keys, pictures
from mulakat.portals.visitor import access, here
from mulakat.prisons.models import in_language
from mulakat.schedule.models import Kind
from mulakat.visits import joining, wording
from mulakat.visits.models import Status, Visit
from mulakat.visits.proofs import passes
from mulakat.visits.words.choices import ID_TYPES


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    visit = _visit(request, now)
    if visit is None:
        return HttpResponseRedirect("/visits/")
    record("visit.pass_viewed", actor="visitor", subject=visit.subject)
    prison, zone = visit.prison, visit.prison.zone
    assert visit.starts_at is not None
    context = {
        "visit": visit,
        "parts": visit.reference.split("/"),
        "qr": mark_safe(pictures.svg(keys.pass_text(visit, now))),  # noqa: S308 our own drawing
        "short": passes.short_code(visit),
        "code": passes.gate_code(visit),
        "day": wording.day(visit.starts_at, zone),
        "time": wording.time(visit.starts_at, zone),
        "come_by": wording.time(_come_by(visit), zone),
        "others": visit.persons.count() - 1,
        "id_type": ID_TYPES.get(visit.visitor.id_type, ""),
        "address": in_language(prison.address),
        "bring": in_language(prison.bring),
        "here": here.here_in(prison.state),
    }
    return render(request, "gate/pass.html", context)


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """A PNG for the gallery. Its words are figures and Latin: drawn without fonts of a script."""
    now = clock.now()
    visit = _visit(request, now)
    if visit is None:
        return HttpResponseRedirect("/visits/")
    zone = visit.prison.zone
    assert visit.starts_at is not None
    lines = (
        visit.reference,
        f"{wording.day(visit.starts_at, zone, 'en')}, "
        f"{wording.short_time(visit.starts_at, zone, 'en')}",
        f"Come by {wording.short_time(_come_by(visit), zone, 'en')}",
        visit.prison.short_name("en"),
        passes.short_code(visit),
    )
    answer = HttpResponse(pictures.png(keys.pass_text(visit, now), lines), content_type="image/png")
    answer.headers["Content-Disposition"] = 'attachment; filename="e-mulakat-pass.png"'
    return answer


def _visit(request: HttpRequest, now: datetime) -> Visit | None:
    """The visit of this browser, if it has a pass: approved and told, at the prison, not over."""
    session = joining.any_session(access.cookie(request), now)
    if session is None or session.visit is None or not joining.is_told(session):
        return None
    visit = session.visit
    has_pass = visit.kind == Kind.PHYSICAL and visit.status_shown(now) == Status.APPROVED
    return visit if has_pass and now < visit.ends_at + timedelta(days=1) else None


def _come_by(visit: Visit) -> datetime:
    assert visit.starts_at is not None
    return visit.starts_at - timedelta(minutes=visit.prison.policy.arrive_before_minutes)
