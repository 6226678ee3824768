"""Another time for a request: its place is kept until the visitor says yes, no, or nothing.

    requested, waitlisted, lapsed --offer--> offered --accept--> approved (or requested, below)
                     ^                          |
                     '---- decline, expiry -----'

An offer tells a stranger as much as an approval does. So one that rests on the person inside
goes to a visitor known to him, or carries in `wanted` the basis that an approval would need
(docs/adr/0007-answers.md); accepted, it is an approval at once. Without a basis it only moves
the request to a time that is kept for it: for the known, and for all alike where a closure
takes the times away (cause MOVED).
"""

from collections.abc import Iterable
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from mulakat.accounts.models import Role, User
from mulakat.audit.models import record
from mulakat.people.models import Inmate
from mulakat.prisons.models import Terminal, Window
from mulakat.schedule import places
from mulakat.schedule.turns import take_turn
from mulakat.visits import cancelling, known, placing, rules, telling
from mulakat.visits import wanted as wanting
from mulakat.visits.acting import CannotAct, stop_if
from mulakat.visits.models import Decision, Offer, Status, Visit
from mulakat.visits.placing import CannotDecide
from mulakat.visits.rules import Obstacle
from mulakat.visits.told.queue import after_night

OFFERABLE = (Status.REQUESTED, Status.WAITLISTED, Status.LAPSED)
LEAST = timedelta(hours=1)  # an offer nobody could answer in time is none


@transaction.atomic
def offer(
    *,
    visit_id: int,
    by: User | None,
    cause: str,
    starts_at: datetime,
    minutes: int,
    terminal: Terminal | None = None,
    window: Window | None = None,
    wanted: wanting.Wanted | None = None,
    inmate: Inmate | None = None,
    now: datetime,
) -> Offer:
    """Keep the place for the visitor and ask him; `by` is empty for the waiting list's sweep.

    `wanted`: the basis of an approval, as visits/wanted.py writes it (inmate, basis, consent or
    case); the time and place are added here. `inmate`: whom the visitor would be known to,
    where there is no basis. Raises `CannotAct` with all of `reasons_not_to_offer`, or with whose
    place it is.
    """
    visit = _held(visit_id)
    take_turn(visit.prison)
    given = {**(wanted or {}), **({"inmate": inmate.pk} if inmate and not wanted else {})}
    made = Offer(
        visit=visit, cause=cause, starts_at=starts_at, minutes=minutes, terminal=terminal,
        window=window, at=now, by=by, answer_by=answer_by(visit, starts_at, now), wanted=given,
    )  # fmt: skip
    stop_if(reasons_not_to_offer(made, now))
    made.save(force_insert=True)
    _keep_place(made, now)
    visit.details["offered_from"] = visit.status
    visit.status = Status.OFFERED
    visit.save(update_fields=["status", "details"])
    record(
        "offer.made", actor=by.actor if by else "system", subject=visit.subject, offer=made.pk,
        cause=cause, starts_at=starts_at.isoformat(), basis=given.get("basis", ""),
    )  # fmt: skip
    telling.offered(visit=visit, offer=made, now=now)
    return made


@transaction.atomic
def accept(*, offer: Offer, now: datetime) -> Visit:
    """The visitor says yes: approved on the recorded basis, or the time is kept for the request.

    The place is his already. If the visit is no longer possible (the inmate has left, a
    closure), the request goes back to the prison, and `Visit.status` says so. Raises
    `CannotAct`: offer_over.
    """
    visit, own = _in_time(offer, now)
    record("offer.accepted", actor="visitor", subject=visit.subject, offer=own.pk)
    if "basis" not in own.wanted or not _approve(visit, own, now):
        _keep_for_request(visit, own, now)
    own.answer, own.answered_at = Offer.Answer.ACCEPTED, now
    own.save(update_fields=["answer", "answered_at"])
    visit.refresh_from_db()
    return visit


@transaction.atomic
def decline(*, offer: Offer, wishes: Iterable[datetime] | None = None, now: datetime) -> Visit:
    """The visitor keeps his request; with `wishes` he asks for other times. The place is free.

    Raises `CannotAct`: offer_over.
    """
    visit, own = _in_time(offer, now)
    times = [at.isoformat() for at in wishes or ()]
    own.answer = Offer.Answer.OTHER_TIMES if times else Offer.Answer.DECLINED
    if times:
        visit.wishes = times
        visit.save(update_fields=["wishes"])
    _end(visit, own, now)
    record(
        "offer.declined", actor="visitor", subject=visit.subject, offer=own.pk, wishes=len(times)
    )
    return visit


