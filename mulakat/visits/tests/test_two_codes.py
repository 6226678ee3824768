"""Mobile and e-mail have each their own OTP: either sends the request, the SMS's alone proves.

Whoever types the number of somebody on an inmate's list beside an address of his own gets the
mail. He is a stranger, and stays one; so does the honest family that typed the mail's code, until
it proves the phone.
"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mulakat import clock, ids
from mulakat.notifications.models import Notification
from mulakat.people import visitor_codes
from mulakat.people.models import Inmate, VisitorCode
from mulakat.prisons.models import Prison
from mulakat.schedule.timetable import free_slots
from mulakat.visits import contacting, deciding, joining, known, making_up, requesting, waiting
from mulakat.visits import wanted as wanting
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Code, Outcome, Status, Tries, Visit
from mulakat.visits.proofs import proving
from mulakat.visits.proofs.codes import Outcome as Typed
from mulakat.visits.tests.answered import list_on
from mulakat.visits.tests.test_requesting import answers
from tests import world

pytestmark = pytest.mark.django_db
PHONE, MAIL = "+919830012345", "sabina@example.com"
HALF_A_MINUTE = timedelta(seconds=31)


def ask(prison: Prison, **changes: Any) -> Visit:
    contact = {"phone": PHONE, "email": MAIL, "phone_owner": "mine", "address": {}}
    asked = {"name": "Rahim Sheikh", "guardian": "Abdul Sheikh", "age": 35, "gender": "man"}
    values = {"contact": contact | changes.pop("contact", {}), "asked": asked | {"number": ""}}
    return requesting.ask(answers=answers(prison, **values | changes), now=clock.now())


def otp(visit: Visit, channel: str) -> str:
    sent = Notification.objects.filter(subject=visit.subject, channel=channel)
    return str(sent.latest("pk").payload["context"]["otp"])


def confirmed(visit: Visit, channel: str, **kw: Any) -> Visit:
    now = kw.pop("now", None) or clock.now()
    assert requesting.confirm(visit=visit, typed=otp(visit, channel), now=now, **kw).is_sent
    return fresh(visit)


def fresh(visit: Visit) -> Visit:
    read = Visit.objects.select_related("visitor_code", "prison__state", "inmate")
    found: Visit = read.get(pk=visit.pk)
    return found


def statements(act: Any) -> list[str]:
    """What `act` puts to the database, without its values; undone afterwards."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        act()
        transaction.set_rollback(True)
    hidden = re.compile(r"'[^']*'|\b\d+\b|\"s\d+_x\d+\"")
    return [hidden.sub("?", query["sql"]) for query in queries]


def test_each_channel_has_a_code_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["482913", "482913", "731046"])
    monkeypatch.setattr(ids, "digits", lambda count: next(drawn))
    visit = ask(world.a_prison())
    assert (otp(visit, "sms"), otp(visit, "email")) == ("482913", "731046")
    assert Code.objects.filter(visit=visit).count() == 2
    assert Tries.objects.get(visit=visit).sent == 1


@pytest.mark.parametrize(("channel", "proves"), [("sms", True), ("email", False)])
def test_either_sends_the_request_and_only_the_one_of_the_sms_proves_the_phone(
    channel: str, proves: bool
) -> None:
    prison = world.a_prison()
    inmate, visit = world.an_inmate(prison), ask(prison)
    list_on(inmate, visit)
    visit = confirmed(visit, channel)
    assert visit.status == Status.REQUESTED and visit.reference
    assert proving.is_proven(visit) is known.is_known(visit, inmate) is proves
    assert (wanting.of_known(visit, inmate) is not None) is proves


@pytest.mark.parametrize("contact", [{"email": ""}, {}])
def test_where_the_sms_alone_is_sent_its_code_proves_the_phone(contact: dict[str, str]) -> None:
    prison = world.a_prison(overrides={"booking_otp_channels": ["sms"]})
    assert proving.is_proven(confirmed(ask(prison, contact=contact), "sms"))
    assert not Notification.objects.filter(message="E01").exists()


