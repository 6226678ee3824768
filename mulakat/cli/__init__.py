"""The console command `mulakat`: what an operator and a developer do, by name.

Each command is a module with `arguments(parser)` and `run(args) -> int`. The table names
the module only, so that `mulakat --help` starts without loading Django.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from mulakat.cli.table import COMMANDS, Command


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command; the process ends with its number (0 is well)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mulakat.settings")
    words = list(sys.argv[1:] if argv is None else argv)
    command, rest = _find(words)
    if command is None:
        print(_overview())
        sys.exit(0 if words in ([], ["help"], ["--help"], ["-h"]) else 2)
    sys.exit(_run(command, rest))


def _find(words: list[str]) -> tuple[Command | None, list[str]]:
    """The command that `words` begin with, two words before one, and the words after it."""
    for length in (2, 1):
        name = " ".join(words[:length])
        for command in COMMANDS:
            if command.name == name and len(words) >= length:
                return command, words[length:]
    return None, words


def _run(command: Command, rest: list[str]) -> int:
    if command.needs_django:
        import django

        django.setup()
    module = importlib.import_module(command.module)
    parser = argparse.ArgumentParser(prog=f"mulakat {command.name}", description=command.help)
    module.arguments(parser)
    return int(module.run(parser.parse_args(rest)) or 0)


def _overview() -> str:
    width = max(len(command.name) for command in COMMANDS) + 2
    lines = [f"  {command.name:<{width}}{command.help}" for command in COMMANDS]
    return "\n".join(["mulakat <command> [--help]", "", *lines])
