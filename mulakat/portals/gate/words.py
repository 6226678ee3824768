"""What the gate says, for the pages and for the script that works without a network.

One table: a page fills the places with facts, the script gets them as {name} (see `for_script`).
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mulakat.gate.models import Conflict, Kind
from mulakat.visits.rules import Obstacle

# key: (what is so, what to do now)
VERDICTS: dict[str, tuple[Promise, Promise]] = {
    "good": (_("The visit is at %(time)s"), _("Look at each ID, then ask for the gate code.")),
    "early": (_("The visit is only at %(time)s"), _("Let them in to wait.")),
    "late": (
        _("Late by %(late)s min. The visit was at %(time)s"),
        _("They are still let in. Tell the visiting room."),
    ),
    "too_late": (
        _("Late by %(late)s min. The visit was at %(time)s"),
        _("Do not send them home: ask the officer on duty for a later place today."),
    ),
    "wheelchair": (_("Wheelchair. The visit is at %(time)s"), _("Open the gate with the ramp.")),
    "refused_before": (
        _("Turned back at %(time)s"),
        _("If they have now what was missing, let them in."),
    ),
    "newer": (
        _("A real pass, but newer than your list"),
        _("Count the people and look at their IDs. When the network is back, it is checked."),
    ),
    "not_a_pass": (
        _("This is not an e-Mulakat pass"),
        _("Type the number of the visit, or look for the name in the list of today."),
    ),
    "unknown_key": (
        _("This pass is not from this state, or your list is old"),
        _("Load the list again. If it still says so, look for the name in the list of today."),
    ),
    "forged": (
        _("This pass is not real: its signature is wrong"),
        _("Look for the name in the list. Someone may have sold it to them: call the officer."),
    ),
    "other_prison": (
        _("This pass is for another place: %(prison)s"),
        _("Show them the way there. Their helpline is on the pass."),
    ),
    "other_day": (
        _("This pass is for %(date)s, not for today"),
        _("The officer on duty sees if a place is free today. Nothing is counted against them."),
    ),
    "cancelled": (
        _("This visit was cancelled"),
        _("Ask the officer on duty. A new visit can be asked for here, at the gate."),
    ),
    "moved": (
        _("This visit was moved to %(date)s, %(time)s"),
        _("This is the old pass. Tell them the new time; the officer on duty can help."),
    ),
    "used": (
        _("This pass was already used at %(time)s, gate %(gate)s"),
        _("Look at the ID: is it the same person? If not, call the officer."),
    ),
    "not_approved": (
        _("This visit is not approved"),
        _("Ask the officer on duty. Do not send them home without an answer."),
    ),
}
GATE_AT = _("gate %(n)s %(time)s")
MARKS: dict[str, Promise] = {"let_in": _("LET IN"), "check": _("CHECK"), "stop": _("STOP")}
STATES: dict[str, Promise] = {
    "expected": _("Expected"),
    Kind.ARRIVED: _("Arrived"),
    Kind.INSIDE: _("Inside"),
    Kind.LEFT: _("Left"),
    Kind.REFUSED: _("Turned back"),
    "cancelled": _("Cancelled"),
}
CONFLICTS: dict[str, Promise] = {
    Conflict.USED_TWICE: _("This pass let somebody in twice"),
    Conflict.CANCELLED: _("Let in on a visit that was cancelled"),
    Conflict.MOVED: _("Let in with the old pass of a visit that was moved"),
    Conflict.NOT_APPROVED: _("Let in on a visit that is not approved"),
    Conflict.REFUSED_BEFORE: _("Turned back at one gate and let in at another"),
    Conflict.WRONG_CODE: _("Let in with a wrong gate code"),
}
OBSTACLES: dict[str, Promise] = {
    "stop": _("Write why the officer on duty lets them in all the same"),
    "override_long": _("Write it in %(most)s letters or less"),
    "no_code": _("Ask for the gate code: %(digits)s digits, on the pass"),
    "code_length": _("The gate code has %(digits)s digits"),
    "wrong_code": _("That code is not right. Ask for the code on the pass. Tries left: %(left)s"),
    "tries": _("Too many wrong codes. Choose why they come in without it, or call the officer"),
    "id": _("Tick that you saw the ID, or choose a reason"),
    "nobody": _("Nobody of the pass would come in. Turn them back instead"),
    "no_reason": _("Choose why they cannot enter"),
    "no_text": _("Type the number of the visit or the code of the pass"),
}


def obstacle(one: Obstacle) -> str:
    return str(OBSTACLES[one.key]) % one.facts


def field_of(one: Obstacle) -> str:
    """The id of the field an obstacle stands at."""
    names = {"id": f"id-{one.facts.get('position', 0)}", "nobody": "id-0", "tries": "reason"}
    names |= {"stop": "override", "override_long": "override"}
    return names.get(one.key, "code")


def for_script() -> list[tuple[str, str]]:
    """All of it by key, each place as {name}, for `<template data-words>`."""
    tables: list[tuple[str, dict[str, Any]]] = [
        ("say", {key: first for key, (first, _then) in VERDICTS.items()}),
        ("do", {key: then for key, (_first, then) in VERDICTS.items()}),
        ("mark", MARKS),
        ("state", STATES),
        ("conflict", CONFLICTS),
        ("fault", OBSTACLES),
    ]
    places = _Places()
    return [
        (f"{of}-{key}", str(text) % places) for of, table in tables for key, text in table.items()
    ]


class _Places(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
