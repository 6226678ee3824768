"""For whom a slot must be kept so that this visit may have it, as `free_slots` asks."""

from typing import Any

from mulakat.people.models import Inmate
from mulakat.schedule.models import Audience, Kind
from mulakat.visits.models import Visit

LAWYER = "lawyer"


def of(visit: Visit, inmate: Inmate | None) -> dict[str, Any]:
    """{"who", "inmate_class", "needs"}: by who comes, whom he meets, and the help he needs."""
    lead = visit.visitor
    who = {Audience.ALL.value}
    if lead.relation == LAWYER:
        who.add(Audience.LAWYERS.value)
    if all(person.gender == "woman" for person in visit.persons.all()):
        who.add(Audience.WOMEN.value)
    if inmate is not None:
        who.add(Audience.CLASS.value)
    return {
        "who": frozenset(who),
        "inmate_class": inmate.category if inmate else "",
        "needs": frozenset(_needs(visit, is_lawyer=lead.relation == LAWYER)),
    }


def _needs(visit: Visit, *, is_lawyer: bool) -> set[str]:
    helped = set(visit.details.get("help", []))
    needs = {"wheelchair"} & helped
    if is_lawyer:
        needs.add("legal")
    if visit.kind == Kind.VIDEO:
        needs.add("voice" if "voice" in helped else "video")
    return needs
