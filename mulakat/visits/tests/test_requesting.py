"""Asked, confirmed once, forgotten: without pages."""

from datetime import timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.notifications.models import Notification
from mulakat.prisons.models import Prison
from mulakat.sealed import blind_index
from mulakat.visits import requesting
from mulakat.visits.models import Code, SerialCounter, Status, Visit, VisitPerson
from mulakat.visits.requesting import PersonAnswers, RequestAnswers, TooManyOtps
from tests import world

pytestmark = pytest.mark.django_db


def answers(prison: Prison, **changes: Any) -> RequestAnswers:
    values: dict[str, Any] = {
        "prison": prison,
        "kind": "video",
        "language": "bn",
        "asked": {"name": "Rahim", "guardian": "", "age": 35, "gender": "man", "number": ""},
        "wishes": ["2030-01-01T05:00:00+00:00"],
        "contact": {
            "phone": "+919830012345",
            "email": "",
            "phone_owner": "mine",
            "address": {"line": "12", "district": "Nadia", "pin": "741101", "country": "IN"},
        },
        "persons": [
            PersonAnswers(name="Sabina", age=29, relation="spouse", id_number={"number": "X"}),
            PersonAnswers(name="Amina", age=9, relation="child"),
        ],
    }
    return RequestAnswers(**{**values, **changes})


def otp_of(visit: Visit) -> str:
    note = Notification.objects.filter(subject=visit.subject).latest("pk")
    return str(note.payload["context"]["otp"])


def test_an_asked_visit_is_found_by_its_phone_and_tells_nobody() -> None:
    visit = requesting.ask(answers=answers(world.a_prison()), now=clock.now())
    visit.refresh_from_db()
    assert visit.status == Status.UNCONFIRMED and visit.serial is None
    assert visit.phone_index == blind_index("+919830012345", "phone")
    assert [person.name for person in visit.persons.all()] == ["Sabina", "Amina"]
    assert not SerialCounter.objects.exists()
    assert Code.objects.get().digest != otp_of(visit)


def test_the_right_otp_sends_it_with_number_deadline_and_history() -> None:
    now = clock.now()
    visit = requesting.ask(answers=answers(world.a_prison()), now=now)
    found = requesting.confirm(visit=visit, typed=otp_of(visit), now=now)
    assert found.is_right and found.is_sent
    visit.refresh_from_db()
    assert visit.status == Status.REQUESTED and visit.reference.count("/") == 3
    assert visit.answer_by == now + timedelta(hours=48)
    assert Event.objects.filter(subject=visit.subject, name="request.sent").count() == 1
    assert Notification.objects.filter(subject=visit.subject, message="S02").exists()


def test_confirming_again_changes_nothing() -> None:
    now = clock.now()
    visit = requesting.ask(answers=answers(world.a_prison()), now=now)
    otp = otp_of(visit)
    for _twice in range(2):
        assert requesting.confirm(visit=visit, typed=otp, now=now).is_right
    assert SerialCounter.objects.get().given == 1


def test_the_history_holds_no_personal_data() -> None:
    now = clock.now()
    visit = requesting.ask(answers=answers(world.a_prison()), now=now)
    requesting.confirm(visit=visit, typed=otp_of(visit), now=now)
    told = str(list(Event.objects.values_list("name", "subject", "actor", "data")))
    for secret in ("Rahim", "Sabina", "9830012345", "Nadia"):
        assert secret not in told


def test_a_changed_phone_kills_the_codes_of_the_old_one() -> None:
    now = clock.now()
    prison = world.a_prison()
    visit = requesting.ask(answers=answers(prison), now=now)
    old = otp_of(visit)
    contact = {**visit.contact, "phone": "+919830054321"}
    later = now + timedelta(seconds=40)
    requesting.ask_again(visit=visit, answers=answers(prison, contact=contact), now=later)
    assert not requesting.confirm(visit=visit, typed=old, now=later).is_right
    assert requesting.confirm(visit=visit, typed=otp_of(visit), now=later).is_right
    assert VisitPerson.objects.filter(visit=visit).count() == 2


def test_a_sent_request_is_not_changed_any_more() -> None:
    now = clock.now()
    prison = world.a_prison()
    visit = requesting.ask(answers=answers(prison), now=now)
    requesting.confirm(visit=visit, typed=otp_of(visit), now=now)
    other = answers(prison, asked={"name": "Somebody else"})
    requesting.ask_again(visit=visit, answers=other, now=now)
    visit.refresh_from_db()
    assert visit.asked["name"] == "Rahim"


def test_one_phone_has_five_otps_an_hour_over_all_visits() -> None:
    now = clock.now()
    prison = world.a_prison()
    for _visit in range(5):
        requesting.ask(answers=answers(prison), now=now)
    with pytest.raises(TooManyOtps) as wait:
        requesting.ask(answers=answers(prison), now=now)
    assert wait.value.until == now + timedelta(hours=1)
    assert Visit.objects.count() == 5
    requesting.ask(answers=answers(prison), now=now + timedelta(minutes=61))


def test_two_hours_later_the_unconfirmed_are_forgotten_and_no_others() -> None:
    now = clock.now()
    prison = world.a_prison()
    requesting.ask(answers=answers(prison), now=now - timedelta(minutes=121))
    kept = requesting.ask(answers=answers(prison), now=now - timedelta(minutes=119))
    sent = world.a_request(prison, created_at=now - timedelta(hours=5))
    assert requesting.forget_unconfirmed(now) == 1
    assert set(Visit.objects.all()) == {kept, sent}
    assert requesting.forget_unconfirmed(now) == 0


def test_another_kind_is_another_request() -> None:
    """A family may ask for a video visit and for one at the jail."""
    now = clock.now()
    prison = world.a_prison()
    for kind in ("video", "physical"):
        visit = requesting.ask(answers=answers(prison, kind=kind), now=now)
        assert requesting.confirm(visit=visit, typed=otp_of(visit), now=now).is_sent


@pytest.mark.parametrize("name", ["Rahim", " rahim ", "RAHIM"])
def test_the_same_request_of_a_proven_phone_is_shown_instead(name: str) -> None:
    now = clock.now()
    prison = world.a_prison()
    first = requesting.ask(answers=answers(prison), now=now)
    requesting.confirm(visit=first, typed=otp_of(first), now=now)
    asked = {**first.asked, "name": name}
    again = requesting.ask(answers=answers(prison, asked=asked), now=now)
    found = requesting.confirm(visit=again, typed=otp_of(again), now=now)
    assert found.earlier == first and not found.is_sent
    again.refresh_from_db()
    assert again.status == Status.UNCONFIRMED
