"""`mulakat window add`: a visiting room or row of windows, with its seats."""

import argparse

from django.db import transaction

from mulakat.cli.finding import added, prison, refuse_if
from mulakat.prisons.models import Window


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prison", required=True, help="STATE/PRISON, for example 25/35")
    parser.add_argument("--number", type=int, required=True)
    parser.add_argument("--seats", type=int, default=1, help="visits it holds at one time")


@transaction.atomic
def run(args: argparse.Namespace) -> int:
    of = prison(args.prison)
    refuse_if(of.windows.filter(number=args.number).exists(), "This window is there already.")
    refuse_if(args.seats < 1, "--seats: one at least")
    window = Window.objects.create(prison=of, number=args.number, seats=args.seats)
    return added(window, f"Window {window.number} of {of} with {window.seats} seats.")