@transaction.atomic
def withdraw(*, offer: Offer, by: User, now: datetime) -> Visit:
    """The prison takes an offer back before the visitor has answered.

    Raises `CannotAct`: offer_over, not_your_prison.
    """
    visit, own = _open(offer)
    if not by.has_role(visit.prison, Role.APPROVER):
        stop_if([Obstacle("not_your_prison")])
    own.answer = Offer.Answer.WITHDRAWN
    _end(visit, own, now)
    record("offer.withdrawn", actor=by.actor, subject=visit.subject, offer=own.pk)
    return visit


def expire_offers(*, now: datetime) -> int:
    """The sweep: an offer that nobody answered is over, its place free; how many."""
    late = Offer.objects.filter(answered_at=None, answer_by__lte=now).select_related("visit")
    return sum(_expire(offer, now) for offer in late[:500])


def open_offer(visit: Visit) -> Offer | None:
    """What the visitor is offered and has not answered."""
    return visit.offers.filter(answered_at=None).select_related("terminal", "window").first()


def answer_by(visit: Visit, starts_at: datetime, now: datetime) -> datetime:
    """So long the place is kept: `policy.offer_hours` from when he can read it, and never
    past the time at which he would have to set out."""
    policy = visit.prison.policy
    told = after_night(now, visit.prison.zone)
    ahead = timedelta(minutes=max(policy.arrive_before_minutes, 60))
    return min(told + timedelta(hours=policy.offer_hours), starts_at - ahead)


def reasons_not_to_offer(made: Offer, now: datetime) -> list[Obstacle]:
    """All at once: already_approved, already_refused, not_waiting, not_your_prison, own_request,
    too_soon, no_place, terminal_broken, would_disclose, and what the rules say of that time."""
    visit, by = made.visit, made.by
    reasons = rules.already_answered(visit) if visit.status not in OFFERABLE else []
    if not reasons and visit.status not in OFFERABLE:
        reasons.append(Obstacle("not_waiting", {"status": visit.status}))
    if by:
        reasons += _not_allowed(made, by)
    if made.answer_by < after_night(now, visit.prison.zone) + LEAST:
        reasons.append(Obstacle("too_soon"))
    arguments = wanting.read(made.wanted)
    if not may_learn(visit, made, arguments.get("inmate")):
        reasons.append(Obstacle("would_disclose"))
    return [*reasons, *_what_the_rules_say(made, arguments, now)]


def _not_allowed(made: Offer, by: User) -> list[Obstacle]:
    """With a basis the visitor's yes is an approval: who may not approve may not offer it."""
    if "basis" in made.wanted:
        return list(rules.not_allowed(made.visit, by))
    may = by.has_role(made.visit.prison, Role.APPROVER, Role.SUPERIOR, Role.ADMIN)
    return [] if may else [Obstacle("not_your_prison")]


def may_learn(visit: Visit, made: Offer, inmate: Inmate | None) -> bool:
    """May this visitor be told of an offer? Whoever is known, whoever an approval could be
    told to, and everybody whose time a closure takes away."""
    if made.cause == Offer.Cause.MOVED or "basis" in made.wanted:
        return True
    return known.is_known(visit, inmate)


def _held(visit_id: int) -> Visit:
    visits = Visit.objects.select_related("prison__state", "visitor_code", "inmate")
    visit: Visit = (
        visits.prefetch_related("persons").select_for_update(of=("self",)).get(pk=visit_id)
    )
    return visit


def _open(offer: Offer) -> tuple[Visit, Offer]:
    """The visit and its offer as they stand now, both ours; the visit's lock comes first."""
    visit = _held(offer.visit_id)
    own = Offer.objects.select_related("by", "terminal", "window").get(pk=offer.pk)
    if own.answered_at is not None or visit.status != Status.OFFERED:
        stop_if([Obstacle("offer_over", {"answer": own.answer})])
    own.visit = visit
    return visit, own


def _in_time(offer: Offer, now: datetime) -> tuple[Visit, Offer]:
    visit, own = _open(offer)
    if own.answer_by <= now:  # the sweep has not come yet; the page said until when
        stop_if([Obstacle("offer_over", {"answer": Offer.Answer.EXPIRED})])
    return visit, own


