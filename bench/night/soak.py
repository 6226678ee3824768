"""One call for seven minutes: reloads, restarted servers, an officer who leaves and comes back.

    python -m bench.night.soak [--short]

Three real Chromiums. Whenever an officer is there and the server runs, neither side may see a
frozen picture for more than ten seconds; minutes are counted as the pictures moved; the
server's process does not grow.
"""

from bench.night.part import arguments, part


def main() -> None:
    args = arguments()
    with part("soak", is_short=args.short, database="sqlite") as running:
        from bench.night.soaking import Soak  # its models want the settings of the part
        from tests import world
        from tests.journeys.trio import trio
        from tests.live import live

        visit = world.an_approved_visit(world.a_prison(), minutes=30)
        with live() as server, trio(running.folder, server, visit) as group:
            group.meet()
            soak = Soak(running, group, server, calm=8 if args.short else 20)
            soak.run(*(15, 60) if args.short else (90, 420))


if __name__ == "__main__":
    main()
