"""A call over 100 kbit/s, 3 in 100 packets lost, 300 ms there and back: the voice stays whole.

    python -m bench.night.poor [--short]

Both ends lead over a real coturn; the family's way to it is made poor (bench/night/shim.py). What
was made up of the voice is judged only if a control run on the same line, left good, shows next to
nothing: else it is the machine's.
"""

from bench.night import coturn
from bench.night.part import Skipped, arguments, part


def main() -> None:
    args = arguments()
    missing = coturn.missing()
    with part("poor", is_short=args.short, database="" if missing else "sqlite") as running:
        if missing:
            raise Skipped(missing)
        from bench.night.impoverishing import Poor  # its models want the settings of the part

        Poor(running).run(*(15, 25) if args.short else (40, 90))


if __name__ == "__main__":
    main()
