"""`mulakat compile`: make the .mo files that pages read, without gettext's tools."""

import argparse

from mulakat.cli.catalogues import compile_all


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> int:
    print(f"{compile_all()} catalogues compiled")
    return 0
