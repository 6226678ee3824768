"""Another phone proves itself, and the old one hears of it; other ways to be reached."""

from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.notifications.models import Notification
from mulakat.people.models import VisitorCode
from mulakat.sealed import blind_index
from mulakat.visits import contacting, joining, known
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import JoinSession, Link, Status, Tries, Visit
from mulakat.visits.proofs import proving
from mulakat.visits.tests.answered import a_code
from mulakat.visits.tests.placed import keys, messages_of
from tests.world import a_prison, a_request, a_state, an_inmate

pytestmark = pytest.mark.django_db
NEW = "+919123456780"


def session_of(visit: Visit) -> JoinSession:
    return joining.look(visit=visit, now=clock.now()).session


def otp_of(visit: Visit) -> str:
    note = Notification.objects.filter(subject=visit.subject).latest("pk")
    return str(note.payload["context"]["otp"])


def test_the_new_phone_gets_an_otp_and_the_old_one_a_notice() -> None:
    visit = a_request(a_prison())
    assert contacting.ask_for_phone(visit=visit, phone=NEW, now=clock.now()) is None
    note = Notification.objects.get(subject=visit.subject)
    assert (note.channel, note.payload["to"]) == ("sms", NEW)
    visit.refresh_from_db()
    assert visit.contact["phone"] == "+919830012345"  # not before the OTP
    verdict = contacting.change_phone(
        visit=visit, typed=otp_of(visit), session=session_of(visit), now=clock.now()
    )
    assert verdict.is_right
    visit.refresh_from_db()
    assert visit.contact["phone"] == NEW and "new_phone" not in visit.contact
    assert visit.phone_index == blind_index(NEW, "phone")
    told = Notification.objects.get(message="S22")
    assert told.payload["to"] == "+919830012345"


def test_a_visitor_code_goes_with_its_holder_to_the_new_phone() -> None:
    prison = a_prison()
    inmate = an_inmate(prison)
    for live, is_there in ((True, True), (False, False)):
        visit = a_request(prison)
        code = a_code(inmate, visit)
        if not live:
            VisitorCode.objects.filter(pk=code.pk).update(revoked_at=clock.now())
        contacting.ask_for_phone(visit=visit, phone=NEW, now=clock.now())
        contacting.change_phone(
            visit=visit, typed=otp_of(visit), session=session_of(visit), now=clock.now()
        )
        visit = Visit.objects.select_related("visitor_code").get(pk=visit.pk)
        assert known.is_known(visit, inmate) is is_there
        code.refresh_from_db()
        assert (code.phone_index == blind_index(NEW, "phone")) is is_there


def test_a_code_that_serves_another_phone_stays_there() -> None:
    visit = a_request(a_prison())
    code = a_code(an_inmate(visit.prison), visit)
    VisitorCode.objects.filter(pk=code.pk).update(phone_index="another")
    contacting.ask_for_phone(visit=visit, phone=NEW, now=clock.now())
    contacting.change_phone(
        visit=visit, typed=otp_of(visit), session=session_of(visit), now=clock.now()
    )
    code.refresh_from_db()
    assert code.phone_index == "another"


def test_a_new_phone_is_proven_even_where_a_desk_typed_the_old_one() -> None:
    visit = a_request(a_prison(), assisted_at="counter")
    contacting.ask_for_phone(visit=visit, phone=NEW, now=clock.now())
    contacting.change_phone(
        visit=visit, typed=otp_of(visit), session=session_of(visit), now=clock.now()
    )
    visit.refresh_from_db()
    assert proving.is_proven(visit)


def test_a_wrong_otp_changes_nothing_and_five_stop_it() -> None:
    visit = a_request(a_prison())
    contacting.ask_for_phone(visit=visit, phone=NEW, now=clock.now())
    wrong = "111111" if otp_of(visit) != "111111" else "222222"
    own = session_of(visit)
    lefts = [
        contacting.change_phone(visit=visit, typed=wrong, session=own, now=clock.now()).tries_left
        for _ in range(6)
    ]
    assert lefts == [4, 3, 2, 1, 0, 0]
    right = contacting.change_phone(visit=visit, typed=otp_of(visit), session=own, now=clock.now())
    assert not right.is_right
    visit.refresh_from_db()
    assert visit.contact["phone"] == "+919830012345"


def test_the_otp_of_one_number_does_not_prove_another() -> None:
    visit, now = a_request(a_prison()), clock.now()
    contacting.ask_for_phone(visit=visit, phone=NEW, now=now)
    first = otp_of(visit)
    contacting.ask_for_phone(visit=visit, phone="+919123456781", now=now + timedelta(seconds=31))
    verdict = contacting.change_phone(
        visit=visit, typed=first, session=session_of(visit), now=now + timedelta(seconds=32)
    )
    assert not verdict.is_right
    visit.refresh_from_db()
    assert visit.contact["phone"] == "+919830012345"


def test_every_other_browser_must_prove_the_new_phone() -> None:
    visit = a_request(a_prison())
    old, own = session_of(visit), session_of(visit)
    contacting.ask_for_phone(visit=visit, phone=NEW, now=clock.now())
    contacting.change_phone(visit=visit, typed=otp_of(visit), session=own, now=clock.now())
    assert not JoinSession.objects.filter(pk=old.pk).exists()
    assert JoinSession.objects.filter(pk=own.pk).exists()


def test_strange_numbers_get_five_otps_an_hour_from_one_family() -> None:
    prison, now = a_prison(), clock.now()
    for number in range(5):
        visit = a_request(prison)
        sent = contacting.ask_for_phone(visit=visit, phone=f"+91912345678{number}", now=now)
        assert sent is None
    stopped = contacting.ask_for_phone(visit=a_request(prison), phone=NEW, now=now)
    assert stopped and stopped.why == "exhausted" and stopped.until == now + timedelta(hours=1)
    assert Tries.objects.filter(purpose="phone").count() == 5


def test_the_same_phone_and_an_ended_visit_are_refused_at_once() -> None:
    visit = a_request(a_prison(), status=Status.ENDED)
    with pytest.raises(CannotAct) as caught:
        contacting.ask_for_phone(visit=visit, phone="+919830012345", now=clock.now())
    assert keys(caught) == ["is_over", "same_phone"]


def test_a_wish_for_a_new_phone_is_forgotten_after_an_hour() -> None:
    visit, now = a_request(a_prison()), clock.now()
    contacting.ask_for_phone(visit=visit, phone=NEW, now=now)
    visit.refresh_from_db()
    assert contacting.phone_asked_for(visit, now) == NEW
    assert contacting.phone_asked_for(visit, now + contacting.WAITS) == ""


def test_another_email_closes_the_links_of_the_old_mails() -> None:
    visit, now = a_request(a_prison()), clock.now()
    for channel in ("email", "sms"):
        Link.objects.create(visit=visit, channel=channel, digest=channel, expires_at=now)
    contacting.change_email(visit=visit, email="new@example.com", now=now)
    visit.refresh_from_db()
    assert visit.contact["email"] == "new@example.com"
    assert [link.channel for link in visit.links.all()] == ["sms"]
    assert messages_of(visit) == []


def test_where_the_codes_come_by_email_one_must_stay() -> None:
    visit = a_request(a_prison(a_state("wb-2021")))
    with pytest.raises(CannotAct) as caught:
        contacting.change_email(visit=visit, email="", now=clock.now())
    assert keys(caught) == ["email_needed"]


def test_messages_come_in_the_language_chosen_last() -> None:
    visit = a_request(a_prison())
    contacting.change_language(visit=visit, language="bn", now=clock.now())
    visit.refresh_from_db()
    assert visit.language == "bn"
