"""What each side is told of a visit that meets elsewhere, and that nothing of ours flows then."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from mulakat import clock
from mulakat.calls import loading, messages, snapshots
from mulakat.calls.engines.jitsi import asking
from mulakat.calls.engines.jitsi.models import Pass
from mulakat.calls.engines.jitsi.tests.conftest import Met
from mulakat.calls.live import acts
from mulakat.calls.models import Call, Participant, Side
from mulakat.calls.tests.rooms import room
from mulakat.calls.values import Malformed
from mulakat.prisons.models import Prison


def state(met: Met, side: Side) -> dict[str, Any]:
    prison = met.visit.prison_id
    scene = loading.scenes(prison_ids=[prison], now=clock.now())[prison]
    return snapshots.snapshot(scene, Participant.objects.get(side=side))


def test_before_the_officer_lets_in_it_is_a_call_of_our_own(met: Met) -> None:
    Call.objects.update(admitted_at=None, admitted_identity="")
    told = state(met, Side.VISITOR)
    assert (told["phase"], told["mode"], told["engine"]) == ("checking", "preview", "jitsi")
    assert told["meeting"]["may"] is False


@pytest.mark.parametrize("side", list(Side))
def test_once_let_in_no_media_of_ours_flows(met: Met, side: Side) -> None:
    told = state(met, side)
    assert (told["phase"], told["mode"]) == ("paused", "off")
    assert told["ice"]["servers"] == []


def test_the_officer_may_at_once_and_the_others_when_one_is_in(met: Met) -> None:
    may = {side: state(met, side)["meeting"]["may"] for side in Side}
    assert may == {Side.OFFICER: True, Side.TERMINAL: False, Side.VISITOR: False}
    met.come(Side.OFFICER)
    assert all(state(met, side)["meeting"]["may"] for side in Side)
    assert state(met, Side.VISITOR)["meeting"]["inside"] == ["officer"]


def test_it_is_live_while_all_three_are_in(met: Met) -> None:
    for side in (Side.OFFICER, Side.TERMINAL, Side.VISITOR):
        assert room(met.call).phase == "paused"
        met.come(side)
    assert room(met.call).phase == "live"


def test_the_app_is_offered_to_the_visitor_alone(met: Met) -> None:
    ways = {side: state(met, side)["meeting"]["ways"] for side in Side}
    assert ways == {
        Side.VISITOR: ["page", "app"], Side.TERMINAL: ["page"], Side.OFFICER: ["page"],
    }  # fmt: skip


def test_a_prison_with_its_own_engine_is_told_nothing_of_meetings(met: Met) -> None:
    Prison.objects.update(overrides={})
    told = state(met, Side.VISITOR)
    assert (told["engine"], told["mode"]) == ("peer", "live")
    assert "meeting" not in told


@pytest.mark.parametrize("side", list(Side))
def test_every_side_may_ask_for_the_way_in(side: Side) -> None:
    text = '{"t":"meet","seq":1,"way":"page","language":"bn"}'
    assert messages.parse(text, side) == asking.Meet(seq=1, way="page", language="bn")


@pytest.mark.parametrize(
    "text",
    [
        '{"t":"meet","seq":1,"way":"page"}',
        '{"t":"meet","seq":0,"way":"page","language":"bn"}',
        '{"t":"meet","seq":1,"way":"window","language":"bn"}',
        '{"t":"meet","seq":1,"way":"page","language":"xx"}',
        '{"t":"meet","seq":1,"way":"page","language":"en","side":"officer"}',
    ],
)
def test_another_question_is_none(text: str) -> None:
    with pytest.raises(Malformed):
        messages.parse(text, Side.VISITOR)


def test_the_answer_goes_to_the_one_who_asked(met: Met) -> None:
    desk = Participant.objects.get(side=Side.OFFICER)
    message = asking.Meet(seq=3, way="page", language="hi")
    said = asking.answer(participant_id=desk.pk, message=message, now=clock.now())
    assert said["t"] == "meeting" and said["seq"] == 3
    assert said["url"].startswith("https://call.example.org/meeting/")
    visitor = Participant.objects.get(side=Side.VISITOR)
    said = asking.answer(participant_id=visitor.pk, message=message, now=clock.now())
    assert said == {"t": "refused", "what": "meet", "seq": 3, "why": ["officer_first"]}
    assert list(Pass.objects.values_list("side", flat=True)) == ["officer"]


def test_a_question_asked_twice_gets_one_ticket(met: Met) -> None:
    desk = cast(Any, SimpleNamespace(participant_id=Participant.objects.get(side="officer").pk))
    message = asking.Meet(seq=1, way="page", language="en")
    first = acts._way_in(message, desk, clock.now())
    assert first and first["t"] == "meeting"
    assert acts._way_in(message, desk, clock.now()) is None
    assert Pass.objects.count() == 1
