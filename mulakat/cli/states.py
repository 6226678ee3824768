"""`mulakat state add`: a state's prison department, with the procedure it follows."""

import argparse

from django.db import transaction

from mulakat.cli.finding import added, names, refuse_if
from mulakat.prisons.models import State
from mulakat.prisons.policy import PRESETS


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--number", type=int, required=True, help="first number of its references")
    parser.add_argument("--slug", required=True, help="its name in addresses: west-bengal")
    parser.add_argument("--name", required=True)
    parser.add_argument("--name-hi", default="")
    parser.add_argument("--name-bn", default="")
    parser.add_argument("--department", required=True, help="who signs its pages")
    parser.add_argument("--department-hi", default="")
    parser.add_argument("--department-bn", default="")
    parser.add_argument("--brand", default="e-Mulakat", help="signs every SMS, 12 letters at most")
    parser.add_argument("--helpline", required=True)
    parser.add_argument("--language", default="en", choices=["en", "hi", "bn"])
    parser.add_argument("--timezone", default="Asia/Kolkata")
    parser.add_argument("--preset", default="open", choices=list(PRESETS))


@transaction.atomic
def run(args: argparse.Namespace) -> int:
    taken = State.objects.filter(number=args.number) | State.objects.filter(slug=args.slug)
    refuse_if(taken.exists(), "There is a state of this number or slug already.")
    refuse_if(len(args.brand) > 12, "--brand: 12 letters at most, it stands in every SMS")
    state = State.objects.create(
        number=args.number,
        slug=args.slug,
        names=names(args.name, args.name_hi, args.name_bn),
        department=names(args.department, args.department_hi, args.department_bn),
        brand=args.brand,
        helpline=args.helpline,
        language=args.language,
        timezone=args.timezone,
        preset=args.preset,
    )
    return added(state, f"State {state.number}, {state}, follows {state.preset}.")
