"""Approving and refusing: one decision, one place, and who is told what."""

from datetime import time, timedelta

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import Event
from mulakat.notifications.models import Notification
from mulakat.people.models import Contact
from mulakat.schedule.models import Audience, Cell, Kind, SlotRule
from mulakat.visits import deciding
from mulakat.visits.models import Basis, Decision, Status, Visit
from tests.world import a_prison, a_request, a_state, a_terminal, a_window, an_inmate, an_officer

pytestmark = pytest.mark.django_db


def approving(visit, by, **kw):
    now = clock.now()
    tomorrow = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    values = {
        "visit_id": visit.pk,
        "by": by,
        "basis": Basis.CONSENT,
        "starts_at": tomorrow,
        "minutes": 15,
        "consent_asked_by": "Warder Das",
        "consent_asked_at": now - timedelta(hours=1),
        "now": now,
    }
    if "inmate" not in kw:
        values["inmate"] = an_inmate(visit.prison)
    if "terminal" not in kw and "window" not in kw:
        values["terminal"] = a_terminal(visit.prison)
    return deciding.approve(**{**values, **kw})


def keys(caught):
    return [reason.key for reason in caught.value.reasons]


def test_approval_gives_time_place_decision_history_and_messages():
    prison = a_prison()
    visit = approving(a_request(prison), officer := an_officer(prison))
    visit.refresh_from_db()
    assert visit.status == Status.APPROVED
    assert Cell.objects.filter(holder=visit.subject).count() == 4
    assert visit.decision.by == officer
    assert visit.decision.consent_asked_by == "Warder Das"
    event = Event.objects.get(name="visit.approved")
    assert (event.actor, event.subject) == (officer.actor, visit.subject)
    assert Notification.objects.filter(subject=visit.subject).count() == 2


def test_approval_with_vc_pin_makes_one():
    prison = a_prison(a_state("bihar-2021"))
    visit = approving(a_request(prison), an_officer(prison))
    assert visit.codes.filter(purpose="pin").count() == 1


def test_physical_visits_fill_the_seats_of_a_window_then_it_is_full():
    prison = a_prison()
    officer, window = an_officer(prison), a_window(prison, seats=2)
    for _ in range(2):
        approving(a_request(prison, kind=Kind.PHYSICAL), officer, window=window)
    with pytest.raises(deciding.CannotDecide) as caught:
        approving(a_request(prison, kind=Kind.PHYSICAL), officer, window=window)
    assert keys(caught) == ["window_full"]


def test_a_visit_uses_up_no_capacity_of_an_hour_kept_for_others():
    prison = a_prison()
    officer = an_officer(prison)
    for who in (Audience.ALL, Audience.WOMEN):
        for weekday in range(7):
            SlotRule.objects.create(
                prison=prison, kind=Kind.VIDEO, weekday=weekday, starts=time(0), ends=time(0),
                minutes=15, gap=15, capacity=1, who=who,
            )  # fmt: skip
    men = [a_request(prison, visitor={"gender": "man"}) for _ in range(2)]
    approving(men[0], officer)
    with pytest.raises(deciding.CannotDecide) as caught:
        approving(men[1], officer)
    assert keys(caught) == ["slot_full"]
    approving(a_request(prison), officer)  # a woman, in the hour that is hers
    assert Visit.objects.filter(status=Status.APPROVED).count() == 2


def test_it_refuses_a_taken_terminal_and_leaves_nothing_behind():
    prison = a_prison()
    officer, terminal = an_officer(prison), a_terminal(prison, number=2)
    approving(a_request(prison), officer, terminal=terminal)
    second = a_request(prison)
    with pytest.raises(deciding.CannotDecide) as caught:
        approving(second, officer, terminal=terminal)
    assert keys(caught) == ["terminal_taken"]
    assert caught.value.reasons[0].facts["number"] == 2
    second.refresh_from_db()
    assert second.status == Status.REQUESTED
    assert not Notification.objects.filter(subject=second.subject).exists()


def test_it_refuses_an_overlap_by_five_minutes_of_turnover():
    prison = a_prison()
    officer, terminal = an_officer(prison), a_terminal(prison)
    first = approving(a_request(prison), officer, terminal=terminal)
    just_after = first.starts_at + timedelta(minutes=15)
    with pytest.raises(deciding.CannotDecide):
        approving(a_request(prison), officer, terminal=terminal, starts_at=just_after)
    after_turnover = first.starts_at + timedelta(minutes=20)
    approving(a_request(prison), officer, terminal=terminal, starts_at=after_turnover)


def test_it_refuses_one_inmate_in_two_places():
    prison = a_prison()
    officer, inmate = an_officer(prison), an_inmate(prison)
    approving(a_request(prison), officer, inmate=inmate)
    with pytest.raises(deciding.CannotDecide) as caught:
        approving(a_request(prison, phone="+919830012346"), officer, inmate=inmate)
    assert keys(caught) == ["inmate_busy"]


