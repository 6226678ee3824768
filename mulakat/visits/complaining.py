"""What went wrong, as the family tells it: sealed, numbered, answered by a named day.

A complaint about money or about how somebody was treated goes past the prison: those it is
about must not be the ones who read it first.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mulakat import ids
from mulakat.audit.models import record
from mulakat.visits import telling
from mulakat.visits.acting import held, stop_if
from mulakat.visits.models import Complaint, Visit
from mulakat.visits.rules import Obstacle

LETTERS = 1000
A_DAY = 3  # about one visit; the same again is a call to the helpline
CAUSES: Mapping[str, Promise] = {
    "money": _("Someone asked for money"),
    "no_answer": _("No answer came"),
    "rude": _("Someone was rude"),
    "broke": _("The call broke off"),
    "reason": _("The reason is wrong"),
    "other": _("Something else"),
}
PAST_THE_PRISON = frozenset({"money", "rude"})


@transaction.atomic
def complain(*, visit: Visit, cause: str, text: str, language: str, now: datetime) -> Complaint:
    """Keep a complaint and tell its number.

    Raises `CannotAct`: no_cause, no_text, text_long, too_many.
    """
    own = held(visit.pk)
    text = text.strip()
    stop_if(_reasons_not_to_complain(own, cause, text, now))
    complaint = Complaint.objects.create(
        number=_number(),
        visit=own,
        prison=own.prison,
        cause=cause,
        text={"text": text},
        language=language,
        at=now,
        answer_by=now + timedelta(days=own.prison.policy.complaint_days),
        past_the_prison=cause in PAST_THE_PRISON,
    )
    record("complaint.made", actor="visitor", subject=own.subject, complaint=complaint.pk)
    telling.complaint_received(visit=own, complaint=complaint, now=now)
    return complaint


def _reasons_not_to_complain(visit: Visit, cause: str, text: str, now: datetime) -> list[Obstacle]:
    reasons = []
    if cause not in CAUSES:
        reasons.append(Obstacle("no_cause"))
    if not text:
        reasons.append(Obstacle("no_text"))
    if len(text) > LETTERS:
        reasons.append(Obstacle("text_long", {"most": LETTERS}))
    if visit.complaints.filter(at__gt=now - timedelta(days=1)).count() >= A_DAY:
        reasons.append(Obstacle("too_many", {"most": A_DAY}))
    return reasons


def _number() -> str:
    """C-7KXM4Q2P: 40 random bits, read aloud without mistakes."""
    return "C-" + "".join(ids.READABLE[ids.below(len(ids.READABLE))] for _ in range(8))
