"""One inmate of the prison one works at. Whoever sees the page leaves an event."""

from collections.abc import Iterable

from django.shortcuts import get_object_or_404

from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.people.models import Inmate
from mulakat.people.registering import subject
from mulakat.portals.staff.access import StaffRequest


def the_inmate(request: StaffRequest, inmate_id: int) -> Inmate:
    """The inmate, if of this prison; 404 otherwise. Left or not."""
    inmate: Inmate = get_object_or_404(Inmate, pk=inmate_id, prison=request.staff.prison)
    inmate.prison = request.staff.prison
    return inmate


def note_look(request: StaffRequest, inmate: Inmate, page: str) -> None:
    record("inmate.viewed", actor=request.staff.user.actor, subject=subject(inmate), page=page)


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names of staff:5 and so on; others stay as they are. One query, or none."""
    keys = {int(actor[6:]) for actor in actors if actor.startswith("staff:")}
    if not keys:
        return {}
    return {user.actor: user.name for user in User.objects.filter(pk__in=keys)}
