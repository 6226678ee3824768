"""Codes go out in the order in which they were asked for, whoever else is in the queue."""

from datetime import timedelta

import pytest
from django.db import connection

from mulakat import clock
from mulakat.notifications.models import Notification
from mulakat.visits import joining
from mulakat.visits.models import JoinSession, Visit
from mulakat.visits.proofs import join_codes, links
from mulakat.visits.reading import Reference
from tests.world import a_prison, a_state, an_approved_visit

pytestmark = pytest.mark.django_db


def opened(visit: Visit) -> JoinSession:
    url = links.make(visit=visit, channel="email", now=clock.now())
    found = joining.open_link(token=url.rpartition("/")[2], cookie="", now=clock.now())
    assert found
    return found.session


def test_a_hundred_strangers_hold_up_no_family() -> None:
    visit = an_approved_visit(a_prison(a_state("open")))
    now = clock.now()
    for serial in range(100):
        nobody = Reference(99, 99, serial + 1, 2026)
        stranger = joining.name_visit(reference=nobody, mobile="+919830000000", now=now)
        join_codes.ask(session=stranger.session, now=now)
    join_codes.ask(session=opened(visit), now=now)
    assert join_codes.send_wanted(now=now).sent == 1
    assert not JoinSession.objects.filter(wanted_at__isnull=False).exists()


def test_a_visit_that_cannot_be_read_holds_up_no_other() -> None:
    """As when its row was sealed under another key."""
    prison, now = a_prison(a_state("open")), clock.now()
    broken, whole = an_approved_visit(prison), an_approved_visit(prison)
    join_codes.ask(session=opened(broken), now=now - timedelta(seconds=2))
    join_codes.ask(session=opened(whole), now=now - timedelta(seconds=1))
    with connection.cursor() as cursor:
        garbage = b"0" * 60
        cursor.execute("UPDATE visits_visit SET contact = %s WHERE id = %s", [garbage, broken.pk])
    rounds = [join_codes.send_wanted(now=now, limit=1).sent for _ in range(2)]
    assert rounds == [0, 1]
    assert {row.subject for row in Notification.objects.all()} == {whole.subject}
