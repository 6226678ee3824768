"""What an officer does to a call that runs, verb by verb, over rows alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.audit.models import Event
from mulakat.calls import admission, minutes, steering, supervision
from mulakat.calls.models import Call, CallNote, Participant, Side
from mulakat.calls.room import Mode, Phase
from mulakat.calls.tests.rooms import a_call, a_page, a_watcher, room
from mulakat.schedule import places
from mulakat.schedule.models import Cell
from mulakat.visits.models import Visit
from tests.world import a_prison, an_approved_visit, an_officer

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
Verb = Callable[..., list[str]]
# Each verb, what it is told, its line of history, what that line holds
Case = tuple[Verb, dict[str, Any], str, dict[str, Any]]
VERBS: list[Case] = [
    (steering.warn, {"reason": "recording"}, "call.warned", {"reason": "recording"}),
    (steering.mute, {"side": "visitor", "on": True}, "call.muted", {"side": "visitor"}),
    (steering.mute, {"side": "inmate", "on": True}, "call.muted", {"side": "inmate"}),
    (steering.pause, {"reason": "distress"}, "call.paused", {"reason": "distress"}),
    (steering.voice_only, {"on": True}, "call.voice_only", {}),
    (steering.extend, {"minutes": 5}, "call.extended", {"minutes": 5}),
]


@pytest.fixture
def officer(visit: Visit) -> User:
    return an_officer(visit.prison)


@pytest.fixture
def visit() -> Visit:
    visit = an_approved_visit(a_prison())
    assert visit.starts_at and visit.minutes and visit.inmate and visit.terminal
    places.claim(
        holder=visit.subject,
        starts_at=visit.starts_at,
        minutes=visit.minutes,
        inmate=visit.inmate,
        terminal=visit.terminal,
        counts=False,
    )
    return visit


@pytest.fixture
def call(visit: Visit, officer: User) -> Call:
    """All three there, the officer watching, the visitor let in."""
    call = a_call(visit)
    for side in (Side.VISITOR, Side.TERMINAL):
        a_page(call, side)
    a_watcher(call, officer)
    return admission.admit(call=call, by=officer, now=clock.now(), checked=("face", "names"))


def last(visit: Visit) -> Event:
    event = Event.objects.filter(subject=visit.subject).order_by("-pk").first()
    assert event
    return event


def now() -> datetime:
    return clock.now()


@pytest.mark.parametrize("case", VERBS)
def test_each_verb_leaves_its_line_with_its_actor(call: Call, officer: User, case: Case) -> None:
    verb, told, name, data = case
    assert verb(call=call, by=officer, now=now(), **told) == []
    event = last(call.visit)
    assert (event.name, event.actor, event.data) == (name, officer.actor, data)


@pytest.mark.parametrize("case", VERBS)
def test_no_verb_touches_a_call_that_was_not_let_in_or_is_over(
    call: Call, officer: User, case: Case
) -> None:
    verb, told, name, _data = case
    Call.objects.update(admitted_at=None)
    assert verb(call=call, by=officer, now=now(), **told) == ["not_admitted"]
    Call.objects.update(admitted_at=now())
    supervision.end(call=call, by=officer.actor, reason="finished", now=now())
    before = Call.objects.values().get()
    assert verb(call=call, by=officer, now=now(), **told) == ["over"]
    assert steering.resume(call=call, by=officer, now=now()) == ["over"]
    assert Call.objects.values().get() == before
    assert not Event.objects.filter(name=name).exists()


def test_letting_in_keeps_what_was_ticked(call: Call) -> None:
    assert Event.objects.get(name="call.admitted").data["checked"] == ["face", "names"]


def test_warnings_are_counted_and_the_last_one_stands(call: Call, officer: User) -> None:
    for reason in ("recording", "dress"):
        steering.warn(call=call, by=officer, reason=reason, now=now())
    call.refresh_from_db()
    assert (call.warnings, call.warning) == (2, "dress")
    assert room(call).mode == Mode.LIVE


def test_a_side_is_muted_once_and_heard_again(call: Call, officer: User) -> None:
    for on in (True, True, False, False):
        assert steering.mute(call=call, by=officer, side="visitor", on=on, now=now()) == []
    told = Event.objects.filter(name__contains="muted").order_by("pk")
    assert [event.name for event in told] == ["call.muted", "call.unmuted"]
    call.refresh_from_db()
    assert (call.muted_visitor, call.muted_inmate) == (False, False)


def test_a_pause_stops_media_and_clock_until_resumed(call: Call, officer: User) -> None:
    at = now()
    Participant.objects.update(seen_at=at + 3 * SECOND, rendered_at=at + 3 * SECOND)
    minutes.count(call=call, report=True, now=at)
    assert minutes.count(call=call, report=True, now=at + SECOND) == 1000
    assert steering.pause(call=call, by=officer, reason="distress", now=at + SECOND) == []
    assert (room(call).phase, room(call).mode) == (Phase.PAUSED, Mode.OFF)
    assert room(call).why == ["paused"]
    assert minutes.count(call=call, report=True, now=at + 2 * SECOND) == 0
    again = steering.pause(call=call, by=officer, reason="dress", now=at)
    assert again == ["already_paused"]
    assert steering.resume(call=call, by=officer, now=at + 3 * SECOND) == []
    assert steering.resume(call=call, by=officer, now=at) == ["not_paused"]
    assert last(call.visit).data == {"seconds": 2}
    assert room(call).mode == Mode.LIVE
    assert minutes.count(call=call, report=True, now=at + 3 * SECOND) == 0  # only starts again


def test_a_call_that_ended_while_paused_is_paused_no_more(call: Call, officer: User) -> None:
    steering.pause(call=call, by=officer, reason="distress", now=now())
    supervision.end(call=call, by=officer.actor, reason="threat", now=now())
    assert (room(call).phase, room(call).is_paused) == (Phase.ENDED, False)


def test_minutes_on_top_take_the_place_and_are_no_promise(call: Call, officer: User) -> None:
    assert steering.extend(call=call, by=officer, minutes=5, now=now()) == []
    visit = Visit.objects.get(pk=call.visit_id)
    call.refresh_from_db()
    assert (visit.minutes, call.extended_ms) == (20, 300_000)
    Call.objects.update(used_ms=12 * 60_000)
    supervision.end(call=call, by="system", reason="closed", now=now())
    visit.refresh_from_db()
    assert visit.outcome == "done"


def test_no_minutes_on_top_of_a_place_somebody_else_holds(call: Call, officer: User) -> None:
    ends = max(cell.at for cell in Cell.objects.all()) + places.CELL
    other = an_approved_visit(call.visit.prison, terminal=call.visit.terminal, starts_at=ends)
    places.claim(
        holder=other.subject,
        starts_at=ends,
        minutes=15,
        inmate=other.inmate,
        terminal=other.terminal,
        counts=False,
    )
    assert steering.extend(call=call, by=officer, minutes=5, now=now()) == ["no_free_time"]
    assert Visit.objects.get(pk=call.visit_id).minutes == 15
    assert not Event.objects.filter(name="call.extended").exists()


def test_an_incident_wants_ten_letters_and_a_note_one(call: Call, officer: User) -> None:
    def write(kind: str, text: str) -> list[str]:
        what = "threat" if kind == "incident" else ""
        return steering.write(call=call, by=officer, kind=kind, what=what, text=text, now=now())

    assert write("incident", "  too short  ") == ["no_text"]
    assert write("note", "   ") == ["no_text"]
    supervision.end(call=call, by=officer.actor, reason="threat", now=now())
    assert write("incident", "He showed a knife.") == []
    event, note = last(call.visit), CallNote.objects.get()
    assert (event.name, event.actor, event.data) == (
        "call.incident",
        officer.actor,
        {"what": "threat"},
    )
    assert (note.text, note.by) == ({"text": "He showed a knife."}, officer)


def test_no_aadhaar_number_is_kept_in_what_an_officer_writes(call: Call, officer: User) -> None:
    text = "He read out 2341 2341 2346"
    steering.write(call=call, by=officer, kind="note", what="", text=text, now=now())
    assert CallNote.objects.get().text == {"text": "He read out ••••••••2346"}


def test_what_an_officer_saw_is_sealed(call: Call, officer: User) -> None:
    text = "A word nobody else reads"
    steering.write(call=call, by=officer, kind="note", what="", text=text, now=now())
    assert text not in str(last(call.visit).data)


@pytest.mark.parametrize(
    ("reason", "used_minutes", "outcome"),
    [("recording", 3, "stopped"), ("technical", 3, "cut_short"), ("finished", 14, "done")],
)
def test_an_end_for_misconduct_is_a_stop(
    call: Call, officer: User, reason: str, used_minutes: int, outcome: str
) -> None:
    Call.objects.update(used_ms=used_minutes * 60_000)
    supervision.end(call=call, by=officer.actor, reason=reason, now=now())
    assert Visit.objects.get(pk=call.visit_id).outcome == outcome


def test_an_outcome_is_confirmed_after_the_end_alone(call: Call, officer: User) -> None:
    assert steering.settle(call=call, by=officer, outcome="done", now=now()) == ["not_over"]
    Call.objects.update(used_ms=60_000)
    supervision.end(call=call, by=officer.actor, reason="technical", now=now())
    assert steering.settle(call=call, by=officer, outcome="done", now=now()) == []
    event = last(call.visit)
    assert (event.name, event.actor) == ("call.settled", officer.actor)
    assert event.data == {"outcome": "done", "before": "cut_short"}
    call.refresh_from_db()
    assert call.settled_at and Visit.objects.get(pk=call.visit_id).outcome == "done"
