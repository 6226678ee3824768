"""Only messages of the protocol get in, whatever is sent."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mulakat.calls import messages
from mulakat.calls.messages import Act, Beat, Choose, SignalTo
from mulakat.calls.models import Side
from mulakat.calls.values import Malformed

PAGE = "0b9f8f6e-3c1d-4f52-9c39-0d8e1f1a2b3c"
CANDIDATE = {
    "candidate": "candidate:1 1 udp 41885439 192.0.2.7 50000 typ relay raddr 0.0.0.0 rport 0",
    "sdpMid": "0",
    "sdpMLineIndex": 0,
    "usernameFragment": None,
}
BODIES: list[dict[str, Any]] = [
    {"kind": "offer", "leg": "visitor", "n": 1, "sdp": "v=0\r\n"},
    {"kind": "answer", "leg": "officer", "n": 0, "sdp": "v=0\r\n"},
    {"kind": "candidate", "leg": "visitor", "n": 1, "candidate": None},
    {"kind": "candidate", "leg": "visitor", "n": 1, "candidate": {"candidate": ""}},
    {"kind": "candidate", "leg": "visitor", "n": 1, "candidate": CANDIDATE},
    {"kind": "restart", "leg": "officer", "n": 7},
]
NOTE = {"t": "write", "seq": 5, "visit": PAGE, "kind": "note", "what": "", "text": "Came late"}
GOOD: list[tuple[Side, dict[str, Any]]] = [
    (Side.VISITOR, {"t": "beat", "media": "voice"}),
    (Side.TERMINAL, {"t": "beat", "flowing": True}),
    (Side.OFFICER, {"t": "beat", "rendered": {"inmate": 3, "visitor": 0}, "hidden": False}),
    (Side.OFFICER, {"t": "choose", "seq": 1, "visit": PAGE}),
    (Side.OFFICER, {"t": "choose", "seq": 1, "visit": None}),
    (Side.OFFICER, {"t": "admit", "seq": 2, "visit": PAGE}),
    (Side.OFFICER, {"t": "end", "seq": 3, "visit": PAGE, "reason": "finished"}),
    (Side.OFFICER, {"t": "admit", "seq": 2, "visit": PAGE, "checked": ["face", "names"]}),
    (Side.OFFICER, {"t": "warn", "seq": 5, "visit": PAGE, "reason": "test_message"}),
    (Side.OFFICER, {"t": "mute", "seq": 5, "visit": PAGE, "side": "inmate", "on": False}),
    (Side.OFFICER, {"t": "pause", "seq": 5, "visit": PAGE, "reason": "inside"}),
    (Side.OFFICER, {"t": "resume", "seq": 5, "visit": PAGE}),
    (Side.OFFICER, {"t": "voice_only", "seq": 5, "visit": PAGE, "on": True}),
    (Side.OFFICER, {"t": "extend", "seq": 5, "visit": PAGE, "minutes": 5}),
    (Side.OFFICER, NOTE),
    (Side.OFFICER, NOTE | {"kind": "incident", "what": "threat"}),
    (Side.OFFICER, {"t": "settle", "seq": 5, "visit": PAGE, "outcome": "declined"}),
    (Side.OFFICER, {"t": "test", "seq": 5, "terminal": 3}),
    (Side.VISITOR, {"t": "company", "seq": 1, "persons": [1, 0], "others": 2}),
    (Side.TERMINAL, {"t": "say", "seq": 1, "what": "not_me"}),
    (Side.TERMINAL, {"t": "tested", "seq": 1, "camera": True, "microphone": True, "sound": False}),
    *((side, {"t": "signal", "seq": 4, "to": PAGE, "body": b}) for side in Side for b in BODIES),
]


@pytest.mark.parametrize(("side", "message"), GOOD)
def test_it_takes_every_message_of_the_protocol(side: Side, message: dict[str, Any]) -> None:
    parsed = messages.parse(json.dumps(message), side)
    assert isinstance(parsed, Beat) == (message["t"] == "beat")


# What no value of this key may be; each message above is tried with each of its keys
WRONG: dict[str, list[Any]] = {
    "t": ["", None, "warned"],
    "seq": [0, -1, True, 1.5, "1", None],
    "visit": [PAGE.upper(), "", 5],
    "checked": ["face", ["face", 1], ["beard"], ["face"] * 4, {}],
    "reason": ["because", "", None, 1],
    "side": ["officer", None],
    "on": ["true", 1, None],
    "minutes": [0, -5, 16, "5", None, True],
    "kind": ["letter", None],
    "what": ["because", None, 1],
    "text": [None, 5, "a" * 1001, "nul\0"],
    "outcome": ["", "fine", None],
    "terminal": [-1, 40_000, "3", None],
    "persons": [None, {}, [-1], [21], ["0"], [0] * 21],
    "others": [-1, 21, None, "1"],
    "camera": [1, None],
    "microphone": ["yes", None],
    "sound": [0, None],
}
OF_A_CALL = [each for each in GOOD if each[1]["t"] not in ("beat", "signal", "choose", "end")]


@pytest.mark.parametrize(("side", "message"), OF_A_CALL)
def test_it_refuses_each_message_that_is_wrong_in_one_key(
    side: Side, message: dict[str, Any]
) -> None:
    def refused(changed: dict[str, Any], by: Side = side) -> None:
        with pytest.raises(Malformed):
            messages.parse(json.dumps(changed), by)

    for key in message:
        if key != "checked":
            refused({name: value for name, value in message.items() if name != key})
        for wrong in WRONG[key]:
            refused(message | {key: wrong})
    refused(message | {"more": 1})
    for other in Side:
        if other != side:
            refused(message, by=other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"beat"',
        "[" * 9000,
        '{"t":' * 3000,
        '{"t":"beat","rendered":{"inmate":NaN,"visitor":0},"hidden":false}',
        '{"t":"beat","rendered":{"inmate":true,"visitor":0},"hidden":false}',
        '{"t":"beat","rendered":{"inmate":-1,"visitor":0},"hidden":false}',
        '{"t":"beat","rendered":{"inmate":1.5,"visitor":0},"hidden":false}',
        '{"t":"choose","t":"admit","seq":1,"visit":null}',
        '{"t":["choose"],"seq":1,"visit":null}',
        '{"t":"choose","seq":0,"visit":null}',
        '{"t":"choose","seq":99999999999,"visit":null}',
        '{"t":"choose","seq":1,"visit":null,"more":1}',
        '{"t":"end","seq":1,"visit":"' + PAGE + '","reason":"because"}',
        '{"t":"admit","seq":1,"visit":"' + PAGE.upper() + '"}',
        json.dumps({"t": "signal", "seq": 1, "to": PAGE, "body": []}),
        json.dumps({"t": "signal", "seq": 1, "to": PAGE, "body": BODIES[0] | {"sdp": "\x00v=0"}}),
        json.dumps({"t": "signal", "seq": 1, "to": PAGE, "body": BODIES[0] | {"sdp": "v=0\ud800"}}),
        json.dumps(
            {"t": "signal", "seq": 1, "to": PAGE, "body": BODIES[0] | {"sdp": "v=0" * 5000}}
        ),
        json.dumps({"t": "signal", "seq": 1, "to": PAGE, "body": BODIES[4] | {"candidate": "x"}}),
        json.dumps(
            {"t": "signal", "seq": 1, "to": PAGE, "body": {"kind": "chat", "leg": "visitor"}}
        ),
        " " * 20_000,
    ],
)
def test_it_refuses_what_is_not(text: str) -> None:
    with pytest.raises(Malformed):
        messages.parse(text, Side.OFFICER)


def test_only_officers_choose_admit_and_end() -> None:
    for side in (Side.VISITOR, Side.TERMINAL):
        for kind in ("choose", "admit", "end"):
            with pytest.raises(Malformed):
                messages.parse(json.dumps({"t": kind, "seq": 1, "visit": PAGE}), side)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(side=st.sampled_from(list(Side)), text=st.text() | JSON.map(json.dumps))
def test_noise_never_gets_in_and_never_breaks_it(side: Side, text: str) -> None:
    with pytest.raises(Malformed):
        messages.parse(text, side)


@given(data=st.data(), noise=JSON)
def test_one_changed_value_is_refused_or_still_of_the_protocol(
    data: st.DataObject, noise: Any
) -> None:
    side, message = data.draw(st.sampled_from(GOOD))
    message = json.loads(json.dumps(message))
    place = message
    while True:
        key = data.draw(st.sampled_from(sorted(place)))
        if not isinstance(place[key], dict) or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = noise
    try:
        parsed = messages.parse(json.dumps(message), side)
    except Malformed:
        return
    assert isinstance(parsed, Beat | Act)
    if isinstance(parsed, SignalTo):
        assert set(parsed.body) <= {"kind", "leg", "n", "sdp", "candidate"}
    if isinstance(parsed, Choose):
        assert parsed.seq > 0
