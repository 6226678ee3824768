"""What a fault took of a visit is given back while the terminal is free."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from mulakat import clock
from mulakat.audit.models import Event, record
from mulakat.calls import looking, supervision
from mulakat.calls.connecting import Seat
from mulakat.calls.giving_back import give_back, is_due
from mulakat.calls.looking import Listener
from mulakat.calls.models import Call, Participant, QualityMinute, Side
from mulakat.calls.tests.rooms import a_call, a_page, a_watcher, room
from mulakat.schedule import places
from mulakat.schedule.models import Cell
from mulakat.visits.models import JoinSession, Visit
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def visit() -> Visit:
    """Fifteen minutes and five of turnover, with its four cells."""
    visit = world.an_approved_visit(world.a_prison())
    assert visit.inmate and visit.starts_at and visit.minutes
    places.claim(
        holder=visit.subject,
        starts_at=visit.starts_at,
        minutes=visit.minutes,
        inmate=visit.inmate,
        terminal=visit.terminal,
        counts=False,
    )
    return visit


def _near_the_end(visit: Visit) -> datetime:
    return visit.closes_at - 2 * MINUTE


def _broken(visit: Visit, minutes_used: int = 6, seconds_lost: int = 600) -> Call:
    """Let in at once; the line was silent for so long."""
    call = a_call(visit, used_ms=minutes_used * 60_000, admitted_at=visit.starts_at)
    QualityMinute.objects.create(
        call=call,
        minute=visit.opens_at,
        reports=seconds_lost + minutes_used * 60,
        flowing=minutes_used * 60,
    )
    return call


def test_the_place_is_kept_for_what_the_line_took(visit: Visit) -> None:
    call, now = _broken(visit), _near_the_end(visit)
    closes_at = visit.closes_at
    assert is_due(room(call, now))
    assert give_back(call=call, now=now) == 10
    visit = Visit.objects.get(pk=visit.pk)
    assert visit.closes_at == closes_at + 10 * MINUTE
    assert Cell.objects.filter(holder=visit.subject).count() == 6
    assert room(call, now).left_ms == 9 * 60_000
    assert not is_due(room(call, now))
    event = Event.objects.get(name="call.given_back")
    assert (event.subject, event.actor, event.data) == (visit.subject, "system", {"minutes": 10})


def test_the_visitors_way_in_lasts_as_long(visit: Visit) -> None:
    call, now = _broken(visit), _near_the_end(visit)
    for digest, until in (("here", visit.closes_at), ("over", now - MINUTE)):
        JoinSession.objects.create(digest=digest, visit=visit, created_at=now, expires_at=until)
    give_back(call=call, now=now)
    ends = dict(JoinSession.objects.values_list("digest", "expires_at"))
    assert ends == {"here": visit.closes_at + 10 * MINUTE, "over": now - MINUTE}


def test_only_before_the_end_and_only_what_is_missing(visit: Visit) -> None:
    call = _broken(visit)
    assert not is_due(room(call, visit.closes_at - 4 * MINUTE))
    assert not is_due(room(call, visit.closes_at))
    assert give_back(call=call, now=visit.closes_at) == 0
    whole = a_call(visit, used_ms=13 * 60_000)
    assert not is_due(room(whole, _near_the_end(visit)))


def test_what_the_visitor_was_late_is_not_given_back(visit: Visit) -> None:
    came = (visit.starts_at or clock.now()) + 12 * MINUTE
    record("call.visitor_joined", actor="visitor", subject=visit.subject)
    Event.objects.filter(name="call.visitor_joined").update(at=came)
    call = a_call(visit, used_ms=6 * 60_000, admitted_at=came)
    QualityMinute.objects.create(call=call, minute=came, reports=360, flowing=360)
    assert give_back(call=call, now=came + 6 * MINUTE) == 0


def test_a_taken_terminal_leaves_what_is_free(visit: Visit) -> None:
    assert visit.terminal
    other = world.an_inmate(visit.prison)
    places.claim(
        holder="visit:other",
        starts_at=visit.closes_at + 5 * MINUTE,
        minutes=15,
        inmate=other,
        terminal=visit.terminal,
        counts=False,
    )
    call, now = _broken(visit), _near_the_end(visit)
    assert give_back(call=call, now=now) == 5
    assert give_back(call=call, now=now) == 0
    visit.refresh_from_db()
    assert visit.kept_minutes == 5


def test_a_prison_says_how_much_at_most(visit: Visit) -> None:
    visit.prison.overrides = {**visit.prison.overrides, "give_back_minutes": 0}
    visit.prison.save()
    assert give_back(call=_broken(visit), now=_near_the_end(visit)) == 0


def test_a_look_gives_back_before_anybody_is_warned(visit: Visit) -> None:
    """The terminal and an officer are there; nobody presses anything."""
    call, now = _broken(visit), _near_the_end(visit)
    officer = world.an_officer(visit.prison)
    here: dict[str, Any] = {"connected_at": now, "seen_at": now}
    terminal = a_page(call, Side.TERMINAL, **here)
    a_watcher(call, officer, **here, rendered_at=now)
    view = looking.look(listeners=[_listener(terminal)], heard=[], now=now)[terminal.socket]
    assert view.state
    assert (view.state["left_ms"], view.state["warn"]) == (9 * 60_000, 0)


def test_a_call_that_ended_meanwhile_is_not_kept(visit: Visit) -> None:
    call, now = _broken(visit), _near_the_end(visit)
    supervision.end(call=call, by="system", reason="closed", now=now)
    assert give_back(call=call, now=now) == 0


def test_a_booking_at_the_same_moment_gets_the_place_or_leaves_it(visit: Visit) -> None:
    """The cell after the visit belongs to one of the two, however often it is tried."""
    call, now = _broken(visit), _near_the_end(visit)
    after, other = visit.closes_at, world.an_inmate(visit.prison)
    for _ in range(8):
        got: dict[str, int] = {}
        gate = threading.Barrier(2)

        def book(got: dict[str, int] = got, gate: threading.Barrier = gate) -> None:
            gate.wait(30)
            try:
                places.claim(
                    holder="visit:other", starts_at=after, minutes=15, inmate=other,
                    terminal=visit.terminal, counts=False,
                )  # fmt: skip
                got["booked"] = 1
            except places.PlaceTaken:
                got["booked"] = 0
            finally:
                connections.close_all()

        def keep(got: dict[str, int] = got, gate: threading.Barrier = gate) -> None:
            gate.wait(30)
            try:
                got["kept"] = give_back(call=call, now=now)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=each) for each in (book, keep)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        visit.refresh_from_db()
        holders = set(Cell.objects.filter(at__gte=after).values_list("holder", flat=True))
        assert len(holders) == 1
        assert got == (
            {"booked": 1, "kept": 0} if "visit:other" in holders else {"booked": 0, "kept": 10}
        )
        assert visit.kept_minutes == got["kept"]
        Cell.objects.filter(at__gte=after).delete()
        Visit.objects.filter(pk=visit.pk).update(kept_minutes=0)
        visit.refresh_from_db()


def _listener(page: Participant) -> Listener:
    seat = Seat(
        side=Side.TERMINAL,
        identity=page.identity,
        prison_id=page.prison_id,
        proof="device:1",
        terminal_id=page.terminal_id,
    )
    return Listener(
        socket=page.socket, page=page.connection, participant_id=page.pk, seat=seat, after=0
    )
