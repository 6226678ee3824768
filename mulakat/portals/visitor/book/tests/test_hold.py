"""Mode hold: the chosen time is kept while the form is filled, then until the answer."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from mulakat import clock
from mulakat.notifications.models import Notification
from mulakat.people import visitor_codes
from mulakat.people.models import VisitorCode
from mulakat.portals.visitor.book.tests.walking import Walk, errors, text
from mulakat.prisons.models import Prison
from mulakat.schedule import holding, timetable
from mulakat.schedule.models import Cell, Hold
from mulakat.schedule.obstacles import CannotPlan
from mulakat.visits.form import times
from mulakat.visits.models import Mode, Status, Visit
from mulakat.visits.tests.answered import list_on
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def prison() -> Prison:
    prison = world.a_prison(
        overrides={"notice_hours": 0, "asking_mode": "hold", "known_confirmed_at_once": True}
    )
    world.all_day_rules(prison)
    world.a_terminal(prison)
    return prison


@pytest.fixture(autouse=True)
def _at() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(clock.now(), tick=False) as travel:
        yield travel


def holders() -> set[str]:
    return set(Cell.objects.values_list("holder", flat=True))


def test_the_time_is_kept_from_the_second_page_on_and_becomes_the_visits(prison: Prison) -> None:
    walk = Walk(prison).to("you")
    hold = Hold.objects.get()
    assert holders() == {hold.subject} and "We keep" in text(walk.get("you"))
    walk.to("otp").confirm()
    visit = Visit.objects.get()
    assert (visit.mode, visit.status) == (Mode.HOLD, Status.REQUESTED)
    assert holders() == {visit.subject} and not Hold.objects.exists()
    assert visit.wishes == [hold.starts_at.isoformat()]


def test_two_browsers_cannot_keep_one_time(prison: Prison) -> None:
    Walk(prison).to("you")
    second = Walk(prison).to("kind")
    answer = second.post("kind", wish=[Walk(prison).wish()])
    assert "has just been taken" in errors(answer)["wish"]
    assert Hold.objects.count() == 1


def test_another_choice_gives_the_first_time_back(prison: Prison) -> None:
    walk = Walk(prison).to("you")
    first = Hold.objects.get()
    walk.post("kind", wish=[], time=[walk.wish(index=2)])
    second = Hold.objects.get()
    assert first.starts_at != second.starts_at and holders() == {second.subject}


def test_a_time_that_ran_out_is_kept_anew_if_nobody_took_it(
    prison: Prison, _at: time_machine.Traveller
) -> None:
    walk = Walk(prison).to("check")
    _at.shift(timedelta(minutes=11))
    assert "We keep" in text(walk.get("check"))
    assert Hold.objects.filter(expires_at__gt=clock.now()).count() == 1


def test_a_time_taken_anew_stays_the_browser_s_own_however_often_it_looks(
    prison: Prison, _at: time_machine.Traveller
) -> None:
    walk = Walk(prison).to("check")
    _at.shift(timedelta(minutes=11))
    for _look in range(3):
        assert "We keep" in text(walk.get("check"))
    assert Hold.objects.filter(expires_at__gt=clock.now()).count() == 1


def test_a_wrong_otp_costs_no_second_place(prison: Prison, _at: time_machine.Traveller) -> None:
    walk = Walk(prison).to("otp")
    otp = walk.otp()
    _at.shift(timedelta(minutes=9, seconds=58))
    Hold.objects.update(expires_at=clock.now())
    for _try in range(2):
        assert "not right" in errors(walk.confirm("000000" if otp != "000000" else "1" * 6))["otp"]
    assert Hold.objects.filter(expires_at__gt=clock.now()).count() == 1
    walk.confirm(otp)
    assert holders() == {Visit.objects.get().subject}


def test_a_time_that_was_lost_is_chosen_again_and_nothing_else(
    prison: Prison, _at: time_machine.Traveller
) -> None:
    walk = Walk(prison).to("otp")
    first = Hold.objects.get()
    otp = walk.otp()
    _at.shift(timedelta(minutes=11))
    holding.hold(prison=prison, kind="video", starts_at=first.starts_at, now=clock.now())
    assert walk.confirm(otp).headers["Location"] == "/book/kind/"
    assert "no longer kept for you" in text(walk.get("kind"))
    walk.post("kind", wish=[], time=[walk.wish(index=4)])
    answer = walk.post("check", watch="1", agree="1")
    assert answer.headers["Location"] == "/book/otp/"
    assert walk.confirm(otp).headers["Location"] == "/book/sent/"
    visit = Visit.objects.get()
    assert visit.status == Status.REQUESTED and visit.subject in holders()


def crowded(prison: Prison) -> datetime:
    """Browsers without a phone hold all they can of a day; a time of it that is free yet."""
    chosen = times.moment(Walk(prison).wish())
    assert chosen is not None
    start, end = timetable.day_bounds(prison, chosen.astimezone(prison.zone).date())
    day = timetable.free_slots(prison=prison, kind="video", start=start, end=end)
    free = {slot.starts_at for slot in day if slot.starts_at > clock.now()} - {chosen}
    refused = 0
    for starts_at in sorted(free):
        try:
            holding.hold(prison=prison, kind="video", starts_at=starts_at, now=clock.now())
        except CannotPlan:
            refused += 1
    assert refused and Hold.objects.exists()
    return chosen


def test_a_time_beyond_the_share_of_holds_is_the_visits_once_the_phone_is_proven(
    prison: Prison,
) -> None:
    """Nobody keeps a day from others by opening forms: no OTP, no more than half of it."""
    walk = Walk(prison)
    chosen = crowded(prison)
    walk.to("otp")
    shown = text(walk.get("check"))
    assert "is free, but not kept for you yet" in shown and "for you until" not in shown
    assert not Hold.objects.filter(starts_at=chosen).exists()
    walk.confirm()
    visit = Visit.objects.get()
    assert (visit.mode, visit.wishes) == (Mode.HOLD, [chosen.isoformat()])
    assert Cell.objects.filter(holder=visit.subject, at=chosen).exists()


def test_a_time_that_was_not_kept_is_chosen_again_where_another_was_faster(
    prison: Prison,
) -> None:
    walk = Walk(prison)
    chosen = crowded(prison)
    walk.to("otp")
    holding.hold(prison=prison, kind="video", starts_at=chosen, now=clock.now(), is_proven=True)
    assert walk.confirm().headers["Location"] == "/book/kind/"
    assert Visit.objects.get().status == Status.UNCONFIRMED


def a_code(prison: Prison, name: str = "Rahim Sheikh") -> str:
    officer = world.an_officer(prison)
    inmate = world.an_inmate(prison, name=name)
    _row, written = visitor_codes.make(
        inmate=inmate, for_whom="my wife", by=officer, now=clock.now()
    )
    return written


def test_a_visitor_code_confirms_at_once_and_the_page_says_so(prison: Prison) -> None:
    walk = Walk(prison)
    walk.answers["jail"]["code"] = a_code(prison)
    walk.to("otp").confirm()
    visit = Visit.objects.get()
    assert visit.status == Status.APPROVED and visit.visitor_code
    shown = text(walk.get("sent"))
    assert "Your visit is approved." in shown and "not approved yet" not in shown


@pytest.mark.parametrize("first", ["sms", "email"])
def test_with_the_emails_otp_the_page_is_a_strangers_whoever_is_held(
    prison: Prison, first: str
) -> None:
    """Both messages came; which was typed, and whether the number is known, no page tells."""
    world.a_terminal(prison)
    inmate, pages = world.an_inmate(prison), []
    for is_listed in (False, True):
        walk = Walk(prison).to("otp")
        if is_listed:
            list_on(inmate, walk.visit)
        both = {channel: walk.otp(channel) for channel in ("sms", "email")}
        assert both["sms"] != both["email"]
        channel = first if not is_listed else "email"
        assert walk.confirm(both[channel])["Location"] == "/book/sent/"
        assert walk.visit.status == Status.REQUESTED
        pages.append(without_its_own(text(walk.get("sent"))))
        Visit.objects.update(phone_index="other")
    assert pages[0] == pages[1]


def without_its_own(page: str) -> str:
    own = r'<bdi id="vrn".*?</bdi>|name="csrfmiddlewaretoken" value="\w+"'
    return re.sub(own, "", page)


def test_a_mistyped_code_is_told_at_once_for_it_can_be_no_code(prison: Prison) -> None:
    walk = Walk(prison)
    code = a_code(prison)
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    answer = walk.post("jail", code=wrong)
    assert errors(answer) == {"code": "Check the visitor code. It has 12 letters and numbers"}


@pytest.mark.parametrize("fate", ["unknown", "revoked", "elsewhere"])
def test_a_code_that_opens_nothing_looks_like_no_code(fate: str) -> None:
    """Unknown, revoked, of a person in another jail: the same page, the same request."""
    prison = world.a_prison()
    world.all_day_rules(prison)
    other = world.a_prison(state=prison.state)
    code = a_code(other if fate == "elsewhere" else prison)
    if fate != "elsewhere":
        row = visitor_codes.find(code, phone_index="", binds=False)
        assert row
        visitor_codes.revoke(code=row, by=world.an_officer(prison), now=clock.now())
    if fate == "unknown":
        VisitorCode.objects.all().delete()
    pages = []
    for typed in (code, ""):
        Visit.objects.update(phone_index="other")  # the same request, not a second one
        walk = Walk(prison)
        walk.answers["jail"]["code"] = typed
        walk.to("otp").confirm()
        visit = Visit.objects.latest("pk")
        assert visit.status == Status.REQUESTED and visit.visitor_code is None
        pages.append(without_its_own(text(walk.get("sent"))))
    assert pages[0] == pages[1]
    assert Notification.objects.filter(message="S02").count() == 2
