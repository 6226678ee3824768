"""The rules of a prison and of its state: read, changed after a look at what changes.

The administrator of a prison rules his prison, a superior the state; both read both.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.rules import fields
from mulakat.portals.staff.rules.labels import FAULTS, GROUPS, LABELS, PRESETS, label
from mulakat.prisons import keys
from mulakat.prisons.changing import (
    CannotRule,
    Stand,
    change_rules,
    reasons_not_to_stand,
    stand_after,
)
from mulakat.prisons.keys import Fault
from mulakat.prisons.models import Prison, State
from mulakat.prisons.policy import PRESETS as POLICIES
from mulakat.prisons.policy import Policy, policy
from mulakat.visits.rulebook.sentences import sentence

READS = (Role.APPROVER, Role.ADMIN, Role.SUPERIOR)
PRISON, STATE = "prison", "state"
MAY = {PRISON: Role.ADMIN, STATE: Role.SUPERIOR}


@dataclass(frozen=True)
class Level:
    """Whose rules are shown, what they are laid over, and where the page is."""

    name: str
    of: Prison | State
    state: State
    policy: Policy
    inherited: Policy
    may_change: bool

    @property
    def address(self) -> str:
        return "/staff/rules/" if self.name == PRISON else "/staff/rules/state/"

    def after(self, stand: Stand) -> Policy:
        if isinstance(self.of, State):
            return policy(stand["preset"], stand["overrides"])
        return policy(self.state.preset, self.state.overrides, stand["overrides"])


@dataclass(frozen=True)
class Row:
    """One rule to read: its name, its public sentence, and the one it differs from."""

    label: str
    sentence: str
    other: str  # of the state or the ready rules; "" where it is the same


def level_of(request: StaffRequest, name: str) -> Level:
    prison = request.staff.prison
    state = prison.state
    is_prison = name == PRISON
    return Level(
        name=name,
        of=prison if is_prison else state,
        state=state,
        policy=prison.policy if is_prison else state.policy,
        inherited=state.policy if is_prison else POLICIES[state.preset],
        may_change=MAY[name] in request.staff.roles,
    )


@for_roles(*READS)
def show(request: StaffRequest, name: str = PRISON) -> HttpResponse:
    level = level_of(request, name)
    groups = [(group, str(GROUPS[group]), _rows(group, level)) for group in keys.GROUPS]
    context = {"groups": groups, "preset": PRESETS.get(level.state.preset, level.state.preset)}
    return draw(request, level, "show", context)


@for_roles(Role.ADMIN, Role.SUPERIOR)
def edit(request: StaffRequest, group: str, name: str = PRISON) -> HttpResponse:
    """The form of a group; sent, a look at what changes; sent again, the change."""
    level = level_of(request, name)
    if group not in keys.GROUPS or not level.may_change:
        raise Http404
    if request.method != "POST":
        return _form(request, level, group, None, [])
    typed = fields.read(group, request.POST)
    inherited = {key: getattr(level.inherited, key) for key in typed.values}
    drop = frozenset(k for k, v in typed.values.items() if fields.same(v, inherited[k]))
    set_to = {key: value for key, value in typed.values.items() if key not in drop}
    after = stand_after(of=level.of, set_to=set_to, drop=drop)
    faults = typed.faults or reasons_not_to_stand(level.of, after)
    act = request.POST.get("act")
    if faults or act == "edit":
        return _form(request, level, group, typed, faults)
    if act != "save":
        back = {"group": group, "title": GROUPS[group], "written": list(_carried(request.POST))}
        return _preview(request, level, after, back)
    try:
        now, by = clock.now(), request.staff.user.actor
        change_rules(of=level.of, by=by, set_to=set_to, drop=drop, now=now)
    except CannotRule as cannot:
        return _form(request, level, group, typed, cannot.faults)
    return redirect(f"{level.address}#{group}")


@for_roles(Role.SUPERIOR)
def preset(request: StaffRequest) -> HttpResponse:
    """The ready rules that a state follows where it says nothing else."""
    level = level_of(request, STATE)
    chosen = request.POST.get("preset", level.state.preset)
    after = stand_after(of=level.of, preset=chosen)
    faults = reasons_not_to_stand(level.of, after)
    act = request.POST.get("act")
    if request.method != "POST" or faults or act == "edit":
        context = {
            "presets": list(PRESETS.items()), "chosen": chosen,
            "errors": {fault.key: words_of(fault) for fault in faults},
        }  # fmt: skip
        return draw(request, level, "preset", context)
    if act == "save":
        change_rules(of=level.of, by=request.staff.user.actor, preset=chosen, now=clock.now())
        return redirect(level.address)
    written = [("preset", chosen)]
    back = {"group": "preset", "title": LABELS["preset"], "written": written}
    return _preview(request, level, after, back)


def draw(
    request: StaffRequest, level: Level, template: str, context: dict[str, Any]
) -> HttpResponse:
    frame = {"level": level, "reads_log": True}
    status = 422 if context.get("errors") else 200
    return page(request, f"rules/{template}", "rules", frame | context, status=status)


def words_of(fault: Fault) -> str:
    """Why a rule cannot stand; of a prison of the state, with its name."""
    text = str(FAULTS[fault.code]) % fault.facts
    prison = fault.facts.get("prison")
    return (
        _("%(fault)s (at %(prison)s)") % {"fault": text, "prison": prison.name()}
        if prison
        else text
    )


def _rows(group: str, level: Level) -> list[Row]:
    return [
        Row(
            label(key, level.state),
            sentence(key, level.policy, level.state),
            ""
            if getattr(level.policy, key) == getattr(level.inherited, key)
            else sentence(key, level.inherited, level.state),
        )
        for key in keys.GROUPS[group]
    ]


def _form(
    request: StaffRequest, level: Level, group: str, typed: fields.Typed | None, faults: list[Fault]
) -> HttpResponse:
    errors: dict[str, str] = {}
    for fault in faults:  # the first of a field stands
        errors.setdefault(fault.key, words_of(fault))
    shown = fields.fields(
        group, policy=level.policy, inherited=level.inherited, state=level.state,
        written=typed.written if typed else None, errors=errors,
    )  # fmt: skip
    context = {
        "group": group, "title": GROUPS[group], "fields": list(shown), "errors": errors,
        "classes": fields.class_options(), "periods": fields.period_options(),
    }  # fmt: skip
    return draw(request, level, "edit", context)


def _preview(
    request: StaffRequest, level: Level, after: Stand, back: dict[str, Any]
) -> HttpResponse:
    """What would change, rule by rule; `back` carries what was typed."""
    new = level.after(after)
    rows = [
        (
            label(key, level.state),
            sentence(key, level.policy, level.state),
            sentence(key, new, level.state),
        )
        for group in keys.GROUPS.values()
        for key in group
        if getattr(level.policy, key) != getattr(new, key)
    ]
    return draw(request, level, "preview", {"rows": rows, **back})


def _carried(posted: Any) -> Any:
    """Every field as it was sent, for the page after."""
    for name, values in posted.lists():
        if name not in {"csrfmiddlewaretoken", "act"}:
            yield from ((name, value) for value in values)
