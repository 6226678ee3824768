"""`mulakat slots add`: the weekly hours in which a prison holds visits, in its own time."""

import argparse
from datetime import time

from django.db import transaction

from mulakat import clock
from mulakat.cli.finding import added, prison, refuse_if
from mulakat.schedule.editing import reasons
from mulakat.schedule.models import Kind, SlotRule

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prison", required=True, help="STATE/PRISON, for example 25/35")
    parser.add_argument("--kind", required=True, choices=Kind.values)
    parser.add_argument("--days", required=True, help="mon,tue,wed or mon-sat")
    parser.add_argument("--from", dest="starts", type=time.fromisoformat, required=True)
    parser.add_argument("--to", dest="ends", type=time.fromisoformat, required=True)
    parser.add_argument("--minutes", type=int, default=15, help="length of a visit")
    parser.add_argument("--gap", type=int, default=5, help="minutes between two visits")


@transaction.atomic
def run(args: argparse.Namespace) -> int:
    at = prison(args.prison)
    refuse_if(args.ends != time(0) and args.ends <= args.starts, "--to: must be after --from")
    refuse_if(args.minutes < 5 or args.gap < 0, "--minutes: 5 at least; --gap: 0 at least")
    refuse_if(bool((args.minutes + args.gap) % 5), "--minutes and --gap: whole fives together")
    weekdays = _weekdays(args.days)
    for weekday in weekdays:
        rule = SlotRule(
            prison=at,
            kind=args.kind,
            weekday=weekday,
            starts=args.starts,
            ends=args.ends,
            minutes=args.minutes,
            gap=args.gap,
        )
        against = [reason.key for reason in reasons(rule, now=clock.now())]
        refuse_if(bool(against), f"{DAYS[weekday]}: {', '.join(against).replace('_', ' ')}")
        rule.save(force_insert=True)
    when = f"{args.starts:%H:%M} to {args.ends:%H:%M} on {len(weekdays)} days"
    return added(rule, f"{at}: {args.kind} visits of {args.minutes} minutes, {when} a week.")


def _weekdays(text: str) -> list[int]:
    """Numbers of the days, 0 Monday: of "mon,wed" or of "mon-sat"."""
    chosen: list[int] = []
    for part in text.lower().split(","):
        first, _, last = part.strip().partition("-")
        refuse_if(first not in DAYS or (last or first) not in DAYS, f"--days: {part}? {DAYS}")
        chosen += range(DAYS.index(first), DAYS.index(last or first) + 1)
    refuse_if(not chosen, "--days: from the earlier day to the later")
    return chosen
