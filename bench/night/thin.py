"""A call over a poor line: 150 kbit/s, then cut off for 10 and for 20 seconds.

    python -m bench.night.thin [--short]

The family's browser stands in a network namespace of its own behind a shaped line. How much of
the voice was made up (concealed) is printed beside a control run on a free line: on a busy
machine the control alone tells what is the line's and what is the machine's.
"""

from bench.night import line
from bench.night.part import Skipped, arguments, part


def main() -> None:
    args = arguments()
    missing = line.missing()
    if not missing:
        line.enter("bench.night.thin")
    with part("thin", is_short=args.short, database="" if missing else "sqlite") as running:
        if missing:
            raise Skipped(missing)
        from bench.night.thinning import Thinning  # its models want the settings of the part

        with line.line() as made:
            Thinning(running, made).run(*(8, 15) if args.short else (20, 60))


if __name__ == "__main__":
    main()
