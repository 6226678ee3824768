"""What officers at the desk wrote down for their superior, of the last seven days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mulakat.calls.models import CallNote, NoteKind
from mulakat.portals.staff import words
from mulakat.portals.staff.desk.labels import REASONS
from mulakat.prisons.models import Prison

KEPT = timedelta(days=7)  # on the first page; afterwards in the history of the visit
MOST = 20


@dataclass(frozen=True)
class Incident:
    """One line: when, what, by whom, and the visit whose history has the words."""

    at: str
    what: str
    by: str
    visit_pk: int
    reference: str


def incidents(prison: Prison, now: datetime) -> list[Incident]:
    """Newest first. One query; what was seen stays sealed until the visit is opened."""
    rows = CallNote.objects.filter(
        kind=NoteKind.INCIDENT, call__visit__prison=prison, at__gt=now - KEPT
    )
    rows = rows.select_related("by", "call__visit").defer(
        "text", "call__visit__contact", "call__visit__asked", "call__visit__wishes"
    )
    found = []
    for row in rows.order_by("-at")[:MOST]:
        visit = row.call.visit
        visit.prison = prison
        at = words.moment(row.at, prison.zone)
        what = str(REASONS.get(row.what, row.what))
        found.append(Incident(at, what, row.by.name, visit.pk, visit.reference))
    return found
