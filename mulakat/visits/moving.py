"""An officer moves an approved visit: it has the new place, or keeps the old one."""

from datetime import datetime

from django.db import transaction

from mulakat.accounts.models import Role, User
from mulakat.audit.models import record
from mulakat.prisons.models import Terminal, Window
from mulakat.schedule import places
from mulakat.schedule.models import Kind
from mulakat.schedule.places import PlaceTaken, SlotFull
from mulakat.schedule.turns import take_turn
from mulakat.visits import audience, checks, rules, telling
from mulakat.visits.acting import CannotAct, held, stop_if
from mulakat.visits.models import Code, Link, Purpose, Status, Visit
from mulakat.visits.rules import Obstacle
from mulakat.visits.words.causes import CAUSES

STOPS = frozenset({"closed", "absence"})
OF_FAMILY = frozenset({"quota"})
ASKED = "asked"  # the visitor wanted it; any other reason is one of causes.py


@transaction.atomic
def move(
    *,
    visit_id: int,
    by: User,
    starts_at: datetime,
    minutes: int | None = None,
    terminal: Terminal | None = None,
    window: Window | None = None,
    reason: str = ASKED,
    now: datetime,
) -> Visit:
    """Give the visit another time or place and tell the visitor; answers an open change.

    Raises `CannotAct` with all reasons: not_your_prison, not_approved, has_begun,
    time_is_past, same_time, no_place, no_cause; or whose place it is: terminal_taken,
    window_full, inmate_busy. Then the visit stands where it stood.
    """
    own = held(visit_id)
    take_turn(own.prison)  # a closure waits for us, or we see it
    stop_if(
        [
            *_reasons_not_to_move(own, by, starts_at, terminal, window, reason, now),
            *_spoken_against(own, starts_at, terminal or window, minutes, reason, now),
        ]
    )
    before = own.starts_at
    own.starts_at, own.minutes = starts_at, minutes or own.minutes
    own.terminal, own.window = terminal, window
    _take(own, now)
    own.save(update_fields=["starts_at", "minutes", "terminal", "window"])
    _prolong(own)
    answered = own.changes.filter(answered_at=None).update(answered_at=now, accepted=True)
    assert before is not None
    record(
        "visit.moved", actor=by.actor, subject=own.subject, reason=reason, asked=bool(answered),
        before=before.isoformat(), starts_at=starts_at.isoformat(),
    )  # fmt: skip
    telling.moved(visit=own, now=now, old=before, reason=reason)
    return own


def _take(visit: Visit, now: datetime) -> None:
    """The new place instead of the old, or both as they were and `CannotAct`."""
    assert visit.starts_at is not None and visit.minutes is not None
    kept_for = audience.of(visit, visit.inmate)
    seats = range(1, visit.window.seats + 1) if visit.window else [None]
    for seat in seats:
        try:
            places.move(
                holder=visit.subject,
                prison=visit.prison,
                inmate=visit.inmate,
                starts_at=visit.starts_at,
                minutes=visit.minutes,
                terminal=visit.terminal,
                window=visit.window,
                seat=seat,
                who=kept_for["who"],
                inmate_class=kept_for["inmate_class"],
                now=now,
            )
        except SlotFull as full:
            raise CannotAct([Obstacle("slot_full", {"at": visit.starts_at})]) from full
        except PlaceTaken as taken:
            if taken.which != "seat" or seat == seats[-1]:
                raise CannotAct([rules.place_taken(visit, taken.which)]) from taken
        else:
            return


def _prolong(visit: Visit) -> None:
    """What came with the approval opens the visit at its new time."""
    ends = visit.closes_at
    pins = Code.objects.filter(visit=visit, purpose__in=(Purpose.PIN, Purpose.TYPED_PIN))
    pins.filter(used_at=None).update(expires_at=ends)
    Link.objects.filter(visit=visit, expires_at__lt=ends).update(expires_at=ends)


def _reasons_not_to_move(  # noqa: PLR0917
    visit: Visit,
    by: User,
    starts_at: datetime,
    terminal: Terminal | None,
    window: Window | None,
    reason: str,
    now: datetime,
) -> list[Obstacle]:
    reasons = []
    if not by.has_role(visit.prison, Role.APPROVER, Role.ADMIN, Role.SUPERIOR):
        reasons.append(Obstacle("not_your_prison"))
    if visit.status != Status.APPROVED or visit.starts_at is None:
        reasons.append(Obstacle("not_approved", {"status": visit.status}))
    elif now >= visit.starts_at:
        reasons.append(Obstacle("has_begun"))
    elif (starts_at, terminal, window) == (visit.starts_at, visit.terminal, visit.window):
        reasons.append(Obstacle("same_time"))
    if starts_at <= now:
        reasons.append(Obstacle("time_is_past"))
    if reason != ASKED and reason not in CAUSES:
        reasons.append(Obstacle("no_cause"))
    return [*reasons, *_wrong_place(visit, terminal, window)]


def _spoken_against(  # noqa: PLR0917
    visit: Visit,
    starts_at: datetime,
    place: Terminal | Window | None,
    minutes: int | None,
    reason: str,
    now: datetime,
) -> list[Obstacle]:
    """Closed then, or the person is in court: what would stop an approval stops a move. The
    quota of the new day does only where the family asked for it: it is not to suffer for us."""
    if visit.inmate is None:
        return []
    decision = visit.decision
    overruled = decision.overruled if decision else []
    of_family = OF_FAMILY.difference(overruled) if reason == ASKED else frozenset()
    found = checks.checks(
        visit=visit, inmate=visit.inmate, starts_at=starts_at, place=place,
        minutes=minutes or visit.minutes, now=now,
    )  # fmt: skip
    stops = (check for check in found if check.mark == "stop" and check.key in STOPS | of_family)
    return [Obstacle(check.key, dict(check.facts)) for check in stops]


def _wrong_place(visit: Visit, terminal: Terminal | None, window: Window | None) -> list[Obstacle]:
    place = terminal if visit.kind == Kind.VIDEO else window
    other = window if visit.kind == Kind.VIDEO else terminal
    if place is None or other is not None or place.prison_id != visit.prison_id:
        return [Obstacle("no_place")]
    if place.broken_since or place.removed_at:
        return [Obstacle("terminal_broken", {"number": place.number})]
    return []
