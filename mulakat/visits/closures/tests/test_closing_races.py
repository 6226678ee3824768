"""A day is closed while officers approve, families cancel and others close it, too."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

import pytest
from django.db.models import F

from mulakat import clock
from mulakat.accounts.models import Role, User
from mulakat.notifications.models import Notification
from mulakat.prisons.models import Prison, Terminal
from mulakat.schedule.models import Cell, Closure
from mulakat.schedule.tests import crowd
from mulakat.visits import cancelling, deciding, findings
from mulakat.visits.closures.closing import Choice, ImpactChanged
from mulakat.visits.closures.tests.closed import (
    CANCEL,
    a_day,
    asking,
    close,
    move_to,
    standing,
    ten,
)
from mulakat.visits.models import Status, Visit
from tests.world import a_prison, a_terminal, all_day_rules, an_inmate, an_officer

pytestmark = pytest.mark.django_db(transaction=True)
MANY, ROUNDS = 8, 6


def approving(visit: Visit, by: User, terminal: Terminal) -> Callable[[], object]:
    return partial(
        deciding.approve,
        visit_id=visit.pk,
        by=by,
        inmate=an_inmate(visit.prison),
        basis="legal",
        case_number="7/2026",
        starts_at=ten(visit.prison),
        minutes=15,
        terminal=terminal,
        now=clock.now(),
    )


def all_at_once(acts: Sequence[Callable[[], object]]) -> Counter[str]:
    """ "done", or the name of what was raised."""
    counted: Counter[str] = Counter()
    for outcome, number in crowd.all_at_once(acts).items():
        counted[outcome.partition("(")[0]] += number
    return counted


def after(looks: int, act: Callable[[], object]) -> Callable[[], object]:
    """The act, a few questions of the database later than the others."""

    def late() -> object:
        for _ in range(looks):
            Visit.objects.count()
        return act()

    return late


def unanswered(prison: Prison) -> list[Visit]:
    """Approved visits in closed time that nobody was told of and no officer will be shown."""
    approved = Visit.objects.filter(prison=prison, status=Status.APPROVED)
    visits = list(approved.select_related("prison__state", "inmate", "terminal", "window"))
    shown = {found.visit.pk for found in findings.findings(visits, clock.now())}
    day = a_day(prison)
    return [
        visit
        for visit in visits
        if Closure.objects.exists()
        and visit.starts_at
        and day.starts_at <= visit.starts_at < day.ends_at
        and visit.pk not in shown
    ]


def a_jail() -> Prison:
    prison = a_prison()
    all_day_rules(prison)
    return prison


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_closure_against_approvals_leaves_nobody_in_a_closed_time(round_: int) -> None:
    prison = a_jail()
    admin, officer = an_officer(prison, Role.ADMIN), an_officer(prison)
    visits = [asking(prison, ten(prison), ten(prison, ahead=5)) for _ in range(MANY)]
    acts = [
        after(round_ * round_ * (n + 1) * 4, approving(visit, officer, a_terminal(prison)))
        for n, visit in enumerate(visits)
    ]
    closing = partial(close, a_day(prison), admin, approved=CANCEL, asked=CANCEL)
    results = all_at_once([closing, *acts])
    closed = Closure.objects.count()
    print(results)
    in_time = Visit.objects.filter(status=Status.APPROVED)
    assert closed == 1 - results["ImpactChanged"], results
    assert unanswered(prison) == [], results
    assert results["done"] == in_time.count() + closed + cancelled(prison), results
    if closed:  # whoever came later was refused the time
        assert in_time.count() == 0
        assert results["CannotDecide"] == MANY - cancelled(prison)


def cancelled(prison: Prison) -> int:
    """Approved a moment before the look, cancelled with a message."""
    gone = Visit.objects.filter(prison=prison, status=Status.CANCELLED)
    for visit in gone:
        assert Notification.objects.filter(subject=visit.subject, message="S14").count() == 1
        assert not Cell.objects.filter(holder=visit.subject).exists()
    return gone.count()


def test_an_officer_who_looks_again_closes_at_last_and_each_is_told() -> None:
    prison = a_jail()
    admin, officer = an_officer(prison, Role.ADMIN), an_officer(prison)
    visits = [asking(prison, ten(prison)) for _ in range(MANY)]

    def until_closed() -> None:
        while True:
            try:
                close(a_day(prison), admin, approved=CANCEL, asked=CANCEL)
            except ImpactChanged:
                continue
            return

    all_at_once([until_closed, *(approving(v, officer, a_terminal(prison)) for v in visits)])
    assert Closure.objects.count() == 1
    assert set(Visit.objects.values_list("status", flat=True)) == {Status.CANCELLED}
    assert cancelled(prison) == MANY


def test_two_officers_close_one_day_and_one_does() -> None:
    prison = a_jail()
    terminal = a_terminal(prison)
    a_terminal(prison)
    visits = standing(prison, 6, terminal)
    choices = (CANCEL, move_to(prison))
    acts = [
        partial(close, a_day(prison), an_officer(prison, Role.ADMIN), approved=choice)
        for choice in (*choices, *choices)
    ]
    results = all_at_once(acts)
    assert results["done"] == 1, results
    assert results["CannotClose"] + results["ImpactChanged"] == 3
    assert Closure.objects.count() == 1
    for visit in visits:
        told = Notification.objects.filter(subject=visit.subject, channel="sms")
        assert told.count() == 1


def test_a_family_that_cancels_meanwhile_is_told_one_thing() -> None:
    prison = a_jail()
    admin = an_officer(prison, Role.ADMIN)
    visits = standing(prison, 4, a_terminal(prison))
    now = clock.now()
    acts = [partial(cancelling.cancel_by_visitor, visit=visit, now=now) for visit in visits]
    results = all_at_once([partial(close, a_day(prison), admin, approved=CANCEL), *acts])
    assert sum(results.values()) == 5
    assert set(Visit.objects.values_list("status", flat=True)) == {Status.CANCELLED}
    for visit in visits:
        told = Notification.objects.filter(subject=visit.subject, channel="sms")
        assert [row.message for row in told] in (["S14"], ["S15"])


def test_two_closed_days_move_to_one_and_no_place_is_given_twice() -> None:
    prison = a_jail()
    terminal = a_terminal(prison)
    standing(prison, 3, terminal)
    later = standing(prison, 3, a_terminal(prison))
    for visit in later:  # the same hours, a day later
        Cell.objects.filter(holder=visit.subject).delete()
        Visit.objects.filter(pk=visit.pk).update(starts_at=F("starts_at") + timedelta(days=1))
    to = Choice("move", dict(move_to(prison).to))
    acts = [
        partial(close, a_day(prison, ahead), an_officer(prison, Role.ADMIN), approved=to)
        for ahead in (2, 3)
    ]
    assert all_at_once(acts) == {"done": 2}
    moved = Visit.objects.values_list("starts_at", "terminal")
    assert len(set(moved)) == 6
    assert Cell.objects.values("terminal", "at").distinct().count() == Cell.objects.count() == 24
