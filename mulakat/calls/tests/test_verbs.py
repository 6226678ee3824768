"""Admission, the end, the clock and the history, verb by verb, over rows alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from mulakat import clock
from mulakat.accounts.models import Role, User
from mulakat.audit.models import Event
from mulakat.calls import admission, connecting, loading, looking, minutes, supervision
from mulakat.calls.admission import CannotAdmit
from mulakat.calls.connecting import Seat
from mulakat.calls.looking import Listener
from mulakat.calls.models import Call, Participant, Side, Signal
from mulakat.calls.room import Mode, Phase
from mulakat.calls.tests.rooms import a_call, a_page, a_watcher, room
from mulakat.schedule.models import Kind
from mulakat.visits.models import Status, Visit
from tests.world import a_prison, an_approved_visit, an_officer

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def visit() -> Visit:
    return an_approved_visit(a_prison())


@pytest.fixture
def officer(visit: Visit) -> User:
    return an_officer(visit.prison, Role.SUPERVISOR)


@pytest.fixture
def live_call(visit: Visit, officer: User) -> Call:
    """All three there, the officer watching, the visitor let in."""
    call = a_call(visit)
    for side in (Side.VISITOR, Side.TERMINAL):
        a_page(call, side)
    a_watcher(call, officer)
    return admission.admit(call=call, by=officer, now=clock.now())


def names(subject: str) -> list[str]:
    return list(Event.objects.filter(subject=subject).order_by("pk").values_list("name", flat=True))


def test_admission_names_every_reason_at_once(visit: Visit, officer: User) -> None:
    call = a_call(visit)
    with pytest.raises(CannotAdmit) as refused:
        admission.admit(call=call, by=officer, now=clock.now())
    assert refused.value.reasons == ["terminal_absent", "visitor_absent", "unwatched"]


def test_admission_by_an_officer_who_does_not_watch_is_refused(visit: Visit, officer: User) -> None:
    call = a_call(visit)
    a_page(call, Side.VISITOR)
    a_page(call, Side.TERMINAL)
    a_watcher(call, an_officer(visit.prison))
    with pytest.raises(CannotAdmit) as refused:
        admission.admit(call=call, by=officer, now=clock.now())
    assert refused.value.reasons == ["unwatched"]


def test_admission_twice_or_without_the_role_is_refused(live_call: Call, officer: User) -> None:
    with pytest.raises(CannotAdmit) as refused:
        admission.admit(call=live_call, by=officer, now=clock.now())
    assert refused.value.reasons == ["already_admitted"]
    officer.memberships.all().delete()
    with pytest.raises(CannotAdmit) as refused:
        admission.admit(call=live_call, by=officer, now=clock.now())
    assert "not_yours" in refused.value.reasons


def test_the_room_tells_phase_and_mode(live_call: Call) -> None:
    now = clock.now()
    assert (room(live_call).phase, room(live_call).mode) == (Phase.LIVE, Mode.LIVE)
    assert room(live_call).why == []
    Participant.objects.filter(side=Side.OFFICER).update(rendered_at=now - 4 * SECOND)
    assert (room(live_call).phase, room(live_call).mode) == (Phase.PAUSED, Mode.OFF)
    Call.objects.update(admitted_at=None)
    assert (room(live_call).phase, room(live_call).mode) == (Phase.WAITING, Mode.OFF)
    Participant.objects.filter(side=Side.OFFICER).update(rendered_at=now)
    assert (room(live_call).phase, room(live_call).mode) == (Phase.CHECKING, Mode.PREVIEW)
    Participant.objects.filter(side=Side.VISITOR).update(seen_at=now - 6 * SECOND)
    assert (room(live_call).phase, room(live_call).mode) == (Phase.WAITING, Mode.OFF)
    assert room(live_call).why == ["visitor_absent", "not_admitted"]
    before = live_call.visit.opens_at - SECOND
    assert (room(live_call, before).phase, room(live_call, before).mode) == (Phase.EARLY, Mode.OFF)
    after = live_call.visit.closes_at
    assert (room(live_call, after).phase, room(live_call, after).mode) == (Phase.ENDED, Mode.OFF)


def test_three_desks_are_fed_and_no_fourth(live_call: Call) -> None:
    fourth = [a_watcher(live_call, an_officer(live_call.visit.prison)) for _ in range(3)][-1]
    assert len(room(live_call).officers) == 3
    assert fourth not in room(live_call).watchers


def test_minutes_count_at_most_a_step_and_never_a_gap(live_call: Call) -> None:
    now = clock.now()
    Participant.objects.update(seen_at=now + 2 * SECOND, rendered_at=now + 2 * SECOND)

    def count(seconds: float, report: bool = True) -> int:
        return minutes.count(call=live_call, report=report, now=now + seconds * SECOND)

    assert count(0) == 0
    assert count(1) == 1000
    assert count(4) == 1500
    assert count(4.5, report=False) == 0
    assert count(4.9) == 0
    live_call.refresh_from_db()
    assert live_call.used_ms == 2500


def test_minutes_stand_still_without_officer_or_visitor(live_call: Call) -> None:
    now = clock.now()
    minutes.count(call=live_call, report=True, now=now)
    desk = Participant.objects.filter(side=Side.OFFICER)
    desk.update(rendered_at=None)
    assert minutes.count(call=live_call, report=True, now=now + SECOND) == 0
    desk.update(rendered_at=now)
    Participant.objects.filter(side=Side.VISITOR).update(left_at=now)
    assert minutes.count(call=live_call, report=True, now=now + SECOND) == 0


def test_warnings_come_at_two_and_one_minutes(live_call: Call) -> None:
    for left, warning in ((121, 0), (120, 2), (61, 2), (60, 1), (1, 1)):
        Call.objects.update(used_ms=(15 * 60 - left) * 1000)
        assert room(live_call).warn == warning


def test_who_joins_late_has_the_time_until_the_place_is_due(visit: Visit) -> None:
    now = visit.closes_at - timedelta(minutes=3)
    assert room(a_call(visit), now).left_ms == 180_000


def test_a_call_ends_once_with_its_visit(live_call: Call, officer: User) -> None:
    page = live_call.participants.get(side=Side.VISITOR).connection
    Signal.objects.create(call=live_call, sender=page, receiver=page, body={})
    now = clock.now()
    supervision.end(call=live_call, by=officer.actor, reason="recording", now=now)
    supervision.end(call=live_call, by="system", reason="time", now=now + SECOND)
    live_call.refresh_from_db()
    assert (live_call.end_reason, live_call.ended_by) == ("recording", officer.actor)
    assert Visit.objects.get(call=live_call).status == "ended"
    assert names(live_call.visit.subject).count("call.ended") == 1
    assert not Signal.objects.exists()


@pytest.mark.parametrize(
    ("used_minutes", "sides", "outcome"),
    [
        (15, (Side.VISITOR, Side.TERMINAL), "done"),
        (12, (Side.VISITOR, Side.TERMINAL), "done"),
        (11, (Side.VISITOR, Side.TERMINAL), "cut_short"),
        (0, (Side.VISITOR, Side.TERMINAL), "missed_jail"),
        (0, (Side.VISITOR,), "missed_jail"),
        (0, (Side.TERMINAL,), "missed_visitor"),
        (0, (), "missed_visitor"),
    ],
)
def test_the_outcome_follows_the_facts(
    visit: Visit, used_minutes: int, sides: tuple[Side, ...], outcome: str
) -> None:
    call = a_call(visit, used_ms=used_minutes * 60_000)
    for side in sides:
        a_page(call, side)
    supervision.end(call=call, by="system", reason="closed", now=clock.now())
    visit.refresh_from_db()
    assert visit.outcome == outcome


def test_the_worker_ends_what_is_due_and_what_nobody_came_to(visit: Visit) -> None:
    at_the_jail = an_approved_visit(visit.prison, kind=Kind.PHYSICAL)
    assert minutes.close_overdue(visit.closes_at - SECOND) == 0
    assert minutes.close_overdue(visit.closes_at) == 1
    assert minutes.close_overdue(visit.closes_at) == 0
    visit.refresh_from_db()
    assert (visit.status, visit.outcome) == ("ended", "missed_visitor")
    at_the_jail.refresh_from_db()
    assert at_the_jail.status == "approved"


def test_every_look_has_its_line_of_history(live_call: Call, officer: User) -> None:
    visit, now = live_call.visit, clock.now()

    def look(seconds: int) -> None:
        scenes = loading.scenes(prison_ids=[visit.prison_id], now=now + seconds * SECOND)
        supervision.note_watching(scene=scenes[visit.prison_id])

    look(0)
    look(1)
    Participant.objects.update(seen_at=now + 9 * SECOND)
    look(9)
    look(10)
    watched = Event.objects.filter(name__startswith="call.watch_").order_by("pk")
    assert [(event.name, event.actor) for event in watched] == [
        ("call.watch_started", officer.actor),
        ("call.watch_stopped", officer.actor),
    ]
    assert watched[1].data == {"seconds": 9}


def test_a_desk_that_turns_to_another_visit_stops_watching(live_call: Call, officer: User) -> None:
    other = an_approved_visit(live_call.visit.prison)
    desk = Participant.objects.get(side=Side.OFFICER)
    Participant.objects.update(watching_since=clock.now())
    assert supervision.choose(desk=desk, visit_uid=other.uid, now=clock.now()) == []
    desk.refresh_from_db()
    assert desk.rendered_at is None
    assert "call.watch_stopped" in names(live_call.visit.subject)
    assert room(live_call).mode == Mode.OFF


def test_frames_shown_before_the_choice_are_no_look(live_call: Call) -> None:
    desk, now = Participant.objects.get(side=Side.OFFICER), clock.now()
    Participant.objects.filter(pk=desk.pk).update(rendered_at=None, chosen_at=now)
    heard = connecting.Heard(participant_id=desk.pk, socket=desk.socket, rendered=True)
    connecting.hear(heard=[heard], now=now - SECOND)
    desk.refresh_from_db()
    assert desk.rendered_at is None
    connecting.hear(heard=[heard], now=now + SECOND)
    desk.refresh_from_db()
    assert desk.rendered_at


def test_a_page_whose_server_died_is_written_off_and_can_come_back(live_call: Call) -> None:
    now = clock.now()
    prisons = [live_call.visit.prison_id]
    connecting.sweep(prison_ids=prisons, now=now + 14 * SECOND)
    assert Participant.objects.filter(left_at=None).count() == 3
    connecting.sweep(prison_ids=prisons, now=now + 16 * SECOND)
    assert Participant.objects.filter(left_at=None).count() == 0
    assert "call.visitor_left" in names(live_call.visit.subject)
    page = Participant.objects.get(side=Side.VISITOR)
    heard = connecting.Heard(participant_id=page.pk, socket=page.socket)
    connecting.hear(heard=[heard], now=now + 17 * SECOND)
    page.refresh_from_db()
    assert page.left_at is None


def test_a_look_at_a_prison_takes_few_queries(
    live_call: Call, django_assert_max_num_queries: Callable[..., object]
) -> None:
    prison = live_call.visit.prison
    for _ in range(5):
        an_approved_visit(prison)
    with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
        scenes = loading.scenes(prison_ids=[prison.pk], now=clock.now())
    assert len(scenes[prison.pk].rooms) == 6


def test_a_visit_that_cannot_be_read_keeps_no_other_open(visit: Visit) -> None:
    """As when its contact was sealed under another key."""
    other = an_approved_visit(visit.prison, starts_at=visit.starts_at)
    with connection.cursor() as cursor:
        garbage = b"0" * 60
        cursor.execute("UPDATE visits_visit SET contact = %s WHERE id = %s", [garbage, visit.pk])
    assert minutes.close_overdue(now=other.closes_at + timedelta(hours=1)) == 2
    assert not Visit.objects.filter(status=Status.APPROVED).exists()


def test_a_visit_cancelled_under_its_call_is_over_at_the_next_look(live_call: Call) -> None:
    page = Participant.objects.get(side=Side.VISITOR)
    Visit.objects.filter(pk=live_call.visit_id).update(status=Status.CANCELLED)
    assert room(live_call).mode == Mode.OFF
    seat = Seat(Side.VISITOR, page.identity, page.prison_id, proof="", visit_id=live_call.visit_id)
    listener = Listener(page.socket, page.connection, page.pk, seat, after=0)
    state = looking.look(listeners=[listener], heard=[], now=clock.now())[page.socket].state
    assert state and (state["phase"], state["mode"]) == (Phase.ENDED, Mode.OFF)
    assert state["end"]["reason"] == "cancelled" and state["ice"]["servers"] == []
    assert Visit.objects.get(pk=live_call.visit_id).status == Status.CANCELLED
