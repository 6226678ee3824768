"""The jail answers a request: approve it with a time and a place, or refuse it.

One request has one decision that stands. Whoever comes second is told who decided, when and
what. The cells, the decision, the history and the messages stand in one transaction: all or
nothing. Nothing leaves before the seconds of undo are over (visits/undoing.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.people.models import Contact, Inmate
from mulakat.prisons.models import Terminal, Window
from mulakat.schedule.models import Kind
from mulakat.schedule.turns import take_turn
from mulakat.visits import cancelling, clear, known, open_ends, placing, rules, telling
from mulakat.visits.models import Decision, Purpose, Status, Visit
from mulakat.visits.placing import CannotDecide
from mulakat.visits.proofs import codes, proving
from mulakat.visits.rules import Obstacle
from mulakat.visits.undoing import CannotUndo, remember, undo, undo_time
from mulakat.visits.words import reasons

__all__ = [
    "CannotDecide",
    "CannotUndo",
    "Result",
    "approve",
    "approve_clear",
    "confirm_known",
    "refuse",
    "shown_at",
    "told_of",
    "undo",
]


@transaction.atomic
def approve(
    *,
    visit_id: int,
    by: User | None,
    inmate: Inmate,
    basis: str,
    starts_at: datetime,
    minutes: int,
    terminal: Terminal | None = None,
    window: Window | None = None,
    consent_asked_by: str = "",
    consent_asked_at: datetime | None = None,
    contact: Contact | None = None,
    case_number: str = "",
    note: str = "",
    overruled: Iterable[str] = (),
    seconded_by: User | None = None,
    recorded_by: User | None = None,
    take_from: str = "",
    now: datetime,
) -> Visit:
    """Give the visit its time and place and tell the visitor; `CannotDecide` if it may not be.

    `contact` is the entry of the inmate's list the officer points at, when the phone differs.
    `overruled` are the keys of checks that said no and do not stop this officer. `by` is empty
    where the rules alone approve, and where a visitor accepts what an officer has recorded
    (`recorded_by`); it is then told at once. `take_from` holds the cells that become the
    visit's ("offer:3"); else those it holds itself, or new ones.
    """
    visit = _locked(visit_id)
    take_turn(visit.prison)  # a closure waits for us, or we see it
    decision = Decision(
        visit=visit, at=now, by=by, approved=True, note=note, consent_asked_by=consent_asked_by,
        consent_asked_at=consent_asked_at, case_number=case_number, overruled=list(overruled),
        seconded_by=seconded_by,
    )  # fmt: skip
    before = remember(visit)
    visit.inmate, visit.basis = inmate, basis
    visit.starts_at, visit.minutes = starts_at, minutes
    visit.terminal, visit.window = terminal, window
    visit.answer_shown_at = now + undo_time(visit) if by else now
    _stop_if(rules.reasons_not_to_approve(visit, decision, contact=contact, now=now))
    decision.by = by or recorded_by
    placing.take(visit, inmate, take_from=take_from, now=now)
    _answer(visit, decision, Status.APPROVED, before, now)
    actor = by.actor if by else ("visitor" if take_from else "rules")
    _record_approval(visit, decision, actor)
    telling.approved(visit=visit, now=now, pin=_pin(visit, now))
    return visit


@transaction.atomic
def refuse(
    *,
    visit_id: int,
    by: User,
    reason: str,
    note: str = "",
    inmate: Inmate | None = None,
    now: datetime,
) -> Visit:
    """Refuse with a coded reason; `inmate` is the person found, if one was.

    What the visitor is told, and from when, follows from reasons.py alone.
    """
    visit = _locked(visit_id)
    _stop_if(rules.reasons_not_to_refuse(visit, by=by, reason=reason, inmate=inmate))
    before = remember(visit)
    told = told_of(visit=visit, reason=reason, inmate=inmate)
    visit.inmate = inmate
    visit.basis = ""
    visit.answer_shown_at = shown_at(visit=visit, told=told, now=now)
    decision = Decision(
        visit=visit, at=now, by=by, approved=False, reason=reason, told=told, note=note
    )
    placing.give_up(visit)
    _answer(visit, decision, Status.REFUSED, before, now)
    record("visit.refused", actor=by.actor, subject=visit.subject, reason=reason, told=told)
    telling.refused(visit=visit, now=now)
    return visit


@dataclass(frozen=True)
class Result:
    """What became of one of many: approved if there are no `reasons`."""

    visit_id: int
    reasons: tuple[Obstacle, ...] = ()


def approve_clear(*, visit_ids: Iterable[int], by: User, now: datetime) -> list[Result]:
    """Approve what nothing speaks against, each on its own and each in the history.

    A request is clear if its visitor is known to exactly the person asked for, a place is free
    at one of the times asked for, and no check says "look" or "stop" (visits/clear.py).
    """
    return [Result(pk, tuple(clear.approve(visit_id=pk, by=by, now=now))) for pk in visit_ids]


def confirm_known(*, visit: Visit, now: datetime) -> list[Obstacle]:
    """Approve a held time of a known visitor by the rules alone, where the policy wants it.

    Called after the OTP; returns why it was left to an officer, or nothing if it is approved.
    """
    return clear.confirm(visit_id=visit.pk, now=now)


def told_of(*, visit: Visit, reason: str, inmate: Inmate | None) -> str:
    """The code this visitor would be told: the truth for one known to the inmate, else R-90."""
    if reason in reasons.OF_THE_PHONE and proving.is_by_mail(visit):
        return reasons.NEUTRAL
    return reasons.told(reason, is_known=known.may_learn(visit, inmate, reason))


def shown_at(*, visit: Visit, told: str, now: datetime) -> datetime:
    """From when the visitor may see a refusal that tells `told`: after the seconds of undo,
    a neutral one at the full hour that follows them, like all others."""
    prison = visit.prison
    hourly = prison.policy.refusals_released_hourly
    ends = now + undo_time(visit)
    return reasons.shown_at(told, hourly=hourly, zone=prison.zone, now=ends)


def _locked(visit_id: int) -> Visit:
    """The visit, held until the transaction ends; SQLite has one writer and needs no lock."""
    visits = Visit.objects.select_related("prison__state", "visitor_code")
    visits = visits.prefetch_related("persons")
    visit: Visit = visits.select_for_update(of=("self",)).get(pk=visit_id)
    return visit


def _stop_if(obstacles: list[Obstacle]) -> None:
    if obstacles:
        raise CannotDecide(obstacles)


def _answer(
    visit: Visit, decision: Decision, status: Status, before: dict[str, Any], now: datetime
) -> None:
    """Write status and decision if the request still waits; one decision stands at a time."""
    fields = ("inmate", "basis", "starts_at", "minutes", "terminal", "window", "answer_shown_at")
    values = {field: getattr(visit, field) for field in fields}
    values["details"] = visit.details = {**visit.details, "before": before}
    waiting = Visit.objects.filter(pk=visit.pk, status=visit.status)
    look = rules.second_look(visit)
    if not waiting.update(status=status, **values):
        raise CannotDecide(rules.already_answered(_locked(visit.pk)))
    visit.decisions.filter(superseded_at=None).update(superseded_at=now)
    if look is not None:
        look.answered_at = now
        look.save(update_fields=["answered_at"])
    visit.status = status
    decision.save(force_insert=True)
    open_ends.close(visit, now)
    cancelling.take_back_messages(visit, now, ("question", "waitlisted"))  # put off for the night


def _record_approval(visit: Visit, decision: Decision, actor: str) -> None:
    assert visit.starts_at is not None
    facts: dict[str, Any] = {"basis": visit.basis, "inmate": visit.inmate_id}
    facts |= {"starts_at": visit.starts_at.isoformat()}
    if decision.overruled:
        facts["overruled"] = decision.overruled
    if decision.seconded_by_id:
        facts["seconded_by"] = decision.seconded_by_id
    record("visit.approved", actor=actor, subject=visit.subject, **facts)


def _pin(visit: Visit, now: datetime) -> str | None:
    """A PIN that comes with the approval, where the policy wants one."""
    policy = visit.prison.policy
    if visit.kind != Kind.VIDEO or policy.pin_delivery != "approval":
        return None
    lifetime = visit.closes_at - now
    return codes.issue(
        visit=visit, purpose=Purpose.PIN, now=now, digits=policy.pin_digits, lifetime=lifetime
    )
