"""The meeting's page by HTTP: whose it is, what its headers name, what it hands over once."""

import json
from typing import Any

import pytest
from django.test import Client

from mulakat.audit.models import Event
from mulakat.calls.engines.jitsi.tests.conftest import Met
from mulakat.calls.models import Side
from mulakat.prisons.models import Prison
from mulakat.web.headers import HEADERS

HOST = "call.example.org"
JITSI = "https://meet.example.in"


def address(met: Met) -> str:
    prison = met.visit.prison
    return f"/meeting/{prison.state.number}/{prison.number}/"


def get(path: str, host: str = HOST) -> Any:
    return Client().get(path, headers={"Host": host})


def post(path: str, body: object, host: str = HOST) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return Client().post(path, text, content_type="application/json", headers={"Host": host})


def test_this_page_alone_names_jitsi_and_names_it_exactly(met: Met) -> None:
    answer = get(address(met))
    policy = dict(
        rule.strip().partition(" ")[::2]
        for rule in answer.headers["Content-Security-Policy"].split(";")
    )
    assert answer.status_code == 200
    assert policy["script-src"] == f"'self' {JITSI}"
    assert policy["frame-src"] == JITSI
    assert policy["sandbox"] == "allow-scripts allow-same-origin"
    for name in ("default-src", "form-action", "base-uri", "frame-ancestors", "worker-src"):
        assert policy[name] == "'none'", name
    assert {name for name, value in policy.items() if JITSI in value} == {"script-src", "frame-src"}
    permissions = answer.headers["Permissions-Policy"]
    assert f'camera=(self "{JITSI}")' in permissions and "display-capture=()" in permissions
    for name in ("Content-Security-Policy", "Permissions-Policy"):
        assert "meet.example" not in HEADERS[name]
        assert "meet.example" not in get("/", "testserver").headers[name]


def test_the_page_is_the_same_for_everyone_and_keeps_no_cookie(met: Met) -> None:
    first, second = get(address(met)), get(address(met))
    assert first.content == second.content
    assert not first.cookies
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert first.headers["Cache-Control"] == "no-store"


def test_nothing_else_of_ours_answers_under_its_name(met: Met) -> None:
    for path in ("/", "/join/", "/join/room/", "/staff/", "/kiosk/", "/demo/", "/jitsi/conference"):
        assert get(path).status_code == 404, path


def test_it_answers_under_no_other_name(met: Met) -> None:
    assert get(address(met), "testserver").status_code == 404
    ticket = met.ticket(Side.OFFICER)
    assert post("/meeting/open", {"ticket": ticket}, "testserver").status_code == 404
    assert post("/meeting/open", {"ticket": ticket}).status_code == 200


def test_a_prison_that_does_not_meet_there_has_no_page(met: Met) -> None:
    path = address(met)
    Prison.objects.update(overrides={})
    assert get(path).status_code == 404
    assert get("/meeting/31999/31999/").status_code == 404


def test_a_ticket_brings_room_token_and_options_once(met: Met) -> None:
    ticket = met.ticket(Side.OFFICER)
    opened = post("/meeting/open", {"ticket": ticket}).json()
    assert opened["host"] == "meet.example.in"
    assert opened["room"] == met.meeting.room
    assert opened["token"].count(".") == 2
    assert opened["officer"] is True
    assert opened["back"].endswith("/staff/desk/")
    assert post("/meeting/open", {"ticket": ticket}).status_code == 404
    stands = post("/meeting/stands", {"key": opened["key"]}).json()
    assert stands["why"] == [] and 0 < stands["left_ms"] <= 15 * 60_000
    assert Event.objects.filter(name="meeting.token_minted").count() == 1


def test_audio_only_is_the_prisons_choice(met: Met) -> None:
    Prison.objects.update(overrides={"call_engine": "jitsi", "jitsi_audio_only": True})
    opened = post("/meeting/open", {"ticket": met.ticket(Side.OFFICER)}).json()
    assert opened["options"]["startAudioOnly"] is True
    assert "camera" not in opened["options"]["toolbarButtons"]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"ticket": 7}', '{"ticket": ""}', "\\"])
@pytest.mark.parametrize("path", ["/meeting/open", "/meeting/stands"])
def test_what_is_no_ticket_opens_nothing(met: Met, path: str, body: str) -> None:
    assert post(path, body).status_code == 404
