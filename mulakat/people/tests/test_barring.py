"""Bars: all reasons at once, two officers for a visitor, one outcome of a race."""

from datetime import timedelta
from functools import partial

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import Event
from mulakat.people import barring
from mulakat.people.barring import Bar
from mulakat.people.models import Restriction
from mulakat.people.obstacles import CannotWrite
from mulakat.people.tests.racing import race
from mulakat.sealed import blind_index
from tests.world import a_prison, an_inmate, an_officer

PHONE = "+919830012345"


@pytest.fixture
def inmate(db):
    return an_inmate(a_prison())


def a_bar(inmate, **kw) -> Bar:
    until = clock.now() + timedelta(days=30)
    values = {"prison": inmate.prison, "inmate": inmate, "cause": "conduct", "until": until}
    return Bar(**{**values, "phone": PHONE, "name": "Sabina Khatun", **kw})


def keys(cannot) -> set[str]:
    return {one.key for one in cannot.value.obstacles}


def test_a_bar_of_a_visitor_counts_when_another_officer_agrees(inmate):
    now = clock.now()
    first, second = an_officer(inmate.prison), an_officer(inmate.prison)
    row = barring.propose(bar=a_bar(inmate), by=first, now=now)
    assert row.phone_index == blind_index(PHONE, "phone") and not barring.counts(row)
    with pytest.raises(CannotWrite) as cannot:
        barring.agree(restriction_id=row.pk, by=first, now=now)
    assert keys(cannot) == {"same_officer"}
    agreed = barring.agree(restriction_id=row.pk, by=second, now=now + timedelta(minutes=1))
    assert barring.counts(agreed) and agreed.agreed_by == second.actor
    assert agreed.starts_at == now + timedelta(minutes=1)
    with pytest.raises(CannotWrite) as cannot:
        barring.agree(restriction_id=row.pk, by=an_officer(inmate.prison), now=now)
    assert keys(cannot) == {"already_agreed"}
    names = Event.objects.filter(subject=f"inmate:{inmate.pk}").values_list("name", flat=True)
    assert list(names) == ["bar.proposed", "bar.agreed"]


def test_a_bar_of_an_inmate_counts_at_once(inmate):
    row = barring.propose(
        bar=a_bar(inmate, is_of_visitor=False, phone="", name=""),
        by=an_officer(inmate.prison),
        now=clock.now(),
    )
    assert barring.counts(row)
    with pytest.raises(CannotWrite) as cannot:
        barring.agree(restriction_id=row.pk, by=an_officer(inmate.prison), now=clock.now())
    assert keys(cannot) == {"needs_no_second"}


def test_all_that_is_wrong_is_said_at_once(inmate):
    now = clock.now()
    wrong = Bar(
        prison=inmate.prison,
        cause="dislike",
        kind="letter",
        note="n" * 301,
        name="n" * 81,
        until=now - timedelta(days=1),
        review_on=now.date() - timedelta(days=1),
    )
    stranger = an_officer(a_prison())
    with pytest.raises(CannotWrite) as cannot:
        barring.propose(bar=wrong, by=stranger, now=now)
    assert keys(cannot) == {
        "not_allowed", "no_visitor", "no_cause", "no_kind", "note_long", "name_long",
        "until_past", "review_past",
    }  # fmt: skip
    assert not Restriction.objects.exists()


def test_without_an_end_somebody_must_look_again_within_a_year(inmate):
    officer, now = an_officer(inmate.prison), clock.now()
    for bar, key in (
        (a_bar(inmate, until=None), "no_end_or_review"),
        (a_bar(inmate, phone=""), "no_visitor"),  # a forgotten phone bars not everybody
        (a_bar(inmate, until=None, review_on=now.date() + timedelta(days=400)), "review_late"),
        (a_bar(inmate, review_on=now.date() + timedelta(days=31)), "review_after_end"),
    ):
        with pytest.raises(CannotWrite) as cannot:
            barring.propose(bar=bar, by=officer, now=now)
        assert keys(cannot) == {key}
    barring.propose(
        bar=a_bar(inmate, until=None, review_on=now.date() + timedelta(days=90)),
        by=officer,
        now=now,
    )


def test_the_same_bar_is_not_written_twice_until_it_is_lifted(inmate):
    officer, now = an_officer(inmate.prison), clock.now()
    row = barring.propose(bar=a_bar(inmate), by=officer, now=now)
    with pytest.raises(CannotWrite) as cannot:
        barring.propose(bar=a_bar(inmate), by=officer, now=now)
    assert keys(cannot) == {"barred_already"}
    barring.lift(restriction_id=row.pk, by=officer, now=now)
    assert Event.objects.filter(name="bar.turned_down").count() == 1
    with pytest.raises(CannotWrite) as cannot:
        barring.lift(restriction_id=row.pk, by=officer, now=now)
    assert keys(cannot) == {"already_lifted"}
    barring.propose(bar=a_bar(inmate), by=officer, now=now)


