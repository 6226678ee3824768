"""What happened in a call stands in the history in words; incidents reach the superior."""

import pytest

from mulakat import clock
from mulakat.accounts.models import Role, User
from mulakat.audit.models import Event, record
from mulakat.calls import saying, steering, supervision
from mulakat.calls.models import Call, Side
from mulakat.calls.tests.rooms import a_call, a_page, a_watcher
from mulakat.portals.staff.requests.call_lines import SHOWN
from mulakat.portals.staff.requests.history import history
from mulakat.portals.staff.tests.office import an_office, at_desk
from tests.world import a_prison, an_approved_visit, an_officer

pytestmark = pytest.mark.django_db
SEEN = "He showed a knife to the camera."


@pytest.fixture
def call():
    return a_call(an_approved_visit(a_prison()), admitted_at=clock.now())


@pytest.fixture
def officer(call: Call) -> User:
    return an_officer(call.visit.prison, Role.SUPERVISOR, name="Rina Lama")


def an_incident(call: Call, by: User) -> None:
    now = clock.now()
    told = {"kind": "incident", "what": "threat", "text": SEEN}
    assert steering.write(call=call, by=by, now=now, **told) == []


def test_each_act_is_a_line_in_words_with_its_actor(call: Call, officer: User) -> None:
    now = clock.now()
    steering.warn(call=call, by=officer, reason="recording", now=now)
    steering.mute(call=call, by=officer, side="inmate", on=True, now=now)
    steering.pause(call=call, by=officer, reason="distress", now=now)
    steering.resume(call=call, by=officer, now=now)
    saying.say(page=a_page(call, Side.TERMINAL), what="officer")
    an_incident(call, officer)
    supervision.end(call=call, by=officer.actor, reason="threat", now=now)
    steering.settle(call=call, by=officer, outcome="stopped", now=now)
    lines, _people = history(call.visit)
    assert [(line.text, line.by) for line in lines] == [
        ("Both sides warned, Recording with another phone", "Rina Lama"),
        ("Muted, inside", "Rina Lama"),
        ("Paused, Somebody is in distress", "Rina Lama"),
        ("Went on", "Rina Lama"),
        ("Pressed at the terminal, calls an officer", "Terminal"),
        (f"Incident, Threat: {SEEN}", "Rina Lama"),
        ("Call ended, Threat, Visitor did not come", "Rina Lama"),
        ("Outcome confirmed, Stopped by an officer", "Rina Lama"),
    ]


def test_who_watched_which_minutes_stands_in_it(call: Call, officer: User) -> None:
    subject = call.visit.subject
    record("call.watch_started", actor=officer.actor, subject=subject)
    record("call.watch_stopped", actor=officer.actor, subject=subject, seconds=61)
    lines, _people = history(call.visit)
    assert [(line.text, line.by) for line in lines] == [
        ("Began to watch", "Rina Lama"),
        ("Stopped watching, after 61 seconds", "Rina Lama"),
    ]


def test_no_event_of_a_running_call_is_without_words(call: Call, officer: User) -> None:
    """Every name that calls/ records about a visit, but for pages that come and go."""
    a_watcher(call, officer)
    for on in (True, False):
        steering.mute(call=call, by=officer, side="visitor", on=on, now=clock.now())
        steering.voice_only(call=call, by=officer, on=on, now=clock.now())
    saying.company(page=a_page(call, Side.VISITOR), persons=(0,), others=1)
    names = set(Event.objects.filter(subject=call.visit.subject).values_list("name", flat=True))
    assert names <= set(SHOWN)
    assert any("1 not declared" in line.text for line in history(call.visit)[0])


def test_an_incident_stands_on_the_superiors_first_page_with_its_link(
    call: Call, officer: User
) -> None:
    an_incident(call, officer)
    superior = an_office(call.visit.prison, Role.SUPERIOR)
    page = superior.client.get("/staff/").content.decode()
    assert "1 incident at the desk" in page
    assert f'href="/staff/requests/{call.visit_id}/"' in page
    assert "Threat" in page and SEEN not in page
    assert SEEN in superior.client.get(f"/staff/requests/{call.visit_id}/").content.decode()


def test_nobody_else_finds_it_on_his_first_page(call: Call, officer: User) -> None:
    an_incident(call, officer)
    elsewhere = an_office(None, Role.SUPERIOR)
    for client in (at_desk(officer), elsewhere.client):
        assert "incident at the desk" not in client.get("/staff/").content.decode()
