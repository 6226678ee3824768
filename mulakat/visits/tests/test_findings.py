"""What changed after an approval, found from the facts alone."""

from datetime import timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import Event
from mulakat.people.models import Absence, Restriction
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Closure, ExtraTime, Hearing, SlotRule
from mulakat.visits import findings
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Kept, Status, Visit
from mulakat.visits.tests.answered import a_prison, keys, soon
from tests import world

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def a_visit(prison: Prison, **kw: Any) -> Visit:
    return world.an_approved_visit(prison, **{"starts_at": soon(), **kw})


def read(*visits: Visit) -> list[Visit]:
    rows = Visit.objects.select_related("prison__state", "inmate", "terminal", "window")
    return list(rows.filter(pk__in=[visit.pk for visit in visits]))


def found(*visits: Visit) -> list[str]:
    return [finding.key for finding in findings.findings(read(*visits), clock.now())]


def an_absence(visit: Visit, **kw: Any) -> Absence:
    values = {
        "inmate": visit.inmate, "cause": "court", "starts_at": soon() - HOUR,
        "ends_at": soon() + HOUR, "made_by": "staff:1", "made_at": clock.now(), **kw,
    }  # fmt: skip
    return Absence.objects.create(**values)


def a_bar(visit: Visit, **kw: Any) -> Restriction:
    now = clock.now()
    values = {
        "prison": visit.prison, "inmate": visit.inmate, "cause": "conduct",
        "starts_at": now - HOUR, "made_by": "staff:1", "made_at": now, "agreed_at": now, **kw,
    }  # fmt: skip
    return Restriction.objects.create(**values)


def a_closure(visit: Visit, **kw: Any) -> Closure:
    values = {
        "state": visit.prison.state, "prison": visit.prison, "starts_at": soon() - HOUR,
        "ends_at": soon() + HOUR, "cause": "power", "made_by": "staff:1", "made_at": clock.now(),
        **kw,
    }  # fmt: skip
    return Closure.objects.create(**values)


def a_hearing(visit: Visit, **kw: Any) -> Hearing:
    values = {
        "inmate": visit.inmate, "terminal": world.a_terminal(visit.prison), "court": "Alipore",
        "starts_at": soon() - HOUR, "minutes": 70, "made_by": "staff:1", "made_at": clock.now(),
        **kw,
    }  # fmt: skip
    return Hearing.objects.create(**values)


def test_nothing_has_changed() -> None:
    assert found(a_visit(a_prison())) == []
    assert findings.findings([], clock.now()) == []


def test_each_fact_is_found_with_what_its_sentence_needs() -> None:
    prison, now = a_prison(), clock.now()
    visit = a_visit(prison)
    assert visit.inmate and visit.terminal
    visit.inmate.left_at, visit.inmate.left_for = now, "transfer"
    visit.inmate.save()
    visit.terminal.broken_since = now
    visit.terminal.save()
    away, bar, shut, court = an_absence(visit), a_bar(visit), a_closure(visit), a_hearing(visit)
    by_key = {finding.key: finding for finding in findings.findings(read(visit), now)}
    assert set(by_key) == {
        "inmate_left", "absent", "restricted", "closed", "place_broken", "hearing",
    }  # fmt: skip
    assert by_key["inmate_left"].facts == {"for": "transfer", "at": now}
    assert by_key["absent"].facts == {
        "cause": "court", "since": away.starts_at, "until": away.ends_at,
    }  # fmt: skip
    assert by_key["restricted"].facts["cause"] == "conduct"
    assert by_key["closed"].facts["cause"] == "power"
    assert by_key["place_broken"].facts == {"number": visit.terminal.number, "since": now}
    assert by_key["hearing"].facts["court"] == "Alipore"
    facts = {finding.fact for finding in by_key.values()}
    assert {f"absence:{away.pk}", f"restriction:{bar.pk}", f"closure:{shut.pk}"} <= facts
    assert f"hearing:{court.pk}" in facts
    assert all(len(fact) <= 80 for fact in facts)


