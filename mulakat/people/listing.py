"""The inmate's list of visitors: whoever stands on it is known to the inmate.

The phone is kept as a blind index alone. Nobody reads it again; a visitor's proven phone is
compared with it.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.people.models import Contact, Inmate
from mulakat.people.obstacles import Obstacle, stop_if
from mulakat.people.registering import subject
from mulakat.sealed import blind_index

NAME_LETTERS, RELATION_LETTERS = 80, 40
MOST = 20  # persons on one list


@transaction.atomic
def add(
    *, inmate: Inmate, name: str, relation: str, phone: str, by: User, now: datetime
) -> Contact:
    """Put one visitor on the list; `phone` is E.164.

    Raises `CannotWrite`: no_name, name_long, no_relation, no_phone, on_list, list_full, has_left.
    """
    row = Inmate.objects.select_for_update().get(pk=inmate.pk)  # two officers, one phone
    name = name.strip()
    stop_if(_reasons_not_to_add(row, name, relation, phone))
    contact = Contact.objects.create(
        inmate=row,
        name=name,
        relation=relation,
        phone_index=blind_index(phone, "phone"),
        added_at=now,
        added_by=by.actor,
    )
    record("contact.added", actor=by.actor, subject=subject(row), contact=contact.pk)
    return contact


@transaction.atomic
def remove(*, contact: Contact, by: User, now: datetime) -> bool:
    """Take a visitor off the list; False if somebody did before."""
    listed = Contact.objects.filter(pk=contact.pk, removed_at=None)
    if not listed.update(removed_at=now):
        return False
    contact.removed_at = now
    record("contact.removed", actor=by.actor, subject=subject(contact.inmate), contact=contact.pk)
    return True


def _reasons_not_to_add(inmate: Inmate, name: str, relation: str, phone: str) -> Iterator[Obstacle]:
    if not any(letter.isalpha() for letter in name):
        yield Obstacle("no_name")
    elif len(name) > NAME_LETTERS:
        yield Obstacle("name_long", {"most": NAME_LETTERS})
    if not 0 < len(relation) <= RELATION_LETTERS:
        yield Obstacle("no_relation")
    listed = dict(inmate.contacts.filter(removed_at=None).values_list("phone_index", "name"))
    if not phone:
        yield Obstacle("no_phone")
    elif (own := blind_index(phone, "phone")) in listed:
        yield Obstacle("on_list", {"name": listed[own]})
    if inmate.contacts.filter(removed_at=None).count() >= MOST:
        yield Obstacle("list_full", {"most": MOST})
    if inmate.left_at:
        yield Obstacle("has_left")
