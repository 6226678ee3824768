"""Requests made for a caller: the caller's yes, the caller's no, a walk-in, races, silence."""

import re
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.test.utils import CaptureQueriesContext

from mulakat import clock, ids
from mulakat.accounts.models import Role
from mulakat.audit.models import Event, record
from mulakat.notifications.models import Notification
from mulakat.people.tests.racing import race
from mulakat.visits import assisting, deciding, requesting
from mulakat.visits.models import Status, Visit
from mulakat.visits.proofs import links, proving
from mulakat.visits.requesting import PersonAnswers, RequestAnswers, TooManyOtps
from tests.world import a_prison, a_window, all_day_rules, an_inmate, an_officer

PHONE = "+919830012345"


def answers(prison, **kw) -> RequestAnswers:
    values = {
        "prison": prison,
        "kind": "physical",
        "language": "bn",
        "asked": {"name": "Rahim Sheikh", "guardian": "", "age": 35, "gender": "man", "number": ""},
        "wishes": [],
        "contact": {"phone": PHONE, "email": "", "phone_owner": "mine", "address": {}},
        "persons": [PersonAnswers(name="Sabina Khatun", age=29, relation="spouse")],
    }
    return RequestAnswers(**{**values, **kw})


def booked(prison, operator=None, at="helpline", **kw) -> Visit:
    operator = operator or an_officer(prison, Role.ASSISTANT)
    return assisting.book(
        answers=answers(prison, **kw), by=operator, at=at, uid=ids.uid(), now=clock.now()
    )


def link_of(visit) -> str:
    sms = Notification.objects.get(message="S21", subject=visit.subject)
    found = re.search(r"/a/(\w+)", str(sms.payload))
    assert found, "the SMS has no link"
    return found[1]


@pytest.mark.django_db
def test_nothing_is_in_the_queue_before_the_caller_says_yes():
    prison = a_prison()
    operator = an_officer(prison, Role.ASSISTANT)
    visit = booked(prison, operator)
    assert visit.status == Status.UNCONFIRMED and visit.assisted_by == operator
    assert not Visit.objects.queue(prison).exists()
    sms = Notification.objects.get(subject=visit.subject)
    assert (sms.message, sms.channel, sms.language) == ("S21", "sms", "bn")
    assert not visit.codes.exists()  # no OTP that an operator could ask for
    found = assisting.asked(token=link_of(visit), now=clock.now())
    assert found == visit
    confirmation = assisting.say_yes(visit=visit, now=clock.now())
    assert confirmation is not None and confirmation.is_sent
    visit.refresh_from_db()
    assert visit.status == Status.REQUESTED and list(Visit.objects.queue(prison)) == [visit]
    number = visit.reference
    assisting.say_yes(visit=visit, now=clock.now())  # pressed twice
    visit.refresh_from_db()
    assert visit.reference == number
    assert Event.objects.filter(name="request.sent").count() == 1


@pytest.mark.django_db
def test_no_erases_it_and_is_counted():
    prison = a_prison()
    visit = booked(prison)
    assert visit.assisted_by
    operator = visit.assisted_by.actor
    assert assisting.say_no(visit=visit, now=clock.now()) == "erased"
    assert not Visit.objects.exists()
    denied = Event.objects.get(name="request.denied")
    assert denied.data == {"operator": operator, "prison": prison.pk}
    assert assisting.say_no(visit=visit, now=clock.now()) == "gone"
    assert assisting.say_yes(visit=visit, now=clock.now()) is None


@pytest.mark.django_db
@pytest.mark.parametrize("at", sorted(proving.PRESENT))
def test_who_stands_there_has_said_yes_and_may_still_say_no(at):
    visit = booked(a_prison(), at=at)
    assert visit.status == Status.REQUESTED and visit.assisted_at == at
    assert Notification.objects.filter(message="S21", channel="sms").count() == 1
    found = assisting.asked(token=link_of(visit), now=clock.now())
    assert found is not None and assisting.say_no(visit=found, now=clock.now()) == "stopped"
    visit.refresh_from_db()
    assert visit.status == Status.WITHDRAWN


