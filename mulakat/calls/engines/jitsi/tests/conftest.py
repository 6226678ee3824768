"""A visit of a prison that meets at Jitsi: let in, its officer at the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.calls.engines.jitsi import entering, presence
from mulakat.calls.engines.jitsi.models import Meeting, Pass
from mulakat.calls.engines.jitsi.presence import Heard
from mulakat.calls.engines.jitsi.tests.deployments import a_deployment
from mulakat.calls.models import Call, Side
from mulakat.calls.tests.rooms import a_call, a_page, a_watcher
from mulakat.visits.models import Visit
from tests import world

HOST = "meet.example.in"


@dataclass
class Met:
    """The visit, its call, and what Jitsi's server would say of it."""

    visit: Visit
    call: Call
    officer: User

    @property
    def meeting(self) -> Meeting:
        return Meeting.objects.get(call=self.call)

    def identity(self, side: Side) -> str:
        return {
            Side.VISITOR: "visitor:1",
            Side.TERMINAL: "terminal:1",
            Side.OFFICER: self.officer.actor,
        }[side]

    def enter(self, side: Side, way: str = "page", **values: Any) -> str:
        given = {"identity": self.identity(side), "language": "en", "now": clock.now(), **values}
        return entering.enter(call=self.call, side=side, way=way, **given)

    def ticket(self, side: Side) -> str:
        return self.enter(side).partition("#")[2]

    def token(self, side: Side) -> Pass:
        """Through the page, up to the token."""
        opened = entering.redeem(ticket=self.ticket(side), now=clock.now())
        assert opened is not None
        return self.meeting.passes.filter(side=side).order_by("pk").last()  # type: ignore[return-value]

    def heard(self, holder: Pass, at: datetime | None = None, **values: Any) -> Heard:
        at = (at or clock.now()).replace(microsecond=0)
        given = {"room": self.meeting.room, "occupant": holder.occupant, "at": at}
        return Heard(**{**given, "address": f"{holder.pk}@meet.example.in/a", **values})

    def join(self, holder: Pass, at: datetime | None = None, **values: Any) -> None:
        now = at or clock.now()
        presence.joined(heard=self.heard(holder, now, **values), host=HOST, now=now)

    def leave(self, holder: Pass, at: datetime | None = None, **values: Any) -> None:
        now = at or clock.now()
        presence.left(heard=self.heard(holder, now, **values), host=HOST, now=now)

    def come(self, side: Side, at: datetime | None = None) -> Pass:
        holder = self.token(side)
        self.join(holder, at)
        return holder


@pytest.fixture
def jitsi(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "JITSI", (a_deployment(),))
    monkeypatch.setattr(settings, "MEETING_ORIGIN", "https://call.example.org")
    monkeypatch.setattr(settings, "MEETING_HOST", "call.example.org")
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["*"])


@pytest.fixture
def met(jitsi: None, db: None) -> Met:
    return a_met_visit()


def a_met_visit(**overrides: Any) -> Met:
    prison = world.a_prison(overrides={"notice_hours": 0, "call_engine": "jitsi", **overrides})
    visit = world.an_approved_visit(prison)
    officer = world.an_officer(prison)
    call = a_call(
        visit, admitted_at=clock.now(), admitted_by=officer, admitted_identity="visitor:1"
    )
    for side in (Side.VISITOR, Side.TERMINAL):
        a_page(call, side)
    a_watcher(call, officer)
    return Met(visit, call, officer)
