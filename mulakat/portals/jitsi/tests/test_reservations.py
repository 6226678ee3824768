"""The documented requests of mod_reservations, and what is no such request."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.calls import supervision
from mulakat.calls.engines.jitsi.models import Meeting
from mulakat.calls.engines.jitsi.tests.conftest import Met, a_met_visit
from mulakat.calls.engines.jitsi.tests.deployments import API_SECRET, a_deployment
from mulakat.calls.models import Call, Side
from mulakat.visits.models import Visit

BEARER = f"Bearer {API_SECRET}"
OWNER = "0f5c2a10-6b1e-4d8b-9d0a-6d6d1f1c2b3a@meet.example.in"


def at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def post(room: str, secret: str = BEARER, **form: str) -> Any:
    """As Prosody sends it: a form, the names of mod_reservations."""
    values = {"name": room, "start_time": at(clock.now()), "mail_owner": OWNER, **form}
    return Client().post("/jitsi/conference", values, headers={"Authorization": secret})


def ask(method: str, number: int, secret: str = BEARER) -> Any:
    path = f"/jitsi/conference/{number}"
    return getattr(Client(), method)(path, headers={"Authorization": secret})


@pytest.fixture
def room(met: Met) -> str:
    """An officer has just been given a token."""
    met.token(Side.OFFICER)
    return met.meeting.room


def test_a_room_in_its_slot_is_given_with_its_time_and_number(met: Met, room: str) -> None:
    answer = post(room)
    found = answer.json()
    assert answer.status_code == 201
    assert set(found) == {
        "id", "name", "mail_owner", "start_time", "duration", "max_occupants",
    }  # fmt: skip
    assert (found["name"], found["mail_owner"], found["max_occupants"]) == (room, OWNER, 5)
    start = datetime.fromisoformat(found["start_time"])
    ends = start + timedelta(seconds=found["duration"])
    assert abs(ends - met.visit.closes_at) <= timedelta(seconds=2)
    assert isinstance(found["duration"], int)


def test_prosody_may_write_the_room_in_capitals_and_gets_its_own_spelling_back(room: str) -> None:
    assert post(room.upper()).json()["name"] == room.upper()


def test_a_second_request_is_a_conflict_that_can_be_read(room: str) -> None:
    first = post(room).json()
    again = post(room)
    assert (again.status_code, again.json()) == (409, {"conflict_id": first["id"]})
    known = ask("get", first["id"])
    assert known.status_code == 200
    assert {**known.json(), "mail_owner": OWNER} == first


def test_a_room_that_was_closed_may_open_again_within_its_slot(room: str) -> None:
    number = post(room).json()["id"]
    assert ask("delete", number).status_code == 204
    assert ask("get", number).status_code == 404
    assert post(room).status_code == 201


def test_closing_twice_is_closing_once(room: str) -> None:
    number = post(room).json()["id"]
    assert [ask("delete", number).status_code for _ in range(2)] == [204, 204]
    assert Event.objects.filter(name="meeting.released").count() == 1


@pytest.mark.parametrize(
    "secret",
    ["", "Bearer ", "Bearer wrong", f"Basic {API_SECRET}", API_SECRET, BEARER + "x", "Bearer é"],
)
def test_nobody_without_the_secret_learns_whether_a_room_exists(room: str, secret: str) -> None:
    number = Meeting.objects.get().pk
    answers = [post(room, secret), post("ab" * 16, secret)]
    answers += [ask(method, number, secret) for method in ("get", "delete")]
    assert {(a.status_code, a.content) for a in answers} == {(401, b'{"message": "Not allowed"}')}
    assert Meeting.objects.get().reserved_at is None


def test_only_from_the_addresses_of_its_server(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for networks, status in [(("10.0.0.0/24",), 401), (("10.0.0.5", "127.0.0.0/8"), 201)]:
        monkeypatch.setattr(settings, "JITSI", (a_deployment(api_addresses=networks),))
        assert post(room).status_code == status


def test_another_deployment_knows_nothing_of_the_room(
    room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = a_deployment(url="https://other.example.in", api_secret="o" * 40)
    monkeypatch.setattr(settings, "JITSI", (a_deployment(), other))
    number = post(room).json()["id"]
    secret = f"Bearer {'o' * 40}"
    assert post(room, secret).status_code == 404
    assert [ask(m, number, secret).status_code for m in ("get", "delete")] == [404, 404]
    assert Meeting.objects.get().released_at is None


def test_a_room_nobody_made_is_refused_with_a_word_for_the_browser(met: Met) -> None:
    answer = post("ab" * 16)
    assert (answer.status_code, answer.json()) == (404, {"message": "There is no such room"})
    assert [ask(m, 10**12).status_code for m in ("get", "delete")] == [404, 404]
    assert [ask(m, 10**30).status_code for m in ("get", "delete")] == [404, 404]


@pytest.mark.parametrize(
    "form",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"start_time": ""},
        {"start_time": "soon"},
        {"start_time": "2026-11-22T10:00:00"},
        {"mail_owner": "x" * 1001},
        {"start_time": "2048-04-20T17:55:12.000Z"},
        {"start_time": "2021-04-20T17:55:12.000Z"},
    ],
)
def test_a_form_that_is_wrong_is_refused(room: str, form: dict[str, str]) -> None:
    assert post(room, **form).status_code == 400
    assert Meeting.objects.get().reserved_at is None


def test_out_of_its_slot_a_room_is_refused(met: Met, room: str) -> None:
    now = clock.now()
    for moved in (timedelta(minutes=40), -timedelta(minutes=60)):
        Visit.objects.update(starts_at=now + moved)
        assert post(room).status_code == 403


def test_before_anybody_was_let_in_a_room_is_refused(room: str) -> None:
    Call.objects.update(admitted_at=None)
    assert post(room).status_code == 403


def test_a_room_for_which_no_token_was_made_is_refused(met: Met) -> None:
    met.enter(Side.OFFICER)  # a ticket alone
    assert post(met.meeting.room).status_code == 403


def test_after_the_end_the_room_is_refused_and_not_read(met: Met, room: str) -> None:
    number = post(room).json()["id"]
    supervision.end(call=met.call, by="system", reason="time", now=clock.now())
    assert post(room).status_code == 403
    assert ask("get", number).status_code == 403
    assert ask("delete", number).status_code == 204


def test_the_room_of_a_legal_visit_does_not_exist(met: Met, room: str) -> None:
    Visit.objects.update(basis="legal")
    assert post(room).status_code == 403


def test_the_rooms_of_two_visits_do_not_meet(met: Met, room: str) -> None:
    other = a_met_visit()
    other.token(Side.OFFICER)
    assert post(room).json()["id"] != post(other.meeting.room).json()["id"]


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_the_collection_takes_a_post_alone(met: Met, method: str) -> None:
    answer = getattr(Client(), method)("/jitsi/conference", headers={"Authorization": BEARER})
    assert answer.status_code == 405
