"""When an inmate is not to be visited: in court, in hospital, on leave."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.people.models import Absence, Inmate
from mulakat.people.obstacles import Obstacle, stop_if
from mulakat.people.registering import subject

LONGEST = timedelta(days=366)


@transaction.atomic
def add(
    *,
    inmate: Inmate,
    cause: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
    by: User,
    now: datetime,
) -> Absence:
    """Note an absence; a time that could not be read is None.

    Raises `CannotWrite`: no_cause, no_start, no_end, ends_before_start, absence_past,
    absence_long, absence_noted, has_left.
    """
    row = Inmate.objects.select_for_update().get(pk=inmate.pk)
    stop_if(_reasons_not_to_add(row, cause, starts_at, ends_at, now))
    assert starts_at is not None and ends_at is not None
    absence = Absence.objects.create(
        inmate=row, cause=cause, starts_at=starts_at, ends_at=ends_at, made_by=by.actor, made_at=now
    )
    record("absence.noted", actor=by.actor, subject=subject(row), cause=cause, absence=absence.pk)
    return absence


@transaction.atomic
def remove(*, absence: Absence, by: User, now: datetime) -> bool:
    """The absence does not hold; False if somebody said so before."""
    noted = Absence.objects.filter(pk=absence.pk, removed_at=None)
    if not noted.update(removed_at=now):
        return False
    record("absence.removed", actor=by.actor, subject=subject(absence.inmate), absence=absence.pk)
    return True


def _reasons_not_to_add(
    inmate: Inmate,
    cause: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
    now: datetime,
) -> Iterator[Obstacle]:
    if cause not in Absence.Cause.values:
        yield Obstacle("no_cause")
    if starts_at is None:
        yield Obstacle("no_start")
    if ends_at is None:
        yield Obstacle("no_end")
    elif ends_at <= now:
        yield Obstacle("absence_past")
    if starts_at and ends_at:
        yield from _wrong_span(inmate, starts_at, ends_at)
    if inmate.left_at:
        yield Obstacle("has_left")


def _wrong_span(inmate: Inmate, starts_at: datetime, ends_at: datetime) -> Iterator[Obstacle]:
    if ends_at <= starts_at:
        yield Obstacle("ends_before_start")
    elif ends_at - starts_at > LONGEST:
        yield Obstacle("absence_long", {"days": LONGEST.days})
    if inmate.absences.filter(removed_at=None, starts_at=starts_at, ends_at=ends_at).exists():
        yield Obstacle("absence_noted")
