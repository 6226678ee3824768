"""Bars: of a visitor from an inmate or the whole prison, or of an inmate from visits.

Each says by whom, why, until when, and when somebody has to look again. A bar of a visitor
counts only when a second officer has agreed; a bar of an inmate from visits counts at once.
One that a court ordered, or that protects a child, ends only when two officers want it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from mulakat.accounts.models import Role, User
from mulakat.audit.models import record
from mulakat.people.models import Inmate, Restriction
from mulakat.people.obstacles import Obstacle, stop_if
from mulakat.prisons.models import Prison
from mulakat.sealed import blind_index

CAUSES = ("conduct", "court_order", "child_protection", "security")
ENDED_BY_TWO = frozenset({"court_order", "child_protection"})
KINDS = ("", "video", "physical")
MAY = (Role.APPROVER, Role.ADMIN)
NAME_LETTERS, NOTE_LETTERS = 80, 300
REVIEW_WITHIN = timedelta(days=366)


@dataclass(frozen=True)
class Bar:
    """What is proposed: a bar of a visitor, by `phone` (E.164), from `inmate` or, without one,
    from the whole prison; else a bar of the inmate from all visitors."""

    prison: Prison
    inmate: Inmate | None = None
    is_of_visitor: bool = True
    phone: str = ""
    name: str = ""  # of the visitor
    kind: str = ""  # "": both
    cause: str = ""
    note: str = ""
    disclose: bool = True
    until: datetime | None = None
    review_on: date | None = None


@transaction.atomic
def propose(*, bar: Bar, by: User, now: datetime) -> Restriction:
    """Write a bar; that of a visitor counts when another officer agrees.

    Raises `CannotWrite`: not_allowed, no_visitor, no_cause, no_kind, note_long, name_long,
    no_end_or_review, until_past, review_past, review_late, review_after_end, barred_already,
    has_left.
    """
    Prison.objects.select_for_update().get(pk=bar.prison.pk)
    stop_if([*_not_allowed(bar.prison, by), *_reasons_not_to_bar(bar, now)])
    row = Restriction.objects.create(
        prison=bar.prison,
        inmate=bar.inmate,
        phone_index=_index(bar.phone),
        name={"name": bar.name} if bar.name else None,
        kind=bar.kind,
        cause=bar.cause,
        note=bar.note,
        disclose=bar.disclose,
        starts_at=now,
        until=bar.until,
        review_on=bar.review_on,
        made_by=by.actor,
        made_at=now,
    )
    record("bar.proposed", actor=by.actor, subject=_subject(row), bar=row.pk, cause=row.cause)
    return row


@transaction.atomic
def agree(*, restriction_id: int, by: User, now: datetime) -> Restriction:
    """A second officer agrees, and the bar counts from now on.

    Raises `CannotWrite`: not_allowed, same_officer, already_agreed (by, at), already_lifted,
    needs_no_second.
    """
    row = _locked(restriction_id)
    found = [*_not_allowed(row.prison, by), *_already(row)]
    if not needs_second(row):
        found.append(Obstacle("needs_no_second"))
    if row.made_by == by.actor:
        found.append(Obstacle("same_officer"))
    stop_if(found)
    row.agreed_by, row.agreed_at, row.starts_at = by.actor, now, now
    row.save(update_fields=["agreed_by", "agreed_at", "starts_at"])
    record("bar.agreed", actor=by.actor, subject=_subject(row), bar=row.pk)
    return row


@transaction.atomic
def lift(*, restriction_id: int, by: User, now: datetime) -> Restriction:
    """End a bar, or turn down one that was only proposed.

    Of a bar that two must end, the first one only asks for it (`lifted_by` without `lifted_at`)
    and it stands. Raises `CannotWrite`: not_allowed, already_lifted, same_officer.
    """
    row = _locked(restriction_id)
    found = list(_not_allowed(row.prison, by))
    if row.lifted_at:
        found.append(Obstacle("already_lifted", {"by": row.lifted_by}))
    if row.lifted_by == by.actor and not row.lifted_at:
        found.append(Obstacle("same_officer"))
    stop_if(found)
    first, row.lifted_by = row.lifted_by, by.actor
    is_asked = _ends_by_two(row) and not first
    row.lifted_at = None if is_asked else now
    row.save(update_fields=["lifted_by", "lifted_at"])
    ended = "bar.lift_proposed" if is_asked else "bar.lifted"
    facts = {"made_by": row.made_by, "agreed_by": row.agreed_by, "lift_proposed_by": first}
    record(
        ended if counts(row) else "bar.turned_down", actor=by.actor, subject=_subject(row),
        bar=row.pk, **{name: who for name, who in facts.items() if who},
    )  # fmt: skip
    return row


def standing(prison: Prison, now: datetime) -> QuerySet[Restriction]:
    """Bars that count now or wait for a second officer; those to look at again come first."""
    rows = Restriction.objects.filter(Q(until=None) | Q(until__gt=now), prison=prison)
    return rows.filter(lifted_at=None).order_by("review_on", "pk")


def needs_second(row: Restriction) -> bool:
    return bool(row.phone_index)


def counts(row: Restriction) -> bool:
    """Agreed where that is needed; `standing` has looked at its end."""
    return row.agreed_at is not None or not needs_second(row)


def _ends_by_two(row: Restriction) -> bool:
    return row.cause in ENDED_BY_TWO and counts(row)


def _reasons_not_to_bar(bar: Bar, now: datetime) -> Iterator[Obstacle]:
    if not bar.phone and (bar.is_of_visitor or bar.inmate is None):
        yield Obstacle("no_visitor")
    if bar.cause not in CAUSES:
        yield Obstacle("no_cause")
    if bar.kind not in KINDS:
        yield Obstacle("no_kind")
    if len(bar.note) > NOTE_LETTERS:
        yield Obstacle("note_long", {"most": NOTE_LETTERS})
    if len(bar.name) > NAME_LETTERS:
        yield Obstacle("name_long", {"most": NAME_LETTERS})
    if bar.inmate and bar.inmate.left_at:
        yield Obstacle("has_left")
    yield from _wrong_dates(bar, now)
    same = standing(bar.prison, now).filter(
        inmate=bar.inmate, phone_index=_index(bar.phone), kind=bar.kind
    )
    if same.exists():
        yield Obstacle("barred_already")


def _wrong_dates(bar: Bar, now: datetime) -> Iterator[Obstacle]:
    """A bar without an end needs a day on which somebody looks again, within a year."""
    today = now.astimezone(bar.prison.zone).date()
    if bar.until is None and bar.review_on is None:
        yield Obstacle("no_end_or_review")
    if bar.until and bar.until <= now:
        yield Obstacle("until_past")
    if bar.review_on:
        if bar.review_on <= today:
            yield Obstacle("review_past")
        elif bar.review_on > today + REVIEW_WITHIN:
            yield Obstacle("review_late", {"days": REVIEW_WITHIN.days})
        if bar.until and bar.review_on > bar.until.astimezone(bar.prison.zone).date():
            yield Obstacle("review_after_end")


def _already(row: Restriction) -> Iterator[Obstacle]:
    if row.agreed_at:
        yield Obstacle("already_agreed", {"by": row.agreed_by, "at": row.agreed_at})
    if row.lifted_at:
        yield Obstacle("already_lifted", {"by": row.lifted_by})


def _not_allowed(prison: Prison, by: User) -> Iterator[Obstacle]:
    if not by.has_role(prison, *MAY):
        yield Obstacle("not_allowed")


def _locked(restriction_id: int) -> Restriction:
    rows = Restriction.objects.select_related("prison__state").select_for_update(of=("self",))
    return rows.get(pk=restriction_id)


def _index(phone: str) -> str:
    return blind_index(phone, "phone") if phone else ""


def _subject(row: Restriction) -> str:
    return f"inmate:{row.inmate_id}" if row.inmate_id else f"prison:{row.prison_id}"
