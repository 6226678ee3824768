"""What prison or network broke never counts, and the family goes first next time.

A call that was cut short, or that the prison could not hold, is found by the sweep: the family
is told once and goes before all others. The next request of the same phone to the same prison
takes that right over (`pass_on`), and it is used up.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from mulakat.audit.models import record
from mulakat.visits import telling
from mulakat.visits.acting import held
from mulakat.visits.models import Outcome, Status, Visit
from mulakat.visits.proofs import proving

BROKEN = (Outcome.CUT_SHORT, Outcome.MISSED_JAIL)
LOOK_BACK = timedelta(days=2)  # a worker may have stood still
LASTS = timedelta(days=90)  # nobody has to hurry to use his right
BATCH = 500


def make_up(*, now: datetime) -> int:
    """The sweep: how many families were told that they go first."""
    broken = Visit.objects.filter(
        status=Status.ENDED, outcome__in=BROKEN, goes_first=False,
        starts_at__gt=now - LOOK_BACK, starts_at__lte=now,
    ).exclude(details__has_key="made_up")  # fmt: skip
    return sum(_make_up(pk, now) for pk in broken.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _make_up(visit_id: int, now: datetime) -> int:
    visit = held(visit_id)
    is_broken = visit.status == Status.ENDED and visit.outcome in BROKEN
    if not is_broken or "made_up" in visit.details:
        return 0
    visit.goes_first = True
    visit.turn_since = visit.turn_since or visit.requested_at
    visit.details["made_up"] = now.isoformat()
    visit.save(update_fields=["goes_first", "turn_since", "details"])
    record("visit.goes_first", actor="system", subject=visit.subject, outcome=visit.outcome)
    telling.broken(visit=visit, now=now)
    return 1


def pass_on(*, visit: Visit, now: datetime) -> bool:
    """Give a new request the right to go first that an earlier visit of this phone left, and
    the age of its turn; in the caller's transaction. True if there was one. A number that only
    stands beside an e-mail's OTP takes nothing over from the phone's holder."""
    untimed = Q(starts_at=None, requested_at__gt=now - LASTS)  # cancelled before its answer
    left = (
        Visit.objects.select_for_update(of=("self",))
        .filter(
            untimed | Q(starts_at__gt=now - LASTS),
            prison=visit.prison_id, kind=visit.kind, phone_index=visit.phone_index,
            goes_first=True, status__in=(Status.ENDED, Status.CANCELLED),
        )
        .exclude(pk=visit.pk)
        .order_by("requested_at")
    )  # fmt: skip
    earlier = next((other for other in left if proving.is_of_one(visit, other)), None)
    if earlier is None:
        return False
    earlier.goes_first = False
    earlier.save(update_fields=["goes_first"])
    visit.goes_first = True
    visit.turn_since = earlier.turn_since or earlier.requested_at
    visit.save(update_fields=["goes_first", "turn_since"])
    record("visit.goes_first", actor="system", subject=visit.subject, instead_of=earlier.subject)
    return True