def _what_the_rules_say(made: Offer, arguments: dict[str, Any], now: datetime) -> list[Obstacle]:
    """With a basis all that an approval must fulfil, a second officer too; else the time's."""
    if "basis" not in arguments:
        wrong = placing.wrong_place(made.visit, made.terminal, made.window)
        return wrong + rules.reasons_of_rules(
            made.visit, inmate=arguments.get("inmate"), starts_at=made.starts_at,
            minutes=made.minutes, place=made.terminal or made.window, is_seconded=True, now=now,
        )  # fmt: skip
    would_be = copy(made.visit)
    would_be.inmate, would_be.basis = arguments["inmate"], arguments["basis"]
    would_be.starts_at, would_be.minutes = made.starts_at, made.minutes
    would_be.terminal, would_be.window = made.terminal, made.window
    decision = Decision(
        visit=made.visit, at=now, approved=True, note=arguments.get("note", ""),
        consent_asked_by=arguments.get("consent_asked_by", ""),
        consent_asked_at=arguments.get("consent_asked_at"),
        case_number=arguments.get("case_number", ""), overruled=arguments.get("overruled", []),
    )  # fmt: skip
    found = rules.reasons_not_to_approve(
        would_be, decision, contact=arguments.get("contact"), now=now
    )
    answered = {obstacle.key for obstacle in rules.already_answered(made.visit)}
    return [obstacle for obstacle in found if obstacle.key not in answered]


def _keep_place(made: Offer, now: datetime) -> None:
    inmate = wanting.read(made.wanted).get("inmate")
    try:
        placing.claim(
            visit=made.visit, holder=made.subject, inmate=inmate,
            starts_at=made.starts_at, minutes=made.minutes, terminal=made.terminal,
            window=made.window, now=now,
        )  # fmt: skip
    except CannotDecide as taken:
        raise CannotAct(taken.reasons) from taken


def _approve(visit: Visit, own: Offer, now: datetime) -> bool:
    """An approval on the recorded basis; False if it is no longer possible."""
    from mulakat.visits import deciding

    visit.status = visit.details.pop("offered_from", Status.REQUESTED)
    visit.save(update_fields=["status", "details"])
    arguments = wanting.read(own.wanted) | {
        "starts_at": own.starts_at, "minutes": own.minutes, "terminal": own.terminal,
        "window": own.window,
    }  # fmt: skip
    officer = own.by or wanting.officer(own.wanted)
    try:
        with transaction.atomic():
            deciding.approve(
                visit_id=visit.pk, by=None, recorded_by=officer, take_from=own.subject, now=now,
                **arguments,
            )  # fmt: skip
    except CannotDecide:
        return False
    return True


def _keep_for_request(visit: Visit, own: Offer, now: datetime) -> None:
    """The request waits for an officer, with the time it was offered as its only wish."""
    placing.hand_over(own.subject, visit)
    visit.status, visit.wishes = Status.REQUESTED, [own.starts_at.isoformat()]
    visit.waitlisted_at = None
    policy = visit.prison.policy
    visit.answer_by = min(now + timedelta(hours=policy.answer_within_hours), own.starts_at)
    visit.details.pop("offered_from", None)
    visit.save(update_fields=["status", "wishes", "waitlisted_at", "answer_by", "details"])
    telling.request_sent(visit=visit, now=now)


def _end(visit: Visit, own: Offer, now: datetime) -> None:
    """No visit of this offer: its place is free, the request waits where it waited before."""
    own.answered_at = now
    own.save(update_fields=["answer", "answered_at"])
    places.release(own.subject)
    cancelling.take_back_messages(visit, now, (f"offered-{own.pk}:",))
    visit.status = visit.details.pop("offered_from", Status.REQUESTED)
    if visit.answer_by and visit.status == Status.REQUESTED:
        visit.answer_by += now - own.at
    visit.save(update_fields=["status", "answer_by", "details"])


@transaction.atomic
def _expire(offer: Offer, now: datetime) -> int:
    try:
        visit, own = _open(offer)
    except CannotAct:
        return 0
    if own.answer_by > now:
        return 0
    own.answer = Offer.Answer.EXPIRED
    _end(visit, own, now)
    record("offer.expired", actor="system", subject=visit.subject, offer=own.pk)
    return 1
