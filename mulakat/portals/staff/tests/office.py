"""An office for tests of the staff pages: a prison with a timetable, an officer at his desk."""

from dataclasses import dataclass
from datetime import timedelta

from django.test import Client

from mulakat import clock
from mulakat.accounts.models import Role, User
from mulakat.people.models import Contact, Inmate
from mulakat.prisons.models import Prison, Terminal
from mulakat.schedule.models import Kind
from mulakat.schedule.timetable import slots
from mulakat.visits.models import Visit
from tests.world import (
    a_prison,
    a_request,
    a_terminal,
    all_day_rules,
    an_inmate,
    an_officer,
)

ALL = (Role.APPROVER, Role.SUPERVISOR, Role.ADMIN)


@dataclass
class Office:
    """One prison, one terminal, one inmate, one officer whose client is signed in."""

    prison: Prison
    officer: User
    inmate: Inmate
    terminal: Terminal
    client: Client

    def request(self, **kw) -> Visit:
        kw.setdefault("wishes", wishes(self.prison, kw.get("kind", Kind.VIDEO)))
        return a_request(self.prison, **kw)


def an_office(prison: Prison | None = None, *roles: str) -> Office:
    prison = prison or a_prison()
    all_day_rules(prison)
    officer = an_officer(prison, *(roles or ALL))
    return Office(prison, officer, an_inmate(prison), a_terminal(prison), at_desk(officer))


def at_desk(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def wishes(prison: Prison, kind: str = Kind.VIDEO) -> list[str]:
    """Three times of the timetable, from tomorrow on."""
    start = clock.now() + timedelta(days=1)
    found = slots(prison=prison, kind=kind, start=start, end=start + timedelta(hours=6))
    return [slot.starts_at.isoformat() for slot in found[:3]]


def on_list(inmate: Inmate, visit: Visit, **kw) -> Contact:
    values = {"name": "Sabina Bibi", "relation": "spouse", "phone_index": visit.phone_index}
    return Contact.objects.create(
        inmate=inmate, added_at=clock.now(), added_by="staff:1", **{**values, **kw}
    )


def approval(office: Office, visit: Visit, **kw: str) -> dict[str, str]:
    """The form of an approval, filled in."""
    return {
        "act": "approve",
        "person": str(office.inmate.pk),
        "at": visit.wishes[0],
        "place": str(office.terminal.pk),
        "basis": "consent",
        "consent_asked_by": "Warder Das",
        "consent_asked_at": "2026-01-05T10:00",
        **kw,
    }
