"""Who has looked at an inmate, and what was written: the newest first."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.people.registering import subject
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.portals.staff.people import loading
from mulakat.portals.staff.people.inmate import head
from mulakat.portals.staff.people.search import KEEPERS

MOST = 100
NAMES = {
    "inmate.viewed": gettext_lazy("Looked at the page"),
    "inmate.entered": gettext_lazy("Entered into the register"),
    "inmate.left": gettext_lazy("Marked as gone"),
    "inmate.came_back": gettext_lazy("Marked as here"),
    "contact.added": gettext_lazy("Put a visitor on the list"),
    "contact.removed": gettext_lazy("Took a visitor off the list"),
    "visitor_code.made": gettext_lazy("Made a visitor code"),
    "visitor_code.revoked": gettext_lazy("Revoked a visitor code"),
    "absence.noted": gettext_lazy("Wrote down an absence"),
    "absence.removed": gettext_lazy("Took an absence back"),
    "bar.proposed": gettext_lazy("Proposed a bar"),
    "bar.agreed": gettext_lazy("Agreed to a bar"),
    "bar.lift_proposed": gettext_lazy("Wants a bar ended"),
    "bar.lifted": gettext_lazy("Ended a bar"),
    "bar.turned_down": gettext_lazy("Turned a bar down"),
}


@for_roles(*KEEPERS)
def looks(request: StaffRequest, inmate_id: int) -> HttpResponse:
    person = loading.the_inmate(request, inmate_id)
    loading.note_look(request, person, "looks")
    events = list(Event.objects.filter(subject=subject(person)).order_by("-at", "-pk")[:MOST])
    by = loading.names_of({event.actor for event in events})
    zone = person.prison.zone
    lines = [
        (
            words.moment(event.at, zone),
            NAMES.get(event.name, event.name),
            by.get(event.actor) or _("System"),
        )
        for event in events
    ]
    context = head(person, clock.now()) | {"tab": "looks", "lines": lines}
    return page(request, "people/looks", "people", context)
