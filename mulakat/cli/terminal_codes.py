"""`mulakat terminal code`: the one-time code that turns a browser into this terminal."""

import argparse

from mulakat import clock
from mulakat.accounts.enrolling import make_code
from mulakat.cli.finding import OPERATOR, terminal


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prison", required=True, help="STATE/PRISON, for example 25/35")
    parser.add_argument("--number", type=int, required=True, help="the terminal's number")


def run(args: argparse.Namespace) -> int:
    at = terminal(args.prison, args.number)
    code = make_code(terminal=at, by=OPERATOR, now=clock.now())
    print(f"{code}\nType it at the terminal, on the page /kiosk/, within 24 hours. It works once.")
    return 0
