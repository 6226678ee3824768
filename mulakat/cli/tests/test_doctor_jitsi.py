"""`mulakat doctor jitsi` against a small Jitsi Meet, by real HTTP, and our own end of it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings

from mulakat import clock
from mulakat.calls.engines.jitsi.tests.deployments import API_SECRET, KEY, a_deployment
from mulakat.cli import doctor_jitsi
from mulakat.jitsi_file import Deployment
from tests.doubles.jitsi import JitsiMeet
from tests.doubles.prosody import Prosody
from tests.served import served

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meet(monkeypatch: pytest.MonkeyPatch) -> Iterator[JitsiMeet]:
    """Set up as docs/jitsi.md asks."""
    prosody = Prosody("mulakat", "jitsi", "meet.example.in", secret=KEY)
    double = JitsiMeet(prosody, now=int(clock.now().timestamp()), api_secret=API_SECRET)
    double.start()
    monkeypatch.setattr(settings, "JITSI", (a_deployment(url=double.url),))
    with served() as origin:
        monkeypatch.setattr(settings, "ORIGIN", origin)
        double.reservations = f"{origin}/jitsi"
        yield double
    double.stop()


def deployment() -> Deployment:
    found: Deployment = settings.JITSI[0]
    return found


def faults() -> list[str]:
    found = doctor_jitsi.examine(deployment(), clock.now())
    return [finding.text for finding in found if finding.sign == "FAULT"]


def test_a_deployment_that_is_whole_has_no_fault(
    meet: JitsiMeet, capsys: pytest.CaptureFixture[str]
) -> None:
    from mulakat.cli import main

    with pytest.raises(SystemExit) as done:
        main(["doctor", "jitsi", meet.url])
    said = capsys.readouterr().out
    assert done.value.code == 0, said
    for line in (
        "external_api.js is there",
        "Prosody refuses somebody without a token",
        "Prosody refuses a token signed by another key",
        "Prosody refuses a token of an hour ago",
        "Prosody refuses a token for another audience",
        "Prosody takes our own token",
        "a room that nobody reserved does not open",
        "cannot be seen from outside",
    ):
        assert line in said, line
    assert KEY.decode() not in said and API_SECRET not in said


def test_a_missing_script_is_named(meet: JitsiMeet) -> None:
    meet.has_script = False
    assert faults() == ["external_api.js is not there (answer 404)"]


def test_a_prosody_that_needs_no_token_is_named(meet: JitsiMeet) -> None:
    meet.prosody = replace(meet.prosody, allow_empty=True)
    assert faults() == ["Prosody LETS IN somebody without a token"]


def test_another_key_on_the_two_sides_is_named(meet: JitsiMeet) -> None:
    meet.prosody = replace(meet.prosody, secret=b"another key, thirty-two bytes long")
    assert any("refuses our own token" in fault for fault in faults())


def test_a_guest_host_is_named(meet: JitsiMeet) -> None:
    meet.guests = True
    assert faults() == ["guest.meet.example.in lets in without a token: switch it off"]


def test_missing_reservations_are_named(meet: JitsiMeet) -> None:
    meet.reservations = ""
    assert faults() == [
        "a room that nobody reserved OPENS: mod_reservations is missing or asks elsewhere"
    ]


def test_nobody_at_the_door_is_named(meet: JitsiMeet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "JITSI", (a_deployment(url="http://127.0.0.1:9"),))
    found = faults()
    assert found[0] == "external_api.js is not there (answer none)"
    assert "were not examined" in found[1]


def test_our_own_end_that_is_not_reached_is_named(
    meet: JitsiMeet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ORIGIN", "http://127.0.0.1:9")
    assert [fault for fault in faults() if "nothing" in fault]


def test_an_address_that_no_deployment_has_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    from mulakat.cli import main

    with pytest.raises(SystemExit) as done:
        main(["doctor", "jitsi", "https://unknown.example.in"])
    assert done.value.code == 1
    assert "names no deployment" in capsys.readouterr().out
