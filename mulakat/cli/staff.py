"""`mulakat staff add`: a member of staff, with roles at one prison.

The password is asked for, or read from the first line of standard input; it never stands
among the arguments, where every process could read it. A person who is known gets the roles
at this prison, too, and keeps the password.
"""

import argparse
import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from mulakat.accounts.models import Membership, Role, User
from mulakat.cli.finding import Refused, added, prison, refuse_if


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prison", required=True, help="STATE/PRISON, for example 25/35")
    parser.add_argument("--id", required=True, help="the staff ID used to sign in")
    parser.add_argument("--name", default="", help="needed for a person who is new here")
    roles = parser.add_argument("--role", action="append", required=True, choices=Role.values)
    roles.help = "may be given several times"


@transaction.atomic
def run(args: argparse.Namespace) -> int:
    at = prison(args.prison)
    user = User.objects.filter(staff_id=args.id).first()
    if user is None:
        refuse_if(not args.name, "--name: the person is new here")
        user = User.objects.create_user(args.id, _password(), args.name)
    for role in args.role:
        Membership.objects.get_or_create(user=user, prison=at, role=role)
    return added(user, f"{user.name} ({user.staff_id}) at {at}: {', '.join(args.role)}.")


def _password() -> str:
    if sys.stdin.isatty():
        password = getpass.getpass("Password (10 characters or more): ")
        refuse_if(password != getpass.getpass("Once more: "), "The two differ.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password)
    except ValidationError as wrong:
        raise Refused("Password: " + " ".join(wrong.messages)) from wrong
    return password
