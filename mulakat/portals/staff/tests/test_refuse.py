"""Refusing: a coded reason, the message seen before it leaves, and nothing told to strangers."""

import re

import pytest

from mulakat import clock
from mulakat.notifications.models import Notification
from mulakat.portals.staff.tests.office import an_office, on_list
from mulakat.visits import deciding
from mulakat.visits.models import Status
from mulakat.visits.words import reasons

pytestmark = pytest.mark.django_db
NEUTRAL = "The visit cannot go ahead. The jail has written down why."


def send(office, visit, **kw):
    values = {"act": "refuse", "reason": "R-32", "seen": "R-32", **kw}
    return office.client.post(f"/staff/requests/{visit.pk}/refuse/", values)


def test_it_refuses_with_a_reason_and_tells_the_visitor():
    office = an_office()
    visit = office.request()
    assert send(office, visit, note="Blurred")["Location"] == f"/staff/requests/{visit.pk}/"
    visit.refresh_from_db()
    assert visit.status == Status.REFUSED
    assert (visit.decision.reason, visit.decision.note) == ("R-32", "Blurred")
    assert Notification.objects.filter(subject=visit.subject).count() == 2


def test_a_note_is_kept_without_what_nobody_may_keep():
    """A NUL character no database takes; an Aadhaar number."""
    office = an_office()
    visit = office.request()
    send(office, visit, note="Blur\0red: 2341 2341 2346")
    visit.refresh_from_db()
    assert visit.decision.note == "Blurred: ••••••••2346"


def test_the_reason_must_be_chosen():
    office = an_office()
    for reason in ("", "R-99", "x"):
        page = send(office, office.request(), reason=reason, seen=reason).content.decode()
        assert "Choose the reason" in page


def test_nothing_leaves_before_its_message_was_seen():
    office = an_office()
    visit = office.request()
    for kw in ({"act": "look"}, {"seen": ""}, {"seen": "R-10"}):
        page = send(office, visit, **kw).content.decode()
        assert "What we will tell the visitor" in page
        assert 'name="seen" value="R-32"' in page
    visit.refresh_from_db()
    assert visit.status == Status.REQUESTED
    assert not Notification.objects.exists()


def test_the_preview_is_what_will_be_told():
    office = an_office()
    visit = office.request()
    own = send(office, visit, act="look").content.decode()
    assert str(reasons.sentence("R-32")) in own
    assert "Leaves at once." in own
    inside = send(office, visit, act="look", reason="R-60", person=office.inmate.pk)
    assert NEUTRAL in inside.content.decode()
    assert "together with all neutral answers" in inside.content.decode()


def test_a_contact_would_be_told_the_truth():
    office = an_office()
    visit = office.request()
    on_list(office.inmate, visit)
    page = send(office, visit, act="look", reason="R-13", person=office.inmate.pk)
    assert str(reasons.sentence("R-13")) in page.content.decode()


def told_to_a_stranger(office, reason, now, *, found):
    """Everything a stranger can see of his refused request, without its number and hour."""
    visit = office.request()
    deciding.refuse(
        visit_id=visit.pk,
        by=office.officer,
        reason=reason,
        inmate=office.inmate if found else None,
        now=now,
    )
    visit.refresh_from_db()
    messages = Notification.objects.filter(subject=visit.subject).order_by("channel")
    serial = re.compile(rf"\b{visit.serial}\b")
    seen = [
        (m.channel, m.message, m.language, serial.sub("N", str(m.payload)), m.due_at)
        for m in messages
    ]
    shown = (visit.decision.told, visit.answer_shown_at, visit.status_shown(now))
    return seen, shown


def test_a_stranger_learns_nothing_from_any_reason_that_rests_on_a_person():
    """Not held, does not want the visit, moved, barred: the same words at the same time."""
    office, now = an_office(), clock.now()
    not_held = told_to_a_stranger(office, "R-10", now, found=False)
    for reason in reasons.all_reasons():
        if not reason.is_visitors_own:
            assert told_to_a_stranger(office, reason.code, now, found=True) == not_held, reason.code
    assert not_held[0]
    assert not_held[1][0] == "R-90"
