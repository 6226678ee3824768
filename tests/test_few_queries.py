"""No staff page needs more than eight questions of the database, however full the prison is.

Every page is walked by its address, whoever adds one: a page about one thing is opened for a
thing that has everything a thing can have. Writing down who looked is one of the eight.
"""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.notifications.models import Notification
from mulakat.people.models import Absence, Contact, Restriction
from mulakat.portals.staff.tests.office import Office, an_office, on_list, wishes
from mulakat.prisons.models import RulesChange
from mulakat.schedule.models import Closure, ExtraTime, Hearing, Hold
from mulakat.visits import asking, deciding, looking_again
from mulakat.visits.models import Change, Complaint, Status, Visit, VisitPerson
from tests import world
from tests.test_every_url_is_locked import addresses

MOST = 8
pytestmark = pytest.mark.django_db
# A stream of changes is no page, and signing in happens once
NOT_PAGES = {"/staff/sign-in/", "/staff/sign-out/"}


def populated() -> tuple[Office, dict[str, Any]]:
    """A prison in the middle of its day; the ids of things with everything about them."""
    prison = world.a_prison(world.a_state(timezone=world.zone_at_noon()))
    office, now = an_office(prison, *Role.values), clock.now()
    inmate = office.inmate
    visit = office.request(details={"help": ["wheelchair"]})
    VisitPerson.objects.create(visit=visit, position=1, name="Imran", age=6, relation="child")
    contact = on_list(inmate, visit)
    other = world.an_officer(prison, name="Rina Lama")
    asking.ask(visit_id=visit.pk, by=other, key="own", text="Which gate?", inmate=inmate, now=now)
    visit.refresh_from_db()
    asking.answer(visit=visit, text="The east one", now=now)
    for number in range(14):
        one = office.request(phone=f"+9198300123{number:02}")
        if number % 2:
            on_list(inmate, one)
    _bookings(office, other, now)
    _timetable(office, now)
    Restriction.objects.create(
        prison=prison, phone_index=visit.phone_index, name={"name": "x"}, cause="conduct",
        starts_at=now, made_by=other.actor, made_at=now,
    )  # fmt: skip
    _messages(visit, now)
    complaint = Complaint.objects.create(
        number="C-00000001", visit=visit, prison=prison, cause="no_answer",
        text={"text": "Nobody answers"}, language="en", at=now, answer_by=now,
    )  # fmt: skip
    ids = {"visit_id": visit.pk, "terminal_id": office.terminal.pk, "complaint_id": complaint.pk,
           "inmate_id": inmate.pk, "contact_id": contact.pk}  # fmt: skip
    return office, ids


def _bookings(office: Office, other: Any, now: datetime) -> None:
    """Approved and past visits, one of them to move; a second look; what nobody answered."""
    for hours in (1, 2, 30):
        inmate = world.an_inmate(office.prison, left_at=now if hours == 30 else None)
        visit = world.an_approved_visit(
            office.prison, inmate=inmate, starts_at=now + timedelta(hours=hours)
        )
        Change.objects.create(visit=visit, wishes=wishes(office.prison), at=now)
    world.an_approved_visit(
        office.prison, inmate=office.inmate, status=Status.ENDED, outcome="missed_visitor",
        starts_at=now - timedelta(days=40),
    )  # fmt: skip
    Absence.objects.create(
        inmate=office.inmate, cause="court", starts_at=now + timedelta(days=2),
        ends_at=now + timedelta(days=3), made_by=other.actor, made_at=now,
    )  # fmt: skip
    refused = office.request(phone="+919830099999")
    deciding.refuse(visit_id=refused.pk, by=other, reason="R-32", now=now - timedelta(hours=2))
    refused.refresh_from_db()
    looking_again.ask(visit=refused, text="Look, please", now=now)
    office.request(status=Status.LAPSED)


def _timetable(office: Office, now: datetime) -> None:
    prison = office.prison
    Closure.objects.create(
        state=prison.state, prison=prison, starts_at=now + timedelta(days=5),
        ends_at=now + timedelta(days=6), cause="holiday", made_by="staff:1", made_at=now,
    )  # fmt: skip
    ExtraTime.objects.create(
        prison=prison, kind="video", day=now.date() + timedelta(days=1), starts="10:00",
        ends="11:00", made_by="staff:1", made_at=now,
    )  # fmt: skip
    Hearing.objects.create(
        terminal=office.terminal, inmate=office.inmate, court="District Court",
        starts_at=now + timedelta(days=3), minutes=60, made_by="staff:1", made_at=now,
    )  # fmt: skip
    Hold.objects.create(
        prison=prison, kind="video", starts_at=now, minutes=15, made_at=now, expires_at=now
    )
    for number in range(3):
        RulesChange.objects.create(
            state=prison.state, prison=prison, at=now + timedelta(minutes=number), by="staff:1",
            before={"overrides": prison.overrides}, after={"overrides": prison.overrides},
        )  # fmt: skip


def _messages(visit: Visit, now: datetime) -> None:
    late = now - timedelta(hours=1)
    for number in range(3):
        Notification.objects.create(
            key=f"{visit.subject}:{number}", message="S03", channel="sms", language="en",
            subject=visit.subject if number else "join:4", state_number=1, due_at=late,
            prison_id=visit.prison_id, created_at=late, last_error="bounced",
        )  # fmt: skip


def counted(client: Client, path: str) -> tuple[int, list[str]]:
    with CaptureQueriesContext(connection) as caught:
        status = client.get(path).status_code
    found = [query["sql"] for query in caught.captured_queries]
    return status, [sql for sql in found if not re.match(r"(SAVEPOINT|RELEASE|BEGIN|PRAGMA)", sql)]


def _tables(queries: list[str]) -> str:
    """Which tables were asked, and how often."""
    tables = re.findall(r'(?:FROM|INTO|UPDATE) "(\w+)"', "\n".join(q[:4000] for q in queries))
    return ", ".join(f"{table} {tables.count(table)}" for table in dict.fromkeys(tables))


def test_no_staff_page_needs_more_than_eight_queries() -> None:
    office, ids = populated()
    changed = Visit.objects.filter(changes__isnull=False).order_by("pk")
    looked = Visit.objects.get(second_look__isnull=False)
    office.client.get("/staff/")  # what a process reads once is no page's
    paths = set(addresses(ids, "/staff/")) - NOT_PAGES
    for visit in (changed[0], looked):
        paths |= {p for p in addresses({"visit_id": visit.pk}, "/staff/requests/")
                  if f"/{visit.pk}/" in p}  # fmt: skip
    walked, late = 0, []
    for path in sorted(paths):
        counted(office.client, path)
        status, queries = counted(office.client, path)
        walked += status == 200
        if len(queries) > MOST:
            late.append(f"{path}: {len(queries)}, {_tables(queries)}")
    assert walked > 20
    assert not late, "\n".join(late)


def test_a_full_queue_costs_as_many_queries_as_a_short_one() -> None:
    office = an_office()
    office.request()
    counted(office.client, "/staff/requests/")
    _status, short = counted(office.client, "/staff/requests/")
    for number in range(30):
        visit = office.request(phone=f"+9198300456{number:02}")
        Contact.objects.create(
            inmate=world.an_inmate(office.prison), name="x", relation="spouse",
            phone_index=visit.phone_index, added_at=clock.now(), added_by="staff:1",
        )  # fmt: skip
    _status, full = counted(office.client, "/staff/requests/")
    assert len(full) <= len(short) + 1
