"""The waiting list: who gets the place that becomes free, by a rule that everybody can read.

Whoever was broken off by prison or network comes first of all. Then (`policy.fairness`):

    longest_without   longest since the visitor's own last visit here, never before all;
                      then who lives farther away: another state, another district, here;
                      then the age of the request
    age               the age of the request alone

It rests on nothing about the person inside, so a place in the list tells nothing about him. Nor
does it tell of the visits of a phone that stands beside an e-mail's OTP alone: of those count the
visits that name the same address.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.people.models import Inmate
from mulakat.prisons.models import Prison
from mulakat.schedule import places
from mulakat.schedule.timetable import FreeSlot, free_slots
from mulakat.visits import audience, cancelling, known, offering, rules, telling
from mulakat.visits import wanted as wanting
from mulakat.visits.acting import CannotAct, held, stop_if
from mulakat.visits.models import Offer, Outcome, SecondLook, Status, Visit
from mulakat.visits.proofs.proving import is_by_mail, is_of_one
from mulakat.visits.rules import Obstacle

NO_PLACE = "R-70"
MET = (Outcome.DONE, Outcome.STOPPED)
BATCH = 50  # of a prison's list, in one sweep
TRIES = 30  # times that are looked at for one family in one sweep


@transaction.atomic
def join(
    *,
    visit_id: int,
    by: User | None,
    wanted: wanting.Wanted | None = None,
    inmate: Inmate | None = None,
    now: datetime,
) -> Visit:
    """Put a request into the waiting list, by an officer or (`by` empty) by its visitor.

    `wanted` is the basis on which a place may be offered (visits/wanted.py); `inmate` whom the
    visitor is known to. Only with one of them is anything offered by itself: all others an
    officer has to match first. Raises `CannotAct`: no_waiting_list, not_waiting,
    not_your_prison, own_request, same_officer, would_disclose.
    """
    visit = held(visit_id)
    stop_if(reasons_not_to_join(visit, by=by, wanted=wanted, inmate=inmate, now=now))
    visit.decisions.filter(superseded_at=None).update(superseded_at=now)
    SecondLook.objects.filter(visit=visit, answered_at=None).update(answered_at=now)
    cancelling.take_back_messages(visit, now)  # a refusal that has not left
    places.release(visit.subject)  # who waits for a place holds none that others wait for
    given = wanted or ({"inmate": inmate.pk} if inmate else None)
    if given:
        visit.details["wanted"] = given | ({"by": by.pk} if by else {})
    visit.status, visit.waitlisted_at = Status.WAITLISTED, now
    visit.turn_since = visit.turn_since or visit.requested_at
    visit.answer_shown_at = None
    visit.save(
        update_fields=["status", "waitlisted_at", "turn_since", "details", "answer_shown_at"]
    )
    actor = by.actor if by else "visitor"
    record("visit.waitlisted", actor=actor, subject=visit.subject, matched=bool(given))
    telling.waitlisted(visit=visit, now=now)
    return visit


@transaction.atomic
def leave(*, visit: Visit, now: datetime) -> Visit:
    """The visitor leaves the list: his request waits for the prison as before.

    Raises `CannotAct`: not_waiting.
    """
    own = held(visit.pk)
    if own.status_shown(now) != Status.WAITLISTED:
        stop_if([Obstacle("not_waiting", {"status": own.status})])
    if own.hides_answer(now):  # it stands; for all he knows, his request waits as before
        own.details["before"]["status"] = Status.REQUESTED
    else:
        own.status = Status.REQUESTED
    own.waitlisted_at = None
    own.answer_by = now + timedelta(hours=own.prison.policy.answer_within_hours)
    own.save(update_fields=["status", "waitlisted_at", "answer_by", "details"])
    record("visit.left_list", actor="visitor", subject=own.subject)
    return own


def order(prison: Prison, kind: str, *, also: int | None = None) -> list[Visit]:
    """Who waits for a place of this kind, the next one first. Two queries, and one more where
    somebody waits whose phone is not proven.

    `also` is a visit that for its visitor still waits: its answer is on its way.
    """
    waits = Q(status=Status.WAITLISTED)
    waiting = list(
        Visit.objects.filter(waits | Q(pk=also) if also else waits, prison=prison, kind=kind)
        .select_related("prison__state", "visitor_code__inmate")
        .prefetch_related("persons")
    )
    met = _last_met(prison, waiting) | _met_by_mail(prison, waiting)
    is_by_age = prison.policy.fairness == "age"
    return sorted(waiting, key=lambda visit: _turn(visit, met, is_by_age))


def place_in_list(visit: Visit, now: datetime) -> int | None:
    """Which number it has, from 1, as its visitor sees it; None if it is not in the list."""
    is_shown = visit.status_shown(now) == Status.WAITLISTED
    also = visit.pk if is_shown else None
    line = [other.pk for other in order(visit.prison, visit.kind, also=also)]
    return line.index(visit.pk) + 1 if visit.pk in line else None


def reasons_not_to_join(
    visit: Visit,
    *,
    by: User | None,
    wanted: wanting.Wanted | None,
    inmate: Inmate | None,
    now: datetime,
) -> list[Obstacle]:
    reasons = []
    if not visit.prison.policy.waiting_list:
        reasons.append(Obstacle("no_waiting_list"))
    if not (_may_wait(visit) if by else _may_ask_to_wait(visit, now)):
        reasons.append(Obstacle("not_waiting", {"status": visit.status}))
    if by:  # what he writes down here is an approval as soon as the visitor says yes
        reasons += rules.not_allowed(visit, by)
    # An officer who puts a stranger there says that he has found the person
    if by and not (wanted and "basis" in wanted) and not known.is_known(visit, inmate):
        reasons.append(Obstacle("would_disclose"))
    return reasons


def offer_freed(*, now: datetime) -> int:
    """The sweep: places that are free are offered to those who wait, in order; how many."""
    lists = Visit.objects.filter(status=Status.WAITLISTED).order_by()
    return sum(
        _offer_of(Prison.objects.select_related("state").get(pk=prison), kind, now)
        for prison, kind in lists.values_list("prison", "kind").distinct()
    )


@dataclass
class _Free:
    """The free slots of a prison's horizon, read once for each audience until one is given."""

    prison: Prison
    kind: str
    now: datetime
    read: dict[tuple[object, ...], list[FreeSlot]] = field(default_factory=dict)

    def slots(self, visit: Visit, inmate: Inmate) -> list[FreeSlot]:
        wants = audience.of(visit, inmate)
        key = tuple(wants.values())
        if key not in self.read:
            policy = self.prison.policy
            found = free_slots(
                prison=self.prison, kind=self.kind, now=self.now,
                start=self.now + timedelta(hours=max(policy.notice_hours, 2)),
                end=self.now + timedelta(days=policy.horizon_days), **wants,
            )  # fmt: skip
            self.read[key] = [slot for slot in found if slot.is_free]
        return self.read[key]


