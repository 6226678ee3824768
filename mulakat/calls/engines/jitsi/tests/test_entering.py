"""Who gets into a meeting: let in, the officer first, one ticket, one token."""

from datetime import timedelta

import pytest
from django.conf import settings

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.calls import supervision
from mulakat.calls.engines import choice
from mulakat.calls.engines.jitsi import entering, links, standing
from mulakat.calls.engines.jitsi.entering import CannotMeet
from mulakat.calls.engines.jitsi.models import Meeting
from mulakat.calls.engines.jitsi.tests.conftest import Met, a_met_visit
from mulakat.calls.engines.jitsi.tests.deployments import a_deployment
from mulakat.calls.models import Call, Participant, Side
from mulakat.prisons.models import Prison
from mulakat.visits.models import Basis, Visit

TOKEN = "header.payload.signature"


def why_not(met: Met, side: Side, **values: str) -> list[str]:
    with pytest.raises(CannotMeet) as cannot:
        met.enter(side, **values)
    return cannot.value.reasons


def test_the_officer_enters_first_and_then_the_others(met: Met) -> None:
    assert why_not(met, Side.VISITOR) == ["officer_first"]
    assert why_not(met, Side.TERMINAL) == ["officer_first"]
    met.come(Side.OFFICER)
    assert met.enter(Side.VISITOR) and met.enter(Side.TERMINAL)


def test_an_officer_who_has_only_a_token_is_not_in(met: Met) -> None:
    met.token(Side.OFFICER)
    assert why_not(met, Side.VISITOR) == ["officer_first"]


def test_nobody_enters_before_an_officer_has_let_in(met: Met) -> None:
    Call.objects.update(admitted_at=None, admitted_identity="")
    assert why_not(met, Side.OFFICER) == ["not_admitted"]
    assert why_not(met, Side.VISITOR) == ["not_admitted", "not_yours", "officer_first"]


def test_nobody_enters_after_the_end(met: Met) -> None:
    met.come(Side.OFFICER)
    supervision.end(call=met.call, by=met.officer.actor, reason="finished", now=clock.now())
    for side in Side:
        assert why_not(met, side) == ["over"]


def test_nobody_enters_while_the_officer_has_paused(met: Met) -> None:
    Call.objects.update(paused_at=clock.now())
    assert why_not(met, Side.OFFICER) == ["paused"]


def test_another_browser_of_the_visitor_is_looked_at_first(met: Met) -> None:
    met.come(Side.OFFICER)
    assert "not_yours" in why_not(met, Side.VISITOR, identity="join:99")
    assert "not_yours" in why_not(met, Side.OFFICER, identity="staff:99999")
    assert "not_yours" in why_not(met, Side.TERMINAL, identity="device:99")


def test_a_prison_with_the_engine_of_its_own_has_no_meetings(met: Met) -> None:
    Prison.objects.update(overrides={})
    assert why_not(met, Side.OFFICER) == ["not_jitsi"]


def test_a_legal_visit_stays_with_the_engine_that_can_leave_the_officer_unheard(met: Met) -> None:
    Visit.objects.update(basis=Basis.LEGAL)
    assert choice.engine_of(Visit.objects.get()) == "peer"
    assert why_not(met, Side.OFFICER) == ["not_jitsi"]


def test_without_a_deployment_it_says_so(met: Met, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "JITSI", (a_deployment(states=(31000,)),))
    assert why_not(met, Side.OFFICER) == ["unset"]


def test_the_closest_deployment_is_the_prisons(met: Met, monkeypatch: pytest.MonkeyPatch) -> None:
    prison = met.visit.prison
    number = f"{prison.state.number}/{prison.number}"
    every = a_deployment(url="https://all.example.in")
    state = a_deployment(url="https://state.example.in", states=(prison.state.number,))
    own = a_deployment(url="https://own.example.in", prisons=(number,))
    for rows, host in [
        ((every,), "all"),
        ((every, state), "state"),
        ((own, every, state), "own"),
    ]:
        monkeypatch.setattr(settings, "JITSI", rows)
        found = entering.deployment_of(prison)
        assert found and found.host == f"{host}.example.in"


def test_a_room_is_random_and_one_for_each_call(met: Met) -> None:
    met.come(Side.OFFICER)
    met.enter(Side.VISITOR)
    other = a_met_visit()
    other.enter(Side.OFFICER)
    rooms = list(Meeting.objects.values_list("room", flat=True))
    assert len(set(rooms)) == 2
    for room in rooms:
        assert len(bytes.fromhex(room)) == 16 and room == room.lower()