def test_a_lifted_or_ended_bar_stands_no_more(inmate):
    officer, now = an_officer(inmate.prison, Role.ADMIN), clock.now()
    ended = barring.propose(bar=a_bar(inmate), by=officer, now=now)
    lifted = barring.propose(bar=a_bar(inmate, phone="+919830055555"), by=officer, now=now)
    assert set(barring.standing(inmate.prison, now)) == {ended, lifted}
    barring.lift(restriction_id=lifted.pk, by=officer, now=now)
    assert set(barring.standing(inmate.prison, now)) == {ended}
    assert not barring.standing(inmate.prison, now + timedelta(days=31)).exists()


@pytest.mark.parametrize("cause", ["court_order", "child_protection"])
def test_what_a_court_ordered_or_protects_a_child_ends_only_when_two_want_it(inmate, cause):
    first, second, now = an_officer(inmate.prison), an_officer(inmate.prison), clock.now()
    row = barring.propose(bar=a_bar(inmate, cause=cause), by=first, now=now)
    barring.agree(restriction_id=row.pk, by=second, now=now)
    barring.lift(restriction_id=row.pk, by=second, now=now)
    assert list(barring.standing(inmate.prison, now)) == [row]
    with pytest.raises(CannotWrite) as cannot:
        barring.lift(restriction_id=row.pk, by=second, now=now)
    assert keys(cannot) == {"same_officer"}
    ended = barring.lift(restriction_id=row.pk, by=first, now=now)
    assert (ended.lifted_at, ended.lifted_by) == (now, first.actor)
    asked, lifted = Event.objects.filter(name__startswith="bar.lift").order_by("pk")
    assert (asked.name, asked.actor) == ("bar.lift_proposed", second.actor)
    assert (lifted.name, lifted.actor) == ("bar.lifted", first.actor)
    assert lifted.data == {
        "bar": row.pk, "made_by": first.actor, "agreed_by": second.actor,
        "lift_proposed_by": second.actor,
    }  # fmt: skip


def test_a_bar_for_another_cause_one_officer_ends(inmate):
    first, now = an_officer(inmate.prison), clock.now()
    row = barring.propose(bar=a_bar(inmate), by=first, now=now)
    barring.agree(restriction_id=row.pk, by=an_officer(inmate.prison), now=now)
    assert barring.lift(restriction_id=row.pk, by=first, now=now).lifted_at == now


def test_a_bar_by_a_court_that_only_was_proposed_one_turns_down(inmate):
    first, now = an_officer(inmate.prison), clock.now()
    row = barring.propose(bar=a_bar(inmate, cause="court_order"), by=first, now=now)
    assert barring.lift(restriction_id=row.pk, by=first, now=now).lifted_at == now


def test_the_name_of_a_barred_visitor_stands_sealed(inmate):
    from django.db import connection

    row = barring.propose(bar=a_bar(inmate), by=an_officer(inmate.prison), now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_restriction WHERE id = %s", [row.pk])
        stored = bytes(cursor.fetchone()[0])
    assert b"Sabina" not in stored
    assert Restriction.objects.get(pk=row.pk).name == {"name": "Sabina Khatun"}


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_agree_at_once_one_does():
    inmate = an_inmate(a_prison())
    row = barring.propose(bar=a_bar(inmate), by=an_officer(inmate.prison), now=clock.now())
    officers = [an_officer(inmate.prison) for _ in range(4)]
    outcomes = race(
        [partial(barring.agree, restriction_id=row.pk, by=by, now=clock.now()) for by in officers]
    )
    lost = [one for one in outcomes if isinstance(one, CannotWrite)]
    assert len(lost) == 3 and {o.key for one in lost for o in one.obstacles} == {"already_agreed"}
    assert Event.objects.filter(name="bar.agreed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_agreeing_and_turning_down_at_once_end_in_one_truth():
    inmate = an_inmate(a_prison())
    first, second = an_officer(inmate.prison), an_officer(inmate.prison)
    row = barring.propose(bar=a_bar(inmate), by=first, now=clock.now())
    race(
        [
            lambda: barring.agree(restriction_id=row.pk, by=second, now=clock.now()),
            lambda: barring.lift(restriction_id=row.pk, by=first, now=clock.now()),
        ]
    )
    row.refresh_from_db()
    names = set(Event.objects.values_list("name", flat=True)) - {"bar.proposed"}
    assert row.lifted_at and names in ({"bar.agreed", "bar.lifted"}, {"bar.turned_down"})
    assert bool(row.agreed_at) == ("bar.agreed" in names)