def _offer_of(prison: Prison, kind: str, now: datetime) -> int:
    """One round over one list: everybody in turn gets the first place that suits him."""
    free = _Free(prison, kind, now)
    ready = ((visit, given) for visit in order(prison, kind) if (given := _basis(visit)))
    return sum(_offer_first(visit, given, free, now) for visit, given in islice(ready, BATCH))


def _offer_first(visit: Visit, given: wanting.Wanted, free: _Free, now: datetime) -> int:
    """Offer the wish that became free, else any free time; 0 if none can be his.

    A time that he let pass goes to the next family, not to him again.
    """
    there = free.slots(visit, wanting.read(given)["inmate"])
    if not there:
        return 0
    wishes, before = set(visit.wishes), set(visit.offers.values_list("starts_at", flat=True))
    slots = sorted(
        (slot for slot in there if slot.starts_at not in before),
        key=lambda slot: (slot.starts_at.isoformat() not in wishes, slot.starts_at),
    )
    for slot, place in _places(slots[:TRIES]):
        try:
            offering.offer(
                visit_id=visit.pk, by=None, cause=Offer.Cause.WAITING_LIST,
                starts_at=slot.starts_at, minutes=slot.minutes, wanted=given, now=now, **place,
            )  # fmt: skip
        except CannotAct as cannot:
            if any(reason.key in OF_THE_VISIT for reason in cannot.reasons):
                return 0
        else:
            free.read.clear()
            return 1
    return 0


