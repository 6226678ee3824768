"""`mulakat messages`: bring the catalogues up to date and say what still needs a translator."""

import argparse
import fcntl

from mulakat.cli.areas import AREAS, LANGUAGES, LOCALE
from mulakat.cli.catalogues import faults, known, memory, remember, update, wanted
from mulakat.cli.extract import Message, Unreadable, everything


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("areas", nargs="*", help=f"of: {', '.join(AREAS)}; none means all")
    parser.add_argument("--check", action="store_true", help="write nothing, fail if incomplete")


def run(args: argparse.Namespace) -> int:
    if unknown := set(args.areas) - set(AREAS):
        print(f"Unknown area: {', '.join(sorted(unknown))}. There are: {', '.join(AREAS)}")
        return 2
    chosen = args.areas or list(AREAS)
    found = list(everything())
    for item in found:
        if isinstance(item, Unreadable):
            print(f"cannot read {item}")
    areas = wanted(item for item in found if isinstance(item, Message))
    if not args.check:
        _write(areas, chosen)
    lines = list(faults({area: areas[area] for area in chosen}))
    print("\n".join([*lines, f"{len(lines)} faults in {', '.join(chosen)}"]))
    unread = any(isinstance(item, Unreadable) for item in found)
    return 1 if args.check and (lines or unread) else 0


def _write(
    areas: dict[str, dict[tuple[str | None, str], list[Message]]], chosen: list[str]
) -> None:
    LOCALE.mkdir(exist_ok=True)
    with (LOCALE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two people at once must not lose each other's words
        for language in LANGUAGES:
            old = known(language)
            dropped = [
                entry for area in chosen for entry in update(area, language, areas[area], old)
            ]
            remember(language, dropped)
            if dropped:
                print(f"{language}: {len(dropped)} no longer used, kept in {memory(language).name}")
