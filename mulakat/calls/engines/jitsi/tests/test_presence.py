"""Who is in, by the word of Jitsi's server alone; the minutes that run by it."""

from datetime import timedelta

import pytest

from mulakat import clock, ids
from mulakat.audit.models import Event
from mulakat.calls.engines.jitsi import presence
from mulakat.calls.engines.jitsi.presence import NotHeard
from mulakat.calls.engines.jitsi.tests.conftest import HOST, Met
from mulakat.calls.models import Call, Side
from mulakat.visits.models import Visit

SECOND = timedelta(seconds=1)


def used(met: Met) -> int:
    met.call.refresh_from_db()
    return met.call.used_ms


def test_minutes_run_while_all_three_are_in(met: Met) -> None:
    start = clock.now()
    officer = met.come(Side.OFFICER, start)
    met.come(Side.TERMINAL, start + 10 * SECOND)
    assert presence.run_clocks(start + 20 * SECOND) == 0
    assert used(met) == 0
    met.come(Side.VISITOR, start + 30 * SECOND)
    presence.run_clocks(start + 60 * SECOND)
    assert used(met) == 30_000
    met.leave(officer, start + 90 * SECOND)
    assert used(met) == 60_000
    presence.run_clocks(start + 300 * SECOND)
    assert used(met) == 60_000


def test_a_visit_whose_minutes_are_used_up_ends(met: Met) -> None:
    start = clock.now()
    for side in (Side.OFFICER, Side.TERMINAL, Side.VISITOR):
        met.come(side, start)
    assert presence.run_clocks(start + 899 * SECOND) == 0
    assert presence.run_clocks(start + 900 * SECOND) == 1
    call = Call.objects.get()
    assert (call.end_reason, call.used_ms) == ("time", 900_000)
    assert Visit.objects.get().outcome == "done"
    presence.run_clocks(start + 999 * SECOND)
    assert used(met) == 900_000


def test_after_an_officers_end_no_minute_runs(met: Met) -> None:
    start = clock.now()
    for side in (Side.OFFICER, Side.TERMINAL, Side.VISITOR):
        met.come(side, start)
    Call.objects.update(ended_at=start + 5 * SECOND)
    presence.run_clocks(start + 60 * SECOND)
    assert used(met) == 5_000


def test_a_replayed_word_changes_nothing(met: Met) -> None:
    start = clock.now()
    officer = met.token(Side.OFFICER)
    met.join(officer, start)
    with pytest.raises(NotHeard, match="replayed"):
        met.join(officer, start)
    met.leave(officer, start + 5 * SECOND)
    for at in (start, start + 5 * SECOND):
        with pytest.raises(NotHeard, match="replayed"):
            met.join(officer, at)
    with pytest.raises(NotHeard, match="replayed"):
        met.leave(officer, start + 5 * SECOND)
    assert met.meeting.inside == []
    met.join(officer, start + 9 * SECOND)
    assert met.meeting.inside == ["officer"]


def test_a_late_word_about_an_older_connection_changes_nothing(met: Met) -> None:
    officer = met.token(Side.OFFICER)
    met.join(officer)
    with pytest.raises(NotHeard, match="replayed"):
        met.leave(officer, address="older@meet.example.in/b")
    assert met.meeting.inside == ["officer"]


@pytest.mark.parametrize("minutes", [-11, 2, -(10**8), 10**8])
def test_a_word_of_another_time_is_none(minutes: int) -> None:
    now = clock.now()
    with pytest.raises(NotHeard, match="wrong_time"):
        presence.moment(int(now.timestamp()) + minutes * 60, now)


def test_a_room_that_is_not_ours_is_unknown(met: Met) -> None:
    officer = met.token(Side.OFFICER)
    with pytest.raises(NotHeard, match="unknown_room"):
        met.join(officer, room="ab" * 16)
    with pytest.raises(NotHeard, match="unknown_room"):
        presence.joined(heard=met.heard(officer), host="other.example.in", now=clock.now())


def test_somebody_without_a_token_of_ours_counts_as_nobody_and_is_named(met: Met) -> None:
    officer = met.token(Side.OFFICER)
    met.join(officer, occupant=ids.uid())
    met.join(officer, occupant=None)
    met.join(officer, is_breakout=True)
    assert met.meeting.inside == []
    names = Event.objects.filter(actor="jitsi").order_by("pk").values_list("name", flat=True)
    assert list(names) == ["meeting.stranger", "meeting.stranger", "meeting.breakout"]


def test_a_pass_without_a_token_lets_nobody_count(met: Met) -> None:
    met.enter(Side.OFFICER)
    met.join(met.meeting.passes.get())
    assert met.meeting.inside == []


def test_a_token_that_was_passed_on_is_named(met: Met) -> None:
    officer = met.token(Side.OFFICER)
    met.join(officer)
    met.join(officer, address="another@meet.example.in/c")
    event = Event.objects.get(name="meeting.twice")
    assert (event.subject, event.data) == (met.visit.subject, {"side": "officer"})


def test_when_the_room_is_gone_nobody_is_in(met: Met) -> None:
    start = clock.now()
    for side in (Side.OFFICER, Side.TERMINAL, Side.VISITOR):
        met.come(side, start)
    end = start + 40 * SECOND
    presence.destroyed(room=met.meeting.room, host=HOST, at=end, now=end)
    assert met.meeting.inside == []
    assert used(met) == 40_000
