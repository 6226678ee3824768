"""Who may answer what has lapsed, what was refused, and what two must agree on."""

from datetime import timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import Event
from mulakat.notifications.models import Notification
from mulakat.visits import deciding, looking_again, proposing
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Decision, Offer, Proposal, Question, SecondLook, Status, Visit
from mulakat.visits.tests.answered import (
    a_prison,
    approve,
    cells_of,
    fresh,
    keys,
    messages_of,
    soon,
)
from tests import world

pytestmark = pytest.mark.django_db
NO_UNDO = {"undo_seconds": 0}


def refused(prison: Any, by: Any, now: Any) -> Visit:
    visit = world.a_request(prison)
    deciding.refuse(visit_id=visit.pk, by=by, reason="R-32", now=now)
    return fresh(visit)


@pytest.mark.parametrize("role", [Role.SUPERIOR, Role.APPROVER])
@pytest.mark.parametrize("status", [Status.LAPSED])
def test_a_lapsed_request_is_answered_by_the_superior_or_an_approver(
    role: str, status: str
) -> None:
    prison = a_prison()
    visit = world.a_request(prison, status=status)
    assert approve(visit, world.an_officer(prison, role)).status == Status.APPROVED


def test_a_superior_answers_nothing_that_still_waits_for_the_prison() -> None:
    prison = a_prison()
    with pytest.raises(deciding.CannotDecide) as caught:
        approve(world.a_request(prison), world.an_officer(prison, Role.SUPERIOR))
    assert keys(caught) == ["not_your_prison"]


@pytest.mark.parametrize("status", [Status.WAITLISTED, Status.QUESTION])
def test_what_waits_for_somebody_else_can_be_answered_at_once(status: str) -> None:
    prison, now = a_prison(), clock.now()
    officer, visit = world.an_officer(prison), world.a_request(prison, status=status)
    Question.objects.create(visit=visit, key="id", at=now, by=officer, answer_by=now)
    approve(visit, officer)
    assert fresh(visit).status == Status.APPROVED
    assert not visit.questions.filter(answered_at=None).exists()


@pytest.mark.parametrize(
    "status", [Status.OFFERED, Status.WITHDRAWN, Status.CANCELLED, Status.ENDED, Status.UNCONFIRMED]
)
def test_what_does_not_wait_is_not_answered(status: str) -> None:
    prison = a_prison()
    visit = world.a_request(prison, status=status)
    with pytest.raises(deciding.CannotDecide) as caught:
        approve(visit, world.an_officer(prison))
    assert "not_waiting" in keys(caught)
    with pytest.raises(deciding.CannotDecide) as caught:
        deciding.refuse(
            visit_id=visit.pk, by=world.an_officer(prison), reason="R-32", now=clock.now()
        )
    assert keys(caught) == ["not_waiting"]


def test_a_second_look_is_asked_once_and_answered_by_another_officer() -> None:
    prison, now = a_prison(**NO_UNDO), clock.now()
    first, second = world.an_officer(prison), world.an_officer(prison)
    visit = refused(prison, first, now)
    look = looking_again.ask(visit=visit, text="  My ID is new  ", now=now)
    assert look.text == {"text": "My ID is new"} and look.refused_by == first
    assert list(looking_again.waiting(prison)) == [visit]
    assert {"S35", "E35"} <= set(messages_of(visit))
    for act in (
        lambda: approve(visit, first),
        lambda: deciding.refuse(visit_id=visit.pk, by=first, reason="R-32", now=now),
    ):
        with pytest.raises(deciding.CannotDecide) as caught:
            act()
        assert keys(caught) == ["same_officer"]
    approve(visit, second)
    assert fresh(visit).status == Status.APPROVED
    assert not looking_again.waiting(prison).exists()
    assert Decision.objects.filter(visit=visit, superseded_at=None).count() == 1
    assert sorted(messages_of(visit))[:2] == ["E03", "E07"]


def test_a_superior_may_look_again() -> None:
    prison, now = a_prison(**NO_UNDO), clock.now()
    visit = refused(prison, world.an_officer(prison), now)
    looking_again.ask(visit=visit, text="Please", now=now)
    assert approve(visit, world.an_officer(prison, Role.SUPERIOR)).status == Status.APPROVED


def test_refused_again_the_family_is_told_again_and_that_was_all() -> None:
    prison, now = a_prison(**NO_UNDO), clock.now()
    visit = refused(prison, world.an_officer(prison), now)
    looking_again.ask(visit=visit, text="Please", now=now)
    deciding.refuse(visit_id=visit.pk, by=world.an_officer(prison), reason="R-33", now=now)
    assert messages_of(visit).count("S07") == 2
    with pytest.raises(CannotAct) as caught:
        looking_again.ask(visit=fresh(visit), text="Please", now=now)
    assert keys(caught) == ["asked_before"]
    with pytest.raises(deciding.CannotDecide) as answered:
        approve(visit, world.an_officer(prison))
    assert keys(answered) == ["already_refused"]


def test_a_refusal_without_a_second_look_stands() -> None:
    prison = a_prison(**NO_UNDO)
    visit = refused(prison, world.an_officer(prison), clock.now())
    with pytest.raises(deciding.CannotDecide) as caught:
        approve(visit, world.an_officer(prison))
    assert keys(caught) == ["already_refused"]


