"""`mulakat prepare`: catalogues compiled, tables made, and in the demo its data. Repeatable."""

import argparse
import importlib.util

from django.conf import settings
from django.core.management import call_command

from mulakat.cli.catalogues import compile_all


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> int:
    compile_all()
    call_command("migrate", verbosity=0, interactive=False)
    print("The tables and the languages are up to date.")
    if settings.CONFIG.MULAKAT_MODE == "production":
        call_command("collectstatic", verbosity=0, interactive=False)
    elif settings.CONFIG.is_demo and importlib.util.find_spec("mulakat.portals.demo.data"):
        importlib.import_module("mulakat.portals.demo.data").make()
        print("The demo's invented prisons are there (MULAKAT_MODE=demo).")
    return 0