# What no other time would change
OF_THE_VISIT = frozenset(
    {"already_approved", "already_refused", "not_waiting", "would_disclose", "inmate_left",
     "inmate_elsewhere", "not_on_list", "no_basis", "restriction", "second_needed", "list"}
)  # fmt: skip


def _places(slots: list[FreeSlot]) -> Iterator[tuple[FreeSlot, dict[str, Any]]]:
    """A place for each slot; which of several equal ones, the claim decides."""
    for slot in slots:
        for terminal in slot.terminals[:1]:
            yield slot, {"terminal": terminal}
        for window in slot.windows[:1]:
            yield slot, {"window": window}


def _basis(visit: Visit) -> wanting.Wanted | None:
    """On what ground a place may be offered; None where an officer has to match him first."""
    given: wanting.Wanted = visit.details.get("wanted") or {}
    if "basis" in given:
        return given
    if "inmate" in given:
        return wanting.of_known(visit, wanting.read(given)["inmate"])
    code = visit.visitor_code
    return wanting.of_known(visit, code.inmate) if code and known.gave_code(visit, None) else None


def _may_wait(visit: Visit) -> bool:
    """A request may, and one refused because no place was free."""
    if visit.status in {Status.REQUESTED, Status.LAPSED}:
        return True
    decision = visit.decision
    return bool(visit.status == Status.REFUSED and decision and decision.reason == NO_PLACE)


def _may_ask_to_wait(visit: Visit, now: datetime) -> bool:
    """The same for its visitor, by what he was told and sees; an answer on its way to a request
    that is simply waiting is left to come."""
    shown = visit.status_shown(now)
    if shown == Status.LAPSED or visit.status == Status.REQUESTED:
        return True
    decision = visit.decision_shown(now)
    return bool(shown == Status.REFUSED and decision and decision.told == NO_PLACE)


def _turn(
    visit: Visit, met: dict[str | int, datetime], is_by_age: bool
) -> tuple[bool, float, int, float, int]:
    since = visit.turn_since or visit.requested_at or visit.created_at
    whose = visit.pk if is_by_mail(visit) else visit.phone_index
    last = 0.0 if is_by_age else _seconds(met.get(whose))
    far = 0 if is_by_age else -distance(visit)
    return (not visit.goes_first, last, far, since.timestamp(), visit.pk)


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0


def distance(visit: Visit) -> int:
    """0: in the prison's own district, 1: in its state, 2: farther, by the address given."""
    address, prison = visit.contact.get("address", {}), visit.prison
    state = _plain(address.get("state", ""))
    if state and state not in {_plain(name) for name in prison.state.names.values()}:
        return 2
    is_near = bool(prison.district) and _plain(address.get("district", "")) == _plain(
        prison.district
    )
    return 0 if is_near else 1


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _last_met(prison: Prison, waiting: list[Visit]) -> dict[str | int, datetime]:
    """When each of these phones last had a visit at this prison that took place."""
    met = _met(prison, waiting)
    return dict(met.values_list("phone_index").annotate(last=Max("starts_at")))


def _met_by_mail(prison: Prison, waiting: list[Visit]) -> dict[str | int, datetime]:
    """The same for each visit (by its key) whose phone is not proven."""
    unproven = [visit for visit in waiting if is_by_mail(visit)]
    met = list(_met(prison, unproven).order_by("starts_at")) if unproven else []
    return {
        visit.pk: other.starts_at
        for visit in unproven
        for other in met
        if other.phone_index == visit.phone_index and is_of_one(visit, other) and other.starts_at
    }


def _met(prison: Prison, waiting: list[Visit]) -> "QuerySet[Visit]":
    phones = {visit.phone_index for visit in waiting}
    met: QuerySet[Visit] = Visit.objects.filter(
        prison=prison, phone_index__in=phones, status=Status.ENDED, outcome__in=MET
    )
    return met.order_by()
