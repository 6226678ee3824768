"""`mulakat work`: the process that delivers messages and lets time pass. Any number may run."""

import argparse

from mulakat.worker import loop


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> int:
    return loop.main()
