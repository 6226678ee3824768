"""`mulakat inmate add`: one person held, as the register has it."""

import argparse
from typing import Any

from django.db import transaction

from mulakat.cli.finding import added, prison, refuse_if
from mulakat.people import names
from mulakat.people.models import Gender, Inmate
from mulakat.prisons.models import Prison


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prison", required=True, help="STATE/PRISON, for example 25/35")
    parser.add_argument("--number", required=True, help="the number in the register: UT-1432/2026")
    parser.add_argument("--name", required=True)
    parser.add_argument("--name-local", default="", help="the name in the state's script")
    parser.add_argument("--guardian", default="", help="father, mother or husband")
    parser.add_argument("--birth-year", type=int, default=None)
    parser.add_argument("--gender", required=True, choices=Gender.values)
    parser.add_argument("--ward", default="")
    parser.add_argument("--language", default="", help="hi, bn or en")


@transaction.atomic
def run(args: argparse.Namespace) -> int:
    values = {key: value for key, value in vars(args).items() if key != "prison"}
    at = prison(args.prison)
    refuse_if(at.inmates.filter(number=args.number).exists(), "This number is in the register.")
    inmate = enter(at, values)
    return added(inmate, f"Inmate {inmate.number} at {at}.")


def enter(at: Prison, values: dict[str, Any]) -> Inmate:
    """A new row of the register, with the keys under which names are found."""
    keys = {"name_key": names.key(values["name"]), "guardian_key": names.key(values["guardian"])}
    return Inmate.objects.create(prison=at, **values, **keys)
