"""Whoever may not approve a request cannot bring an approval about by another verb."""

from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.accounts.models import Role, User
from mulakat.schedule import places
from mulakat.visits import deciding, looking_again, offering, proposing, waiting
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Offer, SecondLook, Status, Visit
from mulakat.visits.tests.answered import (
    a_prison,
    cells_of,
    consent,
    fresh,
    keys,
    messages_of,
    soon,
)
from tests import world

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def offer(visit: Visit, by: User) -> Offer:
    """Another time with the basis of an approval: the visitor's yes is one."""
    return offering.offer(
        visit_id=visit.pk, by=by, cause=Offer.Cause.OFFICER, starts_at=soon(), minutes=15,
        terminal=world.a_terminal(visit.prison), wanted=consent(world.an_inmate(visit.prison)),
        now=clock.now(),
    )  # fmt: skip


def wait(visit: Visit, by: User) -> Visit:
    given = consent(world.an_inmate(visit.prison))
    return waiting.join(visit_id=visit.pk, by=by, wanted=given, now=clock.now() + 2 * SECOND)


@pytest.mark.parametrize("verb", [offer, wait])
@pytest.mark.parametrize("role", [Role.ADMIN, Role.SUPERIOR])
def test_a_basis_is_written_down_by_approvers_alone(verb: object, role: str) -> None:
    visit = world.a_request(a_prison(waiting_list=True))
    with pytest.raises(CannotAct) as caught:
        verb(visit, world.an_officer(visit.prison, role))  # type: ignore[operator]
    assert keys(caught) == ["not_your_prison"]
    assert fresh(visit).status == Status.REQUESTED


@pytest.mark.parametrize("verb", [offer, wait])
def test_nobody_offers_a_place_for_what_he_has_written_down_himself(verb: object) -> None:
    prison = a_prison(waiting_list=True)
    officer = world.an_officer(prison)
    visit = world.a_request(prison, assisted_by=officer, assisted_at="counter")
    with pytest.raises(CannotAct) as caught:
        verb(visit, officer)  # type: ignore[operator]
    assert keys(caught) == ["own_request"]


def test_who_wrote_a_request_down_is_not_its_second_officer() -> None:
    prison, now = a_prison(), clock.now()
    writer = world.an_officer(prison)
    visit = world.a_request(prison, assisted_by=writer, assisted_at="counter")
    proposing.propose(
        visit_id=visit.pk, by=world.an_officer(prison), inmate=world.an_inmate(prison),
        basis="consent", consent_asked_by="Warder Das", consent_asked_at=now, starts_at=soon(),
        minutes=15, terminal=world.a_terminal(prison), now=now,
    )  # fmt: skip
    with pytest.raises(CannotAct) as caught:
        proposing.agree(visit_id=visit.pk, by=writer, now=now)
    assert keys(caught) == ["own_request"]


def refused_and_asked_again(by: User, visit: Visit) -> None:
    now = clock.now()
    deciding.refuse(visit_id=visit.pk, by=by, reason="R-70", now=now)
    looking_again.ask(visit=fresh(visit), text="Please", now=now + SECOND)


def test_who_refused_does_not_answer_the_second_look_by_the_waiting_list() -> None:
    prison = a_prison(waiting_list=True, undo_seconds=0, refusals_released_hourly=False)
    officer, visit = world.an_officer(prison), world.a_request(prison)
    refused_and_asked_again(officer, visit)
    with pytest.raises(CannotAct) as caught:
        wait(visit, officer)
    assert keys(caught) == ["same_officer"]


def test_put_in_the_list_by_another_a_second_look_is_answered() -> None:
    prison = a_prison(waiting_list=True, undo_seconds=0, refusals_released_hourly=False)
    visit = world.a_request(prison)
    refused_and_asked_again(world.an_officer(prison), visit)
    wait(visit, world.an_officer(prison))
    assert fresh(visit).status == Status.WAITLISTED
    assert not SecondLook.objects.filter(visit=visit, answered_at=None).exists()


def test_a_refusal_that_has_not_left_is_not_sent_to_who_waits_for_a_place() -> None:
    prison = a_prison(waiting_list=True)
    officer, visit = world.an_officer(prison), world.a_request(prison)
    deciding.refuse(visit_id=visit.pk, by=officer, reason="R-70", now=clock.now())
    wait(visit, officer)
    assert messages_of(visit) == ["S33", "E33"]


def test_whom_nobody_has_matched_holds_up_no_one_behind_him(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting, "BATCH", 1)
    prison, now = a_prison(waiting_list=True), clock.now()
    world.a_terminal(prison)
    strangers = [world.a_request(prison, phone=f"+91981111110{n}") for n in range(2)]
    for stranger in strangers:
        waiting.join(visit_id=stranger.pk, by=None, now=now)
    matched = world.a_request(prison, phone="+919822222222", requested_at=now + 60 * SECOND)
    wait(matched, world.an_officer(prison))
    assert waiting.order(prison, "video")[-1] == matched
    assert waiting.offer_freed(now=now + 3 * SECOND) == 1
    assert fresh(matched).status == Status.OFFERED


def test_who_waits_for_a_place_holds_none() -> None:
    prison = a_prison(waiting_list=True)
    visit = world.a_request(prison, mode="hold", wishes=[soon(72).isoformat()])
    places.claim(
        holder=visit.subject, prison=prison, starts_at=soon(72), minutes=15,
        terminal=world.a_terminal(prison),
    )  # fmt: skip
    wait(visit, world.an_officer(prison))
    assert cells_of(visit.subject) == 0
