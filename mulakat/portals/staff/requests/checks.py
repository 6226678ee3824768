"""What the machine can see about a request: advice in a fixed order, the officer decides.

visits/checks.py finds, staff/rules/sentences.py words it. Who is meant and whether a place is
free are said here, because they rest on the officer's choice.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mulakat.portals.staff.requests.scene import Scene
from mulakat.portals.staff.rules import sentences
from mulakat.prisons.models import Prison
from mulakat.visits.checks import judge
from mulakat.visits.judging.dossier import Dossier
from mulakat.visits.judging.table import Check as Found

FINE, LOOK, STOP = "fine", "look", "stop"
KINDS = {"ok": FINE, "look": LOOK, "stop": STOP}
# What an officer reads even when it is fine; all else that is fine stands folded away
TELLING = frozenset(
    {"person", "in_prison", "absence", "quota", "list", "list_relation", "restriction", "clash",
     "place"}
)  # fmt: skip


@dataclass(frozen=True)
class Check:
    """`kind` is fine, look or stop; one sentence, and where it was looked up."""

    key: str
    kind: str
    title: str
    sentence: str
    source: str
    may_overrule: bool = False

    @property
    def is_quiet(self) -> bool:
        return self.kind == FINE and self.key not in TELLING


def checks(scene: Scene, seen: Dossier) -> list[Check]:
    """Who is meant, then every rule, then the place. No query."""
    found = judge(seen)
    said = [_said(check, scene.prison) for check in found if check.key != "place"]
    return [_person(scene), *said, *_places(scene, found)]


def overrulable(found: list[Check]) -> list[Check]:
    """Those that say stop, and may be overruled with a reason."""
    return [check for check in found if check.kind == STOP and check.may_overrule]


def _said(found: Found, prison: Prison) -> Check:
    return Check(
        key=found.key,
        kind=KINDS[found.mark],
        title=sentences.title(found, prison),
        sentence=sentences.sentence(found, prison),
        source=sentences.source(found, prison),
        may_overrule=found.rule.may_overrule,
    )


def _person(scene: Scene) -> Check:
    title, source, found = _("Person"), _("Register"), scene.found
    if scene.person is None:
        if not found:
            text = _("Nobody in the register sounds like this")
            return Check("person", STOP, title, text, source)
        text = ngettext(
            "%(n)s person sounds like this. Choose",
            "%(n)s people sound like this. Choose",
            len(found),
        )
        return Check("person", LOOK, title, text % {"n": len(found)}, source)
    person = {"person": f"{scene.person.inmate.name}, {scene.person.inmate.number}"}
    if scene.person.is_clear:
        return Check("person", FINE, title, _("One match: %(person)s") % person, source)
    return Check("person", LOOK, title, _("Chosen: %(person)s. Compare") % person, source)


def _places(scene: Scene, found: list[Found]) -> Iterator[Check]:
    """What is free at the first wished time at which anything is."""
    title, source = _("Place free"), _("Timetable")
    wish = next((wish for wish in scene.wishes if wish.state == "free"), None)
    if wish is None or wish.slot is None:
        of_place = next((check for check in found if check.key == "place"), None)
        if of_place is not None:
            yield _said(of_place, scene.prison)
        else:
            yield Check("place", STOP, title, _("Not at a wished time"), source)
        return
    numbers = [t.number for t in wish.slot.terminals] + [w.number for w in wish.slot.windows]
    facts = {"places": ", ".join(map(str, numbers)), "at": wish.text}
    text = _("Terminal %(places)s") if wish.slot.terminals else _("Window %(places)s")
    yield Check("place", FINE, title, f"{text % facts}: {wish.text}", source)
