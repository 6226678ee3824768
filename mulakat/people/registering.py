"""The register by hand: one person enters it, leaves, or is back. The import comes later."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.people import names
from mulakat.people.models import Gender, Inmate, InmateClass
from mulakat.people.obstacles import Obstacle, stop_if
from mulakat.prisons.models import Prison

LEFT_FOR = ("transfer", "release", "leave", "death")
OLDEST = 120  # years
NAME_LETTERS, NUMBER_LETTERS = 80, 20


@transaction.atomic
def enter(*, prison: Prison, facts: dict[str, Any], by: User, now: datetime) -> Inmate:
    """A new row of the register. `facts`: number, name, and what else is known of name_local,
    guardian, birth_year (a whole number or None), gender, category, ward, language.

    Raises `CannotWrite`: no_number, number_long, number_taken, no_name, name_long, no_gender,
    no_category, birth_year.
    """
    Prison.objects.select_for_update().get(pk=prison.pk)  # two officers, one number
    stop_if(_reasons_not_to_enter(prison, facts, now))
    inmate = Inmate.objects.create(
        prison=prison,
        name_key=names.key(facts["name"]),
        guardian_key=names.key(facts.get("guardian", "")),
        **facts,
    )
    record("inmate.entered", actor=by.actor, subject=subject(inmate))
    return inmate


@transaction.atomic
def leave(*, inmate: Inmate, left_for: str, at: datetime, by: User, now: datetime) -> Inmate:
    """The person is not in this prison any more. Raises `CannotWrite`: no_cause, in_future,
    already_left."""
    row = Inmate.objects.select_for_update().get(pk=inmate.pk)
    found = []
    if left_for not in LEFT_FOR:
        found.append(Obstacle("no_cause"))
    if at > now:
        found.append(Obstacle("in_future"))
    if row.left_at:
        found.append(Obstacle("already_left", {"at": row.left_at}))
    stop_if(found)
    row.left_at, row.left_for = at, left_for
    row.save(update_fields=["left_at", "left_for"])
    record("inmate.left", actor=by.actor, subject=subject(row), left_for=left_for)
    return row


@transaction.atomic
def come_back(*, inmate: Inmate, by: User, now: datetime) -> Inmate:
    """Back from leave, or marked by mistake. Raises `CannotWrite`: is_here."""
    row = Inmate.objects.select_for_update().get(pk=inmate.pk)
    stop_if([] if row.left_at else [Obstacle("is_here")])
    row.left_at, row.left_for = None, ""
    row.save(update_fields=["left_at", "left_for"])
    record("inmate.came_back", actor=by.actor, subject=subject(row))
    return row


def subject(inmate: Inmate) -> str:
    """How the history names this person."""
    return f"inmate:{inmate.pk}"


def _reasons_not_to_enter(
    prison: Prison, facts: dict[str, Any], now: datetime
) -> Iterator[Obstacle]:
    yield from _wrong_number(prison, facts.get("number", ""))
    name = facts.get("name", "")
    if not any(letter.isalpha() for letter in name):
        yield Obstacle("no_name")
    elif max(len(name), len(facts.get("name_local", ""))) > NAME_LETTERS:
        yield Obstacle("name_long", {"most": NAME_LETTERS})
    if facts.get("gender") not in Gender.values:
        yield Obstacle("no_gender")
    if facts.get("category", InmateClass.UNDERTRIAL) not in InmateClass.values:
        yield Obstacle("no_category")
    year = facts.get("birth_year")
    if year is not None and not now.year - OLDEST <= year <= now.year:
        yield Obstacle("birth_year", {"first": now.year - OLDEST, "last": now.year})


def _wrong_number(prison: Prison, number: str) -> Iterator[Obstacle]:
    if not number:
        yield Obstacle("no_number")
    elif len(number) > NUMBER_LETTERS:
        yield Obstacle("number_long", {"most": NUMBER_LETTERS})
    elif prison.inmates.filter(number__iexact=number).exists():
        yield Obstacle("number_taken", {"number": number})
