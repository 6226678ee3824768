"""Move an approved visit: other time or place, why, and what was asked for if the family asks."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.requests import conflict, loading, scene, times
from mulakat.portals.staff.requests.answers import Answers
from mulakat.portals.staff.requests.scene import Scene
from mulakat.prisons.models import Terminal, Window
from mulakat.visits import changing, moving
from mulakat.visits.acting import CannotAct, stop_if
from mulakat.visits.models import Change, Status, Visit
from mulakat.visits.rules import Obstacle
from mulakat.visits.words import causes

FIELDS = {"no_cause": "cause", "no_place": "place", "terminal_broken": "place"}


@for_roles(Role.APPROVER, Role.SUPERIOR)
def move(request: StaffRequest, visit_id: int) -> HttpResponse:
    visit = loading.the_request(request, visit_id)
    if visit.status != Status.APPROVED:
        return conflict.answered(request, visit_id)
    now = clock.now()
    given = request.POST if request.method == "POST" else request.GET
    answers = Answers.read(given)
    change = changing.open_change(visit)
    seen = _scene(visit, answers, change, now)
    errors: dict[str, str] = {}
    if request.POST.get("act") == "move" and "pick" not in request.POST:
        try:
            _move(request, seen, answers, change)
        except CannotAct as cannot:
            for reason in reversed(cannot.reasons):
                field = FIELDS.get(reason.key, "time")
                errors[field] = words.obstacle(reason, visit.prison.zone, visit.prison.state)
        else:
            return redirect("staff:request", visit.pk)
    return _drawn(request, seen, answers, change, errors)


def _scene(visit: Visit, answers: Answers, change: Change | None, now: datetime) -> Scene:
    """The wishes are those of the change; the visit's own place counts as free for it."""
    visit.wishes = change.wishes if change else []
    days = times.days_to_read(visit, answers, now)
    if answers.at is None and answers.day is None and not visit.wishes and visit.starts_at:
        days = [visit.starts_at.astimezone(visit.prison.zone).date()]
    seen = scene.read(visit, chosen=str(visit.inmate_id or ""), now=now, at=answers.at, days=days)
    seen.facts.cells[:] = [cell for cell in seen.facts.cells if cell.holder != visit.subject]
    return seen


def _move(request: StaffRequest, seen: Scene, answers: Answers, change: Change | None) -> None:
    slot = seen.slot_at(answers.at)
    if slot is None:
        stop_if([Obstacle("no_time")])
    assert slot is not None
    place = answers.place_of(seen.all_places)
    moving.move(
        visit_id=seen.visit.pk, by=request.staff.user, starts_at=slot.starts_at,
        minutes=slot.minutes,
        terminal=place if isinstance(place, Terminal) else None,
        window=place if isinstance(place, Window) else None,
        reason=request.POST.get("cause") or (moving.ASKED if change else ""), now=seen.now,
    )  # fmt: skip


def _drawn(
    request: StaffRequest, seen: Scene, answers: Answers, change: Change | None,
    errors: dict[str, str],
) -> HttpResponse:  # fmt: skip
    visit = seen.visit
    given = request.POST if request.method == "POST" else request.GET
    loading.note_look(request, visit)
    assert visit.starts_at is not None
    at = answers.at or next((wish.at for wish in seen.wishes if wish.state == "free"), None)
    slot = seen.slot_at(at)
    zone = visit.prison.zone
    fallback = visit.starts_at.astimezone(zone).date() if not (at or seen.wishes) else None
    day = times.the_day(seen, at, answers.day or fallback)
    place = times.chosen_place(slot, answers.place)
    listed = [(moving.ASKED, _("The family asked for it"))] if change else []
    listed += [(key, causes.brief(key)) for key in causes.CAUSES]
    context: dict[str, Any] = {
        "visit": visit,
        "inside": words.named(visit.inmate.name if visit.inmate else ""),
        "visitor": words.named(visit.visitor.name),
        "old": words.moment(visit.starts_at, zone),
        "chosen": at.isoformat() if at else "",
        "when": words.moment(at, zone) if at else "",
        "wishes": seen.wishes,
        "is_wished": any(wish.at == at for wish in seen.wishes),
        "is_day_asked": True,
        "days": times.days(visit, seen.now),
        "day": day,
        "times": times.buttons(visit, day.free(seen.now)),
        "places": times.places(visit, slot),
        "place": str(place.pk) if place else "",
        "slot": slot,
        "causes": listed,
        "cause": given.get("cause", moving.ASKED if change else ""),
        "errors": errors,
    }  # fmt: skip
    return page(request, "review/move", "review", context, status=409 if errors else 200)
