"""What is due now? The jobs without a message, each a function that is called with `now=`.

A sweep looks at the state of things and brings it forward; it may run twice, late, or in
several workers at once. To add one: a line here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Sweep:
    """One job: where its function stands ("module:function") and how often it is due."""

    where: str
    every: float  # seconds

    @property
    def name(self) -> str:
        return self.where.partition(":")[2]

    def load(self) -> Callable[..., Any]:
        module, _colon, name = self.where.partition(":")
        function: Callable[..., Any] = getattr(import_module(module), name)
        return function


SWEEPS: list[Sweep] = [
    Sweep("mulakat.visits.proofs.join_codes:send_wanted", 0.3),
    Sweep("mulakat.visits.joining:forget_expired", 600),
    Sweep("mulakat.visits.proofs.phone_codes:send_wanted", 0.3),
    Sweep("mulakat.visits.proofs.phone_codes:forget_expired", 600),
    Sweep("mulakat.calls.minutes:close_overdue", 1),
    Sweep("mulakat.calls.engines.jitsi.presence:run_clocks", 1),
    Sweep("mulakat.schedule.holding:forget_holds", 30),
    Sweep("mulakat.visits.requesting:forget_unconfirmed", 60),
    Sweep("mulakat.visits.asking:expire_questions", 60),
    Sweep("mulakat.visits.offering:expire_offers", 30),
    Sweep("mulakat.visits.waiting:offer_freed", 60),
    Sweep("mulakat.visits.lapsing:remind_and_lapse", 60),
    Sweep("mulakat.visits.reminding:send_reminders", 60),
    Sweep("mulakat.visits.ending:end_physical", 60),
    Sweep("mulakat.visits.making_up:make_up", 30),
    Sweep("mulakat.portals.visitor.book.drafts:forget_drafts", 60),
]
