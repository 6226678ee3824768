"""The documented events of event_sync: who is in, and what is no such event."""

import json
from typing import Any

import pytest
from django.test import Client

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.calls.engines.jitsi.models import Pass
from mulakat.calls.engines.jitsi.tests.conftest import Met
from mulakat.calls.engines.jitsi.tests.deployments import API_SECRET
from mulakat.calls.models import Side

BEARER = f"Bearer {API_SECRET}"
JID = "14f01c40-5195-4a4d-8efb-f58b49d18741@meet.example.in/OWhl8jSh"


def tell(place: str, body: Any, secret: str = BEARER) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client().post(
        f"/jitsi/events/{place}",
        text,
        content_type="application/json",
        headers={"Authorization": secret},
    )


@pytest.fixture
def officer(met: Met) -> Pass:
    return met.token(Side.OFFICER)


def joined(met: Met, holder: Pass, **more: Any) -> dict[str, Any]:
    """The example of event_sync's own page, with our names in it."""
    occupant = {
        "name": "Officer",
        "id": str(holder.occupant),
        "occupant_jid": JID,
        "joined_at": int(clock.now().timestamp()),
        **more.pop("occupant", {}),
    }
    return {
        "event_name": "muc-occupant-joined",
        "room_name": met.meeting.room,
        "room_jid": f"{met.meeting.room}@conference.meet.example.in",
        "is_breakout": False,
        "active_occupants_count": 1,
        "occupant": occupant,
        **more,
    }


def left(met: Met, holder: Pass) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    leaving = joined(met, holder, occupant={"left_at": now}, active_occupants_count=0)
    return {**leaving, "event_name": "muc-occupant-left"}


def test_an_officer_who_joined_lets_the_others_in_and_one_who_left_does_not(
    met: Met, officer: Pass
) -> None:
    assert tell("occupant/joined", joined(met, officer)).status_code == 204
    assert met.meeting.inside == ["officer"]
    assert met.enter(Side.VISITOR)
    assert tell("occupant/left", left(met, officer)).status_code == 204
    assert met.meeting.inside == []


def test_a_replay_is_taken_for_what_it_is(met: Met, officer: Pass) -> None:
    first = joined(met, officer)
    assert tell("occupant/joined", first).status_code == 204
    assert tell("occupant/left", left(met, officer)).status_code == 204
    again = tell("occupant/joined", first)
    assert (again.status_code, again.json()) == (200, {"message": "replayed"})
    assert met.meeting.inside == []
    assert Event.objects.filter(name="meeting.joined").count() == 1


@pytest.mark.parametrize("secret", ["", "Bearer wrong", API_SECRET])
def test_nobody_else_says_who_is_in(met: Met, officer: Pass, secret: str) -> None:
    assert tell("occupant/joined", joined(met, officer), secret).status_code == 401
    assert met.meeting.inside == []


def test_a_destroyed_room_is_empty(met: Met, officer: Pass) -> None:
    tell("occupant/joined", joined(met, officer))
    now = int(clock.now().timestamp())
    gone = {
        "event_name": "muc-room-destroyed",
        "room_name": met.meeting.room,
        "is_breakout": False,
        "created_at": now,
        "destroyed_at": now,
        "all_occupants": [],
    }
    assert tell("room/destroyed", {**gone, "is_breakout": True}).status_code == 204
    assert met.meeting.inside == ["officer"]
    assert tell("room/destroyed", gone).status_code == 204
    assert met.meeting.inside == []


def test_a_created_room_says_nothing_new(met: Met, officer: Pass) -> None:
    made = {"event_name": "muc-room-created", "room_name": met.meeting.room, "created_at": 1}
    assert tell("room/created", made).status_code == 204


def test_an_unknown_room_is_no_room(met: Met, officer: Pass) -> None:
    assert tell("occupant/joined", joined(met, officer, room_name="ab" * 16)).status_code == 404


def test_a_stranger_is_named_and_counts_as_nobody(met: Met, officer: Pass) -> None:
    for occupant in ({"id": "not-one-of-ours"}, {"id": None}, {"id": 7}):
        assert tell("occupant/joined", joined(met, officer, occupant=occupant)).status_code == 204
    assert met.meeting.inside == []
    assert Event.objects.filter(name="meeting.stranger").count() == 3


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        b"\xff",
        {"event_name": "muc-occupant-left"},
        {"event_name": "muc-occupant-joined"},
        {"event_name": "muc-occupant-joined", "room_name": "x", "occupant": []},
        {"event_name": "muc-occupant-joined", "room_name": "x", "occupant": {"joined_at": "now"}},
        '{"event_name": "muc-occupant-joined", "room_name": "' + "x" * 20_000 + '"}',
    ],
)
def test_what_is_no_event_is_refused(met: Met, body: Any) -> None:
    assert tell("occupant/joined", body).status_code == 400


@pytest.mark.parametrize("moved", [-3600, 3600, 2**31 - 1 - int(1.8e9)])
def test_an_event_of_another_time_is_refused(met: Met, officer: Pass, moved: int) -> None:
    at = int(clock.now().timestamp()) + moved
    answer = tell("occupant/joined", joined(met, officer, occupant={"joined_at": at}))
    assert answer.status_code == 400
    assert met.meeting.inside == []