@pytest.mark.parametrize(
    "make",
    [
        lambda v: an_absence(v, inmate=world.an_inmate(v.prison)),
        lambda v: an_absence(v, removed_at=clock.now()),
        lambda v: an_absence(v, ends_at=soon()),
        lambda v: an_absence(v, starts_at=soon() + timedelta(minutes=15)),
        lambda v: a_bar(v, inmate=world.an_inmate(v.prison)),
        lambda v: a_bar(v, phone_index="someone else"),
        lambda v: a_bar(v, lifted_at=clock.now()),
        lambda v: a_bar(v, until=soon()),
        lambda v: a_bar(v, kind="physical"),
        lambda v: a_bar(v, phone_index=v.phone_index, agreed_at=None),
        lambda v: a_bar(v, prison=a_prison()),
        lambda v: a_closure(v, lifted_at=clock.now()),
        lambda v: a_closure(v, kind="physical"),
        lambda v: a_closure(v, prison=a_prison()),
        lambda v: a_closure(v, terminal=world.a_terminal(v.prison)),
        lambda v: a_closure(v, window=world.a_window(v.prison)),
        lambda v: a_closure(v, ends_at=soon()),
        lambda v: a_hearing(v, inmate=world.an_inmate(v.prison)),
        lambda v: a_hearing(v, cancelled_at=clock.now()),
        lambda v: a_hearing(v, minutes=60),
    ],
)
def test_what_is_about_others_or_over_is_no_finding(make: Any) -> None:
    visit = a_visit(a_prison())
    make(visit)
    assert found(visit) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda v: a_bar(v, phone_index=v.phone_index),
        lambda v: a_bar(v, inmate=None, phone_index=v.phone_index),
        lambda v: a_bar(v, agreed_at=None),
        lambda v: a_bar(v, starts_at=soon() + timedelta(minutes=10)),
        lambda v: a_closure(v, prison=None),
        lambda v: a_closure(v, kind="video"),
        lambda v: a_closure(v, terminal=v.terminal),
    ],
)
def test_what_reaches_this_visit_is_one(make: Any) -> None:
    visit = a_visit(a_prison())
    make(visit)
    assert len(found(visit)) == 1


def test_a_closed_rule_stops_a_visit_that_no_other_opening_gives() -> None:
    prison = a_prison()
    prison.state.timezone = world.zone_at_noon()  # a rule ends on the day on which it begins
    prison.state.save()
    visit = a_visit(prison)
    day = soon().astimezone(prison.zone).date()
    SlotRule.objects.all().delete()
    starts = soon().astimezone(prison.zone).time()
    rule = SlotRule.objects.create(
        prison=prison, kind="video", weekday=day.weekday(), starts=starts,
        ends=(soon() + HOUR).astimezone(prison.zone).time(),
    )  # fmt: skip
    a_closure(visit, rule=rule)
    assert found(visit) == ["closed"]
    ExtraTime.objects.create(
        prison=prison, kind="video", day=day, starts=starts, ends=rule.ends,
        made_by="staff:1", made_at=clock.now(),
    )  # fmt: skip
    assert found(visit) == []


def test_only_approved_visits_to_come_are_looked_at() -> None:
    prison = a_prison()
    past = a_visit(prison, starts_at=clock.now() - HOUR)
    cancelled = a_visit(prison, status=Status.CANCELLED)
    for visit in (past, cancelled):
        assert visit.inmate
        visit.inmate.left_at = clock.now()
        visit.inmate.save()
    assert found(past, cancelled) == []


def test_what_was_kept_is_silent_and_another_fact_of_the_kind_asks_again() -> None:
    prison, now = a_prison(), clock.now()
    officer, visit = world.an_officer(prison), a_visit(prison)
    an_absence(visit)
    (finding,) = findings.findings(read(visit), now)
    for _ in range(2):
        findings.keep(finding=finding, reason=" The court sits by video ", by=officer, now=now)
    kept = Kept.objects.get()
    assert (kept.reason, kept.by) == ("The court sits by video", officer)
    assert Event.objects.filter(name="visit.kept").count() == 1
    assert found(visit) == []
    an_absence(visit, cause="hospital")
    assert found(visit) == ["absent"]


def test_to_keep_it_takes_the_right_and_a_reason() -> None:
    prison, now = a_prison(), clock.now()
    visit = a_visit(prison)
    an_absence(visit)
    (finding,) = findings.findings(read(visit), now)
    guard = world.an_officer(prison, Role.GATE)
    with pytest.raises(CannotAct) as caught:
        findings.keep(finding=finding, reason=" ", by=guard, now=now)
    assert keys(caught) == ["not_your_prison", "no_reason"]
    with pytest.raises(CannotAct) as caught:
        findings.keep(finding=finding, reason="x" * 301, by=world.an_officer(prison), now=now)
    assert keys(caught) == ["text_too_long"] and not Kept.objects.exists()


def test_many_visits_cost_as_many_questions_as_one(django_assert_num_queries: Any) -> None:
    prison, now = a_prison(), clock.now()
    rule = SlotRule.objects.filter(prison=prison, kind="video")[0]
    visits = [a_visit(prison) for _ in range(12)]
    for visit in visits:
        an_absence(visit)
        a_bar(visit)
    a_closure(visits[0], rule=rule)
    rows = read(*visits)
    with django_assert_num_queries(7):
        assert len(findings.findings(rows, now)) >= 24
    with django_assert_num_queries(7):
        findings.findings(rows[:1], now)
