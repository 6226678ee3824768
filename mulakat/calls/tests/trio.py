"""Visitor, officer and terminal of one visit, as three pages at a live server."""

from dataclasses import dataclass
from typing import Any

from mulakat.accounts.models import User
from mulakat.calls.models import Call
from mulakat.visits.models import Visit
from tests.live import (
    LiveServer,
    OfficerPage,
    TerminalPage,
    VisitorPage,
    a_terminal_page,
    a_visitor_page,
    an_officer_page,
    until,
)
from tests.world import a_prison, an_approved_visit, an_officer

OFFER = {"kind": "offer", "leg": "visitor", "sdp": "v=0\r\n"}
ANSWER = {"kind": "answer", "leg": "visitor", "sdp": "v=0\r\n"}


@dataclass
class Trio:
    visit: Visit
    by: User
    visitor: VisitorPage
    officer: OfficerPage
    terminal: TerminalPage

    @property
    def call(self) -> Call:
        return Call.objects.get(visit=self.visit)

    def admit(self) -> None:
        """Choose, watch, let in: the call is live."""
        self.officer.say("choose", visit=str(self.visit.uid))
        until(lambda: self.officer.state.get("may_admit"), "the officer may admit")
        self.officer.say("admit", visit=str(self.visit.uid))
        until(lambda: self.terminal.state["mode"] == "live", "the call is live")


def a_trio(server: LiveServer, beside: LiveServer | None = None, **visit_values: Any) -> Trio:
    """Connected; nobody let in. `beside`: another server, for visitor and officer."""
    prison = a_prison()
    by = an_officer(prison)
    visit = an_approved_visit(prison, **visit_values)
    assert visit.terminal
    other = beside or server
    return Trio(
        visit=visit,
        by=by,
        terminal=a_terminal_page(server, visit.terminal).open().ready(),
        visitor=a_visitor_page(other, visit).open().ready(),
        officer=an_officer_page(other, by).open().ready(),
    )
