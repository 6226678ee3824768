"""Closing a time: whom it hits is known first, and nobody is left without a word."""

from datetime import timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import Event
from mulakat.notifications.models import Notification
from mulakat.people.models import Inmate
from mulakat.schedule import closing as schedule
from mulakat.schedule import furnishing, hearings
from mulakat.schedule.models import Cell, Closure, Kind, SlotRule
from mulakat.visits import findings
from mulakat.visits.closures.closing import (
    CannotClose,
    Choice,
    Extent,
    ImpactChanged,
    extent_of,
    impact,
    stop_today,
    take_out,
)
from mulakat.visits.closures.tests.closed import (
    CANCEL,
    KEEP,
    a_day,
    asking,
    close,
    move_to,
    standing,
    ten,
)
from mulakat.visits.models import Kept, Offer, Status, Visit
from mulakat.visits.tests.placed import cells_of, messages_of, placed
from tests.world import (
    a_prison,
    a_request,
    a_state,
    a_terminal,
    a_window,
    all_day_rules,
    an_inmate,
    an_officer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def jail():
    prison = a_prison()
    all_day_rules(prison)
    return prison


@pytest.fixture
def admin(jail):
    return an_officer(jail, Role.ADMIN)


def keys(cannot):
    return [reason.key for reason in cannot.value.reasons]


def test_the_impact_names_approved_and_asked_visits_of_the_day(jail):
    approved = standing(jail, 3, a_terminal(jail))
    only = asking(jail, ten(jail), ten(jail, minutes=60))
    besides = asking(jail, ten(jail), ten(jail, ahead=5))
    asking(jail, ten(jail, ahead=5))
    placed(jail, starts_at=ten(jail, ahead=3))
    asking(jail, ten(jail), status=Status.REFUSED)
    standing(a_prison(), 1, None)
    found = impact(extent=a_day(jail), now=clock.now())
    assert [v.pk for v in found.approved] == [v.pk for v in approved]
    assert [v.pk for v in found.asked] == [only.pk]
    assert [v.pk for v in found.asked_besides] == [besides.pk]


def test_a_visit_that_reaches_into_the_closed_hours_is_hit_and_one_that_ends_before_is_not(jail):
    terminal = a_terminal(jail)
    first, second = standing(jail, 2, terminal)  # 10:00 and 10:20, 15 minutes each
    start = ten(jail, minutes=10)
    hours = Extent(jail.state, start, start + timedelta(minutes=10), prison=jail)
    assert impact(extent=hours, now=clock.now()).approved == (first,)
    later = Extent(jail.state, ten(jail, minutes=15), ten(jail, minutes=20), prison=jail)
    assert impact(extent=later, now=clock.now()).approved == ()
    assert second.starts_at == ten(jail, minutes=20)


@pytest.mark.parametrize("narrowed", ["kind", "terminal", "window", "rule"])
def test_a_closure_hits_no_more_than_it_closes(jail, narrowed):
    terminal, window = a_terminal(jail), a_window(jail)
    video = placed(jail, terminal=terminal, starts_at=ten(jail))
    other = placed(jail, terminal=a_terminal(jail), starts_at=ten(jail))
    physical = placed(jail, kind=Kind.PHYSICAL, window=window, starts_at=ten(jail))
    asking(jail, ten(jail))
    rule = SlotRule.objects.get(
        prison=jail, kind="video", weekday=ten(jail).astimezone(jail.zone).weekday()
    )
    by: dict[str, Any] = {"kind": "physical", "terminal": terminal, "window": window, "rule": rule}
    found = impact(extent=a_day(jail, **{narrowed: by[narrowed]}), now=clock.now())
    hit = {"kind": {physical}, "terminal": {video}, "window": {physical}, "rule": {video, other}}
    assert set(found.approved) == hit[narrowed]
    assert len(found.asked) == (1 if narrowed == "rule" else 0)


def test_a_rule_that_another_rule_stands_in_for_hits_nobody(jail):
    placed(jail, starts_at=ten(jail))
    weekday = ten(jail).astimezone(jail.zone).weekday()
    rule = SlotRule.objects.get(prison=jail, kind="video", weekday=weekday)
    SlotRule.objects.create(
        prison=jail, kind="video", weekday=weekday, starts=rule.starts, ends=rule.ends, who="women"
    )
    assert impact(extent=a_day(jail, rule=rule), now=clock.now()).approved == ()


def test_all_are_moved_place_by_place_in_order_and_told(jail, admin):
    terminals = [a_terminal(jail), a_terminal(jail)]
    visits = standing(jail, 5, terminals[0])
    done = close(a_day(jail), admin, approved=move_to(jail))
    assert done.approved.moved == tuple(visit.pk for visit in visits)
    moved = [Visit.objects.get(pk=visit.pk) for visit in visits]
    later = [ten(jail, ahead=4, minutes=minutes) for minutes in (0, 0, 20, 20, 40)]
    assert [visit.starts_at for visit in moved] == later
    assert len({(visit.starts_at, visit.terminal_id) for visit in moved}) == 5
    for visit in moved:
        assert visit.status == Status.APPROVED
        assert cells_of(visit.subject) == 4
        assert {"S13", "E13"} <= set(messages_of(visit))
    assert Closure.objects.get().public_text == {"en": "A holiday"}
    assert findings.findings(moved, clock.now()) == []


def test_cancelled_visits_give_their_place_back_count_nothing_and_go_first(jail, admin):
    visits = standing(jail, 2, a_terminal(jail))
    asked = asking(jail, ten(jail))
    done = close(a_day(jail), admin, approved=CANCEL, asked=CANCEL, cause="power")
    assert (len(done.approved.cancelled), done.asked.cancelled) == (2, (asked.pk,))
    for visit in Visit.objects.filter(prison=jail):
        assert (visit.status, visit.goes_first) == (Status.CANCELLED, True)
        assert set(messages_of(visit)) == {"S14", "E14"}
    assert not Cell.objects.exists()
    assert len(visits) == 2


def test_kept_visits_stand_with_the_reason_and_are_found_no_more(jail, admin):
    visits = standing(jail, 2, a_terminal(jail))
    close(a_day(jail), admin, approved=KEEP)
    assert Kept.objects.filter(finding="closed", reason=KEEP.reason).count() == 2
    again = Visit.objects.filter(pk__in=[v.pk for v in visits]).select_related("prison__state")
    assert findings.findings(list(again), clock.now()) == []
    assert not Notification.objects.exists()


def test_keeping_a_visit_answers_the_closure_and_nothing_else(jail, admin):
    (visit,) = standing(jail, 1, a_terminal(jail))
    Inmate.objects.filter(visits=visit).update(left_at=clock.now())
    close(a_day(jail), admin, approved=KEEP)
    again = Visit.objects.select_related("prison__state", "inmate").get(pk=visit.pk)
    assert [found.key for found in findings.findings([again], clock.now())] == ["inmate_left"]


def test_requests_are_offered_places_of_the_other_day(jail, admin):
    terminal = a_terminal(jail)
    asked = [asking(jail, ten(jail)) for _ in range(3)]
    done = close(a_day(jail), admin, asked=move_to(jail))
    assert set(done.asked.moved) == {visit.pk for visit in asked}
    offers = Offer.objects.order_by("starts_at")
    assert [o.starts_at for o in offers] == [ten(jail, 4, n) for n in (0, 20, 40)]
    assert {o.terminal for o in offers} == {terminal}
    assert {o.visit.status for o in offers} == {Status.OFFERED}


def test_a_request_with_a_question_waits_on_for_an_officer(jail, admin):
    a_terminal(jail)
    visit = asking(jail, ten(jail), status=Status.QUESTION)
    done = close(a_day(jail), admin, asked=move_to(jail))
    assert done.asked.kept == (visit.pk,)
    assert Visit.objects.get().status == Status.QUESTION


def test_too_few_places_change_nothing_and_say_how_many(jail, admin):
    terminal = a_terminal(jail)
    standing(jail, 3, terminal)
    end = ten(jail, ahead=4, minutes=40)  # two places
    few = Choice("move", {"video": (ten(jail, ahead=4), end)})
    with pytest.raises(CannotClose) as cannot:
        close(a_day(jail), admin, approved=few)
    assert keys(cannot) == ["too_few_places"]
    assert cannot.value.reasons[0].facts == {"needed": 3, "without": 1}
    assert not Closure.objects.exists()
    assert not Notification.objects.exists()
    assert {v.starts_at for v in Visit.objects.all()} == {
        ten(jail, minutes=20 * n) for n in range(3)
    }


def test_nobody_is_moved_to_when_he_is_elsewhere(jail, admin):
    terminal, inmate = a_terminal(jail), an_inmate(jail)
    visit = placed(jail, terminal=terminal, inmate=inmate, starts_at=ten(jail))
    placed(jail, terminal=a_terminal(jail), inmate=inmate, starts_at=ten(jail, ahead=4))
    close(a_day(jail), admin, approved=move_to(jail))
    visit.refresh_from_db()
    assert visit.starts_at == ten(jail, ahead=4, minutes=20)


def test_a_capacity_is_not_exceeded_by_moving(jail, admin):
    SlotRule.objects.filter(prison=jail).update(capacity=1)
    terminal = a_terminal(jail)
    a_terminal(jail)
    standing(jail, 2, terminal)
    close(a_day(jail), admin, approved=move_to(jail))
    times = Visit.objects.order_by("starts_at").values_list("starts_at", flat=True)
    assert list(times) == [ten(jail, 4, 0), ten(jail, 4, 20)]


def test_a_womens_hour_takes_only_women_and_a_wheelchair_only_a_fit_place(jail, admin):
    SlotRule.objects.filter(prison=jail).update(who="women")
    terminal = a_terminal(jail)
    fit = a_terminal(jail, suits=["video", "wheelchair"])
    (woman,) = standing(jail, 1, terminal, details={"help": ["wheelchair"]})
    close(a_day(jail), admin, approved=move_to(jail))
    woman.refresh_from_db()
    assert woman.terminal == fit
    man = placed(jail, visitor={"gender": "man"}, terminal=terminal, starts_at=ten(jail, ahead=3))
    with pytest.raises(CannotClose) as cannot:
        close(a_day(jail, ahead=3), admin, approved=move_to(jail))
    assert keys(cannot) == ["too_few_places"]
    assert Visit.objects.get(pk=man.pk).starts_at == ten(jail, ahead=3)


def test_every_choice_that_is_missing_is_named_at_once(jail, admin):
    standing(jail, 1, a_terminal(jail))
    asking(jail, ten(jail))
    with pytest.raises(CannotClose) as cannot:
        close(a_day(jail), admin)
    assert keys(cannot) == ["no_choice_approved", "no_choice_asked"]
    with pytest.raises(CannotClose) as cannot:
        close(a_day(jail), admin, approved=Choice("keep"), asked=Choice("move"))
    assert keys(cannot) == ["no_reason_to_keep", "no_day"]
    assert not Closure.objects.exists()


def test_whoever_is_approved_after_the_look_is_seen_before_anything_is_closed(jail, admin):
    terminal = a_terminal(jail)
    standing(jail, 1, terminal)
    seen = impact(extent=a_day(jail), now=clock.now()).seen
    placed(jail, terminal=a_terminal(jail), starts_at=ten(jail))
    with pytest.raises(ImpactChanged) as changed:
        close(a_day(jail), admin, seen=seen, approved=CANCEL)
    assert len(changed.value.impact.approved) == 2
    assert not Closure.objects.exists()
    assert set(Visit.objects.values_list("status", flat=True)) == {Status.APPROVED}


def test_the_same_time_is_closed_once(jail, admin):
    close(a_day(jail), admin)
    with pytest.raises(CannotClose) as cannot:
        close(a_day(jail), admin)
    assert keys(cannot) == ["already_closed"]
    schedule.lift(closure=Closure.objects.get(), by=admin, now=clock.now())
    close(a_day(jail), admin)


def test_only_the_administrator_and_superiors_of_the_prison_close_it(jail):
    for role in (Role.APPROVER, Role.SUPERVISOR, Role.GATE):
        with pytest.raises(CannotClose) as cannot:
            close(a_day(jail), an_officer(jail, role))
        assert keys(cannot) == ["not_yours_to_close"]
    with pytest.raises(CannotClose):
        close(a_day(jail), an_officer(a_prison(jail.state), Role.ADMIN))
    assert close(a_day(jail), an_officer(jail, Role.SUPERIOR)).closure


def test_a_whole_state_is_closed_by_a_superior_of_every_prison_of_it():
    state = a_state()
    prisons = [a_prison(state), a_prison(state)]
    for prison in prisons:
        all_day_rules(prison)
        standing(prison, 2, a_terminal(prison))
    day = a_day(prisons[0])
    whole = Extent(state, day.starts_at, day.ends_at)
    superior = an_officer(prisons[0], Role.SUPERIOR)
    with pytest.raises(CannotClose) as cannot:
        close(whole, superior, approved=CANCEL)
    assert keys(cannot) == ["not_yours_to_close"]
    superior.memberships.create(prison=prisons[1], role=Role.SUPERIOR)
    done = close(whole, superior, approved=CANCEL)
    assert len(done.approved.cancelled) == 4
    assert done.closure and done.closure.prison is None


def test_a_day_that_is_past_or_ends_before_it_begins_is_not_closed(jail, admin):
    start, end = a_day(jail).starts_at, a_day(jail).ends_at
    past = Extent(jail.state, start - timedelta(days=9), end - timedelta(days=9), prison=jail)
    with pytest.raises(CannotClose) as cannot:
        close(past, admin, cause="whim")
    assert set(keys(cannot)) == {"day_is_past", "no_cause"}
    with pytest.raises(CannotClose) as cannot:
        close(Extent(jail.state, end, start, prison=jail), admin)
    assert keys(cannot) == ["end_before_start"]


def test_stopping_today_tells_everybody_of_today_and_counts_nothing(jail, admin):
    now = clock.now()
    end = schedule.end_of_today(jail, now)
    soon = placed(jail, hours=0)
    tomorrow = placed(jail, hours=26)
    asked = a_request(jail, wishes=[now.isoformat()])
    extent = Extent(jail.state, now, end, prison=jail)
    done = stop_today(extent=extent, cause="power", public_text={}, by=admin, now=now)
    soon.refresh_from_db()
    assert done.approved.cancelled == (soon.pk,)
    assert (soon.status, soon.goes_first, soon.outcome) == ("cancelled", True, "missed_jail")
    assert set(messages_of(soon)) == {"S27", "E27"}
    assert messages_of(tomorrow) == []
    assert Visit.objects.get(pk=asked.pk).status == Status.REQUESTED
    closure = Closure.objects.get()
    assert (closure.ends_at, closure.cause) == (end, "power")
    assert Event.objects.filter(name="closure.made").count() == 1


def test_a_broken_terminal_gives_its_visits_to_the_others(jail, admin):
    broken, other = a_terminal(jail), a_terminal(jail)
    visits = standing(jail, 2, broken)
    now = clock.now()
    seen = impact(extent=extent_of(broken, now), now=now).seen
    span = (ten(jail), ten(jail, minutes=60))
    choice = Choice("move", {"video": span})
    take_out(place=broken, seen=seen, approved=choice, for_good=False, by=admin, now=now)
    moved = [Visit.objects.get(pk=visit.pk) for visit in visits]
    assert {visit.terminal for visit in moved} == {other}
    assert [visit.starts_at for visit in moved] == [ten(jail), ten(jail, minutes=20)]
    broken.refresh_from_db()
    assert broken.broken_since == now


def test_a_place_is_removed_only_when_nobody_is_left_at_it(jail, admin):
    terminal = a_terminal(jail)
    start = ten(jail, ahead=6)
    hearing = hearings.book(
        terminal=terminal, court="Sessions court", starts_at=start, minutes=30, by=admin,
        now=clock.now(),
    )  # fmt: skip
    standing(jail, 1, terminal)
    now = clock.now()
    seen = impact(extent=extent_of(terminal, now), now=now).seen
    arguments = {"place": terminal, "seen": seen, "for_good": True, "by": admin, "now": now}
    with pytest.raises(CannotClose) as cannot:
        take_out(approved=CANCEL, **arguments)
    assert keys(cannot) == ["still_booked"]
    terminal.refresh_from_db()
    assert (terminal.broken_since, terminal.removed_at) == (None, None)
    assert Visit.objects.get().status == Status.APPROVED
    hearings.cancel(hearing=hearing, by=admin, now=now)
    take_out(approved=CANCEL, **arguments)
    terminal.refresh_from_db()
    assert terminal.removed_at is not None
    assert Visit.objects.get().status == Status.CANCELLED
    assert furnishing.booked(terminal, now) == []
