"""The change log: who changed which rule, before and after; each change can be undone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from mulakat import clock
from mulakat.accounts.models import Role, User
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.rules.labels import PRESETS, label
from mulakat.portals.staff.rules.views import MAY, PRISON, READS, STATE, draw, level_of, words_of
from mulakat.prisons.changing import CannotRule, differences, history, undo_change
from mulakat.prisons.models import RulesChange
from mulakat.prisons.policy import KEYS, Policy
from mulakat.visits.rulebook.sentences import sentence

SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One change: when, by whom, and its rules before and after."""

    pk: int
    at: str
    by: str
    is_states: bool
    is_undo: bool
    is_undone: bool
    may_undo: bool
    rows: list[tuple[str, str, str]]


@for_roles(*READS)
def log(request: StaffRequest) -> HttpResponse:
    return _log(request, [])


@require_POST
@for_roles(Role.ADMIN, Role.SUPERIOR)
def undo(request: StaffRequest, change_id: int) -> HttpResponse:
    """Set back what a change did, if nothing has touched it since."""
    change = get_object_or_404(history(request.staff.prison), pk=change_id)
    if not _may_undo(request, change):
        return HttpResponse(status=403)
    try:
        undo_change(change=change, by=request.staff.user.actor, now=clock.now())
    except CannotRule as cannot:
        state = request.staff.prison.state
        found = [f"{label(fault.key, state)}: {words_of(fault)}" for fault in cannot.faults]
        return _log(request, found, change.pk)
    return redirect("staff:rules_log")


def _log(request: StaffRequest, refused: list[str], refused_pk: int = 0) -> HttpResponse:
    changes = list(history(request.staff.prison)[:SHOWN])
    names = _names(changes)
    lines = [_line(request, change, names) for change in changes]
    level = level_of(request, PRISON)
    errors = {f"change-{refused_pk}": ". ".join(refused)} if refused else {}
    return draw(request, level, "log", {"lines": lines, "errors": errors, "section": "log"})


def _line(request: StaffRequest, change: RulesChange, names: dict[str, str]) -> Line:
    level = level_of(request, STATE if change.prison_id is None else PRISON)
    rows = [
        (
            label(key, level.state),
            *(_said(key, value, level.inherited, request) for value in pair),
        )
        for key, pair in differences(change).items()
    ]
    return Line(
        pk=change.pk,
        at=words.moment(change.at, request.staff.prison.zone),
        by=names.get(change.by, change.by),
        is_states=change.prison_id is None,
        is_undo=change.undoes_id is not None,
        is_undone=hasattr(change, "undone_by"),
        may_undo=_may_undo(request, change) and not hasattr(change, "undone_by"),
        rows=rows,  # type: ignore[arg-type]
    )


def _said(key: str, value: Any, inherited: Policy, request: StaffRequest) -> str:
    """The rule as a sentence; where it was not set here, that of what it was laid over."""
    if key == "preset":
        return str(PRESETS.get(value, value))
    if key not in KEYS:  # of an older release
        return str(value)
    held = inherited if value is None else replace(inherited, **{key: _frozen(value)})
    return sentence(key, held, request.staff.prison.state)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _names(changes: Iterable[RulesChange]) -> dict[str, str]:
    """Who stands behind the actors of the history: "staff:5". One query."""
    return {user.actor: user.name for user in User.objects.filter(pk__in=_users(changes))}


def _users(changes: Iterable[RulesChange]) -> Iterator[int]:
    for change in changes:
        kind, _, pk = change.by.partition(":")
        if kind == "staff" and pk.isdecimal():
            yield int(pk)


def _may_undo(request: StaffRequest, change: RulesChange) -> bool:
    return MAY[STATE if change.prison_id is None else PRISON] in request.staff.roles