def test_five_tries_are_one_count_for_both() -> None:
    visit, now = ask(world.a_prison()), clock.now()
    right = {otp(visit, "sms"), otp(visit, "email")}
    bad = next(guess for guess in ("000000", "111111", "222222") if guess not in right)
    left = [requesting.confirm(visit=visit, typed=bad, now=now).tries_left for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    for one in right:
        assert requesting.confirm(visit=visit, typed=one, now=now).outcome is Typed.EXHAUSTED


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_another_otp_is_new_for_both_and_the_older_ones_prove_what_they_did(channel: str) -> None:
    visit, older = ask(world.a_prison()), {}
    for name in ("sms", "email"):
        older[name] = otp(visit, name)
    later = clock.now() + HALF_A_MINUTE
    assert requesting.resend_otp(visit=visit, now=later) is None
    assert otp(visit, "sms") != older["sms"] and otp(visit, "email") != older["email"]
    found = requesting.confirm(visit=visit, typed=older[channel], now=later)
    assert found.is_sent and proving.is_proven(fresh(visit)) is (channel == "sms")


def test_another_address_ends_the_codes_of_both() -> None:
    prison = world.a_prison()
    visit, later = ask(prison), clock.now() + HALF_A_MINUTE
    old = [otp(visit, "sms"), otp(visit, "email")]
    contact = {**visit.contact, "email": "another@example.com"}
    requesting.ask_again(visit=visit, answers=answers(prison, contact=contact), now=later)
    for one in old:
        assert not requesting.confirm(visit=visit, typed=one, now=later).is_right


def test_to_the_outside_both_codes_do_the_same() -> None:
    visit, now = ask(world.a_prison()), clock.now()
    found, asked = [], []
    for channel in ("sms", "email"):
        typed = otp(visit, channel)
        asked.append(
            statements(
                lambda typed=typed: found.append(
                    requesting.confirm(visit=visit, typed=typed, now=now)
                )
            )
        )
    assert found[0].is_sent and found[1].is_sent
    assert found[0].tries_left == found[1].tries_left
    assert asked[0] == asked[1]


@pytest.fixture
def hold() -> Prison:
    rules = {"notice_hours": 0, "asking_mode": "hold", "known_confirmed_at_once": True}
    prison = world.a_prison(overrides=rules)
    world.all_day_rules(prison)
    world.a_terminal(prison)
    return prison


def a_wish(prison: Prison) -> str:
    """A free time, the day after tomorrow."""
    now = clock.now()
    start = now + timedelta(days=2)
    end = start + timedelta(hours=6)
    slots = free_slots(prison=prison, kind="video", start=start, end=end, now=now)
    return slots[0].starts_at.isoformat()


def test_a_mails_code_is_never_confirmed_at_once_and_asks_no_more_of_the_database(
    hold: Prison,
) -> None:
    """Held and on the list, or nobody of that name: the same statements, the same answer."""
    visit, asked, outcomes = ask(hold, wishes=[a_wish(hold)]), [], []
    typed = otp(visit, "email")

    def confirm() -> None:
        requesting.confirm(visit=visit, typed=typed, now=clock.now())
        outcomes.append(fresh(visit).status)

    for is_held in (False, True):
        if is_held:
            list_on(world.an_inmate(hold), visit)
        asked.append(statements(confirm))
    assert asked[0] == asked[1] and outcomes == [Status.REQUESTED] * 2
    typed = otp(visit, "sms")
    assert statements(confirm) != asked[1]  # the known are looked for: the comparison can fail


def a_code(inmate: Inmate) -> tuple[VisitorCode, str]:
    return visitor_codes.make(
        inmate=inmate, for_whom="wife", by=world.an_officer(inmate.prison), now=clock.now()
    )


def test_a_visitor_code_beside_a_mails_otp_binds_nothing_and_opens_nothing(hold: Prison) -> None:
    inmate = world.an_inmate(hold)
    code, written = a_code(inmate)
    visit = confirmed(ask(hold, wishes=[a_wish(hold)]), "email", code=written)
    code.refresh_from_db()
    assert (visit.status, code.phone_index) == (Status.REQUESTED, "")
    assert not known.gave_code(visit, inmate) and wanting.of_known(visit, inmate) is None


def test_who_types_anothers_number_cannot_carry_a_code_away_from_it() -> None:
    prison = world.a_prison()
    inmate = world.an_inmate(prison)
    code, written = a_code(inmate)
    owner = ask(prison)
    visitor_codes.bind(code, phone_index=owner.phone_index)
    visit = confirmed(ask(prison, contact={"email": "x@example.com"}), "email", code=written)
    prove(visit, "+919123456780")
    code.refresh_from_db()
    assert code.phone_index == owner.phone_index
    assert not known.is_known(fresh(visit), inmate)


def prove(visit: Visit, phone: str) -> None:
    """An OTP to that phone alone, typed into a browser that is at the visit."""
    now = clock.now()
    assert contacting.ask_for_phone(visit=visit, phone=phone, now=now) is None
    own = joining.look(visit=visit, now=now).session
    typed = otp(visit, "sms")
    assert contacting.change_phone(visit=visit, typed=typed, session=own, now=now).is_right


def test_an_otp_to_the_phone_alone_proves_it_later_and_the_code_serves() -> None:
    prison = world.a_prison()
    inmate = world.an_inmate(prison)
    code, written = a_code(inmate)
    visit = confirmed(ask(prison), "email", code=written)
    prove(visit, PHONE)
    visit = fresh(visit)
    code.refresh_from_db()
    assert proving.is_proven(visit) and known.is_known(visit, inmate)
    assert code.phone_index == visit.phone_index
    assert not Notification.objects.filter(message="S22").exists()  # no other phone, no notice
    with pytest.raises(CannotAct):
        contacting.ask_for_phone(visit=visit, phone=PHONE, now=clock.now())


def test_to_look_at_the_request_with_an_otp_proves_nothing() -> None:
    """The holder of the number may look what a stranger asked for: that is no yes."""
    visit = confirmed(ask(world.a_prison()), "email")
    joining.look(visit=visit, now=clock.now())
    assert not proving.is_proven(fresh(visit))


def test_a_mails_code_tells_nothing_of_other_requests_of_the_phone() -> None:
    prison = world.a_prison(overrides={"open_requests_per_phone": 1})
    confirmed(ask(prison), "sms")
    stranger = ask(prison, contact={"email": "x@example.com"})
    confirmed(stranger, "email")
    again = ask(prison, contact={"email": "x@example.com"})
    found = requesting.confirm(visit=again, typed=otp(again, "email"), now=clock.now())
    assert found.earlier == stranger  # of his own he hears


def test_a_strangers_requests_with_its_number_take_nothing_from_the_phone() -> None:
    prison = world.a_prison(overrides={"open_requests_per_phone": 1})
    confirmed(ask(prison, contact={"email": "x@example.com"}), "email")
    confirmed(ask(prison), "sms")


def test_a_mails_code_takes_over_no_right_to_go_first() -> None:
    prison = world.a_prison()
    broken = world.an_approved_visit(
        prison, status=Status.ENDED, outcome=Outcome.CUT_SHORT,
        starts_at=clock.now() - timedelta(hours=1),
    )  # fmt: skip
    making_up.make_up(now=clock.now())
    assert not confirmed(ask(prison, contact={"email": "x@example.com"}), "email").goes_first
    assert confirmed(ask(prison), "email").goes_first  # to that address the right was told
    assert not fresh(broken).goes_first


def test_the_place_in_the_list_tells_nothing_of_the_visits_of_the_phone() -> None:
    prison = world.a_prison(overrides={"waiting_list": True, "fairness": "longest_without"})
    stranger = confirmed(ask(prison, contact={"email": "x@example.com"}), "email")
    other = world.a_request(prison, phone="+919830099999", contact={"email": ""})
    for visit in (stranger, other):
        waiting.join(visit_id=visit.pk, by=None, now=clock.now())
    before = waiting.place_in_list(fresh(stranger), clock.now())
    met = world.an_approved_visit(
        prison, status=Status.ENDED, outcome=Outcome.DONE,
        starts_at=clock.now() - timedelta(days=3),
    )  # fmt: skip
    assert waiting.place_in_list(fresh(stranger), clock.now()) == before == 1
    Visit.objects.filter(pk=met.pk).update(contact={**met.contact, "email": "x@example.com"})
    assert waiting.place_in_list(fresh(stranger), clock.now()) == 2  # his own count


def test_that_he_has_asked_or_met_before_is_told_only_with_a_proven_phone() -> None:
    prison = world.a_prison()
    by_mail, by_sms = (confirmed(ask(prison, contact={"email": f"{at}@example.com"}), at)
                       for at in ("email", "sms"))  # fmt: skip
    for visit, told in ((by_mail, "R-90"), (by_sms, "R-40")):
        assert deciding.told_of(visit=visit, reason="R-40", inmate=None) == told
