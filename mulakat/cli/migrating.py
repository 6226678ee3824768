"""`mulakat migrate`: bring the tables of the database to this version."""

import argparse

from django.core.management import call_command


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> int:
    call_command("migrate", interactive=False)
    return 0
