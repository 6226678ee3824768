"""`mulakat prison add`: an establishment that answers requests."""

import argparse

from django.db import transaction

from mulakat.cli.finding import Refused, added, names, refuse_if
from mulakat.prisons.models import Prison, State


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--state", type=int, required=True, help="the state's number")
    parser.add_argument("--number", type=int, required=True, help="second number of references")
    parser.add_argument("--name", required=True)
    parser.add_argument("--name-hi", default="")
    parser.add_argument("--name-bn", default="")
    parser.add_argument("--short-name", default="", help="18 letters at most, it stands in SMS")
    parser.add_argument("--address", default="")
    parser.add_argument("--phone", default="")
    parser.add_argument("--no-video", action="store_true", help="it has no terminals")
    parser.add_argument("--no-physical", action="store_true", help="it has no visiting room")


@transaction.atomic
def run(args: argparse.Namespace) -> int:
    state = State.objects.filter(number=args.state).first()
    if state is None:
        raise Refused(f"There is no state {args.state}. Add it: mulakat state add")
    refuse_if(state.prisons.filter(number=args.number).exists(), "This number is taken.")
    refuse_if(len(args.short_name) > 18, "--short-name: 18 letters at most, it stands in SMS")
    prison = Prison.objects.create(
        state=state,
        number=args.number,
        names=names(args.name, args.name_hi, args.name_bn),
        short_names=names(args.short_name, "", ""),
        address=names(args.address, "", ""),
        phone=args.phone,
        has_video=not args.no_video,
        has_physical=not args.no_physical,
    )
    return added(prison, f"Prison {state.number}/{prison.number}, {prison}.")
