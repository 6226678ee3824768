"""Holds whose time is over: they keep nothing, also while no sweep has cleared them yet."""

from datetime import datetime

from django.db import transaction

from mulakat.prisons.models import Prison
from mulakat.schedule.models import Cell, Hold


def expired_holders(prison: Prison, now: datetime) -> list[str]:
    """How cells name the prison's holds that are over."""
    over = Hold.objects.filter(prison=prison, expires_at__lte=now)
    return [f"hold:{pk}" for pk in over.values_list("pk", flat=True)]


@transaction.atomic
def clear(holders: list[str]) -> int:
    """Give back the cells of these holders, and how many they were.

    The rows are locked in one order, as `places.hand_over` locks them: a hold that is being
    handed over at this moment either goes whole to its visit or is cleared whole.
    """
    rows = Cell.objects.select_for_update().filter(holder__in=holders).order_by("pk")
    mine = list(rows.values_list("pk", flat=True))
    given_back, _ = Cell.objects.filter(pk__in=mine).delete()
    forget(*holders)
    return int(given_back)


def forget(*holders: str) -> None:
    """Drop the rows of those among them that are holds; after their cells, always."""
    pairs = (holder.split(":") for holder in holders)
    Hold.objects.filter(pk__in=[int(pk) for word, pk in pairs if word == "hold"]).delete()
