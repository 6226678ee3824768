"""`mulakat terminal add`: a PC at which an inmate sits for a video visit."""

import argparse

from django.db import transaction

from mulakat.cli.finding import added, prison, refuse_if
from mulakat.prisons.models import Terminal


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prison", required=True, help="STATE/PRISON, for example 25/35")
    parser.add_argument("--number", type=int, required=True)
    parser.add_argument("--place", default="", help="where it stands: Computer section, desk 2")


@transaction.atomic
def run(args: argparse.Namespace) -> int:
    of = prison(args.prison)
    refuse_if(of.terminals.filter(number=args.number).exists(), "This terminal is there already.")
    terminal = Terminal.objects.create(prison=of, number=args.number, place=args.place)
    return added(terminal, f"Terminal {terminal.number} of {of}. Next: mulakat terminal code")