def test_a_ticket_opens_once_and_for_a_minute(met: Met) -> None:
    ticket = met.ticket(Side.OFFICER)
    assert entering.redeem(ticket=ticket, now=clock.now() + timedelta(seconds=61)) is None
    assert entering.redeem(ticket=ticket, now=clock.now() + timedelta(seconds=59))
    assert entering.redeem(ticket=ticket, now=clock.now()) is None
    assert entering.redeem(ticket="", now=clock.now()) is None
    assert entering.redeem(ticket="guessed", now=clock.now()) is None


def test_a_second_click_makes_the_first_ticket_worthless(met: Met) -> None:
    first, second = met.ticket(Side.OFFICER), met.ticket(Side.OFFICER)
    assert entering.redeem(ticket=first, now=clock.now()) is None
    assert entering.redeem(ticket=second, now=clock.now())


def test_a_ticket_is_worthless_once_the_officer_has_left(met: Met) -> None:
    officer = met.come(Side.OFFICER)
    ticket = met.ticket(Side.VISITOR)
    met.leave(officer)
    assert entering.redeem(ticket=ticket, now=clock.now()) is None


def test_the_ticket_stands_behind_the_hash_and_nowhere_in_the_database(met: Met) -> None:
    address = met.enter(Side.OFFICER, language="bn")
    before, _hash, ticket = address.partition("#")
    prison = met.visit.prison
    assert before == (
        f"https://call.example.org/meeting/{prison.state.number}/{prison.number}/?lang=bn"
    )
    assert len(ticket) == 22
    assert ticket not in str(list(met.meeting.passes.values()))


def test_every_token_is_in_the_history_without_its_text(met: Met) -> None:
    met.token(Side.OFFICER)
    event = Event.objects.get(name="meeting.token_minted")
    assert event.actor == met.officer.actor
    assert event.subject == met.visit.subject
    assert event.data == {"side": "officer"}


def test_the_app_opens_with_a_token_at_once_where_the_prison_wants_it(met: Met) -> None:
    met.come(Side.OFFICER)
    assert met.enter(Side.VISITOR, "android").startswith("intent://meet.example.in/")
    assert met.enter(Side.VISITOR, "ios").startswith("org.jitsi.meet://meet.example.in/")
    assert why_not(met, Side.TERMINAL, way="android") == ["other_way"]
    Prison.objects.update(overrides={"call_engine": "jitsi", "jitsi_app": False})
    assert why_not(met, Side.VISITOR, way="ios") == ["other_way"]


def test_the_links_of_the_app_letter_for_letter() -> None:
    deployment, room = a_deployment(url="https://meet.example.in:8443"), "0f" * 16
    assert links.android(deployment, room, TOKEN) == (
        "intent://meet.example.in:8443/0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f?jwt=header.payload.signature"
        "#Intent;scheme=org.jitsi.meet;package=org.jitsi.meet;end"
    )
    assert links.ios(deployment, room, TOKEN, audio_only=False) == (
        "org.jitsi.meet://meet.example.in:8443/0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"
        "?jwt=header.payload.signature"
    )
    assert links.ios(deployment, room, TOKEN, audio_only=True) == (
        "org.jitsi.meet://meet.example.in:8443/0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"
        "?jwt=header.payload.signature#config.startAudioOnly=true"
    )


def test_a_page_is_told_to_leave_with_every_reason(met: Met) -> None:
    officer = met.come(Side.OFFICER)
    opened = entering.redeem(ticket=met.ticket(Side.TERMINAL), now=clock.now())
    assert opened

    def why() -> list[str]:
        found = standing.of(key=opened.key, now=clock.now())
        assert found
        return found.why

    Participant.objects.filter(side=Side.TERMINAL).delete()  # its own page has become this one
    assert why() == []
    met.leave(officer)
    assert why() == ["unwatched"]
    Call.objects.update(paused_at=clock.now())
    assert why() == ["paused", "unwatched"]
    supervision.end(call=met.call, by="system", reason="time", now=clock.now())
    assert why() == ["over"]
    assert standing.of(key="guessed", now=clock.now()) is None


def test_who_opens_the_meeting_again_takes_it_over(met: Met) -> None:
    first = entering.redeem(ticket=met.ticket(Side.OFFICER), now=clock.now())
    met.token(Side.OFFICER)
    assert first
    found = standing.of(key=first.key, now=clock.now())
    assert found and found.why == ["replaced"]
