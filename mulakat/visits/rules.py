"""Why something is not allowed: pure questions that give all reasons at once.

A reason is a key and its facts; the portals put it into words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mulakat.accounts.models import Role, User
from mulakat.people.models import Contact, Inmate
from mulakat.prisons.models import Terminal, Window
from mulakat.schedule.models import Kind
from mulakat.visits.checks import checks
from mulakat.visits.judging.table import OVERRULABLE, Check
from mulakat.visits.known import contact_of
from mulakat.visits.models import Basis, Decision, SecondLook, Status, Visit
from mulakat.visits.words.reasons import REASONS


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way: a key for the portal's words, with the facts to fill in."""

    key: str
    facts: dict[str, Any] = field(default_factory=dict)


def reasons_not_to_approve(
    visit: Visit, decision: Decision, *, contact: Contact | None, now: datetime
) -> list[Obstacle]:
    """`visit` carries the inmate, time and place wanted; `decision` what the officer wrote,
    whom he has beside him (`seconded_by`) and which stops he overrules, with a note.
    """
    by = [*not_allowed(visit, decision.by)] if decision.by else []
    return [
        *already_answered(visit),
        *by,
        *_wrong_inmate(visit),
        *_no_basis(visit, decision, contact, now),
        *_wrong_time_or_place(visit, now),
        *_unwritten(decision),
        *reasons_of_rules(
            visit,
            inmate=visit.inmate,
            starts_at=visit.starts_at,
            minutes=visit.minutes,
            place=visit.terminal or visit.window,
            contact=contact,
            overruled=decision.overruled,
            is_seconded=decision.seconded_by_id is not None,
            now=now,
        ),
    ]


def reasons_of_rules(
    visit: Visit,
    *,
    inmate: Inmate | None,
    starts_at: datetime | None,
    place: Terminal | Window | None = None,
    minutes: int | None = None,
    contact: Contact | None = None,
    overruled: Iterable[str] = (),
    is_seconded: bool = False,
    now: datetime,
) -> list[Obstacle]:
    """What the rules have against this visit at that time and place, for whoever gives it:
    approves, offers, moves. A stop that may not be overruled is never silent.
    """
    found = checks(
        visit=visit, inmate=inmate, starts_at=starts_at, place=place, minutes=minutes,
        contact=contact, now=now,
    )  # fmt: skip
    silent = OVERRULABLE.intersection(overruled)
    return [
        *(obstacle for check in found if check.key not in silent for obstacle in _stops(check)),
        *(_second(check) for check in found if check.key == "second" and not is_seconded),
    ]


def reasons_not_to_refuse(
    visit: Visit, *, by: User, reason: str, inmate: Inmate | None
) -> list[Obstacle]:
    obstacles = [*already_answered(visit), *not_allowed(visit, by)]
    if reason not in REASONS:
        obstacles.append(Obstacle("no_reason"))
    if inmate is not None and inmate.prison_id != visit.prison_id:
        obstacles.append(Obstacle("inmate_elsewhere"))
    return obstacles


OPEN = (Status.REQUESTED, Status.QUESTION, Status.WAITLISTED, Status.LAPSED)


def already_answered(visit: Visit) -> list[Obstacle]:
    """Somebody was first: who, when and what. A refused visit may be looked at again, once."""
    if visit.status in OPEN or second_look(visit) is not None:
        return []
    decision = (
        Decision.objects.filter(visit_id=visit.pk, superseded_at=None).select_related("by").first()
    )
    if decision is None:
        return [Obstacle("not_waiting", {"status": visit.status})]
    key = "already_approved" if decision.approved else "already_refused"
    return [Obstacle(key, {"by": decision.by.name if decision.by else "", "at": decision.at})]


def second_look(visit: Visit) -> SecondLook | None:
    """What the visitor of a refused visit asked for and nobody has answered yet."""
    if visit.status != Status.REFUSED:
        return None
    return SecondLook.objects.filter(visit_id=visit.pk, answered_at=None).first()


