"""The answer to a complaint: by its prison, or past it by those who stand above the prison.

Those a complaint is about never read it first, and never answer it (visits/complaining.py).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from mulakat.accounts.models import Role, User
from mulakat.audit.models import record
from mulakat.prisons.models import Prison
from mulakat.visits import telling
from mulakat.visits.acting import stop_if
from mulakat.visits.models import Complaint, Visit
from mulakat.visits.rules import Obstacle

LONGEST = 1000
OF_THE_PRISON = (Role.APPROVER, Role.ADMIN, Role.SUPERIOR)
PAST_THE_PRISON = (Role.SUPERIOR,)


def roles_for(complaint: Complaint) -> tuple[Role, ...]:
    """Who may read and answer it."""
    return PAST_THE_PRISON if complaint.past_the_prison else OF_THE_PRISON


@transaction.atomic
def answer(*, complaint_id: int, prison: Prison, by: User, text: str, now: datetime) -> Complaint:
    """Answer once and tell the family.

    Raises `CannotAct`: not_your_prison, same_officer, already_answered, no_answer, text_long.
    """
    rows = Complaint.objects.select_related("visit__prison__state")
    complaint = rows.select_for_update(of=("self",)).get(pk=complaint_id, prison=prison)
    text = text.strip()
    reasons = []
    if not by.has_role(prison, *roles_for(complaint)):
        reasons.append(Obstacle("not_your_prison"))
    if complaint.visit and _has_decided(by, complaint.visit):
        reasons.append(Obstacle("same_officer"))
    if complaint.answered_at is not None:
        reasons.append(Obstacle("already_answered"))
    if not text:
        reasons.append(Obstacle("no_answer"))
    if len(text) > LONGEST:
        reasons.append(Obstacle("text_long", {"most": LONGEST}))
    stop_if(reasons)
    complaint.answer, complaint.answered_at, complaint.answered_by = {"text": text}, now, by
    complaint.save(update_fields=["answer", "answered_at", "answered_by"])
    subject = complaint.visit.subject if complaint.visit else f"complaint:{complaint.pk}"
    record("complaint.answered", actor=by.actor, subject=subject, complaint=complaint.pk)
    if complaint.visit:
        telling.complaint_answered(visit=complaint.visit, complaint=complaint, now=now)
    return complaint


def _has_decided(by: User, visit: Visit) -> bool:
    """He wrote, seconded or proposed an answer to this visit, also one that stands no more, or
    wrote the request for the family: the complaint may be about him."""
    decided = visit.decisions.filter(Q(by=by) | Q(seconded_by=by)).exists()
    return decided or visit.proposals.filter(by=by).exists() or visit.assisted_by_id == by.pk