def test_what_cannot_be_looked_at_again_and_why() -> None:
    prison, now = a_prison(**NO_UNDO), clock.now()
    officer = world.an_officer(prison)

    def why(visit: Visit, text: str, at: Any) -> list[str]:
        with pytest.raises(CannotAct) as caught:
            looking_again.ask(visit=visit, text=text, now=at)
        return keys(caught)

    assert why(world.a_request(prison), " ", now) == ["not_refused", "no_text"]
    neutral = world.a_request(prison)
    deciding.refuse(visit_id=neutral.pk, by=officer, reason="R-60", now=now)
    assert why(fresh(neutral), "Please", now) == ["not_refused"]  # he cannot know it yet
    visit = refused(prison, officer, now)
    late = now + timedelta(days=14, seconds=1)
    assert why(visit, "x" * 301, late) == ["too_late", "text_too_long"]
    assert not SecondLook.objects.exists()
    assert looking_again.ask(visit=visit, text="x" * 300, now=now + timedelta(days=14))


def a_high_security(prison: Any) -> Any:
    return world.an_inmate(prison, category="high_security")


def proposal_of(visit: Visit, by: Any, inmate: Any, **kw: Any) -> Proposal:
    values: dict[str, Any] = {
        "inmate": inmate, "basis": "consent", "consent_asked_by": "Warder Das",
        "consent_asked_at": clock.now() - timedelta(hours=1), "starts_at": soon(), "minutes": 15,
        "terminal": world.a_terminal(visit.prison), **kw,
    }  # fmt: skip
    return proposing.propose(visit_id=visit.pk, by=by, now=clock.now(), **values)


def test_where_two_must_agree_one_alone_cannot_approve() -> None:
    prison = a_prison(second_approval=["high_security"])
    with pytest.raises(deciding.CannotDecide) as caught:
        approve(world.a_request(prison), world.an_officer(prison), inmate=a_high_security(prison))
    assert keys(caught) == ["second_needed"]


def test_one_proposes_and_takes_nothing_another_agrees_and_it_is_approved() -> None:
    prison = a_prison(second_approval=["high_security"])
    first, second = world.an_officer(prison), world.an_officer(prison, Role.SUPERIOR)
    visit, inmate = world.a_request(prison), a_high_security(prison)
    proposal_of(visit, first, inmate)
    assert fresh(visit).status == Status.REQUESTED
    assert cells_of(visit.subject) == 0 and not Notification.objects.exists()
    with pytest.raises(CannotAct) as caught:
        proposing.agree(visit_id=visit.pk, by=first, now=clock.now())
    assert keys(caught) == ["same_officer"]
    proposing.agree(visit_id=visit.pk, by=second, now=clock.now())
    visit = fresh(visit)
    assert visit.status == Status.APPROVED and visit.inmate == inmate
    assert (visit.decision.by, visit.decision.seconded_by) == (first, second)
    event = Event.objects.get(name="visit.approved")
    assert event.data["seconded_by"] == second.pk


def test_the_second_officer_does_not_agree_and_the_request_waits() -> None:
    prison = a_prison(second_approval=["high_security"])
    first, second = world.an_officer(prison), world.an_officer(prison)
    visit = world.a_request(prison)
    proposal_of(visit, first, a_high_security(prison))
    with pytest.raises(CannotAct) as caught:
        proposal_of(visit, second, a_high_security(prison))
    assert keys(caught) == ["already_proposed"]
    proposing.disagree(visit_id=visit.pk, by=second, now=clock.now())
    assert fresh(visit).status == Status.REQUESTED
    with pytest.raises(CannotAct) as caught:
        proposing.agree(visit_id=visit.pk, by=second, now=clock.now())
    assert keys(caught) == ["no_proposal"]
    proposal_of(visit, first, a_high_security(prison))  # it can be proposed anew


def test_what_can_no_longer_be_approved_stays_proposed() -> None:
    prison = a_prison()
    first, second = world.an_officer(prison), world.an_officer(prison)
    visit, terminal = world.a_request(prison), world.a_terminal(prison)
    proposal_of(visit, first, world.an_inmate(prison), terminal=terminal)
    approve(world.a_request(prison), first, terminal=terminal)
    with pytest.raises(deciding.CannotDecide) as caught:
        proposing.agree(visit_id=visit.pk, by=second, now=clock.now())
    assert keys(caught) == ["terminal_taken"]
    assert Proposal.objects.get().answered_at is None


def test_an_answer_closes_what_was_open() -> None:
    prison, now = a_prison(), clock.now()
    first = world.an_officer(prison)
    visit = world.a_request(prison)
    proposal_of(visit, first, world.an_inmate(prison))
    deciding.refuse(visit_id=visit.pk, by=first, reason="R-32", now=now)
    assert Proposal.objects.get().answered_at == now
    assert not Offer.objects.exists()


def test_a_proposal_knows_only_what_approve_takes() -> None:
    prison = a_prison()
    with pytest.raises(TypeError):
        proposal_of(
            world.a_request(prison), world.an_officer(prison), world.an_inmate(prison), colour="red"
        )
