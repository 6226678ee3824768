"""What visitor and inmate say of themselves, and a terminal's self-test, over rows alone."""

import pytest

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.calls import loading, saying, snapshots, supervision
from mulakat.calls.models import Call, Participant, Side
from mulakat.calls.snapshots import State
from mulakat.calls.tests.rooms import a_call, a_page
from tests.world import a_prison, a_terminal, an_approved_visit

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