@pytest.mark.django_db
def test_after_a_day_without_an_answer_it_is_erased():
    visit = booked(a_prison())
    later = visit.created_at + timedelta(hours=23)
    assert requesting.forget_unconfirmed(later) == 0
    assert assisting.asked(token=link_of(visit), now=later) == visit
    assert assisting.asked(token=link_of(visit), now=later + timedelta(hours=1)) is None
    assert requesting.forget_unconfirmed(later + timedelta(hours=1, seconds=1)) == 1


@pytest.mark.django_db
def test_the_form_pressed_twice_is_one_request():
    prison = a_prison()
    operator, uid = an_officer(prison, Role.ASSISTANT), ids.uid()
    made = [
        assisting.book(answers=answers(prison), by=operator, at="gate", uid=uid, now=clock.now())
        for _ in range(3)
    ]
    assert len({visit.pk for visit in made}) == 1
    assert Notification.objects.filter(message="S21").count() == 1


@pytest.mark.django_db
def test_a_phone_is_spared_however_many_operators_name_it():
    prison = a_prison()
    for _ in range(5):
        booked(prison)
    with pytest.raises(TooManyOtps):
        booked(prison)
    assert Visit.objects.count() == 5


@pytest.mark.django_db
def test_the_sms_goes_out_again_a_few_times_an_hour():
    visit, now = booked(a_prison()), clock.now()
    by = visit.assisted_by
    assert by
    for seconds in range(1, 5):
        again = now + timedelta(seconds=seconds)
        assert assisting.send_again(visit=visit, by=by, now=again) is None
    refused = assisting.send_again(visit=visit, by=by, now=now + timedelta(minutes=5))
    assert refused is not None and refused.why == "exhausted"
    assert assisting.send_again(visit=visit, by=by, now=now + timedelta(minutes=61)) is None
    assert Notification.objects.filter(message="S21").count() == 6


@pytest.mark.django_db
def test_only_the_link_of_the_sms_proves_the_phone():
    from mulakat.visits.proofs import links

    visit = booked(a_prison())
    mail = links.make(visit=visit, channel="email", now=clock.now()).rpartition("/")[2]
    assert assisting.asked(token=mail, now=clock.now()) is None
    assert assisting.asked(token="KKKKKKKKKK", now=clock.now()) is None


@pytest.mark.django_db
def test_the_link_of_another_message_neither_answers_nor_cancels():
    """It only opens "Send me the OTP": it lives much longer, and is passed on."""
    visit = booked(a_prison(), at="counter")
    other = links.make(visit=visit, channel="sms", now=clock.now()).rpartition("/")[2]
    assert assisting.asked(token=link_of(visit), now=clock.now()) == visit
    assert assisting.asked(token=other, now=clock.now()) is None


@pytest.mark.django_db
def test_the_same_request_made_twice_for_a_caller_is_told_when_the_phone_is_proven():
    prison = a_prison()
    first, second = booked(prison), booked(prison)
    assisting.say_yes(visit=first, now=clock.now())
    found = assisting.say_yes(visit=second, now=clock.now())
    assert found is not None and found.earlier == first and not found.is_sent
    second.refresh_from_db()
    assert second.status == Status.UNCONFIRMED


@pytest.mark.django_db
def test_a_walk_in_is_first_in_the_queue_when_a_place_is_free_and_an_officer_is_there():
    prison = a_prison()
    all_day_rules(prison)
    a_window(prison)
    gate, officer = an_officer(prison, Role.GATE), an_officer(prison, Role.APPROVER)
    record("request.viewed", actor=officer.actor, subject="visit:0")
    now = clock.now()
    visit = assisting.walk_in(answers=answers(prison), by=gate, at="gate", uid=ids.uid(), now=now)
    assert visit.answer_by == now + assisting.URGENT
    other = booked(prison, at="counter", contact={"phone": "+919830099999"})
    assert list(Visit.objects.queue(prison)) == [visit, other]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["nobody", "gate alone", "long ago", "elsewhere"])
