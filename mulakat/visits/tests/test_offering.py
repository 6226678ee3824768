"""Another time: kept until the visitor answers, and told only to whom it may be told."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import Event
from mulakat.notifications.models import Notification
from mulakat.people.models import Restriction
from mulakat.schedule.models import Cell
from mulakat.visits import deciding, offering
from mulakat.visits.acting import CannotAct
from mulakat.visits.judging import allowance
from mulakat.visits.models import Offer, Status, Visit
from mulakat.visits.tests.answered import (
    a_code,
    a_prison,
    approve,
    cells_of,
    consent,
    fresh,
    keys,
    list_on,
    messages_of,
    soon,
)
from tests import world

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def offer(visit: Visit, **kw: Any) -> Offer:
    """By an officer, on the basis of consent, unless `kw` says else."""
    values: dict[str, Any] = {
        "by": world.an_officer(visit.prison), "cause": Offer.Cause.OFFICER,
        "starts_at": soon(72), "minutes": 15, "now": clock.now(), **kw,
    }  # fmt: skip
    if "wanted" not in values:
        values["wanted"] = consent(kw.pop("inmate", None) or world.an_inmate(visit.prison))
    if "terminal" not in values and "window" not in values:
        values["terminal"] = world.a_terminal(visit.prison)
    values.pop("inmate", None) if values["wanted"] else None
    return offering.offer(visit_id=visit.pk, **values)


def why_not(act: Any) -> list[str]:
    with pytest.raises(CannotAct) as caught:
        act()
    return keys(caught)


def test_an_offer_keeps_its_place_and_says_so() -> None:
    visit = world.a_request(a_prison())
    inmate = world.an_inmate(visit.prison)
    made = offer(visit, inmate=inmate)
    assert fresh(visit).status == Status.OFFERED
    assert {cell.inmate for cell in Cell.objects.filter(holder=made.subject)} == {inmate}
    assert cells_of(made.subject) == 4 and sorted(messages_of(visit)) == ["E06", "S06"]
    other = world.a_request(visit.prison)
    with pytest.raises(deciding.CannotDecide) as caught:
        approve(other, made.by, terminal=made.terminal, starts_at=made.starts_at)
    assert keys(caught) == ["terminal_taken"]
    assert Event.objects.get(name="offer.made").data["basis"] == "consent"


def test_a_yes_is_an_approval_on_the_recorded_basis_with_the_same_cells() -> None:
    visit, now = world.a_request(a_prison()), clock.now()
    inmate = world.an_inmate(visit.prison)
    made = offer(visit, inmate=inmate)
    cells = set(Cell.objects.filter(holder=made.subject).values_list("pk", flat=True))
    visit = offering.accept(offer=made, now=now + HOUR)
    assert (visit.status, visit.inmate, visit.basis) == (Status.APPROVED, inmate, "consent")
    assert (visit.starts_at, visit.terminal) == (made.starts_at, made.terminal)
    mine = Cell.objects.filter(holder=visit.subject)
    assert set(mine.values_list("pk", flat=True)) == cells
    decision = visit.decision
    assert decision.by == made.by and decision.consent_asked_by == "Warder Das"
    assert visit.answer_shown_at == now + HOUR  # his own yes needs no undo
    assert sorted(messages_of(visit)) == ["E03", "E06", "S03", "S06"]
    made.refresh_from_db()
    assert (made.answer, made.answered_at) == (Offer.Answer.ACCEPTED, now + HOUR)
    approved = Event.objects.get(name="visit.approved")
    assert approved.actor == "visitor"


def test_the_last_place_of_a_quota_is_offered_once() -> None:
    prison = a_prison(quotas=[["*", 1, "week"]])
    inmate = world.an_inmate(prison)
    first, second = world.a_request(prison), world.a_request(prison, phone="+919830012399")
    for other in (first, second):
        list_on(inmate, other)
    made = offer(first, inmate=inmate)
    at = soon(96)
    assert "quota" in why_not(lambda: offer(second, inmate=inmate, starts_at=at))
    bare = {"wanted": None, "inmate": inmate, "starts_at": at}
    assert "quota" in why_not(lambda: offer(second, **bare))
    offer(second, starts_at=at)  # of another inmate
    assert allowance.allowance(
        inmate=inmate, kind="video", relation="spouse", on=at.date(), policy=prison.policy
    ).is_used_up
    assert offering.accept(offer=made, now=clock.now()).status == Status.APPROVED


def test_a_no_frees_the_place_and_the_request_waits_as_long_as_before() -> None:
    visit, now = world.a_request(a_prison()), clock.now()
    before = visit.answer_by
    assert before
    made = offer(visit, now=now)
    visit = offering.decline(offer=made, now=now + 3 * HOUR)
    assert (visit.status, visit.answer_by) == (Status.REQUESTED, before + 3 * HOUR)
    assert cells_of(made.subject) == 0
    assert Offer.objects.get().answer == Offer.Answer.DECLINED


def test_a_no_with_other_times_replaces_the_wishes() -> None:
    visit, wish = world.a_request(a_prison()), soon(96)
    made = offer(visit)
    offering.decline(offer=made, wishes=[wish], now=clock.now())
    assert fresh(visit).wishes == [wish.isoformat()]
    assert Offer.objects.get().answer == Offer.Answer.OTHER_TIMES


def test_after_a_day_it_is_over_and_the_place_free() -> None:
    visit = world.a_request(a_prison())
    made = offer(visit)
    assert offering.expire_offers(now=made.answer_by - timedelta(seconds=1)) == 0
    assert offering.expire_offers(now=made.answer_by) == 1
    assert offering.expire_offers(now=made.answer_by) == 0
    assert fresh(visit).status == Status.REQUESTED and cells_of(made.subject) == 0
    assert why_not(lambda: offering.accept(offer=made, now=made.answer_by)) == ["offer_over"]
    assert Offer.objects.get().answer == Offer.Answer.EXPIRED


def test_until_the_sweep_comes_a_late_yes_is_too_late_all_the_same() -> None:
    made = offer(world.a_request(a_prison()))
    assert why_not(lambda: offering.accept(offer=made, now=made.answer_by)) == ["offer_over"]
    assert why_not(lambda: offering.decline(offer=made, now=made.answer_by)) == ["offer_over"]


@pytest.mark.parametrize("status", [Status.WAITLISTED, Status.LAPSED])
def test_declined_it_stands_where_it_stood(status: str) -> None:
    visit = world.a_request(a_prison(), status=status, waitlisted_at=clock.now())
    offering.decline(offer=offer(visit), now=clock.now())
    assert fresh(visit).status == status and "offered_from" not in fresh(visit).details


def test_a_stranger_is_offered_nothing_that_has_no_basis() -> None:
    visit = world.a_request(a_prison())
    inmate = world.an_inmate(visit.prison)
    assert why_not(lambda: offer(visit, wanted={})) == ["would_disclose"]
    assert why_not(lambda: offer(visit, wanted={}, inmate=inmate)) == ["would_disclose"]
    assert not Offer.objects.exists() and not Cell.objects.exists()
    assert messages_of(visit) == []


def test_a_basis_that_would_not_carry_an_approval_carries_no_offer() -> None:
    visit = world.a_request(a_prison())
    inmate = world.an_inmate(visit.prison)
    listed = {"inmate": inmate.pk, "basis": "contact_list"}
    assert why_not(lambda: offer(visit, wanted=listed)) == ["not_on_list"]
    empty = {"inmate": inmate.pk, "basis": "consent"}
    assert why_not(lambda: offer(visit, wanted=empty)) == [
        "no_consent_asked_by",
        "no_consent_asked_at",
    ]
    elsewhere = consent(world.an_inmate(world.a_prison()))
    assert "inmate_elsewhere" in why_not(lambda: offer(visit, wanted=elsewhere))


def test_the_known_are_offered_a_time_that_then_waits_for_an_officer() -> None:
    visit, now = world.a_request(a_prison()), clock.now()
    inmate = world.an_inmate(visit.prison)
    list_on(inmate, visit)
    made = offer(visit, wanted={}, inmate=inmate)
    visit = offering.accept(offer=made, now=now)
    assert visit.status == Status.REQUESTED and visit.wishes == [made.starts_at.isoformat()]
    assert cells_of(visit.subject) == 4 and cells_of(made.subject) == 0
    approve(visit, made.by, inmate=inmate, terminal=made.terminal, starts_at=made.starts_at)
    assert fresh(visit).status == Status.APPROVED and cells_of(visit.subject) == 4


def test_a_holder_of_a_code_is_known() -> None:
    visit = world.a_request(a_prison())
    a_code(world.an_inmate(visit.prison), visit)
    assert offer(visit, wanted={}).pk


def test_where_a_closure_takes_the_time_away_everybody_is_offered_another() -> None:
    """It is made for all requests alike, so it tells nothing about any of them."""
    visit = world.a_request(a_prison())
    made = offer(visit, wanted={}, cause=Offer.Cause.MOVED)
    visit = offering.accept(offer=made, now=clock.now())
    assert visit.status == Status.REQUESTED and cells_of(visit.subject) == 4


def test_a_yes_to_what_is_no_longer_possible_goes_back_to_the_prison_with_its_time() -> None:
    visit, now = world.a_request(a_prison()), clock.now()
    inmate = world.an_inmate(visit.prison)
    made = offer(visit, inmate=inmate)
    inmate.left_at = now
    inmate.save()
    visit = offering.accept(offer=made, now=now)
    assert visit.status == Status.REQUESTED and visit.decision is None
    assert cells_of(visit.subject) == 4
    assert "E03" not in messages_of(visit)


def test_what_a_rule_stops_is_not_offered() -> None:
    prison, now = a_prison(), clock.now()
    visit, inmate = world.a_request(prison), world.an_inmate(prison)
    Restriction.objects.create(
        prison=prison, inmate=inmate, cause="court_order", starts_at=now, made_by="staff:1",
        made_at=now, agreed_at=now, agreed_by="staff:2",
    )  # fmt: skip
    assert why_not(lambda: offer(visit, inmate=inmate)) == ["restriction"]


def test_a_taken_place_is_not_offered_and_nothing_is_left() -> None:
    prison = a_prison()
    terminal, visit = world.a_terminal(prison), world.a_request(prison)
    approve(
        world.a_request(prison), world.an_officer(prison), terminal=terminal, starts_at=soon(72)
    )
    assert why_not(lambda: offer(visit, terminal=terminal)) == ["terminal_taken"]
    assert not Offer.objects.exists() and fresh(visit).status == Status.REQUESTED


def test_all_that_is_wrong_is_said_at_once() -> None:
    prison = a_prison()
    visit = world.an_approved_visit(prison)
    guard = world.an_officer(prison, Role.GATE)
    found = why_not(
        lambda: offer(visit, by=guard, wanted={}, terminal=None, starts_at=clock.now() + HOUR)
    )
    assert {"not_waiting", "not_your_prison", "too_soon", "would_disclose", "no_place"} <= {*found}


def test_only_one_offer_at_a_time() -> None:
    visit = world.a_request(a_prison())
    offer(visit)
    assert "not_waiting" in why_not(lambda: offer(visit))


def test_the_prison_takes_an_offer_back() -> None:
    visit = world.a_request(a_prison())
    made = offer(visit)
    guard = world.an_officer(visit.prison, Role.GATE)
    assert why_not(lambda: offering.withdraw(offer=made, by=guard, now=clock.now())) == [
        "not_your_prison"
    ]
    assert made.by
    offering.withdraw(offer=made, by=made.by, now=clock.now())
    assert fresh(visit).status == Status.REQUESTED and cells_of(made.subject) == 0


def test_an_offer_of_the_night_can_be_read_before_it_ends() -> None:
    prison = a_prison(offer_hours=4)
    night = datetime(2026, 12, 1, 23, tzinfo=prison.zone)
    visit = world.a_request(prison, requested_at=night - HOUR, answer_by=night + 48 * HOUR)
    by = offering.answer_by(visit, night + timedelta(days=3), night)
    assert by == datetime(2026, 12, 2, 11, tzinfo=prison.zone)
    assert offering.answer_by(visit, night + 10 * HOUR, night) == night + 9 * HOUR


def test_an_offer_that_is_over_is_not_sent_any_more() -> None:
    made = offer(world.a_request(a_prison()))
    ends = Notification.objects.filter(message__in=["S06", "E06"]).values_list(
        "expires_at", flat=True
    )
    assert set(ends) == {made.answer_by}


def test_a_seat_at_the_prison_can_be_offered() -> None:
    prison = a_prison()
    visit = world.a_request(prison, kind="physical")
    made = offer(visit, window=world.a_window(prison, seats=1))
    visit = offering.accept(offer=made, now=clock.now())
    assert visit.status == Status.APPROVED and visit.window == made.window
    assert {"S06", "E06", "S04", "E04"} == set(messages_of(visit))
    assert "Gate code" not in str(
        Notification.objects.get(message="S06").payload["context"]["code"]
    )