def test_the_second_officer_is_told_who_decided_and_what():
    prison = a_prison()
    visit = a_request(prison)
    deciding.refuse(
        visit_id=visit.pk, by=an_officer(prison, name="Rina Lama"), reason="R-32", now=clock.now()
    )
    with pytest.raises(deciding.CannotDecide) as caught:
        approving(visit, an_officer(prison))
    assert keys(caught) == ["already_refused"]
    assert caught.value.reasons[0].facts["by"] == "Rina Lama"
    assert Decision.objects.filter(visit=visit).count() == 1


def test_all_that_is_missing_is_said_at_once():
    prison, other = a_prison(), a_prison()
    with pytest.raises(deciding.CannotDecide) as caught:
        approving(
            a_request(prison),
            an_officer(other),
            inmate=an_inmate(other),
            terminal=a_terminal(other),
            consent_asked_by=" ",
            consent_asked_at=None,
            starts_at=clock.now() - timedelta(days=1),
        )
    assert set(keys(caught)) == {
        "not_your_prison",
        "inmate_elsewhere",
        "no_consent_asked_by",
        "no_consent_asked_at",
        "time_is_past",
        "no_place",
    }


@pytest.mark.parametrize(
    ("basis", "key"),
    [
        (Basis.CONTACT_LIST, "not_on_list"),
        (Basis.LEGAL, "no_case_number"),
        ("", "no_basis"),
    ],
)
def test_it_refuses_an_approval_without_its_basis(basis, key):
    prison = a_prison()
    with pytest.raises(deciding.CannotDecide) as caught:
        approving(a_request(prison), an_officer(prison), basis=basis)
    assert keys(caught) == [key]


def test_a_contact_of_the_inmate_is_basis_enough():
    prison = a_prison()
    visit, inmate = a_request(prison), an_inmate(prison)
    _contact(inmate, visit)
    assert approving(visit, an_officer(prison), inmate=inmate, basis=Basis.CONTACT_LIST)


def test_it_refuses_an_officer_without_the_role():
    prison = a_prison()
    with pytest.raises(deciding.CannotDecide) as caught:
        approving(a_request(prison), an_officer(prison, Role.SUPERVISOR))
    assert keys(caught) == ["not_your_prison"]


def _contact(inmate, visit):
    return Contact.objects.create(
        inmate=inmate,
        name="Sabina Bibi",
        relation="spouse",
        phone_index=visit.phone_index,
        added_at=clock.now(),
        added_by="staff:1",
    )


def test_a_stranger_is_told_the_neutral_reason_at_the_next_full_hour():
    prison = a_prison()
    visit, inmate = a_request(prison), an_inmate(prison)
    now = clock.now()
    visit = deciding.refuse(
        visit_id=visit.pk, by=an_officer(prison), reason="R-60", inmate=inmate, now=now
    )
    assert (visit.decision.reason, visit.decision.told) == ("R-60", "R-90")
    wall = now.astimezone(prison.zone).replace(minute=0, second=0, microsecond=0)
    hour = wall + timedelta(hours=1)
    assert visit.answer_shown_at == hour
    assert visit.status_shown(now) == Status.REQUESTED
    assert visit.status_shown(hour) == Status.REFUSED
    dues = Notification.objects.filter(subject=visit.subject).values_list("due_at", flat=True)
    assert set(dues) == {hour}


def test_a_contact_is_told_the_truth_at_once():
    prison = a_prison()
    visit, inmate = a_request(prison), an_inmate(prison)
    _contact(inmate, visit)
    now = clock.now()
    visit = deciding.refuse(
        visit_id=visit.pk, by=an_officer(prison), reason="R-13", inmate=inmate, now=now
    )
    assert visit.decision.told == "R-13"
    assert visit.status_shown(now) == Status.REFUSED


def test_nobody_is_told_that_the_person_does_not_want_the_visit():
    prison = a_prison()
    visit, inmate = a_request(prison), an_inmate(prison)
    _contact(inmate, visit)
    visit = deciding.refuse(
        visit_id=visit.pk, by=an_officer(prison), reason="R-60", inmate=inmate, now=clock.now()
    )
    assert visit.decision.told == "R-90"


def test_the_visitors_own_fault_is_told_at_once():
    prison = a_prison()
    now = clock.now()
    visit = deciding.refuse(
        visit_id=a_request(prison).pk, by=an_officer(prison), reason="R-32", now=now
    )
    assert (visit.decision.told, visit.answer_shown_at) == ("R-32", now)


def test_it_refuses_an_unknown_reason():
    prison = a_prison()
    with pytest.raises(deciding.CannotDecide) as caught:
        deciding.refuse(
            visit_id=a_request(prison).pk, by=an_officer(prison), reason="R-99", now=clock.now()
        )
    assert keys(caught) == ["no_reason"]
