"""`mulakat prison list`: what stands in this database, by number."""

import argparse

from mulakat.prisons.models import Prison


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> int:
    prisons = Prison.objects.select_related("state").order_by("state__number", "number")
    for prison in prisons:
        places = f"{prison.terminals.count()} terminals, {prison.windows.count()} windows"
        print(f"{prison.state.number}/{prison.number}  {prison}, {prison.state}: {places}")
    if not prisons:
        print("There is no prison yet. See docs/first-prison.md.")
    return 0