def test_without_another_officer_at_work_a_walk_in_waits_its_turn(who):
    prison = a_prison(overrides={"notice_hours": 24})
    all_day_rules(prison)
    a_window(prison)
    gate = an_officer(prison, Role.GATE, Role.APPROVER)
    actors = {
        "nobody": "system",
        "gate alone": gate.actor,  # nobody approves what he has written down himself
        "long ago": an_officer(prison, Role.APPROVER).actor,
        "elsewhere": an_officer(a_prison(), Role.APPROVER).actor,
    }
    seen = record("request.viewed", actor=actors[who], subject="visit:0")
    if who == "long ago":
        Event.objects.filter(pk=seen.pk).update(at=clock.now() - timedelta(hours=1))
    visit = assisting.walk_in(
        answers=answers(prison), by=gate, at="gate", uid=ids.uid(), now=clock.now()
    )
    assert visit.answer_by is not None and visit.requested_at is not None
    assert visit.answer_by - visit.requested_at > assisting.URGENT
    assert datetime.fromisoformat(visit.wishes[0]) >= visit.requested_at + timedelta(hours=24)
    assert len(visit.wishes) == prison.policy.wishes


@pytest.mark.django_db
def test_whether_the_person_is_held_changes_neither_statement_nor_message():
    prison = a_prison()
    operator = an_officer(prison, Role.ASSISTANT)
    told: list[tuple[object, ...]] = []
    booked(prison, operator)  # the year's first number costs more
    for _held in (False, True):
        with CaptureQueriesContext(connection()) as seen:
            visit = booked(prison, operator, contact={"phone": f"+91983001{len(told)}000"})
        assert not any("people_" in query["sql"] for query in seen.captured_queries)
        sms = Notification.objects.get(subject=visit.subject)
        told.append((len(seen), sms.message, sms.due_at - sms.created_at))
        an_inmate(prison, name="Rahim Sheikh")
    assert told[0] == told[1]


def connection():
    from django.db import connection

    return connection


@pytest.mark.django_db(transaction=True)
def test_yes_and_no_at_once_end_in_one_truth():
    prison = a_prison()
    for _ in range(3):
        visit = booked(prison)
        race(
            [
                partial(assisting.say_yes, visit=visit, now=clock.now()),
                partial(assisting.say_no, visit=visit, now=clock.now()),
            ]
        )
        left = Visit.objects.filter(pk=visit.pk).values_list("status", flat=True)
        assert list(left) in ([], [Status.WITHDRAWN])
        assert Event.objects.filter(name="request.denied", subject=visit.subject).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_pressed_by_four_hands_at_once_is_one_request():
    prison = a_prison()
    operator, uid = an_officer(prison, Role.ASSISTANT), ids.uid()
    made = race(
        [
            partial(
                assisting.book, answers=answers(prison), by=operator, at="helpline", uid=uid,
                now=clock.now(),
            )
            for _ in range(4)
        ]
    )  # fmt: skip
    assert len({visit.pk for visit in made}) == 1 == Visit.objects.count()
    assert Notification.objects.filter(message="S21").count() == 1


@pytest.mark.django_db
def test_nobody_approves_what_he_has_written_down_but_another_may_at_once():
    prison = a_prison()
    all_day_rules(prison)
    window = a_window(prison)
    own, other = an_officer(prison, Role.APPROVER, Role.GATE), an_officer(prison, Role.APPROVER)
    now = clock.now()
    visit = assisting.walk_in(answers=answers(prison), by=own, at="gate", uid=ids.uid(), now=now)

    def approve(by):
        return deciding.approve(
            visit_id=visit.pk, by=by, inmate=inmate, basis="consent", window=window,
            starts_at=datetime.fromisoformat(visit.wishes[0]), minutes=20,
            consent_asked_by="Warder Das", consent_asked_at=now, now=now,
        )  # fmt: skip

    inmate = an_inmate(prison)
    with pytest.raises(deciding.CannotDecide) as cannot:
        approve(own)
    assert {reason.key for reason in cannot.value.reasons} == {"own_request"}
    assert approve(other).status == Status.APPROVED
