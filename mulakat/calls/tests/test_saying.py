"""What visitor and inmate say of themselves, and a terminal's self-test, over rows alone."""

from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.calls import loading, saying, snapshots, steering, supervision
from mulakat.calls.models import Call, Participant, Side
from mulakat.calls.snapshots import State
from mulakat.calls.tests.rooms import a_call, a_page
from mulakat.visits.models import Basis, Visit
from tests.world import a_prison, a_state, a_terminal, an_approved_visit, an_officer, zone_at_noon

pytestmark = pytest.mark.django_db
FOUND = {"camera": True, "microphone": False, "sound": True}


@pytest.fixture
def call() -> Call:
    return a_call(an_approved_visit(a_prison()))


def told(page: Participant) -> State:
    """The state of this page now."""
    prison = page.prison_id
    scene = loading.scenes(prison_ids=[prison], now=clock.now())[prison]
    return snapshots.snapshot(scene, Participant.objects.get(pk=page.pk))


def test_an_idle_terminal_is_told_no_name() -> None:
    later = clock.now() + timedelta(minutes=1)
    state = a_state(timezone=zone_at_noon())  # a minute later is the same day
    prison = a_prison(state, overrides={"join_opens_minutes": 0})
    visit = an_approved_visit(prison, starts_at=later)
    call = a_call(visit)
    page = a_page(call, Side.TERMINAL)
    names = {"inmate", "visitor", "relation", "relation_other"}
    shown = told(page)["visit"]
    assert {key: shown[key] for key in names} == dict.fromkeys(names, "")
    Visit.objects.filter(pk=visit.pk).update(starts_at=clock.now())
    assert told(page)["visit"]["visitor"] == visit.visitor.name
    supervision.end(call=call, by="system", reason="closed", now=clock.now())
    assert visit.visitor.name not in str(told(page))


@pytest.mark.parametrize(
    ("basis", "asks"),
    [(Basis.CONSENT, False), (Basis.CONTACT_LIST, False), (Basis.LEGAL, True)],
)
def test_the_inmate_is_asked_once(basis: Basis, asks: bool) -> None:
    call = a_call(an_approved_visit(a_prison(), basis=basis))
    assert told(a_page(call, Side.TERMINAL))["visit"]["asks"] is asks


def test_the_visitor_says_who_is_there_and_says_it_once(call: Call) -> None:
    page = a_page(call, Side.VISITOR)
    for _ in range(2):
        assert saying.company(page=page, persons=(0, 1), others=1) == []
    event = Event.objects.get(name="call.company")
    assert (event.actor, event.data) == ("visitor", {"persons": [0, 1], "others": 1})
    assert told(page)["company"] == {"persons": [0, 1], "others": 1}
    supervision.end(call=call, by="system", reason="closed", now=clock.now())
    page.refresh_from_db()
    assert saying.company(page=page, persons=(), others=0) == ["over"]


def test_what_the_inmate_pressed_stands_on_the_board(call: Call) -> None:
    page, desk = a_page(call, Side.TERMINAL), a_page(call, Side.OFFICER)
    for _ in range(2):
        assert saying.say(page=page, what="declined") == []
    event = Event.objects.get(name="call.inmate_said")
    assert (event.actor, event.data) == (f"terminal:{page.terminal_id}", {"what": "declined"})
    assert [row["said"] for row in told(desk)["board"]] == ["declined"]
    call.refresh_from_db()
    assert call.ended_at is None


def test_after_a_power_cut_the_officer_looks_before_anything_flows(call: Call) -> None:
    before = a_page(call, Side.TERMINAL)
    Call.objects.filter(pk=call.pk).update(admitted_at=clock.now(), admitted_identity="join:1")
    assert saying.say(page=before, what="ready") == []  # sat there before anybody was let in
    call.refresh_from_db()
    assert call.paused_at is None
    anew = a_page(call, Side.TERMINAL)
    assert saying.say(page=anew, what="ready") == []
    call.refresh_from_db()
    assert call.paused_at and call.pause_reason == "technical"
    assert call.admitted_identity == "join:1"  # the visitor needs no new code
    event = Event.objects.get(name="call.paused")
    assert (event.actor, event.data) == (f"terminal:{anew.terminal_id}", {"reason": "technical"})
    officer = an_officer(call.visit.prison)
    assert steering.resume(call=call, by=officer, now=clock.now()) == []  # one tap


def test_a_terminal_at_no_visit_says_nothing_of_one(call: Call) -> None:
    page = a_page(call, Side.TERMINAL)
    page.call = None
    assert saying.say(page=page, what="officer") == ["not_there"]


def test_an_officer_asks_for_a_test_and_reads_what_it_found(call: Call) -> None:
    page, desk = a_page(call, Side.TERMINAL), a_page(call, Side.OFFICER)
    number = call.visit.terminal.number if call.visit.terminal else 0
    assert told(desk)["terminals"] == [{"number": number, "test": None}]
    asked = {"prison_id": page.prison_id, "number": number, "by": "staff:7"}
    assert saying.test(**asked, now=clock.now()) == []  # type: ignore[arg-type]
    assert told(page)["test_wanted"]
    assert Event.objects.get(name="terminal.test_asked").actor == "staff:7"
    assert saying.tested(page=page, found=FOUND, now=clock.now()) == []
    assert told(page)["test_wanted"] is None
    shown = told(desk)["terminals"][0]["test"]
    assert {key: shown[key] for key in FOUND} == FOUND and shown["at"]


def test_a_terminal_elsewhere_or_gone_is_not_there(call: Call) -> None:
    page = a_page(call, Side.TERMINAL)
    number = call.visit.terminal.number if call.visit.terminal else 0
    other = a_terminal(a_prison()).prison_id
    now = clock.now()
    assert saying.test(prison_id=other, number=number, by="staff:7", now=now) == ["not_there"]
    Participant.objects.update(left_at=now)
    assert saying.test(prison_id=page.prison_id, number=number, by="staff:7", now=now) == [
        "not_there"
    ]
    assert not Event.objects.filter(name="terminal.test_asked").exists()


def test_only_a_terminal_tests_itself(call: Call) -> None:
    found = saying.tested(page=a_page(call, Side.VISITOR), found=FOUND, now=clock.now())
    assert found == ["not_yours"]
