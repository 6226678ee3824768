"""What officers at the desk wrote down for their superior, of the last seven days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from mulakat.accounts.models import User
from mulakat.calls.models import Call, CallNote, NoteKind
from mulakat.portals.staff import words
from mulakat.portals.staff.desk.labels import REASONS
from mulakat.prisons.models import Prison
from mulakat.visits.models import Visit

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


def questions(prison: Prison, now: datetime) -> list[QuerySet[Any]]:
    """For `together`: the notes, their calls, visits and writers."""
    notes = CallNote.objects.filter(
        kind=NoteKind.INCIDENT, call__visit__prison=prison, at__gt=now - KEPT
    )
    return [
        notes,
        Call.objects.filter(pk__in=notes.values("call")),
        Visit.objects.filter(pk__in=notes.values("call__visit")),
        User.objects.filter(pk__in=notes.values("by")),
    ]


def incidents(prison: Prison, rows: list[list[Any]]) -> list[Incident]:
    """The answers to `questions` as lines, newest first; the words are read at the visit."""
    notes, calls, visits, writers = ({row.pk: row for row in each} for each in rows)
    newest = sorted(notes.values(), key=lambda note: note.at, reverse=True)[:MOST]
    found = []
    for note in newest:
        visit = visits[calls[note.call_id].visit_id]
        visit.prison = prison
        at, what = words.moment(note.at, prison.zone), str(REASONS.get(note.what, note.what))
        found.append(Incident(at, what, writers[note.by_id].name, visit.pk, visit.reference))
    return found
