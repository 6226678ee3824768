"""An approval that two officers make: one proposes, another agrees or not.

Where the rules want it (the check "second" of visits/checks.py), the first officer writes down
what he would approve; nothing is taken and nobody is told before a second one agrees. Then it
is approved, if it still can be.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from mulakat.accounts.models import Role, User
from mulakat.audit.models import record
from mulakat.visits import rules, wanted
from mulakat.visits.acting import held, stop_if
from mulakat.visits.models import Proposal, Visit
from mulakat.visits.rules import Obstacle


@transaction.atomic
def propose(*, visit_id: int, by: User, now: datetime, **arguments: Any) -> Proposal:
    """Write down what this officer would approve: the arguments of `deciding.approve`.

    Raises `CannotAct`: not_your_prison, already_approved, already_refused, not_waiting,
    already_proposed.
    """
    visit = held(visit_id)
    reasons = rules.already_answered(visit)
    if not by.has_role(visit.prison, Role.APPROVER):
        reasons.append(Obstacle("not_your_prison"))
    if visit.proposals.filter(answered_at=None).exists():
        reasons.append(Obstacle("already_proposed"))
    stop_if(reasons)
    proposal = Proposal.objects.create(visit=visit, by=by, at=now, wanted=wanted.write(**arguments))
    record("visit.proposed", actor=by.actor, subject=visit.subject, proposal=proposal.pk)
    return proposal


@transaction.atomic
def agree(*, visit_id: int, by: User, now: datetime) -> Visit:
    """A second officer agrees, and the visit is approved as it was proposed.

    Raises `CannotAct` (no_proposal, same_officer, own_request, not_your_prison), or
    `CannotDecide` with what stands in the way by now; the proposal then stays open.
    """
    from mulakat.visits import deciding

    proposal = _open(visit_id, by)
    arguments = wanted.read(proposal.wanted)
    _close(proposal, by, now, agreed=True)
    return deciding.approve(visit_id=visit_id, by=proposal.by, seconded_by=by, now=now, **arguments)


@transaction.atomic
def disagree(*, visit_id: int, by: User, note: str = "", now: datetime) -> Proposal:
    """A second officer does not agree: the request waits as before. Raises `CannotAct`."""
    proposal = _open(visit_id, by)
    _close(proposal, by, now, agreed=False)
    record("proposal.declined", actor=by.actor, subject=proposal.visit.subject, note=bool(note))
    return proposal


def _open(visit_id: int, by: User) -> Proposal:
    """The proposal that waits, its visit locked; whoever made it cannot be the second."""
    visit = held(visit_id)
    proposal = visit.proposals.filter(answered_at=None).select_related("by").first()
    if proposal is None:
        stop_if([Obstacle("no_proposal")])
    assert proposal is not None
    reasons = []
    if proposal.by_id == by.pk:
        reasons.append(Obstacle("same_officer"))
    if visit.assisted_by_id == by.pk:
        reasons.append(Obstacle("own_request"))
    if not by.has_role(visit.prison, Role.APPROVER, Role.SUPERIOR):
        reasons.append(Obstacle("not_your_prison"))
    stop_if(reasons)
    proposal.visit = visit
    return proposal


def _close(proposal: Proposal, by: User, now: datetime, *, agreed: bool) -> None:
    proposal.answered_by, proposal.answered_at, proposal.agreed = by, now, agreed
    proposal.save(update_fields=["answered_by", "answered_at", "agreed"])
