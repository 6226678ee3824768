""" "Ask them to look again": once, within `policy.second_look_days`, and another officer answers.

The refusal stands until then. The answer is given by `deciding.approve` or `refuse`; whoever
refused is told "same_officer" there.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from mulakat.audit.models import record
from mulakat.prisons.models import Prison
from mulakat.visits import telling
from mulakat.visits.acting import held, stop_if
from mulakat.visits.models import SecondLook, Status, Visit
from mulakat.visits.rules import Obstacle

LONGEST = 300


@transaction.atomic
def ask(*, visit: Visit, text: str, now: datetime) -> SecondLook:
    """The visitor asks for a second look at a refusal he has read.

    Raises `CannotAct` with all of: not_refused, asked_before, too_late, no_text, text_too_long.
    """
    own = held(visit.pk)
    text = text.strip()
    stop_if([*reasons_not_to_ask(own, now), *_wrong_text(text)])
    decision = own.decision
    look = SecondLook.objects.create(
        visit=own, text={"text": text}, at=now, refused_by=decision.by if decision else None
    )
    own.answer_by = now + timedelta(hours=own.prison.policy.answer_within_hours)
    own.save(update_fields=["answer_by"])
    record("visit.second_look_asked", actor="visitor", subject=own.subject)
    telling.second_look_asked(visit=own, now=now)
    return look


def reasons_not_to_ask(visit: Visit, now: datetime) -> list[Obstacle]:
    """Whether it can be asked for at all; as the visitor sees it, before the answer is shown
    there is nothing to look at again."""
    if visit.status_shown(now) != Status.REFUSED:
        return [Obstacle("not_refused")]
    reasons = []
    if SecondLook.objects.filter(visit=visit).exists():
        reasons.append(Obstacle("asked_before"))
    if now > open_until(visit):
        reasons.append(Obstacle("too_late", {"until": open_until(visit)}))
    return reasons


def open_until(visit: Visit) -> datetime:
    """Until when a second look may be asked for."""
    decision = visit.decision
    shown = visit.answer_shown_at or (decision.at if decision else visit.created_at)
    until: datetime = shown + timedelta(days=visit.prison.policy.second_look_days)
    return until


def waiting(prison: Prison) -> QuerySet[Visit]:
    """Refused visits that another officer has to look at, nearest deadline first."""
    visits: QuerySet[Visit] = Visit.objects.filter(
        prison=prison, status=Status.REFUSED, second_look__answered_at=None,
        second_look__isnull=False,
    )  # fmt: skip
    return visits.select_related("second_look").order_by("answer_by", "id")


def _wrong_text(text: str) -> list[Obstacle]:
    if not text:
        return [Obstacle("no_text")]
    return [Obstacle("text_too_long", {"most": LONGEST})] if len(text) > LONGEST else []
