"""Weekly times and extra times: the list with its picture, the form that draws its result."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mulakat import clock
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.times import picture, rule_form, wording
from mulakat.portals.staff.times.frame import PLANS, draw
from mulakat.portals.staff.times.reading import Form
from mulakat.portals.staff.times.rule_form import RuleForm
from mulakat.prisons.models import Prison
from mulakat.schedule import editing, openings
from mulakat.schedule.models import ExtraTime, Kind, SlotRule
from mulakat.schedule.obstacles import CannotPlan, Obstacle
from mulakat.schedule.openings import Opening
from mulakat.schedule.timetable import day_bounds
from mulakat.visits import wording as days
from mulakat.visits.closures import closing

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """One weekly or extra time on one line."""

    pk: int
    day: str
    hours: str
    length: str
    at_once: str
    who: str
    valid: str


@for_roles(*PLANS)
def rules(request: StaffRequest) -> HttpResponse:
    prison, now = request.staff.prison, clock.now()
    kind = _kind(request.GET.get("kind", ""), prison)
    today = now.astimezone(prison.zone).date()
    found = SlotRule.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=today), prison=prison, kind=kind
    )
    extras = ExtraTime.objects.filter(prison=prison, kind=kind, day__gte=today, removed_at=None)
    listed = list(found.order_by("weekday", "starts", "pk"))
    besides = list(extras.order_by("day", "starts"))
    every: list[Opening] = [*listed, *besides]
    for opening in every:
        opening.prison = prison
    monday = openings.week_of(today)
    context = {
        "kind": kind,
        "kinds": wording.kinds_of(prison),
        "rules": [_row(rule, today) for rule in listed],
        "extras": [_row(extra, today) for extra in besides],
        "week": picture.week(
            prison, [*listed, *besides], monday=monday, places=picture.places_of(prison, kind)
        ),
        "tones": _tones([*listed, *besides]),
    }
    return draw(request, "rules", "rules", context)


@for_roles(*PLANS)
def add(request: StaffRequest) -> HttpResponse:
    """New weekly times; the same on several days are several rules."""
    return _form_page(request, "new", None)


@for_roles(*PLANS)
def add_extra(request: StaffRequest) -> HttpResponse:
    return _form_page(request, "extra", None)


@for_roles(*PLANS)
def change(request: StaffRequest, rule_id: int) -> HttpResponse:
    rule = _rule(request, rule_id)
    return _form_page(request, "changed", rule)


@require_POST
@for_roles(*PLANS)
def show(request: StaffRequest, what: str) -> HttpResponse:
    """The picture alone, for the script that draws while one types."""
    form = RuleForm(request.POST, request.staff.prison, what if what in rule_form.DAYS else "new")
    replaced = request.POST.get("instead_of", "")
    context = _picture(form, int(replaced) if replaced.isdecimal() and len(replaced) < 18 else None)
    return render(request, "staff/times/preview.html", context)


@for_roles(*PLANS)
def end(request: StaffRequest, rule_id: int) -> HttpResponse:
    """For the last time on a chosen day; who is booked later is counted first."""
    rule, now = _rule(request, rule_id), clock.now()
    today = now.astimezone(rule.prison.zone).date()
    form = Form(request.POST, ("last_day",))
    if request.method == "POST":
        last_day = form.day("last_day", _("Choose the last day"))
        if last_day:
            try:
                editing.end_rule(rule=rule, last_day=last_day, by=request.staff.user, now=now)
            except CannotPlan as cannot:
                names = {"day_is_past": "last_day", "rule_is_over": "last_day"}
                form.errors = wording.field_errors(cannot.obstacles, names, rule.prison)
            else:
                return redirect(f"/staff/times/rules/?kind={rule.kind}")
    shown = {"typed": form.typed if form.errors else {"last_day": today.isoformat()}}
    extent = closing.Extent(rule.prison.state, now, prison=rule.prison, kind=rule.kind, rule=rule)
    found = closing.impact(extent=extent, now=now)
    context = shown | {
        "rule": _row(rule, today),
        "errors": form.errors,
        "approved": len(found.approved),
        "asked": len(found.asked) + len(found.asked_besides),
    }
    return draw(request, "rule_end", "rules", context, status=422 if form.errors else 200)


@require_POST
@for_roles(*PLANS)
def remove_extra(request: StaffRequest, extra_id: int) -> HttpResponse:
    """Gives no more times; a second press changes nothing."""
    extra = get_object_or_404(ExtraTime, pk=extra_id, prison=request.staff.prison)
    try:
        editing.remove_extra(extra=extra, by=request.staff.user, now=clock.now())
    except CannotPlan as cannot:
        if {found.key for found in cannot.obstacles} != {"already_removed"}:
            raise
    return redirect(f"/staff/times/rules/?kind={extra.kind}")


def _form_page(request: StaffRequest, what: str, rule: SlotRule | None) -> HttpResponse:
    prison = request.staff.prison
    if request.method != "POST":
        kind = _kind(request.GET.get("kind", ""), prison)
        typed = rule_form.typed_of(rule) if rule else rule_form.typed_at_first(prison, what, kind)
        return _drawn(request, what, rule, typed, {}, None)
    form = RuleForm(request.POST, prison, what)
    obstacles: list[Obstacle] = []
    if form.drafts and request.POST.get("act") == "save":
        try:
            _save(form, rule, request)
        except CannotPlan as cannot:
            obstacles = cannot.obstacles
        else:
            return redirect(f"/staff/times/rules/?kind={form.values['kind']}")
    elif form.drafts:
        obstacles = _reasons(form, rule)
    form.errors |= wording.field_errors(obstacles, rule_form.fields(what), prison)
    return _drawn(request, what, rule, form.typed, form.errors, form)


@transaction.atomic
def _save(form: RuleForm, rule: SlotRule | None, request: StaffRequest) -> None:
    """All the days or none; what is wrong with each comes together."""
    by, now = request.staff.user, clock.now()
    if obstacles := _reasons(form, rule):
        raise CannotPlan(obstacles)
    for draft in form.drafts:
        if isinstance(draft, ExtraTime):
            editing.add_extra(extra=draft, by=by, now=now)
        elif rule is not None:
            assert form.from_day is not None
            editing.change_rule(rule=rule, draft=draft, from_day=form.from_day, by=by, now=now)
        else:
            editing.add_rule(rule=draft, by=by, now=now)


def _reasons(form: RuleForm, rule: SlotRule | None) -> list[Obstacle]:
    now = clock.now()
    return [
        obstacle
        for draft in form.drafts
        for obstacle in editing.reasons(draft, now=now, instead_of=rule)
    ]


def _drawn(  # noqa: PLR0917
    request: StaffRequest,
    what: str,
    rule: SlotRule | None,
    typed: dict[str, Any],
    errors: dict[str, str],
    form: RuleForm | None,
) -> HttpResponse:
    prison = request.staff.prison
    shown = form or RuleForm(_as_posted(typed), prison, what)
    tomorrow = clock.now().astimezone(prison.zone).date() + timedelta(days=1)
    context = {
        "what": what,
        "rule": rule,
        "typed": {"from_day": tomorrow.isoformat()} | typed,
        "errors": errors,
        "kinds": wording.kinds_of(prison),
        "weekdays": [(str(n), name) for n, name in enumerate(wording.WEEKDAYS)],
        "audiences": wording.listed(wording.WHO),
        "classes": wording.listed(wording.CLASSES),
    } | _picture(shown, rule.pk if rule else None)
    return draw(request, "rule", "rules", context, status=422 if errors else 200)


def _as_posted(typed: dict[str, Any]) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, value in typed.items():
        posted.setlist(
            name, [str(each) for each in value] if isinstance(value, list) else [str(value)]
        )
    return posted


def _picture(form: RuleForm, instead_of: int | None) -> dict[str, Any]:
    """The week as it would be: what there is, without what is replaced, and the drafts."""
    prison, now = form.prison, clock.now()
    kind = form.values["kind"] if form.values["kind"] in Kind.values else Kind.VIDEO.value
    monday = rule_form.monday_to_show(form.drafts, prison, now)
    there = openings.read(prison, kind, monday, monday + WEEK - timedelta(days=1))
    others = [o for o in there if isinstance(o, ExtraTime) or o.pk != instead_of]
    places = picture.places_of(prison, kind)
    week = picture.week(prison, others, monday=monday, places=places, drafts=form.drafts)
    return {"week": week, "tones": _tones([*others, *form.drafts])}


def _rule(request: StaffRequest, rule_id: int) -> SlotRule:
    rule = get_object_or_404(SlotRule, pk=rule_id, prison=request.staff.prison)
    rule.prison = request.staff.prison
    return rule


def _kind(asked: str, prison: Prison) -> str:
    kinds = prison.kinds()
    return asked if asked in kinds else next(iter(kinds), Kind.VIDEO.value)


def _tones(given: Iterable[Opening]) -> list[tuple[str, str]]:
    """The legend: the audiences that occur."""
    there = {opening.who for opening in given}
    return [(code, str(word)) for code, word in wording.WHO.items() if code in there]


def _row(opening: Opening, today: date) -> Row:
    if isinstance(opening, ExtraTime):
        day = _named(opening.prison, opening.day)
    else:
        day = str(wording.WEEKDAYS[opening.weekday])
    return Row(
        pk=opening.pk,
        day=day,
        hours=wording.hours(opening.starts, opening.ends),
        length=wording.length(opening),
        at_once=wording.at_once(opening),
        who=wording.who(opening),
        valid=_valid(opening, today) if isinstance(opening, SlotRule) else "",
    )


def _valid(rule: SlotRule, today: date) -> str:
    """From when to when, and how often, as far as it is not always."""
    parts = []
    if rule.every_weeks > 1:
        parts.append(_("every %(n)s weeks") % {"n": rule.every_weeks})
    if rule.valid_from and rule.valid_from > today:
        parts.append(_("from %(day)s") % {"day": _named(rule.prison, rule.valid_from)})
    if rule.valid_to:
        parts.append(_("last on %(day)s") % {"day": _named(rule.prison, rule.valid_to)})
    return ", ".join(parts)


def _named(prison: Prison, day: date) -> str:
    at: datetime = day_bounds(prison, day)[0]
    return days.short_day(at, prison.zone)
