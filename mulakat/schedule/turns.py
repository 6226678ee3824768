"""Turns of a prison: whoever closes a time and whoever gives one do not do it at once.

A closure cannot see a visit whose transaction has not ended, nor the other way round. Both
sides therefore take the prison's turn first: the one who comes second sees what the first
has done. Places themselves need no turn, their constraints decide.
"""

from django.db.models import QuerySet

from mulakat.prisons.models import Prison, State


def take_turn(prison: Prison) -> None:
    """Wait until nobody else closes or gives times of the prison; kept to the transaction's
    end. SQLite has one writer and needs none."""
    _lock(Prison.objects.filter(pk=prison.pk))


def take_turns(state: State) -> None:
    """The turns of all prisons of a state, in one order."""
    _lock(Prison.objects.filter(state=state))


def _lock(prisons: QuerySet[Prison]) -> None:
    rows = prisons.select_for_update(no_key=True, of=("self",)).order_by("pk")
    list(rows.values_list("pk", flat=True))
