"""`mulakat gate key`: another key signs a state's passes; a stolen one is withdrawn."""

import argparse

from django.db import transaction

from mulakat import clock
from mulakat.cli.finding import OPERATOR, Refused
from mulakat.gate import keys
from mulakat.prisons.models import State


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--state", type=int, required=True, help="its number, for example 25")
    parser.add_argument(
        "--withdraw",
        action="store_true",
        help="the key was stolen: passes it has signed open nothing; families open theirs anew",
    )


@transaction.atomic
def run(args: argparse.Namespace) -> int:
    state = State.objects.filter(number=args.state).first()
    if state is None:
        raise Refused(f"{args.state}: there is no such state. mulakat prison list shows them.")
    key = keys.rotate(state=state, by=OPERATOR, now=clock.now(), withdraw=args.withdraw)
    was = "is withdrawn" if args.withdraw else "signs no more; its passes stay good"
    print(f"Key {key.pk} signs the passes of {state} now. The one before {was}.")
    print("Gates learn it with their next list.")
    return 0
