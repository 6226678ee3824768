"""A real coturn with the configuration we ship: whom it serves, where it leads, and how calls fare.

    python -m bench.night.turn [--short]

Private and foreign addresses are refused, expired and forged names too. Calls run over it alone,
by UDP and by TCP; the family's page is told no address but the relay's. The relay is killed and
started anew under a call.
"""

from bench.night import coturn
from bench.night.part import Skipped, arguments, part


def main() -> None:
    args = arguments()
    missing = coturn.missing()
    with part("turn", is_short=args.short, database="" if missing else "sqlite") as running:
        if missing:
            raise Skipped(missing)
        from bench.night.turning import Turning  # its models want the settings of the part

        turning = Turning(running)
        turning.ask()
        for transport in ("udp", "tcp"):
            turning.call(transport, kills=1 if args.short else 3)


if __name__ == "__main__":
    main()
