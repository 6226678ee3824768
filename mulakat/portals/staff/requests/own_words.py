"""What the family's phone can do and how the visit was for them, as lines of the history."""

from django.utils.translation import gettext_lazy as _

from mulakat.audit.models import Event
from mulakat.visits.experience import BROKE, FACES, RESULTS

SHOWN = {
    "visit.phone_checked": _("Phone checked"),
    "visit.feedback": _("How the visit was, as the family says"),
}


def facts(event: Event) -> list[str]:
    """The words of ours that were kept; [] for any other event."""
    data = event.data
    if event.name == "visit.phone_checked":
        return [str(RESULTS[data["result"]])]
    if event.name == "visit.feedback":
        return [str(FACES[data["face"]]), *(str(BROKE[what]) for what in data["broke"])]
    return []