def place_taken(visit: Visit, which: str) -> Obstacle:
    place = visit.terminal or visit.window
    return Obstacle(
        {"inmate": "inmate_busy", "terminal": "terminal_taken", "seat": "window_full"}[which],
        {"number": place.number if place else "", "at": visit.starts_at},
    )


def _stops(check: Check) -> Iterator[Obstacle]:
    """A stop as an obstacle; those that have a name of their own here keep it."""
    if check.mark != "stop" or check.key in {"in_prison", "time"}:
        return  # _wrong_inmate and _wrong_time_or_place say it
    if check.key == "clash":
        yield Obstacle("inmate_busy", dict(check.facts))
    elif check.key != "place":
        yield Obstacle(check.key, dict(check.facts))
    elif check.facts["why"] == "taken":
        is_window = check.facts["is_window"]
        yield Obstacle("window_full" if is_window else "terminal_taken", dict(check.facts))
    elif check.facts["why"] == "removed":
        yield Obstacle("place_removed", dict(check.facts))


def _second(check: Check) -> Obstacle:
    return Obstacle("second_needed", dict(check.facts))


def _unwritten(decision: Decision) -> Iterator[Obstacle]:
    if decision.overruled and not decision.note.strip():
        yield Obstacle("no_overrule_note")


def not_allowed(visit: Visit, by: User) -> Iterator[Obstacle]:
    """Approvers answer; superiors, too, what lapsed or is looked at again, and never the
    officer who refused."""
    look = second_look(visit)
    is_late = visit.status == Status.LAPSED or look is not None
    roles = (Role.APPROVER, Role.SUPERIOR) if is_late else (Role.APPROVER,)
    if not by.has_role(visit.prison, *roles):
        yield Obstacle("not_your_prison")
    if look is not None and look.refused_by_id == by.pk:
        yield Obstacle("same_officer")
    if visit.assisted_by_id == by.pk:
        yield Obstacle("own_request")  # nobody answers what he has written down for a caller


def _wrong_inmate(visit: Visit) -> Iterator[Obstacle]:
    assert visit.inmate is not None
    if visit.inmate.prison_id != visit.prison_id:
        yield Obstacle("inmate_elsewhere")
    elif visit.inmate.left_at:
        yield Obstacle("inmate_left")


def _no_basis(
    visit: Visit, decision: Decision, contact: Contact | None, now: datetime
) -> Iterator[Obstacle]:
    assert visit.inmate is not None
    if visit.basis == Basis.CONSENT:
        yield from _no_consent(decision, now)
    elif visit.basis == Basis.CONTACT_LIST:
        listed = contact or contact_of(visit, visit.inmate)
        if listed is None or listed.inmate_id != visit.inmate.pk or listed.removed_at:
            yield Obstacle("not_on_list")
    elif visit.basis == Basis.LEGAL:
        if not decision.case_number.strip():
            yield Obstacle("no_case_number")
    else:
        yield Obstacle("no_basis")


def _no_consent(decision: Decision, now: datetime) -> Iterator[Obstacle]:
    if not decision.consent_asked_by.strip():
        yield Obstacle("no_consent_asked_by")
    if decision.consent_asked_at is None:
        yield Obstacle("no_consent_asked_at")
    elif decision.consent_asked_at > now:
        yield Obstacle("consent_in_future")


def _wrong_time_or_place(visit: Visit, now: datetime) -> Iterator[Obstacle]:
    if visit.ends_at <= now:
        yield Obstacle("time_is_past")
    place = visit.terminal if visit.kind == Kind.VIDEO else visit.window
    other = visit.window if visit.kind == Kind.VIDEO else visit.terminal
    if place is None or other is not None or place.prison_id != visit.prison_id:
        yield Obstacle("no_place")
    elif visit.terminal and visit.terminal.broken_since:
        yield Obstacle("terminal_broken", {"number": visit.terminal.number})
