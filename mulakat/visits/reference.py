"""The serial of a Visit Reference Number: unique per prison and year, telling no volume.

The n-th request of the year gets the n-th place of a keyed permutation, so that two
neighbouring numbers say nothing about how many people asked between them.
"""

import hmac
from datetime import datetime

from django.conf import settings
from django.db.models import F

from mulakat.prisons.models import Prison
from mulakat.visits.models import SerialCounter

# The serial keeps growing in length, block by block: 1-9999, 10000-99999, and so on.
BLOCKS = ((1, 9_999), (10_000, 99_999), (100_000, 999_999), (1_000_000, 99_999_999))
ROUNDS = 6


def allot(prison: Prison, now: datetime) -> tuple[int, int]:
    """The next (serial, year). Locks the prison's counter: call it last in the transaction."""
    year = now.astimezone(prison.zone).year
    own = SerialCounter.objects.filter(prison=prison, year=year)
    if not own.update(given=F("given") + 1):
        SerialCounter.objects.get_or_create(prison=prison, year=year)
        own.update(given=F("given") + 1)
    given = own.values_list("given", flat=True).get()
    return permuted(given - 1, f"{prison.pk}/{year}"), year


def permuted(index: int, key: str) -> int:
    """The serial of the request number `index` (from 0) under `key`; a bijection."""
    for first, last in BLOCKS:
        size = last - first + 1
        if index < size:
            return first + _shuffled(index, size, f"{key}/{first}")
        index -= size
    raise OverflowError("a prison has used up the serials of a year")


def _shuffled(index: int, size: int, key: str) -> int:
    """A Feistel network over the next power of four, walked until it falls inside `size`."""
    half = (max(size - 1, 1).bit_length() + 1) // 2
    while True:
        index = _feistel(index, half, key)
        if index < size:
            return index


def _feistel(value: int, half: int, key: str) -> int:
    left, right = value >> half, value & ((1 << half) - 1)
    for number in range(ROUNDS):
        left, right = right, left ^ _round(right, number, half, key)
    return (left << half) | right


def _round(value: int, number: int, half: int, key: str) -> int:
    message = f"reference/{key}/{number}/{value}".encode()
    digest = hmac.digest(settings.DATA_KEY.encode(), message, "sha256")
    return int.from_bytes(digest[:4], "big") & ((1 << half) - 1)
